#include "forms/data_quality.h"

#include <algorithm>

#include "forms/card_term.h"
#include "forms/field_ids.h"
#include "forms/partial_date.h"

namespace forms {
namespace {

constexpr char kUnlimited[] = "unlimited";

void count(QualityPart& part, bool well, const std::string& id) {
    ++part.of;
    if (well) ++part.well;
    else part.open.push_back(id);
}

bool cameFromElsewhere(Origin origin) {
    return origin == Origin::Qr || origin == Origin::Mrz || origin == Origin::Chip || origin == Origin::Roster || origin == Origin::Previous;
}

std::optional<base::Day> fullDay(const std::string& stored) {
    const auto date = parseStoredDate(stored);
    if (!date || !date->isFull()) return std::nullopt;
    return date->earliest();
}

std::optional<base::Day> recheckDay(const Schema& schema, const Record& record, const base::Day& today) {
    const auto atHand = schema.isRelevant(field::kCardExpiry, record) ? fullDay(record.text(field::kCardExpiry)) : std::nullopt;
    if (atHand && !(*atHand < today)) return atHand;
    if (!atHand && record.text(field::kCardTerm) == kUnlimited) return std::nullopt;
    const auto birth = fullDay(record.text(field::kBirthDate));
    return birth ? cardExpiry(*birth, today) : std::nullopt;
}

}  // namespace

DataQuality dataQuality(const Schema& schema, const Record& record, const CheckContext& context, const std::vector<Finding>* others) {
    CheckContext whole = context;
    whole.atSeal = true;  // while typing nothing is told to be missing
    const auto findings = schema.check(record, whole);
    const auto blocked = [&](const std::string& id) {
        return std::any_of(findings.begin(), findings.end(), [&](const Finding& f) {
            return f.field == id && f.rule != id + ".unconfirmed" && blocksSeal(f, record);
        });
    };

    DataQuality out;
    for (const Field& field : schema.fields()) {
        if (!schema.isRelevant(field.id, record)) continue;
        const FieldValue* value = record.find(field.id);
        if (value != nullptr) {
            count(out.valid, !blocked(field.id), field.id);
            if (cameFromElsewhere(value->origin)) count(out.fresh, value->confirmed, field.id);
        }
        if (schema.isRequired(field.id, record)) count(out.complete, value != nullptr, field.id);
        else if (value == nullptr && !blocked(field.id)) out.blank.push_back(field.id);
        else if (value == nullptr) count(out.complete, false, field.id);  // a rule asks for it
    }
    for (const auto& [id, value] : record.fields()) {
        if (schema.field(id) == nullptr) count(out.valid, false, id);
    }
    for (const CaptureNeed& need : schema.captures(record, whole)) {
        const auto taken = whole.taken.find(need.id);
        if (need.required && !whole.taken.empty()) count(out.complete, taken != whole.taken.end() && taken->second >= need.minPages, need.id);
    }
    const auto tellsWhy = [&](const Finding& f) { return f.level == Level::Warning && !blocksSeal(f, record); };
    out.explained = static_cast<int>(std::count_if(findings.begin(), findings.end(), tellsWhy));
    if (others != nullptr) {
        out.unique.of = 1;
        for (const Finding& other : *others) {
            if (tellsWhy(other)) ++out.explained;
            if (blocksSeal(other, record)) out.unique.open.push_back(other.field);
        }
        out.unique.well = out.unique.open.empty() ? 1 : 0;
    }
    out.recheck = recheckDay(schema, record, whole.today);
    return out;
}

}  // namespace forms
