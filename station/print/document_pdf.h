// A printed form on A4: blocks of plain text one below the other, on as many pages as they need. Nothing
// leaves the margins: long values go on in the next line, long blocks on the next page. What has no value is
// a dotted line to write on. Which blocks a document has is data (docs/formats/document.md). Threads: pure
// function. Errors: those of PdfPage.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "station/print/pdf_page.h"

namespace print {

struct Margins {
    double left = 0, top = 0, right = 0, bottom = 0;  // mm from the paper's left and upper edge
};
inline constexpr Margins kDocumentMargins{25, 15, 195, 287};

// The state's name and motto; beside them the unit that issues the paper, when it has one.
struct StateHeading {
    std::string unit;
};
struct Title {
    std::string text;
    std::string under;  // may be empty
};
struct Section {
    std::string text;
};
struct Paragraph {
    std::string text;
    TextStyle style;
};
struct FieldPart {
    std::string label;
    std::string value;
    int share = 1;       // of the row's width
    int emptyLines = 1;  // to write on, when there is no value
};
struct FieldRow {
    std::vector<FieldPart> parts;
};
struct Tick {
    std::string label;
    enum class State { Unknown = 0, Open, Ticked } state = State::Open;
};
struct Ticks {
    int columns = 1;
    std::vector<Tick> boxes;
};
struct Column {
    std::string title;
    int share = 1;
};
struct Table {
    std::vector<Column> columns;
    std::vector<std::vector<std::string>> rows;  // as many cells as columns
};
struct Items {
    std::vector<std::string> texts;  // numbered from 1
    int emptyLines = 0;              // when there is none
};
struct Signature {
    std::string above;  // place and day
    std::string role;
    std::string hint;  // "(Ký, ghi rõ họ tên)"
    std::string name;
};
struct Signatures {
    std::vector<Signature> columns;
};
struct QrSquare {
    std::string code;
    std::string caption;
};

using Block = std::variant<StateHeading, Title, Section, Paragraph, FieldRow, Ticks, Table, Items, Signatures,
                           QrSquare>;

struct Document {
    std::string title;   // of the file
    std::string symbol;  // "Mẫu DC02", in the upper corner
    std::string foot;    // at the end of every page
    std::vector<Block> blocks;
    Watermark watermark = Watermark::None;
};

base::Result<base::Bytes> makeDocument(const Document& document, const FontFiles& fonts);

}  // namespace print
