// Inside of this room: a schema as loaded from its file. Reading is in schema_parse.cpp and schema_rules.cpp,
// checking in schema_check.cpp, stored forms in schema_normalize.cpp. Threads: immutable after loading.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "forms/condition.h"
#include "forms/json_schema.h"
#include "forms/partial_date.h"
#include "forms/schema.h"
#include "forms/schema_review.h"

namespace forms {

struct FieldRule {
    Field field;
    bool alwaysRequired = false;  // stands in data.required
    LocalText mend;               // said when the pattern does not match
    TwoDigitYear twoDigitYear = TwoDigitYear::Past;
    std::vector<Condition> relevance;  // all must hold
    std::vector<Condition> required;   // one suffices
};

struct CheckRule {
    std::string id;
    Level level = Level::Unknown;
    int field = -1;  // -1: the whole record
    std::vector<int> related;
    std::optional<Condition> when;     // absent: always
    std::optional<Condition> require;  // absent: told whenever `when` holds
    bool atSealOnly = false;
    LocalText text;  // with {placeholders}
};

struct CaptureRule {
    CaptureNeed need;
    std::optional<Condition> when;          // needed only when this holds
    std::optional<Condition> unless;        // not needed when this holds
    std::optional<Condition> requiredWhen;  // required also when this holds
};

// A code of the national list of procedures, and of which records it is.
struct ProcedureCode {
    std::string code;
    std::optional<Condition> when;  // absent: of all
};

class FileSchema final : public Schema {
public:
    const std::string& id() const override { return id_; }
    const std::string& version() const override { return version_; }
    const LocalText& title() const override { return title_; }
    base::Day validFrom() const override { return validFrom_; }
    std::optional<base::Day> validTo() const override { return validTo_; }
    int menuOrder() const override { return menuOrder_; }
    const LocalText& group() const override { return group_; }
    std::vector<std::string> procedureCodes() const override;
    std::string procedureCode(const Record& record) const override;
    const std::vector<std::string>& capabilities() const override { return capabilities_; }
    const std::vector<Page>& pages() const override { return pages_; }
    const std::vector<Field>& fields() const override { return fields_; }
    const Field* field(const std::string& id) const override;

    bool isRelevant(const std::string& field, const Record& record) const override;
    bool isRequired(const std::string& field, const Record& record) const override;
    std::vector<CaptureNeed> captures(const Record& record, const CheckContext& context) const override;
    std::vector<Finding> check(const Record& record, const CheckContext& context) const override;
    std::string normalize(const std::string& field, std::string_view typed,
                          const base::Day& today) const override;

private:
    friend class SchemaReader;
    friend class Checker;
    friend SchemaReview review(const Schema& schema);

    // The record as conditions see it: fields that are not relevant count as empty.
    struct View {
        std::vector<std::string> texts;
        std::vector<bool> relevant;
    };
    View look(const Record& record) const;
    int indexOf(std::string_view field) const;  // -1 when there is none

    std::string id_;
    std::string version_;
    LocalText title_;
    base::Day validFrom_;
    std::optional<base::Day> validTo_;
    int menuOrder_ = 0;
    LocalText group_;
    std::vector<ProcedureCode> codes_;
    std::vector<std::string> capabilities_;
    std::vector<Page> pages_;
    JsonSchema data_;            // what a record's values must fit
    std::vector<Field> fields_;  // same order as rules_
    std::vector<FieldRule> rules_;
    std::map<std::string, int, std::less<>> index_;
    std::vector<int> relevanceOrder_;  // every field after those its relevance looks at
    std::vector<CheckRule> checks_;
    std::vector<CaptureRule> captures_;
};

}  // namespace forms
