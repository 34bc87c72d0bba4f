#include "forms/json.h"

#include <cstdio>
#include <limits>
#include <nlohmann/json.hpp>

namespace forms::json {
namespace {

// Builds the tree from the library's events. Every handler returns false to stop; `problem` then says why.
class Builder {
public:
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
    bool number_float(double, const std::string&) { return stop("a number that is not an integer"); }
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

    std::vector<Value> open_;
};

}  // namespace

const Value* Value::find(std::string_view key) const {
    for (const auto& [name, value] : members) {
        if (name == key) return &value;
    }
    return nullptr;
}

base::Result<Value> parse(std::string_view text, std::size_t limit) {
    if (text.size() > limit) return base::fail(base::Code::TooLarge, "JSON is too long");
    Builder builder;
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

}  // namespace forms::json
