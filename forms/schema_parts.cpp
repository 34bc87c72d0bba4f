#include "forms/schema_parts.h"

#include <algorithm>
#include <set>

#include "base/files.h"
#include "base/folder.h"
#include "base/text.h"
#include "forms/json_reader.h"

namespace forms {
namespace {

using base::Code;
using base::fail;
using json::Kind;
using json::Value;

constexpr std::size_t kMaxPart = 1u << 20;

using Parts = std::vector<std::shared_ptr<const Value>>;

const Value* at(const Value& object, std::initializer_list<std::string_view> path) {
    const Value* here = &object;
    for (const auto key : path) here = here != nullptr ? here->find(key) : nullptr;
    return here;
}

Value* member(Value& object, std::string_view name) {
    for (auto& one : object.members) {
        if (one.name == name) return &one.value;
    }
    return nullptr;
}

bool isText(const Value* value) {
    return value != nullptr && value->kind == Kind::Text;
}

// The fields that a form puts on its pages, in their order.
std::vector<std::string> placed(const Value& form) {
    std::vector<std::string> out;
    const auto* pages = at(form, {"ui", "pages"});
    if (pages == nullptr) return out;
    for (const auto& page : pages->items) {
        const auto* sections = page.find("sections");
        if (sections == nullptr) continue;
        for (const auto& section : sections->items) {
            const auto* fields = section.find("fields");
            if (fields == nullptr) continue;
            for (const auto& field : fields->items) out.push_back(field.text);
        }
    }
    return out;
}

const Value* fieldOf(const Parts& parts, const std::string& id) {
    for (const auto& part : parts) {
        if (const auto* field = at(*part, {"fields", id})) return field;
    }
    return nullptr;
}

// Tab order first, as everywhere; what stands on no page keeps its place behind, to be refused there.
void orderBy(const std::vector<std::string>& ids, Value& fields) {
    const auto rank = [&](const json::Member& one) {
        return std::find(ids.begin(), ids.end(), one.name) - ids.begin();
    };
    std::stable_sort(fields.members.begin(), fields.members.end(),
                     [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
}

void takeFields(Value& form, const Parts& parts) {
    auto* data = member(form, "data");
    auto* ui = member(form, "ui");
    auto* properties = data != nullptr ? member(*data, "properties") : nullptr;
    auto* fields = ui != nullptr ? member(*ui, "fields") : nullptr;
    if (properties == nullptr || fields == nullptr) return;
    const auto ids = placed(form);
    for (const auto& id : ids) {
        const auto* shared = fieldOf(parts, id);
        if (shared == nullptr || properties->find(id) != nullptr || fields->find(id) != nullptr) continue;
        properties->members.push_back({id, *shared->find("data")});
        fields->members.push_back({id, *shared->find("ui")});
    }
    orderBy(ids, *fields);
}

// Every field that a condition or a check names.
void namesIn(const Value& rule, std::set<std::string>& out) {
    for (const auto& [key, value] : rule.members) {
        const bool field = key == "field" || key == "with" || key == "same_as";
        const bool day = key == "on_or_before" || key == "on_or_after";
        if ((field || (day && value.text != "today")) && value.kind == Kind::Text) out.insert(value.text);
        if (key == "related") {
            for (const auto& item : value.items) out.insert(item.text);
        }
        if (key == "when" || key == "require" || key == "not") namesIn(value, out);
        if (key == "all" || key == "any") {
            for (const auto& item : value.items) namesIn(item, out);
        }
    }
}

bool hasRule(const Value& rules, const Value& rule) {
    const auto* id = rule.find("id");
    return isText(id) && std::any_of(rules.items.begin(), rules.items.end(), [&](const Value& other) {
               const auto* its = other.find("id");
               return isText(its) && its->text == id->text;
           });
}

// A rule comes along when the form has every field it looks at; of {"relevant": [...]} and {"required":
// [...]} only the fields that the form has. A check of the form's own under the same id goes before.
void takeRules(Value& form, const Parts& parts) {
    auto* rules = member(form, "rules");
    const auto* fields = at(form, {"ui", "fields"});
    if (rules == nullptr || fields == nullptr) return;
    const auto known = [&](const std::string& id) { return fields->find(id) != nullptr; };
    for (const auto& part : parts) {
        for (Value rule : at(*part, {"rules"})->items) {
            std::set<std::string> names;
            namesIn(rule, names);
            if (!std::all_of(names.begin(), names.end(), known) || hasRule(*rules, rule)) continue;
            auto* list = member(rule, "relevant");
            if (list == nullptr) list = member(rule, "required");
            if (list != nullptr) {
                std::erase_if(list->items, [&](const Value& id) { return !known(id.text); });
                if (list->items.empty()) continue;
            }
            rules->items.push_back(std::move(rule));
        }
    }
}

}  // namespace

bool SchemaParts::isPart(const Value& root) {
    return root.find("part") != nullptr;
}

base::Result<std::string> SchemaParts::add(const Value& root) {
    std::string problem;
    const json::Reader part(root, "", problem);
    part.allow({"format", "part", "sources", "fields", "rules"});
    if (part.at("format").integer(1, 1000) != 1) part.at("format").refuse("only format 1 is supported");
    const auto id = part.at("part").text();
    part.textsOr("sources");
    for (const auto& [name, field] : part.at("fields").members()) {
        field.allow({"data", "ui"});
        field.at("data").members();
        field.at("ui").members();
    }
    for (const auto& rule : part.at("rules").items()) rule.members();
    if (problem.empty() && parts_.count(id) != 0)
        part.at("part").refuse("'" + id + "' stands in another file too");
    if (!problem.empty()) return fail(Code::SchemaInvalid, problem);
    parts_.emplace(id, std::make_shared<const Value>(root));
    return id;
}

base::Result<Value> SchemaParts::complete(const Value& form) const {
    if (form.find("parts") == nullptr) return form;
    std::string problem;
    const json::Reader root(form, "", problem);
    Parts parts;
    for (const auto& name : root.at("parts").items()) {
        const auto found = parts_.find(name.text());
        if (found == parts_.end())
            name.refuse("no part '" + name.text() + "'");
        else
            parts.push_back(found->second);
    }
    if (!problem.empty()) return fail(Code::SchemaInvalid, problem);
    Value out = form;
    std::erase_if(out.members, [](const json::Member& one) { return one.name == "parts"; });
    takeFields(out, parts);
    takeRules(out, parts);
    return out;
}

base::Result<SchemaParts> SchemaParts::load(const std::filesystem::path& folder) {
    const auto files = base::filesIn(folder);
    if (!files) return base::pass(files.error(), "parts");
    SchemaParts out;
    for (const auto& file : *files) {
        if (file.extension() != ".json") continue;
        const auto content = base::readFile(file, kMaxPart);
        if (!content) continue;
        const auto root = json::parse(base::textOf(*content), kMaxPart);
        if (!root || !isPart(*root)) continue;
        if (const auto added = out.add(*root); !added)
            return base::pass(added.error(), file.filename().string());
    }
    return out;
}

}  // namespace forms
