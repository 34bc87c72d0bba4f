// A printed document as data: one JSON file says its blocks, where their values come from, and from when to
// when it is in force. docs/formats/document.md describes the file; station/workflow fills it and
// station/print draws it. Threads: immutable after loading; share freely.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "forms/law_source.h"

namespace forms {

// True when a value is one of the codes, or, without codes, when it is there at all.
struct DocumentTest {
    std::string value;  // name of a field, or of a fact with '@'
    std::vector<std::string> codes;
};

// A text with {names}: docs/formats/document.md, "Texts".
using DocumentText = std::string;

struct DocumentPart {  // a label with its value or a dotted line
    std::string label;
    DocumentText value;
    int share = 1;
    int lines = 1;
};
struct DocumentTick {
    std::string label;
    std::optional<DocumentTest> when;  // absent: always open, ticked by hand
};
struct DocumentColumn {
    std::string title;
    int share = 1;
};
struct DocumentSignature {
    DocumentText above;
    std::string role;
    std::string hint;
    DocumentText name;
};

enum class BlockKind { Unknown = 0, Heading, Title, Section, Text, Row, Ticks, Table, Items, Signatures, Qr };
enum class TextSize { Unknown = 0, Normal, Small };
enum class TextPlace { Unknown = 0, Left, Center, Right };

// Of its kind; members of other kinds are empty.
struct DocumentBlock {
    BlockKind kind = BlockKind::Unknown;
    DocumentText text;   // Heading: the unit; Title, Section, Text; Items: the name of a list; Qr: its code
    DocumentText under;  // Title: second line; Qr: what stands beside it
    TextSize size = TextSize::Normal;
    TextPlace place = TextPlace::Left;
    std::vector<DocumentPart> parts;
    int columns = 1;
    std::vector<DocumentTick> ticks;
    std::vector<DocumentColumn> table;
    std::vector<std::vector<DocumentText>> rows;
    std::vector<std::string> items;
    int emptyLines = 0;
    std::vector<DocumentSignature> signatures;
};

struct DocumentForm {
    LawRule rule;         // id ("dc02"), title, days, source
    std::string version;  // "2024.1"
    std::string symbol;   // "Mẫu DC02"
    std::string note;     // printed at the foot of every page; may be empty
    std::string unknown;  // why nothing is printed; empty: it is printed
    std::vector<std::string> procedures;
    std::vector<DocumentBlock> blocks;

    std::vector<std::string> names() const;  // of all values that its texts and tests ask for, each once
};
using DocumentPtr = std::shared_ptr<const DocumentForm>;

// What the station knows beside the record, as {@unit}; other names behind '@' are refused when a file is
// loaded.
const std::vector<std::string>& documentFacts();

// The documents of a folder (forms/documents as installed), every version of each.
class DocumentSet {
public:
    static base::Result<DocumentPtr> parse(std::string_view json);  // SchemaInvalid with the place
    // Fails with the file's name in front when one of them does, or when two of one id are in force on the
    // same day; NotFound when there is none.
    static base::Result<DocumentSet> load(const std::filesystem::path& folder);

    // NotInForce when the document is not in force on that day, Unsupported when its content is not known,
    // NotFound for an unknown id.
    base::Result<DocumentPtr> toPrint(const std::string& id, const base::Day& on) const;
    // All of them, by id and day.
    const std::vector<DocumentPtr>& all() const { return all_; }

private:
    std::vector<DocumentPtr> all_;
};

// One piece of a text as fillText() reads it.
struct TextPiece {
    enum class Kind { Unknown = 0, Plain, Name, OptionalBegin, OptionalEnd } kind = Kind::Plain;
    std::string plain;               // Plain
    std::vector<std::string> names;  // Name: the first that has a value counts
};
// BadInput for braces and brackets that do not fit.
base::Result<std::vector<TextPiece>> piecesOf(const DocumentText& text);

// A text with its names replaced by `value(name)`, which is empty for what is not known. `blank` stands for
// an empty value outside of [[ ]].
template <class Value>
std::string fillText(const DocumentText& text, Value value, const std::string& blank) {
    std::string out, optional;
    bool inOptional = false, missing = false;
    const auto pieces = piecesOf(text);
    if (!pieces) return {};  // refused when the file was loaded
    for (const auto& piece : *pieces) {
        if (piece.kind == TextPiece::Kind::OptionalBegin) {
            inOptional = true;
            missing = false;
            optional.clear();
        } else if (piece.kind == TextPiece::Kind::OptionalEnd) {
            if (!missing) out += optional;
            inOptional = false;
        } else {
            std::string shown = piece.plain;
            for (const auto& name : piece.names) {
                if (shown.empty()) shown = value(name);
            }
            if (piece.kind == TextPiece::Kind::Name && shown.empty()) {
                if (!inOptional) shown = blank;
                missing = true;
            }
            (inOptional ? optional : out) += shown;
        }
    }
    return out;
}

}  // namespace forms
