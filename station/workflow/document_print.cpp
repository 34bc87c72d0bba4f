#include "station/workflow/document_print.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "base/text.h"
#include "station/print/receipt_pdf.h"
#include "station/workflow/due_words.h"
#include "station/workflow/fee_words.h"

namespace station {
namespace {

constexpr char kBlank[] = "..............................";
constexpr char kBlankDate[] = "ngày ....... tháng ....... năm ...........";

std::string dateInWords(const base::Day& day) {
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "ngày %02d tháng %02d năm %04d", day.day, day.month, day.year);
    return text.data();
}

// Answers for the names in a document's texts.
class Values {
public:
    Values(const forms::DocumentForm& form, const forms::Record& record, const DocumentFacts& facts,
           const DocumentTables& tables)
        : record_(record), facts_(facts), tables_(tables) {
        if (!facts.procedure.empty()) addSchema(form, facts.procedure);
        for (const auto& procedure : form.procedures) addSchema(form, procedure);
    }

    std::string shown(const std::string& name) const {
        return name.starts_with('@') ? fact(name.substr(1)) : shownField(name, record_.text(name));
    }
    // Of a field with several choices, or of a fact that is a list: each as shown.
    std::vector<std::string> list(const std::string& name) const {
        auto out = codes(name);
        if (!name.starts_with('@')) {
            for (auto& one : out) one = shownField(name, one);
        }
        return out;
    }
    bool holds(const forms::DocumentTest& test) const {
        const auto all = codes(test.value);
        if (test.codes.empty()) return !all.empty();
        return std::any_of(all.begin(), all.end(),
                           [&](const auto& code) { return forms::contains(test.codes, code); });
    }
    std::string fill(const forms::DocumentText& text) const {
        return base::squeeze(forms::fillText(
            text, [&](const std::string& name) { return name == "@date" ? date() : shown(name); }, kBlank));
    }
    // The value of a label: nothing rather than dots, since its line is drawn.
    std::string value(const forms::DocumentText& text) const {
        return base::squeeze(forms::fillText(
            text, [&](const std::string& name) { return shown(name); }, ""));
    }

private:
    void addSchema(const forms::DocumentForm& form, const std::string& id) {
        const auto schema = tables_.schemas.inForce(id, facts_.date.value_or(form.rule.inForce.from));
        if (schema) schemas_.push_back(*schema);
    }
    std::string shownField(const std::string& id, const std::string& stored) const {
        if (stored.empty()) return {};
        for (const auto& schema : schemas_) {
            const auto* field = schema->field(id);
            if (field == nullptr) continue;
            const auto* list = tables_.lists.find(field->catalogue);
            const auto* entry = list == nullptr ? nullptr : list->find(stored);
            return entry != nullptr ? entry->name : forms::shownText(*field, stored).vi;
        }
        return stored;
    }
    std::vector<std::string> codes(const std::string& name) const {
        if (name == "@reasons") return facts_.reasons;
        if (name == "@taken") return facts_.taken;
        std::vector<std::string> out;
        const auto text = name.starts_with('@') ? fact(name.substr(1)) : record_.text(name);
        for (const auto part : base::split(text, '|')) {
            if (!part.empty()) out.emplace_back(part);
        }
        return out;
    }
    std::string procedure() const {
        if (!facts_.procedure.empty()) return facts_.procedure;
        return schemas_.empty() ? std::string() : schemas_.front()->id();
    }
    std::string date() const { return facts_.date ? dateInWords(*facts_.date) : kBlankDate; }
    std::string fact(const std::string& name) const {
        if (name == "unit") return facts_.unit;
        if (name == "officer") return facts_.officer;
        if (name == "place") return facts_.place;
        if (name == "number") return facts_.number;
        if (name == "packet_id") return facts_.packetId;
        if (name == "qr")
            return facts_.packetId.empty() ? "" : print::receiptQrText(facts_.packetId, facts_.digest);
        if (!facts_.date) return {};  // of the others each is said of a day
        if (name == "date") return date();
        if (name == "day") return base::formatDay(*facts_.date);
        if (name == "due") return dueLine(tables_.law, procedure(), *facts_.date);
        if (name == "fee") return feeLine(tables_.law, procedure(), record_, *facts_.date);
        if (name == "procedure") return schemas_.empty() ? std::string() : schemas_.front()->title().vi;
        return {};
    }

