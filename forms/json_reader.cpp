#include "forms/json_reader.h"

#include <algorithm>

#include "base/text.h"

namespace forms::json {
namespace {

const Value kNothing;

}  // namespace

void Reader::refuse(const std::string& why) const {
    if (problem_->empty()) *problem_ = (path_.empty() ? "file" : path_) + ": " + why;
}

bool Reader::expect(Kind kind, const char* what) const {
    if (value_->kind == kind) return true;
    refuse(std::string(what) + " expected");
    return false;
}

void Reader::allow(std::initializer_list<std::string_view> keys) const {
    if (!expect(Kind::Object, "an object")) return;
    for (const auto& [key, value] : value_->members) {
        if (std::find(keys.begin(), keys.end(), key) == keys.end())
            refuse("keyword '" + key + "' is not supported");
    }
}

Reader Reader::at(std::string_view key) const {
    const auto* found = value_->find(key);
    if (found == nullptr) refuse("'" + std::string(key) + "' is missing");
    return {found != nullptr ? *found : kNothing,
            path_.empty() ? std::string(key) : path_ + "." + std::string(key), *problem_};
}

std::vector<Reader> Reader::items() const {
    std::vector<Reader> out;
    if (!expect(Kind::List, "a list")) return out;
    for (std::size_t i = 0; i < value_->items.size(); ++i) {
        out.emplace_back(value_->items[i], path_ + "[" + std::to_string(i) + "]", *problem_);
    }
    return out;
}

std::vector<std::pair<std::string, Reader>> Reader::members() const {
    std::vector<std::pair<std::string, Reader>> out;
    if (!expect(Kind::Object, "an object")) return out;
    for (const auto& [key, value] : value_->members)
        out.emplace_back(key, Reader(value, path_ + "." + key, *problem_));
    return out;
}

std::string Reader::text() const {
    if (!expect(Kind::Text, "text")) return {};
    if (value_->text.empty()) refuse("empty text");
    if (base::toNfc(value_->text).value_or("") != value_->text) refuse("text is not NFC");
    return value_->text;
}

int Reader::integer(int least, int most) const {
    if (!expect(Kind::Integer, "a number")) return least;
    if (value_->integer < least || value_->integer > most) {
        refuse("a number from " + std::to_string(least) + " to " + std::to_string(most) + " expected");
        return least;
    }
    return static_cast<int>(value_->integer);
}

bool Reader::flag() const {
    return expect(Kind::Boolean, "true or false") && value_->boolean;
}

LocalText Reader::localText() const {
    allow({"vi", "en"});
    LocalText out{at("vi").text(), {}};
    out.en = textOr("en", out.vi);
    return out;
}

std::vector<std::string> Reader::texts() const {
    std::vector<std::string> out;
    for (const auto& item : items()) {
        out.push_back(item.text());
        if (std::count(out.begin(), out.end(), out.back()) > 1) item.refuse("'" + out.back() + "' twice");
    }
    return out;
}

base::Day Reader::day() const {
    const auto day = base::parseIsoDay(text());
    if (!day) refuse("a day yyyy-mm-dd expected");
    return day.value_or(base::Day{});
}

std::string Reader::textOr(std::string_view key, std::string absent) const {
    return has(key) ? at(key).text() : absent;
}

int Reader::integerOr(std::string_view key, int absent, int least, int most) const {
    return has(key) ? at(key).integer(least, most) : absent;
}

bool Reader::flagOr(std::string_view key, bool absent) const {
    return has(key) ? at(key).flag() : absent;
}

LocalText Reader::localTextOr(std::string_view key) const {
    return has(key) ? at(key).localText() : LocalText{};
}

std::vector<std::string> Reader::textsOr(std::string_view key) const {
    return has(key) ? at(key).texts() : std::vector<std::string>();
}

}  // namespace forms::json
