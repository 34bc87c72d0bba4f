// A form in words, for people who review it without a station: what is asked when, what must be there, which rules there
// are. Vietnamese, because those who review Vietnamese law read it; `text` of rules with its {placeholders} as they stand
// in the file. Threads: pure function.
#pragma once

#include <string>
#include <vector>

#include "forms/schema.h"

namespace forms {

struct FieldReview {
    const Field* field = nullptr;  // lives as long as the schema
    bool alwaysRequired = false;
    std::string shownWhen;     // "khi ..."; empty: always
    std::string requiredWhen;  // besides alwaysRequired; empty: never
};

struct RuleReview {
    std::string id;
    Level level = Level::Unknown;
    std::string field;    // its label; empty: the whole record
    std::string when;     // empty: always
    std::string require;  // what must hold then; empty: the rule is told whenever `when` holds
    bool atSealOnly = false;
    LocalText text;
};

struct CaptureReview {
    CaptureNeed need;
    std::string when;          // empty: always
    std::string unless;        // empty: never excused
    std::string requiredWhen;  // empty: need.required says it
};

struct SchemaReview {
    std::vector<FieldReview> fields;  // in the order of the pages
    std::vector<CaptureReview> captures;
    std::vector<RuleReview> rules;  // in the order of the file, those of parts last
};

// Expects a schema that Schema::parse made.
SchemaReview review(const Schema& schema);

}  // namespace forms