    const forms::Record& record_;
    const DocumentFacts& facts_;
    const DocumentTables& tables_;
    std::vector<forms::SchemaPtr> schemas_;
};

print::TextStyle styleOf(const forms::DocumentBlock& block) {
    print::TextStyle style;
    style.points = block.size == forms::TextSize::Small ? 8.5 : 10.5;
    style.align = block.place == forms::TextPlace::Center  ? print::Align::Center
                  : block.place == forms::TextPlace::Right ? print::Align::Right
                                                           : print::Align::Left;
    return style;
}

print::FieldRow rowOf(const forms::DocumentBlock& block, const Values& values) {
    print::FieldRow out;
    for (const auto& part : block.parts)
        out.parts.push_back({part.label, values.value(part.value), part.share, part.lines});
    return out;
}

print::Ticks ticksOf(const forms::DocumentBlock& block, const Values& values) {
    print::Ticks out{block.columns, {}};
    for (const auto& tick : block.ticks) {
        const bool ticked = tick.when && values.holds(*tick.when);
        out.boxes.push_back({tick.label, ticked ? print::Tick::State::Ticked : print::Tick::State::Open});
    }
    return out;
}

print::Table tableOf(const forms::DocumentBlock& block, const Values& values) {
    print::Table out;
    for (const auto& column : block.table) out.columns.push_back({column.title, column.share});
    for (const auto& row : block.rows) {
        out.rows.emplace_back();
        for (const auto& cell : row) out.rows.back().push_back(values.value(cell));
    }
    return out;
}

print::Signatures signaturesOf(const forms::DocumentBlock& block, const Values& values) {
    print::Signatures out;
    for (const auto& one : block.signatures)
        out.columns.push_back({values.fill(one.above), one.role, one.hint, values.value(one.name)});
    return out;
}

void addBlock(std::vector<print::Block>& out, const forms::DocumentBlock& block, const Values& values) {
    using forms::BlockKind;
    switch (block.kind) {
        case BlockKind::Heading:
            out.push_back(print::StateHeading{values.value(block.text)});
            break;
        case BlockKind::Title:
            out.push_back(print::Title{values.fill(block.text), values.fill(block.under)});
            break;
        case BlockKind::Section:
            out.push_back(print::Section{values.fill(block.text)});
            break;
        case BlockKind::Text:
            out.push_back(print::Paragraph{values.fill(block.text), styleOf(block)});
            break;
        case BlockKind::Row:
            out.push_back(rowOf(block, values));
            break;
        case BlockKind::Ticks:
            out.push_back(ticksOf(block, values));
            break;
        case BlockKind::Table:
            out.push_back(tableOf(block, values));
            break;
        case BlockKind::Items:
            out.push_back(
                print::Items{block.text.empty() ? block.items : values.list(block.text), block.emptyLines});
            break;
        case BlockKind::Signatures:
            out.push_back(signaturesOf(block, values));
            break;
        case BlockKind::Qr:  // without a code there is nothing to find by it
            if (const auto code = values.value(block.text); !code.empty())
                out.push_back(print::QrSquare{code, values.fill(block.under)});
            break;
        case BlockKind::Unknown:
            break;
    }
}

}  // namespace

print::Document fillDocument(const forms::DocumentForm& form, const forms::Record& record,
                             const DocumentFacts& facts, const DocumentTables& tables) {
    const Values values(form, record, facts, tables);
    print::Document out;
    out.title = form.rule.label.vi;
    out.symbol = form.symbol;
    out.foot = form.note;
    out.watermark = facts.watermark;
    for (const auto& block : form.blocks) addBlock(out.blocks, block, values);
    return out;
}

}  // namespace station
