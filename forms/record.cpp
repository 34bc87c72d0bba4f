#include "forms/record.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "forms/json.h"

namespace forms {
namespace {

using base::Code;
using base::fail;

constexpr std::size_t kMaxJson = 1u << 20;
constexpr std::size_t kMaxFields = 500;
constexpr std::size_t kMaxText = 8000;  // bytes

constexpr std::array<std::pair<Origin, std::string_view>, 7> kOriginNames{{
    {Origin::Typed, "typed"},
    {Origin::Qr, "qr"},
    {Origin::Mrz, "mrz"},
    {Origin::Chip, "chip"},
    {Origin::Roster, "roster"},
    {Origin::Previous, "previous"},
    {Origin::Default, "default"},
}};

std::string_view nameOf(Origin origin) {
    for (const auto& [value, name] : kOriginNames) {
        if (value == origin) return name;
    }
    return "unknown";
}

Origin originOf(std::string_view name) {
    for (const auto& [value, known] : kOriginNames) {
        if (known == name) return value;
    }
    return Origin::Unknown;
}

// What is stored is NFC. Of text that is not UTF-8 the part before the first wrong byte is kept.
std::string stored(const std::string& text) {
    return base::toNfc(base::fromCodePoints(base::codePoints(text))).value_or(std::string());
}

bool isKey(std::string_view key) {
    return !key.empty() && key.size() <= 64 && std::all_of(key.begin(), key.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
    });
}

base::Result<std::string> textOf(const json::Value* value) {
    if (value == nullptr || value->kind != json::Kind::Text)
        return fail(Code::BadInput, "record: text expected");
    if (value->text.empty() || value->text.size() > kMaxText)
        return fail(Code::BadInput, "record: length of a text");
    if (stored(value->text) != value->text) return fail(Code::BadInput, "record: a text is not NFC");
    return value->text;
}

base::Result<FieldValue> fieldOf(const json::Value& value) {
    const auto* origin = value.find("origin");
    const auto* confirmed = value.find("confirmed");
    const auto text = textOf(value.find("text"));
    if (!text) return base::Failure(text.error());
    const auto* written = value.find("written");
    if (value.members.size() != (written == nullptr ? 3u : 4u) || confirmed == nullptr || confirmed->kind != json::Kind::Boolean ||
        origin == nullptr || (origin->text != "unknown" && originOf(origin->text) == Origin::Unknown)) {
        return fail(Code::BadInput, "record: a field is not text, origin and confirmed");
    }
    FieldValue out{*text, originOf(origin->text), confirmed->boolean};
    if (written == nullptr) return out;
    auto paper = textOf(written);
    if (!paper) return base::Failure(paper.error());
    out.written = std::move(*paper);
    return out;
}

// An object of the record, every key checked.
base::Result<const json::Value*> objectIn(const json::Value& root, std::string_view name) {
    const auto* object = root.find(name);
    if (object == nullptr || object->kind != json::Kind::Object || object->members.size() > kMaxFields) {
        return fail(Code::BadInput, "record: '" + std::string(name) + "' is missing or too long");
    }
    for (const auto& [key, value] : object->members) {
        if (!isKey(key)) return fail(Code::BadInput, "record: a key is malformed");
    }
    return object;
}

}  // namespace

const FieldValue* Record::find(const std::string& field) const {
    const auto at = fields_.find(field);
    return at == fields_.end() ? nullptr : &at->second;
}

std::string Record::text(const std::string& field) const {
    const auto* value = find(field);
    return value == nullptr ? std::string() : value->text;
}

void Record::set(const std::string& field, FieldValue value) {
    value.text = stored(value.text);
    value.written = stored(value.written);
    if (value.text.empty()) {
        fields_.erase(field);
    } else {
        fields_[field] = std::move(value);
    }
}

void Record::setReason(const std::string& rule, std::string reason) {
    reason = stored(reason);
    if (reason.empty()) {
        reasons_.erase(rule);
    } else {
        reasons_[rule] = std::move(reason);
    }
}

std::string Record::toJson() const {
    std::string out = "{\"fields\":{";
    for (const auto& [id, value] : fields_) {
        if (out.back() != '{') out += ',';
        out += json::quoted(id) + ":{\"confirmed\":" + (value.confirmed ? "true" : "false") +
               ",\"origin\":\"" + std::string(nameOf(value.origin)) +
               "\",\"text\":" + json::quoted(value.text);
        if (!value.written.empty()) out += ",\"written\":" + json::quoted(value.written);
        out += '}';
    }
    out += "},\"format\":1,\"reasons\":{";
    for (const auto& [rule, reason] : reasons_) {
        if (out.back() != '{') out += ',';
        out += json::quoted(rule) + ":" + json::quoted(reason);
    }
    return out + "}}";
}

base::Result<Record> Record::fromJson(std::string_view text) {
    const auto root = json::parse(text, kMaxJson);
    if (!root) return base::pass(root.error(), "record");
    const auto* format = root->find("format");
    if (root->members.size() != 3 || format == nullptr || format->integer != 1) {
        return fail(Code::Unsupported, "record: not format 1");
    }
    const auto fields = objectIn(*root, "fields");
    const auto reasons = objectIn(*root, "reasons");
    if (!fields) return base::Failure(fields.error());
    if (!reasons) return base::Failure(reasons.error());
    Record out;
    for (const auto& [id, value] : (*fields)->members) {
        const auto field = fieldOf(value);
        if (!field) return base::Failure(field.error());
        out.fields_[id] = *field;
    }
    for (const auto& [rule, value] : (*reasons)->members) {
        const auto reason = textOf(&value);
        if (!reason) return base::Failure(reason.error());
        out.reasons_[rule] = *reason;
    }
    return out;
}

}  // namespace forms
