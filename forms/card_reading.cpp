#include "forms/card_reading.h"

#include <algorithm>

#include "base/text.h"
#include "forms/field_ids.h"
#include "forms/mrz.h"
#include "forms/partial_date.h"
#include "forms/person_name.h"

namespace forms {
namespace {

bool isAscii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string lettersOf(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c >= 'A' && c <= 'Z') out.push_back(c);
    }
    return out;
}

// A name without any mark is what a machine-readable zone or a plain keyboard leaves of it; two marked names
// that differ only in marks are two names, but for the letter that a tone stands on.
Likeness compareNames(const std::string& left, const std::string& right) {
    const auto a = normalizeName(left), b = normalizeName(right);
    if (a == b || spellingKey(a) == spellingKey(b)) return Likeness::Same;
    if (!isAscii(a) && !isAscii(b)) return Likeness::Different;
    const bool sameLetters = lettersOf(mrzNameLine(a)) == lettersOf(mrzNameLine(b));
    return sameLetters ? Likeness::Compatible : Likeness::Different;
}

Likeness compareDates(const std::string& left, const std::string& right) {
    const auto a = parseStoredDate(left), b = parseStoredDate(right);
    if (!a || !b) return left == right ? Likeness::Same : Likeness::Different;
    if (*a == *b) return Likeness::Same;
    return a->mayEqual(*b) ? Likeness::Compatible : Likeness::Different;
}

bool isDateField(std::string_view field) {
    return field == field::kBirthDate || field == field::kCardIssueDate || field == field::kCardExpiry;
}

std::string valueIn(const std::vector<ReadField>& fields, const std::string& id) {
    for (const auto& f : fields) {
        if (f.field == id) return f.text;
    }
    return {};
}

FieldComparison compareField(const std::string& id, const std::string& left, const std::string& right) {
    const auto likeness = left.empty()    ? Likeness::RightOnly
                          : right.empty() ? Likeness::LeftOnly
                                          : compareValues(id, left, right);
    return {id, left, right, likeness};
}

// What stands for a paper's words: those that were translated, else the text.
const std::string& paperText(const FieldValue& value) {
    return value.written.empty() ? value.text : value.written;
}

// Of two compatible values, whether the offered one says more than the one that stands.
bool saysMore(std::string_view field, const std::string& offered, const std::string& standing) {
    if (isDateField(field)) return offered.size() > standing.size();
    return isAscii(standing) && !isAscii(offered);
}

MergeOutcome mergeField(Record& record, const ReadField& read, Origin origin) {
    const FieldValue* standing = record.find(read.field);
    const FieldValue offered{read.text, origin, false};
    if (standing == nullptr) {
        record.set(read.field, offered);
        return MergeOutcome::Filled;
    }
    const auto likeness = compareValues(read.field, paperText(*standing), read.text);
    if (likeness == Likeness::Same || (!standing->written.empty() && likeness == Likeness::Compatible)) return MergeOutcome::Agreed;
    const bool readAgain = standing->origin == origin;
    const bool more = likeness == Likeness::Compatible && saysMore(read.field, read.text, standing->text);
    if (!standing->confirmed && (readAgain || more)) {
        record.set(read.field, offered);
        return MergeOutcome::Replaced;
    }
    return likeness == Likeness::Compatible && !more ? MergeOutcome::Agreed : MergeOutcome::Differs;
}

// Which values of the card read before the record keeps when another card is read the same way: none.
void removeStale(Record& record, const std::vector<ReadField>& read, Origin origin,
                 std::vector<MergedField>& out) {
    std::vector<MergedField> stale;
    for (const auto& [id, value] : record.fields()) {
        if (value.origin == origin && !value.confirmed && valueIn(read, id).empty()) {
            stale.push_back({id, MergeOutcome::Removed, value, {}});
        }
    }
    for (const auto& s : stale) {
        record.set(s.field, {});
        out.push_back(s);
    }
}

}  // namespace

std::vector<ReadField> fieldsOf(const CardReading& r) {
    std::vector<ReadField> all = {{field::kIdNumber, r.idNumber},
                                  {field::kCmnd9, r.cmnd9},
                                  {field::kFullName, r.fullName},
                                  {field::kBirthDate, r.birthDate},
                                  {field::kSex, r.sex},
                                  {field::kPermanentAddress, r.address},
                                  {field::kCardIssueDate, r.issueDate},
                                  {field::kCardTerm, r.term},
                                  {field::kCardExpiry, r.expiryDate}};
    std::erase_if(all, [](const ReadField& f) { return f.text.empty(); });
    return all;
}

Likeness compareValues(std::string_view field, const std::string& left, const std::string& right) {
    if (left == right) return Likeness::Same;
    if (field == field::kFullName) return compareNames(left, right);
    if (isDateField(field)) return compareDates(left, right);
    if (field == field::kPermanentAddress && nameKey(left) == nameKey(right)) return Likeness::Compatible;
    return Likeness::Different;
}

std::vector<FieldComparison> compareReadings(const CardReading& left, const CardReading& right) {
    const auto l = fieldsOf(left), r = fieldsOf(right);
    std::vector<FieldComparison> out;
    for (const auto& f : l) out.push_back(compareField(f.field, f.text, valueIn(r, f.field)));
    for (const auto& f : r) {
        if (valueIn(l, f.field).empty()) out.push_back(compareField(f.field, {}, f.text));
    }
    return out;
}

std::vector<FieldComparison> compareWithRecord(const Record& record, const CardReading& reading) {
    std::vector<FieldComparison> out;
    for (const auto& f : fieldsOf(reading)) {
        const FieldValue* value = record.find(f.field);
        out.push_back(compareField(f.field, value == nullptr ? std::string() : paperText(*value), f.text));
    }
    return out;
}

std::vector<MergedField> mergeReading(Record& record, const CardReading& reading, Origin origin) {
    std::vector<MergedField> out;
    const auto fields = fieldsOf(reading);
    const FieldValue* number = record.find(field::kIdNumber);
    const bool otherNumber = number != nullptr && number->text != reading.idNumber;
    const bool sameReaderUnconfirmed = number != nullptr && !number->confirmed && number->origin == origin;
    if (otherNumber && !sameReaderUnconfirmed) {
        for (const auto& f : fields) {
            const FieldValue* standing = record.find(f.field);
            const auto outcome = f.field == field::kIdNumber ? MergeOutcome::Differs : MergeOutcome::Withheld;
            out.push_back({f.field, outcome, standing != nullptr ? *standing : FieldValue{}, f.text});
        }
        return out;
    }
    if (otherNumber) removeStale(record, fields, origin, out);
    for (const auto& f : fields) {
        const FieldValue* standing = record.find(f.field);
        const FieldValue before = standing != nullptr ? *standing : FieldValue{};
        out.push_back({f.field, mergeField(record, f, origin), before, f.text});
    }
    record.set(field::kCardReadNumber, {reading.idNumber, origin, true});
    return out;
}

}  // namespace forms
