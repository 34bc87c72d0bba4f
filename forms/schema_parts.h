// Fields and rules that several forms share, each set of them in a file of its own beside the forms: a part.
// A form names the parts it draws from; what it takes becomes its own, as if it stood in its file.
// docs/formats/schema.md describes both. Threads: immutable after loading; share freely.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "base/error.h"

namespace forms {

namespace json {
struct Value;
}

class SchemaParts {
public:
    // The parts of a folder of forms; files that are forms, or no JSON at all, are passed over. SchemaInvalid
    // with the file's name for a faulty part.
    static base::Result<SchemaParts> load(const std::filesystem::path& folder);

    // Inside of this room. add(): SchemaInvalid with the place; the part's id when it is good.
    static bool isPart(const json::Value& root);
    base::Result<std::string> add(const json::Value& root);
    // The form with what it takes from its parts; SchemaInvalid when it names one that is not there.
    base::Result<json::Value> complete(const json::Value& form) const;

private:
    std::map<std::string, std::shared_ptr<const json::Value>> parts_;
};

}  // namespace forms
