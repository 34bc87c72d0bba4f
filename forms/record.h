// What a form holds: field values with where each came from. Plain values; the schema gives them meaning.
// Threads: values, one thread at a time.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"

namespace forms {

enum class Origin { Unknown = 0, Typed, Qr, Mrz, Chip, Roster, Previous, Default };

struct FieldValue {
    std::string text;            // NFC; dates dd/mm/yyyy or partial, choices by code, several choices joined by '|'
    Origin origin = Origin::Unknown;
    bool confirmed = true;       // false: filled by a reader, not yet looked at by the officer
    std::string written = {};    // what the paper says where the text says it in today's words: an address of before 1/7/2025
    bool operator==(const FieldValue&) const = default;
};

class Record {
public:
    const FieldValue* find(const std::string& field) const;
    std::string text(const std::string& field) const;      // empty when not set
    void set(const std::string& field, FieldValue value);  // an empty text removes the field
    const std::map<std::string, FieldValue>& fields() const { return fields_; }

    // Reasons given for warnings that were confirmed, by rule id.
    const std::map<std::string, std::string>& reasons() const { return reasons_; }
    void setReason(const std::string& rule, std::string reason);  // an empty reason removes it

    std::string toJson() const;  // canonical: keys sorted, no blanks (docs/formats/record.md)
    static base::Result<Record> fromJson(std::string_view json);
    bool operator==(const Record&) const = default;

private:
    std::map<std::string, FieldValue> fields_;
    std::map<std::string, std::string> reasons_;
};

}  // namespace forms
