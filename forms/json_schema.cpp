#include "forms/json_schema.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "base/text.h"

namespace forms {
namespace {

using json::Kind;
using json::Value;

constexpr std::array<std::string_view, 7> kTypes{"null",    "boolean", "object", "array",
                                                 "integer", "number",  "string"};

bool isOfType(const Value& value, std::string_view type) {
    switch (value.kind) {
        case Kind::Null:
            return type == "null";
        case Kind::Boolean:
            return type == "boolean";
        case Kind::Integer:
            return type == "integer" || type == "number";
        case Kind::Number:
            return type == "number" || (type == "integer" && std::trunc(value.number) == value.number);
        case Kind::Text:
            return type == "string";
        case Kind::List:
            return type == "array";
        case Kind::Object:
            return type == "object";
        case Kind::Unknown:
            break;
    }
    return false;
}

std::optional<std::size_t> countAt(const json::Reader& schema, std::string_view keyword) {
    if (!schema.has(keyword)) return std::nullopt;
    return static_cast<std::size_t>(schema.at(keyword).integer(0, std::numeric_limits<int>::max()));
}

Breach::Path below(const Breach::Path& path, std::string name) {
    Breach::Path out = path;
    out.push_back(std::move(name));
    return out;
}

bool hasTwins(const std::vector<Value>& items) {
    std::vector<std::string> texts;
    for (const auto& item : items) texts.push_back(json::canonical(item));
    std::sort(texts.begin(), texts.end());
    return std::adjacent_find(texts.begin(), texts.end()) != texts.end();
}

}  // namespace

base::Result<JsonSchema> JsonSchema::compile(const Value& schema) {
    std::string problem;
    JsonSchema out = read(json::Reader(schema, "", problem));
    if (!problem.empty()) return base::fail(base::Code::SchemaInvalid, problem);
    return out;
}

JsonSchema JsonSchema::read(const json::Reader& schema) {
    JsonSchema out;
    if (schema.kind() == Kind::Boolean) {
        out.nothingFits_ = !schema.flag();
        return out;
    }
    schema.allow({"$schema", "$comment", "default", "type", "enum", "minLength", "maxLength", "pattern",
                  "items", "minItems", "maxItems", "uniqueItems", "properties", "required",
                  "additionalProperties"});
    if (schema.kind() != Kind::Object) return out;
    if (schema.has("$schema")) schema.at("$schema").text();
    if (schema.has("$comment")) schema.at("$comment").text();
    if (schema.has("type")) out.readTypes(schema.at("type"));
    if (schema.has("enum")) out.readEnum(schema.at("enum"));
    out.minLength_ = countAt(schema, "minLength");
    out.maxLength_ = countAt(schema, "maxLength");
    if (schema.has("pattern")) out.readPattern(schema.at("pattern"));
    if (schema.has("items")) out.readItems(schema.at("items"));
    out.minItems_ = countAt(schema, "minItems");
    out.maxItems_ = countAt(schema, "maxItems");
    out.uniqueItems_ = schema.flagOr("uniqueItems", false);
    if (schema.has("properties")) {
        for (const auto& [name, at] : schema.at("properties").members())
            out.properties_.emplace(name, read(at));
    }
    out.required_ = schema.textsOr("required");
    if (schema.has("additionalProperties"))
        out.additional_ = std::make_shared<const JsonSchema>(read(schema.at("additionalProperties")));
    return out;
}

void JsonSchema::readTypes(const json::Reader& at) {
    types_ = at.isText() ? std::vector{at.text()} : at.texts();
    for (const auto& type : *types_) {
        if (std::find(kTypes.begin(), kTypes.end(), type) == kTypes.end())
            at.refuse("no type '" + type + "'");
    }
    if (types_->empty()) at.refuse("no types");
}

void JsonSchema::readEnum(const json::Reader& at) {
    enum_.emplace();
    for (const auto& item : at.items()) {
        enum_->push_back(json::canonical(item.value()));
        if (std::count(enum_->begin(), enum_->end(), enum_->back()) > 1) item.refuse("stands here twice");
    }
    if (enum_->empty()) at.refuse("no values");
}

void JsonSchema::readPattern(const json::Reader& at) {
    auto pattern = Pattern::compile(at.text());
    if (pattern)
        pattern_ = std::move(*pattern);
    else
        at.refuse(pattern.error().detail);
}

void JsonSchema::readItems(const json::Reader& at) {
    if (at.kind() != Kind::List) {
        each_ = std::make_shared<const JsonSchema>(read(at));
        return;
    }
    for (const auto& item : at.items()) tuple_.push_back(read(item));
}

std::vector<Breach> JsonSchema::check(const Value& document) const {
    std::vector<Breach> out;
    checkInto(document, {}, out);
    return out;
}

void JsonSchema::checkInto(const Value& value, const Path& path, std::vector<Breach>& out) const {
    if (nothingFits_) out.push_back({path, "false"});
    const auto isThis = [&](const std::string& type) { return isOfType(value, type); };
    if (types_ && std::none_of(types_->begin(), types_->end(), isThis)) out.push_back({path, "type"});
    if (enum_ && std::find(enum_->begin(), enum_->end(), json::canonical(value)) == enum_->end())
        out.push_back({path, "enum"});
    if (value.kind == Kind::Text) checkText(value, path, out);
    if (value.kind == Kind::List) checkList(value, path, out);
    if (value.kind == Kind::Object) checkObject(value, path, out);
}

void JsonSchema::checkText(const Value& value, const Path& path, std::vector<Breach>& out) const {
    const auto length = base::codePoints(value.text).size();
    if (maxLength_ && length > *maxLength_) out.push_back({path, "maxLength", *maxLength_});
    if (minLength_ && length < *minLength_) out.push_back({path, "minLength", *minLength_});
    if (pattern_ && !pattern_->matches(value.text)) out.push_back({path, "pattern"});
}

void JsonSchema::checkList(const Value& value, const Path& path, std::vector<Breach>& out) const {
    const auto& items = value.items;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const auto* schema = each_ ? each_.get() : i < tuple_.size() ? &tuple_[i] : nullptr;
        if (schema != nullptr) schema->checkInto(items[i], below(path, std::to_string(i)), out);
    }
    if (uniqueItems_ && hasTwins(items)) out.push_back({path, "uniqueItems"});
    if (minItems_ && items.size() < *minItems_) out.push_back({path, "minItems", *minItems_});
    if (maxItems_ && items.size() > *maxItems_) out.push_back({path, "maxItems", *maxItems_});
}

void JsonSchema::checkObject(const Value& value, const Path& path, std::vector<Breach>& out) const {
    for (const auto& [name, member] : value.members) {
        const Path at = below(path, name);
        const auto own = properties_.find(name);
        if (own != properties_.end()) {
            own->second.checkInto(member, at, out);
        } else if (additional_ && additional_->nothingFits_) {
            out.push_back({at, "additionalProperties"});
        } else if (additional_) {
            additional_->checkInto(member, at, out);
        }
    }
    for (const auto& name : required_) {
        if (value.find(name) == nullptr) out.push_back({below(path, name), "required"});
    }
}

}  // namespace forms
