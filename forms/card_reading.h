// What a reader took from a card, in the form records store it, whichever way it was read; and how readings
// and records are held against each other field by field. Threads: plain values and pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "forms/record.h"

namespace forms {

enum class ExtraKind { Unknown = 0, CancelledNumber, Cmnd9, Name };

// A field of the card that the station has no place for: kept and shown, never dropped.
struct ExtraField {
    int index = 0;  // position on the card's list, from 0
    std::string text;
    ExtraKind kind = ExtraKind::Unknown;
    bool operator==(const ExtraField&) const = default;
};

// Empty texts were not on the card. Values are stored forms: dates dd/mm/yyyy or partial, sex "M" or "F".
struct CardReading {
    std::string idNumber;
    std::string cmnd9;
    std::string fullName;
    std::string birthDate;
    std::string sex;
    std::string address;
    std::string issueDate;
    std::string term;        // "dated", "unlimited" or empty
    std::string expiryDate;  // when dated
    std::vector<ExtraField> extras;
    bool operator==(const CardReading&) const = default;
};

struct ReadField {
    std::string field;  // id in records, forms/field_ids.h
    std::string text;
};
// The filled fields of a reading in the order of the card.
std::vector<ReadField> fieldsOf(const CardReading& reading);

enum class Likeness {
    Unknown = 0,
    Same,
    Compatible,  // one says the same with less: without marks, cut at 30 letters, year only
    Different,
    LeftOnly,
    RightOnly,
};

// Two filled values of one field, by the meaning of the field.
Likeness compareValues(std::string_view field, const std::string& left, const std::string& right);

struct FieldComparison {
    std::string field;
    std::string left;
    std::string right;
    Likeness likeness = Likeness::Unknown;
};
// Every field that either side has, in the order of the card: what a screen shows side by side.
std::vector<FieldComparison> compareReadings(const CardReading& left, const CardReading& right);
std::vector<FieldComparison> compareWithRecord(const Record& record, const CardReading& reading);

enum class MergeOutcome {
    Unknown = 0,
    Filled,    // was empty
    Agreed,    // says the same; nothing changed
    Replaced,  // an unconfirmed value gave way: read again, or the same with more (marks, full date)
    Differs,   // contradicts what stands there; nothing changed, the officer chooses
    Withheld,  // the card has another number than the record: it may be another person's, nothing was taken
    Removed,   // an unconfirmed value of the card read before, which was another card
};

struct MergedField {
    std::string field;
    MergeOutcome outcome = MergeOutcome::Unknown;
    FieldValue before;    // empty text: was not set
    std::string offered;  // what the card says
};

// Puts a reading into a record as unconfirmed values of that origin (Qr, Mrz or Chip). What was typed or
// confirmed is never overwritten; a card with another number than the record's fills nothing unless that
// number came unconfirmed from the same kind of reader.
std::vector<MergedField> mergeReading(Record& record, const CardReading& reading, Origin origin);

}  // namespace forms
