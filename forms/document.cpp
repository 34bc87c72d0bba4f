#include "forms/document.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "base/files.h"
#include "base/folder.h"
#include "base/text.h"
#include "forms/law_reader.h"

namespace forms {
namespace {

using base::Code;
using base::fail;
using base::Result;
using json::Reader;

constexpr int kMostShare = 12, kMostLines = 30, kMostColumns = 4;
constexpr std::size_t kMostTableColumns = 8, kMostSignatures = 3;

bool isName(std::string_view name) {
    const bool fact = name.starts_with('@');
    if (fact) {
        const auto& facts = documentFacts();
        return std::find(facts.begin(), facts.end(), name.substr(1)) != facts.end();
    }
    return !name.empty() && name.front() >= 'a' && name.front() <= 'z' &&
           std::all_of(name.begin(), name.end(),
                       [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

// Files are named by it.
bool isVersion(std::string_view version) {
    return !version.empty() && !version.starts_with('.') && !version.ends_with('.') &&
           std::all_of(version.begin(), version.end(),
                       [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
}

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> out;
    for (const auto part : base::split(text, separator)) out.emplace_back(part);
    return out;
}

std::string name(const Reader& at) {
    auto out = at.text();
    if (!isName(out)) at.refuse("no such value: '" + out + "'");
    return out;
}

DocumentText filledText(const Reader& at) {
    auto out = at.text();
    const auto pieces = piecesOf(out);
    if (!pieces) {
        at.refuse(pieces.error().detail);
        return {};
    }
    for (const auto& piece : *pieces) {
        for (const auto& one : piece.names) {
            if (!isName(one)) at.refuse("no such value: '" + one + "'");
        }
    }
    return out;
}

DocumentText filledTextOr(const Reader& at, std::string_view key) {
    return at.has(key) ? filledText(at.at(key)) : DocumentText();
}

DocumentTest testAt(const Reader& at) {
    at.allow({"value", "is"});
    return {name(at.at("value")), at.textsOr("is")};
}

DocumentPart partAt(const Reader& at) {
    at.allow({"label", "value", "share", "lines"});
    return {at.at("label").text(), filledTextOr(at, "value"), at.integerOr("share", 1, 1, kMostShare),
            at.integerOr("lines", 1, 1, kMostLines)};
}

DocumentTick tickAt(const Reader& at) {
    at.allow({"label", "when"});
    DocumentTick out{at.at("label").text(), std::nullopt};
    if (at.has("when")) out.when = testAt(at.at("when"));
    return out;
}

DocumentSignature signatureAt(const Reader& at) {
    at.allow({"above", "role", "hint", "name"});
    return {filledTextOr(at, "above"), at.at("role").text(), at.textOr("hint", ""), filledTextOr(at, "name")};
}

void readText(DocumentBlock& block, const Reader& at) {
    block.text = filledText(at.at("text"));
    const auto size = at.textOr("size", "normal"), place = at.textOr("place", "left");
    block.size = size == "normal" ? TextSize::Normal : size == "small" ? TextSize::Small : TextSize::Unknown;
    block.place = place == "left"     ? TextPlace::Left
                  : place == "center" ? TextPlace::Center
                  : place == "right"  ? TextPlace::Right
                                      : TextPlace::Unknown;
    if (block.size == TextSize::Unknown) at.at("size").refuse("normal or small expected");
    if (block.place == TextPlace::Unknown) at.at("place").refuse("left, center or right expected");
}

void readTable(DocumentBlock& block, const Reader& at) {
    at.allow({"columns", "rows"});
    for (const auto& column : at.at("columns").items()) {
        column.allow({"title", "share"});
        block.table.push_back({column.at("title").text(), column.integerOr("share", 1, 1, kMostShare)});
    }
    if (block.table.empty() || block.table.size() > kMostTableColumns)
        at.at("columns").refuse("1 to 8 columns expected");
    for (const auto& row : at.at("rows").items()) {
        std::vector<DocumentText> cells;
        for (const auto& cell : row.items())  // an empty cell is written on by hand
            cells.push_back(cell.isText() && cell.value().text.empty() ? "" : filledText(cell));
        if (cells.size() != block.table.size()) row.refuse("as many cells as columns expected");
        block.rows.push_back(std::move(cells));
    }
}

void readItems(DocumentBlock& block, const Reader& at) {
    at.allow({"list", "texts", "lines"});
    if (at.has("list")) block.text = name(at.at("list"));
    if (at.has("list") == at.has("texts")) at.refuse("either list or texts expected");
    block.items = at.textsOr("texts");
    block.emptyLines = at.integerOr("lines", 0, 0, kMostLines);
}

// The kinds of blocks; a block is an object of the kind's key, and for "text" of what styles it.
struct KindRule {
    std::string_view key;
    BlockKind kind;
    void (*read)(DocumentBlock&, const Reader& block);
};

const std::array<KindRule, 10> kKinds{{
    {"heading", BlockKind::Heading,
     [](DocumentBlock& block, const Reader& at) {
         at.at("heading").allow({"unit"});
         block.text = filledTextOr(at.at("heading"), "unit");
     }},
    {"title", BlockKind::Title,
     [](DocumentBlock& block, const Reader& at) {
         at.at("title").allow({"text", "under"});
         block.text = filledText(at.at("title").at("text"));
         block.under = filledTextOr(at.at("title"), "under");
     }},
    {"section", BlockKind::Section,
     [](DocumentBlock& block, const Reader& at) { block.text = filledText(at.at("section")); }},
    {"text", BlockKind::Text, readText},
    {"row", BlockKind::Row,
     [](DocumentBlock& block, const Reader& at) {
         for (const auto& part : at.at("row").items()) block.parts.push_back(partAt(part));
         if (block.parts.empty() || block.parts.size() > kMostColumns)
             at.at("row").refuse("1 to 4 parts expected");
     }},
    {"ticks", BlockKind::Ticks,
     [](DocumentBlock& block, const Reader& at) {
         at.at("ticks").allow({"columns", "boxes"});
         block.columns = at.at("ticks").integerOr("columns", 1, 1, kMostColumns);
         for (const auto& box : at.at("ticks").at("boxes").items()) block.ticks.push_back(tickAt(box));
         if (block.ticks.empty()) at.at("ticks").refuse("no boxes");
     }},
    {"table", BlockKind::Table,
     [](DocumentBlock& block, const Reader& at) { readTable(block, at.at("table")); }},
    {"items", BlockKind::Items,
     [](DocumentBlock& block, const Reader& at) { readItems(block, at.at("items")); }},
    {"signatures", BlockKind::Signatures,
     [](DocumentBlock& block, const Reader& at) {
         for (const auto& one : at.at("signatures").items()) block.signatures.push_back(signatureAt(one));
         if (block.signatures.empty() || block.signatures.size() > kMostSignatures)
             at.at("signatures").refuse("1 to 3 signatures expected");
     }},
    {"qr", BlockKind::Qr,
     [](DocumentBlock& block, const Reader& at) {
         at.at("qr").allow({"code", "text"});
         block.text = filledText(at.at("qr").at("code"));
         block.under = filledTextOr(at.at("qr"), "text");
     }},
}};

DocumentBlock blockAt(const Reader& at) {
    DocumentBlock out;
    for (const auto& rule : kKinds) {
        if (!at.has(rule.key)) continue;
        if (rule.kind == BlockKind::Text) {
            at.allow({"text", "size", "place"});
        } else {
            at.allow({rule.key});
        }
        out.kind = rule.kind;
        rule.read(out, at);
        return out;
    }
    at.allow({});  // names the key that is not known
    at.refuse("a block expected");
    return out;
}

void readDocument(DocumentForm& out, const Reader& root) {
    root.allow({"format", "sources", "id", "version", "symbol", "label", "note", "unknown", "procedures",
                "valid_from", "valid_to", "source", "trust", "blocks"});
    readLawHead(root);
    out.rule = lawRuleAt(root);
    if (!isName(out.rule.id) || out.rule.id.starts_with('@'))
        root.at("id").refuse("small letters, digits and '_' expected");
    out.version = root.at("version").text();
    if (!isVersion(out.version)) root.at("version").refuse("digits and dots between them expected");
    out.symbol = root.at("symbol").text();
    out.note = root.textOr("note", "");
    out.unknown = root.textOr("unknown", "");
    out.procedures = root.textsOr("procedures");
    if (root.has("unknown") == root.has("blocks")) root.refuse("either blocks or unknown expected");
    if (!root.has("blocks")) return;
    for (const auto& block : root.at("blocks").items()) out.blocks.push_back(blockAt(block));
    if (out.blocks.empty()) root.at("blocks").refuse("no blocks");
}

void addName(std::vector<std::string>& names, const std::string& name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

void addNames(std::vector<std::string>& names, const DocumentText& text) {
    const auto pieces = piecesOf(text);
    if (!pieces) return;
    for (const auto& piece : *pieces) {
        for (const auto& name : piece.names) addName(names, name);
    }
}

}  // namespace

const std::vector<std::string>& documentFacts() {
    static const std::vector<std::string> facts{"date",    "day",       "due",   "fee",       "number",
                                                "officer", "packet_id", "place", "procedure", "qr",
                                                "reasons", "taken",     "unit"};
    return facts;
}

Result<std::vector<TextPiece>> piecesOf(const DocumentText& text) {
    std::vector<TextPiece> out;
    std::string plain;
    bool inOptional = false;
    const auto flush = [&] {
        if (!plain.empty()) out.push_back({TextPiece::Kind::Plain, std::move(plain), {}});
        plain.clear();
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::string_view rest = std::string_view(text).substr(i);
        if (rest.starts_with("[[") || rest.starts_with("]]")) {
            const bool begins = rest.front() == '[';
            if (begins == inOptional) return fail(Code::BadInput, "[[ and ]] do not fit");
            flush();
            inOptional = begins;
            out.push_back({begins ? TextPiece::Kind::OptionalBegin : TextPiece::Kind::OptionalEnd, {}, {}});
            ++i;
        } else if (rest.front() == '{') {
            const auto end = rest.find('}');
            if (end == std::string_view::npos) return fail(Code::BadInput, "{ without }");
            flush();
            out.push_back({TextPiece::Kind::Name, {}, split(rest.substr(1, end - 1), '|')});
            i += end;
        } else if (rest.front() == '}') {
            return fail(Code::BadInput, "} without {");
        } else {
            plain += rest.front();
        }
    }
    if (inOptional) return fail(Code::BadInput, "[[ without ]]");
    flush();
    return out;
}

std::vector<std::string> DocumentForm::names() const {
    std::vector<std::string> out;
    for (const auto& block : blocks) {
        if (block.kind == BlockKind::Items) {
            if (!block.text.empty()) addName(out, block.text);
        } else {
            addNames(out, block.text);
        }
        addNames(out, block.under);
        for (const auto& part : block.parts) addNames(out, part.value);
        for (const auto& tick : block.ticks) {
            if (tick.when) addName(out, tick.when->value);
        }
        for (const auto& row : block.rows) {
            for (const auto& cell : row) addNames(out, cell);
        }
        for (const auto& signature : block.signatures) {
            addNames(out, signature.above);
            addNames(out, signature.name);
        }
    }
    return out;
}

Result<DocumentPtr> DocumentSet::parse(std::string_view json) {
    auto out = std::make_shared<DocumentForm>();
    auto read = readLawTable(json, [&](const Reader& root) { readDocument(*out, root); });
    if (!read) return base::Failure(read.error());
    return DocumentPtr(std::move(out));
}

Result<DocumentSet> DocumentSet::load(const std::filesystem::path& folder) {
    auto files = base::filesIn(folder);
    if (!files) return base::pass(files.error(), "documents");
    DocumentSet out;
    for (const auto& file : *files) {
        if (file.extension() != ".json") continue;
        const auto name = file.filename().string();
        const auto content = base::readFile(file, kMaxLawTable);
        if (!content) return base::pass(content.error(), name);
        auto form = parse(base::textOf(*content));
        if (!form) return base::pass(form.error(), name);
        for (const auto& other : out.all_) {
            if (other->rule.id == (*form)->rule.id && other->rule.inForce.meets((*form)->rule.inForce))
                return fail(Code::SchemaInvalid, name + ": '" + other->rule.id + "' twice in force");
        }
        out.all_.push_back(std::move(*form));
    }
    if (out.all_.empty()) return fail(Code::NotFound, "no documents in the folder");
    std::stable_sort(out.all_.begin(), out.all_.end(), [](const DocumentPtr& a, const DocumentPtr& b) {
        return std::tie(a->rule.id, a->rule.inForce.from) < std::tie(b->rule.id, b->rule.inForce.from);
    });
    return out;
}

Result<DocumentPtr> DocumentSet::toPrint(const std::string& id, const base::Day& on) const {
    bool known = false;
    for (const auto& form : all_) {
        if (form->rule.id != id) continue;
        known = true;
        if (!form->rule.inForce.on(on)) continue;
        if (!form->unknown.empty())
            return fail(Code::Unsupported, "the content of document " + id + " is not known");
        return form;
    }
    return known ? fail(Code::NotInForce, "document " + id + " is not in force on " + base::formatIsoDay(on))
                 : fail(Code::NotFound, "no document with the id " + id);
}

}  // namespace forms
