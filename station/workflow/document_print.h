// From a document as data and a record to what the printer gets: forms knows blocks and names, print knows
// paper. docs/formats/document.md says what every name stands for. Threads: pure functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "forms/catalogue.h"
#include "forms/document.h"
#include "forms/law.h"
#include "forms/schema.h"
#include "station/print/document_pdf.h"

namespace station {

// What is known beside the record; what is empty is a dotted line.
struct DocumentFacts {
    std::optional<base::Day> date;  // of signing and of receipt
    std::string procedure;          // schema id; empty: the first of the document's
    std::string unit, officer, place;
    std::string number;                // of the receipt
    std::string packetId, digest;      // of the packet; together the QR code
    std::vector<std::string> reasons;  // of a refusal
    std::vector<std::string> taken;    // "portrait", "fingerprints"
    print::Watermark watermark = print::Watermark::None;
};

struct DocumentTables {
    const forms::SchemaSet& schemas;
    const forms::Catalogues& lists;
    const forms::LawTables& law;
};

print::Document fillDocument(const forms::DocumentForm& form, const forms::Record& record,
                             const DocumentFacts& facts, const DocumentTables& tables);

}  // namespace station
