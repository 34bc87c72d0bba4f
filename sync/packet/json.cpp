#include "sync/packet/json.h"

#include <algorithm>

#include "base/id.h"
#include "base/text.h"

namespace packet::json {
namespace {

using base::Code;
using base::fail;
using base::Failure;
using base::Result;

// The parser itself does not recurse, but writing a value does; so depth is bounded before anything is
// parsed.
bool tooDeep(std::string_view text) {
    int depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                quoted = false;
        } else if (c == '"') {
            quoted = true;
        } else if (c == '{' || c == '[') {
            if (++depth > kMostDepth) return true;
        } else if (c == '}' || c == ']') {
            --depth;
        }
    }
    return false;
}

const Value& emptyObject() {
    static const Value empty = Value::object();
    return empty;
}

}  // namespace

Result<Value> parseObject(base::ByteView bytes) {
    const std::string_view text = base::textOf(bytes);
    if (tooDeep(text)) return fail(Code::BadInput, "JSON nested too deep");
    Value value = Value::parse(text, nullptr, false);
    if (!value.is_object()) return fail(Code::BadInput, "not a JSON object");
    return value;
}

Result<std::string> dump(const Value& value) {
    try {
        return value.dump();
    } catch (const Value::exception&) {
        return fail(Code::BadInput, "a text is not UTF-8");
    }
}

bool isToken(std::string_view text) {
    constexpr std::size_t kMost = 64;
    return !text.empty() && text.size() <= kMost && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
               c == '_' || c == '-';
    });
}

bool isHex(std::string_view text, std::size_t digits) {
    return text.size() == digits && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

std::string_view purposeName(Purpose purpose) {
    switch (purpose) {
        case Purpose::Real:
            return "real";
        case Purpose::Training:
            return "training";
        case Purpose::Unknown:
            break;
    }
    return "";
}

Reader::Reader(const Value& object, std::string where) : object_(object), where_(std::move(where)) {
    if (!object_.is_object()) refuse("not an object");
}

void Reader::refuse(std::string_view what) {
    if (problem_.empty()) problem_ = where_ + std::string(what);
}

Result<void> Reader::done() const {
    if (!problem_.empty()) return fail(Code::BadInput, problem_);
    return {};
}

const Value* Reader::find(const char* name) {
    if (!object_.is_object()) return nullptr;
    const auto found = object_.find(name);
    if (found == object_.end()) {
        refuse(std::string(name) + " is missing");
        return nullptr;
    }
    return &*found;
}

std::string Reader::text(const char* name, std::size_t most) {
    const Value* value = find(name);
    if (value == nullptr) return "";
    const auto* text = value->get_ptr<const std::string*>();
    if (text == nullptr || text->size() > most) {
        refuse(std::string(name) + (text == nullptr ? " is not a text" : " is too long"));
        return "";
    }
    return *text;
}

std::string Reader::filled(const char* name, std::size_t most) {
    std::string value = text(name, most);
    if (value.empty()) refuse(std::string(name) + " is empty");
    return value;
}

std::string Reader::token(const char* name) {
    std::string value = text(name, 64);
    if (!isToken(value)) refuse(std::string(name) + " is malformed");
    return value;
}

std::string Reader::id(const char* name) {
    std::string value = text(name, 36);
    if (!base::isId(value)) refuse(std::string(name) + " is not an identifier");
    return value;
}

std::string Reader::idOrNone(const char* name) {
    std::string value = text(name, 36);
    if (!value.empty() && !base::isId(value)) refuse(std::string(name) + " is not an identifier");
    return value;
}

std::string Reader::hex(const char* name, std::size_t digits) {
    std::string value = text(name, digits);
    if (!isHex(value, digits)) refuse(std::string(name) + " is not hex of the right length");
    return value;
}

base::Bytes Reader::bytes(const char* name, std::size_t most) {
    auto value = base::fromBase64Url(text(name, most / 3 * 4 + 4));
    if (!value || value->size() > most) {
        refuse(std::string(name) + " is not base64url");
        return {};
    }
    return std::move(*value);
}

std::uint64_t Reader::number(const char* name, std::uint64_t least, std::uint64_t most) {
    const Value* value = find(name);
    if (value == nullptr) return 0;
    if (!value->is_number_unsigned()) {
        refuse(std::string(name) + " is not a whole number");
        return 0;
    }
    const auto number = value->get<std::uint64_t>();
    if (number < least || number > most) refuse(std::string(name) + " is out of range");
    return number;
}

base::Instant Reader::time(const char* name) {
    const std::string value = text(name, 24);
    const auto at = base::parseUtc(value);
    if (!at || base::formatUtc(*at) != value) {
        refuse(std::string(name) + " is not a time");
        return {};
    }
    return *at;
}

Purpose Reader::purpose(const char* name) {
    const std::string value = text(name, 16);
    if (value == "real") return Purpose::Real;
    if (value == "training") return Purpose::Training;
    refuse(std::string(name) + " is unknown");
    return Purpose::Unknown;
}

void Reader::list(const char* name, std::size_t most, const std::function<void(const Value&)>& each) {
    const Value* value = find(name);
    if (value == nullptr) return;
    if (!value->is_array() || value->size() > most) {
        refuse(std::string(name) + (value->is_array() ? " has too many elements" : " is not a list"));
        return;
    }
    for (const Value& element : *value) {
        if (good()) each(element);
    }
}

const Value& Reader::object(const char* name) {
    const Value* value = find(name);
    if (value == nullptr) return emptyObject();
    if (!value->is_object()) {
        refuse(std::string(name) + " is not an object");
        return emptyObject();
    }
    return *value;
}

}  // namespace packet::json
