#include <algorithm>
#include <filesystem>

#include "base/bytes.h"
#include "base/files.h"
#include "base/folder.h"
#include "base/text.h"
#include "forms/json.h"
#include "forms/schema_parts.h"
#include "forms/schema_reader.h"

namespace forms {
namespace {

using base::Code;
using base::fail;

constexpr std::size_t kMaxFile = 1u << 20;

bool inForceOn(const Schema& schema, const base::Day& day) {
    return schema.validFrom() <= day && (!schema.validTo() || day <= *schema.validTo());
}

std::string nameOf(const Schema& schema) {
    return schema.id() + " " + schema.version();
}

base::Result<std::vector<std::filesystem::path>> schemaFiles(const std::filesystem::path& folder) {
    auto files = base::filesIn(folder);
    if (!files) return base::pass(files.error(), "schemas");
    std::erase_if(*files, [](const auto& file) { return file.extension() != ".json"; });
    if (files->empty()) return fail(Code::NotFound, "no schemas in the folder");
    return files;
}

// What a form says, blanks and the spelling of its file aside: every value with its kind and its lengths before it, so that no
// two forms run together to the same bytes.
void addTo(base::Sha256& sum, const json::Value& value) {
    const auto head = std::to_string(static_cast<int>(value.kind)) + ' ' + (value.boolean ? "1 " : "0 ") + std::to_string(value.integer) + ' ' +
                      std::to_string(value.number) + ' ' + std::to_string(value.text.size()) + ' ' + std::to_string(value.items.size()) + ' ' +
                      std::to_string(value.members.size()) + ' ' + value.text;
    sum.update(base::viewOf(head));
    for (const auto& item : value.items) addTo(sum, item);
    for (const auto& [name, member] : value.members) {
        sum.update(base::viewOf(std::to_string(name.size()) + ' ' + name));
        addTo(sum, member);
    }
}

base::Digest digestOf(const json::Value& form) {
    base::Sha256 sum;
    addTo(sum, form);
    return sum.finish();
}

struct SchemaFile {
    std::string name;
    json::Value root;
};

// The forms of the folder; its parts go into `parts`.
base::Result<std::vector<SchemaFile>> formsOf(const std::filesystem::path& folder, SchemaParts& parts) {
    const auto files = schemaFiles(folder);
    if (!files) return base::Failure(files.error());
    std::vector<SchemaFile> out;
    for (const auto& file : *files) {
        const auto name = file.filename().string();
        const auto content = base::readFile(file, kMaxFile);
        if (!content) return base::pass(content.error(), name);
        auto root = json::parse(base::textOf(*content), kMaxFile);
        if (!root) return fail(Code::SchemaInvalid, name + ": " + root.error().detail);
        if (!SchemaParts::isPart(*root)) {
            out.push_back({name, std::move(*root)});
        } else if (const auto added = parts.add(*root); !added) {
            return base::pass(added.error(), name);
        }
    }
    return out;
}

}  // namespace

base::Result<SchemaSet> SchemaSet::load(const std::filesystem::path& folder) {
    SchemaParts parts;
    const auto files = formsOf(folder, parts);
    if (!files) return base::Failure(files.error());
    SchemaSet out;
    for (const auto& [name, root] : *files) {
        const auto whole = parts.complete(root);
        if (!whole) return base::pass(whole.error(), name);
        auto schema = SchemaReader::read(*whole);
        if (!schema) return base::pass(schema.error(), name);
        if (out.exact((*schema)->id(), (*schema)->version())) {
            return fail(Code::SchemaInvalid, name + ": id and version stand in another file too");
        }
        out.digests_[nameOf(**schema)] = digestOf(*whole);
        out.all_.push_back(std::move(*schema));
    }
    std::stable_sort(out.all_.begin(), out.all_.end(), [](const SchemaPtr& a, const SchemaPtr& b) {
        return std::tuple(a->menuOrder(), a->id()) < std::tuple(b->menuOrder(), b->id());
    });
    return out;
}

base::Result<SchemaPtr> SchemaSet::inForce(const std::string& id, const base::Day& on) const {
    SchemaPtr best;
    bool known = false;
    for (const auto& schema : all_) {
        if (schema->id() != id) continue;
        known = true;
        if (!inForceOn(*schema, on)) continue;
        if (!best || std::tuple(best->validFrom(), best->version()) <
                         std::tuple(schema->validFrom(), schema->version())) {
            best = schema;
        }
    }
    if (best) return best;
    return known ? fail(Code::NotInForce, "no version of " + id + " is in force on that day")
                 : fail(Code::NotFound, "no form with that id");
}

base::Result<SchemaPtr> SchemaSet::exact(const std::string& id, const std::string& version) const {
    for (const auto* list : {&all_, &former_}) {
        for (const auto& schema : *list) {
            if (schema->id() == id && schema->version() == version) return schema;
        }
    }
    return fail(Code::NotFound, "no form with that id and version");
}

std::vector<SchemaPtr> SchemaSet::offered(const base::Day& on,
                                          const std::vector<std::string>& unitCapabilities) const {
    std::vector<SchemaPtr> out;
    for (const auto& schema : all_) {
        const auto& needs = schema->capabilities();
        const bool able = std::all_of(needs.begin(), needs.end(), [&](const std::string& need) {
            return std::find(unitCapabilities.begin(), unitCapabilities.end(), need) !=
                   unitCapabilities.end();
        });
        const auto current = inForce(schema->id(), on);
        if (able && current && *current == schema) out.push_back(schema);
    }
    return out;
}

void SchemaSet::keepFormer(const SchemaSet& former) {
    for (const auto* list : {&former.all_, &former.former_}) {
        for (const auto& schema : *list) {
            if (exact(schema->id(), schema->version())) continue;
            former_.push_back(schema);
            digests_[nameOf(*schema)] = former.digests_.at(nameOf(*schema));
        }
    }
}

std::optional<std::string> SchemaSet::differing(const SchemaSet& other) const {
    for (const auto& [name, digest] : digests_) {
        const auto same = other.digests_.find(name);
        if (same != other.digests_.end() && same->second != digest) return name;
    }
    return std::nullopt;
}

}  // namespace forms
