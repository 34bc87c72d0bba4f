// Everything of one folder that is laid out as the installed forms are: schemas, lists and law tables, loaded
// together or not at all; printed documents where there are any. Threads: immutable after loading, but for what the holder
// of a copy does to it.
// Errors: those of the parts, and Unsupported for a table that nobody reads.
#pragma once

#include <filesystem>
#include <memory>

#include "forms/catalogue.h"
#include "forms/law.h"
#include "forms/schema.h"

namespace forms {

class DocumentSet;

struct FormSet {
    SchemaSet schemas;
    std::shared_ptr<const Catalogues> catalogues;
    std::shared_ptr<const LawTables> law;
    std::shared_ptr<const DocumentSet> documents;  // null: the folder brings none

    static base::Result<FormSet> load(const std::filesystem::path& folder);
};

}  // namespace forms
