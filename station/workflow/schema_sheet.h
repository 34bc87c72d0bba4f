// A form on paper, for people who review it without a station: its pages as the screen asks them, what it takes, and its
// rules in words. docs/formats/document.md names the blocks. Threads: pure function.
#pragma once

#include "forms/schema.h"
#include "station/print/document_pdf.h"

namespace station {

print::Document schemaSheet(const forms::Schema& schema);

}  // namespace station
