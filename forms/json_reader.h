// Inside of this room: walks through a JSON tree and remembers the first thing that is wrong, with its place
// in the file. After a problem the reader goes on with empty values; whoever started it looks at `problem`
// once, at the end. Threads: one.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "forms/json.h"
#include "forms/schema.h"

namespace forms::json {

class Reader {
public:
    Reader(const Value& value, std::string path, std::string& problem)
        : value_(&value), path_(std::move(path)), problem_(&problem) {}

    // Refuses what is not an object and every key that is not in the list.
    void allow(std::initializer_list<std::string_view> keys) const;
    bool has(std::string_view key) const { return value_->find(key) != nullptr; }
    Reader at(std::string_view key) const;                        // refused when missing
    std::vector<Reader> items() const;                            // of a list
    std::vector<std::pair<std::string, Reader>> members() const;  // of an object

    std::string text() const;  // not empty
    int integer(int least, int most) const;
    bool flag() const;
    LocalText localText() const;
    std::vector<std::string> texts() const;
    base::Day day() const;  // yyyy-mm-dd

    // The same for a key, with a value for when the key is absent.
    std::string textOr(std::string_view key, std::string absent) const;
    int integerOr(std::string_view key, int absent, int least, int most) const;
    bool flagOr(std::string_view key, bool absent) const;
    LocalText localTextOr(std::string_view key) const;
    std::vector<std::string> textsOr(std::string_view key) const;

    void refuse(const std::string& why) const;
    bool isText() const { return kind() == Kind::Text; }
    Kind kind() const { return value_->kind; }
    const Value& value() const { return *value_; }

private:
    bool expect(Kind kind, const char* what) const;

    const Value* value_;
    std::string path_;
    std::string* problem_;
};

}  // namespace forms::json
