#include "forms/json.h"

#include <cmath>
#include <cstdio>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>

namespace forms::json {
namespace {

constexpr double kWholeUpTo = 9e15;  // from here on not every integer is a double

// Builds the tree from the library's events. Every handler returns false to stop; `problem` then says why.
class Builder {
public:
    explicit Builder(Numbers numbers) : numbers_(numbers) {}

    bool null() { return put({}); }
    bool boolean(bool value) {
        Value v;
        v.kind = Kind::Boolean;
        v.boolean = value;
        return put(std::move(v));
    }
    bool number_integer(long long value) {
        Value v;
        v.kind = Kind::Integer;
        v.integer = value;
        return put(std::move(v));
    }
    bool number_unsigned(unsigned long long value) {
        if (value > static_cast<unsigned long long>(std::numeric_limits<long long>::max()))
            return stop("number too large");
        return number_integer(static_cast<long long>(value));
    }
    bool number_float(double value, const std::string&) {
        if (numbers_ != Numbers::All) return stop("a number that is not an integer");
        if (std::trunc(value) == value && std::abs(value) < kWholeUpTo)
            return number_integer(static_cast<long long>(value));
        Value v;
        v.kind = Kind::Number;
        v.number = value;
        return put(std::move(v));
    }
    bool string(std::string& value) {
        Value v;
        v.kind = Kind::Text;
        v.text = std::move(value);
        return put(std::move(v));
    }
    bool binary(nlohmann::json::binary_t&) { return stop("binary"); }
    bool start_object(std::size_t) { return open(Kind::Object); }
    bool start_array(std::size_t) { return open(Kind::List); }
    bool end_object() { return close(); }
    bool end_array() { return close(); }
    bool key(std::string& name) {
        if (open_.back().members.size() >= kMaxMembers) return stop("too many keys");
        if (open_.back().find(name) != nullptr) return stop("key '" + name + "' twice");
        open_.back().members.push_back({std::move(name), {}});
        return true;
    }
    bool parse_error(std::size_t position, const std::string&, const nlohmann::json::exception&) {
        return stop("not JSON at byte " + std::to_string(position));
    }

    Value root;
    std::string problem;

private:
    bool stop(std::string why) {
        problem = std::move(why);
        return false;
    }
    bool open(Kind kind) {
        if (open_.size() >= kMaxDepth) return stop("nested too deeply");
        open_.emplace_back();
        open_.back().kind = kind;
        return true;
    }
    bool close() {
        Value done = std::move(open_.back());
        open_.pop_back();
        return put(std::move(done));
    }
    bool put(Value value) {
        if (open_.empty()) {
            root = std::move(value);
        } else if (open_.back().kind == Kind::List) {
            if (open_.back().items.size() >= kMaxMembers) return stop("list too long");
            open_.back().items.push_back(std::move(value));
        } else {
            open_.back().members.back().value = std::move(value);
        }
        return true;
    }

    Numbers numbers_;
    std::vector<Value> open_;
};

std::string numberText(double number) {
    char text[32];
    std::snprintf(text, sizeof text, "%.17g", number);
    return text;
}

std::string listText(const std::vector<Value>& items) {
    std::string out = "[";
    for (const auto& item : items) out += canonical(item) + ",";
    return out + "]";
}

std::string objectText(const std::vector<Member>& members) {
    std::map<std::string_view, const Value*> sorted;
    for (const auto& [name, value] : members) sorted[name] = &value;
    std::string out = "{";
    for (const auto& [name, value] : sorted) out += json::quoted(name) + ":" + canonical(*value) + ",";
    return out + "}";
}

}  // namespace

const Value* Value::find(std::string_view key) const {
    for (const auto& [name, value] : members) {
        if (name == key) return &value;
    }
    return nullptr;
}

base::Result<Value> parse(std::string_view text, std::size_t limit, Numbers numbers) {
    if (text.size() > limit) return base::fail(base::Code::TooLarge, "JSON is too long");
    Builder builder(numbers);
    try {
        if (nlohmann::json::sax_parse(text.begin(), text.end(), &builder)) return std::move(builder.root);
    } catch (const nlohmann::json::exception&) {
        builder.problem = "not JSON";
    }
    return base::fail(base::Code::BadInput, builder.problem);
}

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            char escape[8];
            std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(c));
            out += escape;
        } else {
            out += c;
        }
    }
    return out + '"';
}

std::string canonical(const Value& value) {
    switch (value.kind) {
        case Kind::Boolean:
            return value.boolean ? "true" : "false";
        case Kind::Integer:
            return std::to_string(value.integer);
        case Kind::Number:
            return numberText(value.number);
        case Kind::Text:
            return json::quoted(value.text);
        case Kind::List:
            return listText(value.items);
        case Kind::Object:
            return objectText(value.members);
        case Kind::Null:
        case Kind::Unknown:
            break;
    }
    return "null";
}

}  // namespace forms::json
