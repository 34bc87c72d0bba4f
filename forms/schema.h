// A form as data: one JSON file says its fields, pages, rules and required captures, and from when to when it is in
// force. The screen is built from it, records are checked by it, and the gateway checks them again by the same file.
// docs/formats/schema.md describes the file. Threads: immutable after loading; share freely.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/digest.h"
#include "base/error.h"
#include "forms/record.h"

namespace forms {

class SchemaParts;

struct LocalText {
    std::string vi;  // never empty
    std::string en;  // falls back to vi
};

enum class Widget { Unknown = 0, Text, Name, IdNumber, Cmnd9, Date, Choice, MultiChoice, Phone, Email, Address, Note };

struct Option {
    std::string code;
    LocalText label;
    std::vector<std::string> aliases;  // other spellings, for type-ahead
};

struct Field {
    std::string id;
    LocalText label;
    LocalText hint;           // may be empty
    Widget widget = Widget::Unknown;
    std::vector<Option> options;   // Choice and MultiChoice with a short list of their own
    std::string catalogue;    // or the name of a catalogue: "provinces", "communes", "ethnic", "religions"
    bool partialDate = false; // Date: year or month/year alone is allowed
    int maxLength = 0;        // code points; 0 = the widget's default
    int columns = 2;          // width on the page's grid of 6
    bool carryOver = false;   // may be pinned for the next applicant
    std::string defaultText;  // stored form, put into new records with Origin::Default; may be empty
};

struct Section {
    LocalText title;
    std::vector<std::string> fields;  // in tab order
};

struct Page {
    std::string id;
    LocalText title;
    std::vector<Section> sections;
};

enum class CaptureKind { Unknown = 0, Portrait, Fingerprints, Document };

// A capture the procedure asks for. Documents: one entry per kind of paper.
struct CaptureNeed {
    CaptureKind kind = CaptureKind::Unknown;
    std::string id;       // "portrait", "fingerprints", or the paper's id
    LocalText label;
    bool required = true; // as decided for this record
    int minPages = 1;
};

enum class Level { Unknown = 0, Error, Warning, Info };

struct Finding {
    Level level = Level::Unknown;
    std::string field;    // empty: about the whole record
    std::string rule;     // stable id, key of Record::reasons()
    LocalText text;       // says how to mend it
    std::vector<std::string> related;  // other fields of the same contradiction
};

struct CheckContext {
    base::Day today;
    // What was taken so far, by CaptureNeed::id with its count of pages, images or fingers (taken or explained).
    std::map<std::string, int> taken;
    bool atSeal = false;  // before the seal missing values are errors; while typing they are not told
};

class Schema {
public:
    // SchemaInvalid with the place in the file, also for every keyword that is not supported.
    static base::Result<std::shared_ptr<const Schema>> parse(std::string_view json);
    // The same for a form that draws from parts (forms/schema_parts.h).
    static base::Result<std::shared_ptr<const Schema>> parse(std::string_view json, const SchemaParts& parts);
    virtual ~Schema() = default;

    virtual const std::string& id() const = 0;        // "card-14plus", "eid-level2", "card-and-eid"
    virtual const std::string& version() const = 0;   // "2026.1"
    virtual const LocalText& title() const = 0;
    virtual base::Day validFrom() const = 0;
    virtual std::optional<base::Day> validTo() const = 0;
    virtual int menuOrder() const = 0;
    virtual const LocalText& group() const = 0;       // heading in the menu; may be empty
    virtual std::vector<std::string> procedureCodes() const = 0;  // of the national list, those that are known
    // The one of this record; empty when none is known.
    virtual std::string procedureCode(const Record& record) const = 0;
    virtual const std::vector<std::string>& capabilities() const = 0;  // the unit needs all of them
    virtual const std::vector<Page>& pages() const = 0;
    virtual const std::vector<Field>& fields() const = 0;
    virtual const Field* field(const std::string& id) const = 0;

    virtual bool isRelevant(const std::string& field, const Record& record) const = 0;
    virtual bool isRequired(const std::string& field, const Record& record) const = 0;
    virtual std::vector<CaptureNeed> captures(const Record& record, const CheckContext& context) const = 0;
    // All findings, errors first, then in field order. A warning whose rule has a reason in the record is still listed.
    virtual std::vector<Finding> check(const Record& record, const CheckContext& context) const = 0;
    // The text brought to its stored form when the officer leaves the field (NFC, blanks, dates, phone, capitals).
    virtual std::string normalize(const std::string& field, std::string_view typed, const base::Day& today) const = 0;
};

using SchemaPtr = std::shared_ptr<const Schema>;

// A new record with the schema's defaults.
Record startRecord(const Schema& schema);
// The record without values of fields that are not relevant: what is sealed.
Record relevantPart(const Schema& schema, const Record& record);
// Errors, and warnings nobody gave a reason for.
bool blocksSeal(const Finding& finding, const Record& record);
// What a stored value looks like to people: labels for choices of short lists, blanks in phone numbers. Values of
// catalogues come back as codes; forms/catalogue.h names them.
LocalText shownText(const Field& field, const std::string& stored);

// The forms of a folder (forms/schemas as installed), every version of each. load() fails with the file's name when one
// of them does, or when two say the same id and version; NotFound when there is none.
class SchemaSet {
public:
    static base::Result<SchemaSet> load(const std::filesystem::path& folder);
    // The version in force on the day; NotInForce when none is, NotFound for an unknown id.
    base::Result<SchemaPtr> inForce(const std::string& id, const base::Day& on) const;
    // Also one that was kept from a former set.
    base::Result<SchemaPtr> exact(const std::string& id, const std::string& version) const;
    const std::vector<SchemaPtr>& all() const { return all_; }  // in menu order
    // Those the unit may take on that day, in menu order.
    std::vector<SchemaPtr> offered(const base::Day& on, const std::vector<std::string>& unitCapabilities) const;

    // A record keeps its version: those of a set that is replaced, and those kept in it, answer exact() from now on where
    // this set has none of that version itself. They are neither in force nor offered.
    void keepFormer(const SchemaSet& former);
    // "id version" of the first form that both have under the same version in other words; its parts count.
    std::optional<std::string> differing(const SchemaSet& other) const;

private:
    std::vector<SchemaPtr> all_;
    std::vector<SchemaPtr> former_;
    std::map<std::string, base::Digest> digests_;  // of all_ and former_ with their parts, by "id version"
};

}  // namespace forms
