// What a command answers: an ordered tree of plain values, printed for people or as one JSON document. Small
// on purpose, so that commands need no JSON library. Texts that are not UTF-8 are shown with their bad bytes
// replaced. Threads: values.
#pragma once

#include <concepts>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace station::cli {

class Report {
public:
    Report() = default;  // null
    Report(std::string_view text);
    Report(const std::string& text) : Report(std::string_view(text)) {}
    Report(const char* text) : Report(std::string_view(text)) {}
    Report(bool yes);
    Report(double number);
    Report(std::integral auto number) : kind_(Kind::Literal), text_(std::to_string(number)) {}
    // A JSON document made elsewhere, put in as it is.
    static Report fromJson(std::string json);
    static Report object();
    static Report list();

    // Keeps the order of the calls. Only for object() and list().
    Report& set(std::string name, Report value);
    Report& add(Report value);

    void printJson(std::ostream& out) const;  // one document on one line
    void printText(std::ostream& out) const;  // "name: value", nested parts indented

private:
    enum class Kind { Unknown = 0, Text, Literal, Object, List };
    bool isNested() const { return kind_ == Kind::Object || kind_ == Kind::List; }
    void writeJson(std::string& out) const;
    void writeText(std::string& out, std::size_t indent) const;

    Kind kind_ = Kind::Unknown;  // Unknown: null
    std::string text_;
    std::vector<std::pair<std::string, Report>> members_;  // names are empty in a list
};

}  // namespace station::cli
