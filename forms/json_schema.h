// Inside of this room: JSON Schema draft-07, the keywords a form's data part uses and no others; each of them
// answers as the official test suite does (tests/forms/json_schema_test.cpp). Checked in time proportional to
// schema times document: no references, no combinations, patterns as of forms/pattern.h.
// docs/formats/schema.md lists what is left out and why. Threads: immutable after compiling.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "forms/json.h"
#include "forms/json_reader.h"
#include "forms/pattern.h"

namespace forms {

// One keyword that a document breaks.
struct Breach {
    using Path = std::vector<std::string>;
    Path path;              // names and places from the document's root; of `required` to the missing member
    std::string keyword;    // "maxLength"; "false" for the schema that nothing fits
    std::size_t limit = 0;  // what a keyword with a number asked for
};

class JsonSchema {
public:
    // SchemaInvalid with the place, e.g. "properties.name: keyword 'format' is not supported".
    static base::Result<JsonSchema> compile(const json::Value& schema);
    // The same for a part of a file that is being read: what is wrong is told to the reader.
    static JsonSchema read(const json::Reader& schema);

    // In the order type, enum, lengths, pattern, lists, objects; empty: the document fits.
    std::vector<Breach> check(const json::Value& document) const;

private:
    using Path = Breach::Path;

    void readTypes(const json::Reader& at);
    void readEnum(const json::Reader& at);
    void readPattern(const json::Reader& at);
    void readItems(const json::Reader& at);
    void checkInto(const json::Value& value, const Path& path, std::vector<Breach>& out) const;
    void checkText(const json::Value& value, const Path& path, std::vector<Breach>& out) const;
    void checkList(const json::Value& value, const Path& path, std::vector<Breach>& out) const;
    void checkObject(const json::Value& value, const Path& path, std::vector<Breach>& out) const;

    bool nothingFits_ = false;  // the schema `false`
    std::optional<std::vector<std::string>> types_;
    std::optional<std::vector<std::string>> enum_;                            // json::canonical()
    std::optional<std::size_t> minLength_, maxLength_, minItems_, maxItems_;  // code points, items
    std::optional<Pattern> pattern_;
    bool uniqueItems_ = false;
    std::vector<JsonSchema> tuple_;           // `items` as a list: one schema for each place
    std::shared_ptr<const JsonSchema> each_;  // `items` as a schema
    std::map<std::string, JsonSchema, std::less<>> properties_;
    std::vector<std::string> required_;
    std::shared_ptr<const JsonSchema> additional_;
};

}  // namespace forms
