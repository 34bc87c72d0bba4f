// The part of SchemaReader that reads rules and captures.
#include <algorithm>
#include <array>

#include "forms/finding_text.h"
#include "forms/schema_reader.h"

namespace forms {
namespace {

struct CheckInfo {
    std::string_view name;
    NamedCheck check;
    bool withOther;
};

constexpr std::array<CheckInfo, 8> kChecks{{
    {"id_province_known", NamedCheck::IdProvinceKnown, false},
    {"id_not_foreign", NamedCheck::IdNotForeign, false},
    {"id_not_made_up", NamedCheck::IdNotMadeUp, false},
    {"id_birth_year", NamedCheck::IdBirthYear, true},
    {"id_sex", NamedCheck::IdSex, true},
    {"id_place", NamedCheck::IdPlace, true},
    {"milestone_expiry", NamedCheck::MilestoneExpiry, true},
    {"full_date", NamedCheck::FullDate, false},
}};

Level levelNamed(std::string_view name) {
    return name == "E"   ? Level::Error
           : name == "W" ? Level::Warning
           : name == "I" ? Level::Info
                         : Level::Unknown;
}

CaptureKind captureKindNamed(std::string_view name) {
    if (name == "portrait") return CaptureKind::Portrait;
    if (name == "fingerprints") return CaptureKind::Fingerprints;
    return name == "document" ? CaptureKind::Document : CaptureKind::Unknown;
}

}  // namespace

void SchemaReader::readRule(const Reader& rule) {
    if (rule.has("relevant")) {
        readFieldConditions(rule, "relevant");
    } else if (rule.has("required")) {
        readFieldConditions(rule, "required");
    } else {
        readCheck(rule);
    }
}

// {"relevant": [fields], "when": condition} and the same with "required".
void SchemaReader::readFieldConditions(const Reader& rule, const char* which) {
    rule.allow({which, "when"});
    const auto when = condition(rule.at("when"));
    if (needsToday(when)) rule.at("when").refuse("what a form shows must not depend on the day");
    for (const auto& at : rule.at(which).items()) {
        const int index = fieldIndex(at);
        if (index < 0) continue;
        auto& field = schema_->rules_[static_cast<std::size_t>(index)];
        const bool relevance = std::string_view(which) == "relevant";
        if (relevance && field.alwaysRequired)
            at.refuse("is in data.required, so it must always be relevant");
        (relevance ? field.relevance : field.required).push_back(when);
    }
}

void SchemaReader::readCheck(const Reader& rule) {
    rule.allow({"id", "level", "field", "related", "when", "require", "at_seal", "text"});
    CheckRule out;
    out.id = key(rule.at("id"));
    for (const auto& other : schema_->checks_) {
        if (other.id == out.id) rule.at("id").refuse("rule '" + out.id + "' twice");
    }
    out.level = levelNamed(rule.at("level").text());
    if (out.level == Level::Unknown) rule.at("level").refuse("E, W or I expected");
    if (rule.has("field")) out.field = fieldIndex(rule.at("field"));
    if (rule.has("related")) {
        for (const auto& at : rule.at("related").items()) out.related.push_back(fieldIndex(at));
    }
    out.when = conditionAt(rule, "when");
    out.require = conditionAt(rule, "require");
    if (!out.when && !out.require) rule.refuse("neither 'when' nor 'require'");
    out.atSealOnly = rule.flagOr("at_seal", false);
    out.text = rule.at("text").localText();
    checkPlaceholders(out.text, rule.at("text"));
    schema_->checks_.push_back(std::move(out));
}

void SchemaReader::checkPlaceholders(const LocalText& text, const Reader& where) {
    for (const auto& name : placeholdersIn(text)) {
        const bool known = schema_->indexOf(name) >= 0;
        const auto needs = fieldsOfComputed(name);
        if (!known && needs.empty()) where.refuse("no field or computed value '" + name + "'");
        for (const auto* field : needs) {
            if (schema_->indexOf(field) < 0)
                where.refuse("'" + name + "' needs the field '" + std::string(field) + "'");
        }
    }
}

void SchemaReader::readCapture(const Reader& capture) {
    capture.allow({"kind", "id", "label", "min_pages", "required", "required_when", "when", "unless"});
    CaptureRule out;
    out.need.kind = captureKindNamed(capture.at("kind").text());
    if (out.need.kind == CaptureKind::Unknown)
        capture.at("kind").refuse("portrait, fingerprints or document expected");
    out.need.id = key(capture.at("id"));
    for (const auto& other : schema_->captures_) {
        if (other.need.id == out.need.id) capture.at("id").refuse("capture '" + out.need.id + "' twice");
    }
    out.need.label = capture.at("label").localText();
    out.need.minPages = capture.integerOr("min_pages", 1, 1, 100);
    out.need.required = capture.flagOr("required", true);
    out.requiredWhen = conditionAt(capture, "required_when");
    out.when = conditionAt(capture, "when");
    out.unless = conditionAt(capture, "unless");
    if (out.requiredWhen && !capture.has("required")) out.need.required = false;
    schema_->captures_.push_back(std::move(out));
}

// {"code": "2.000200", "when": condition}; the first that holds is the record's.
void SchemaReader::readCode(const Reader& code) {
    code.allow({"code", "when"});
    ProcedureCode out{code.at("code").text(), conditionAt(code, "when")};
    if (out.when && needsToday(*out.when))
        code.at("when").refuse("which procedure it is must not depend on the day");
    schema_->codes_.push_back(std::move(out));
}

std::optional<Condition> SchemaReader::conditionAt(const Reader& at, std::string_view name) {
    if (!at.has(name)) return std::nullopt;
    return condition(at.at(name));
}

Condition SchemaReader::condition(const Reader& at) {
    Condition out;
    if (at.has("all") || at.has("any")) {
        const bool all = at.has("all");
        at.allow({all ? "all" : "any"});
        out.op = all ? Op::All : Op::Any;
        for (const auto& part : at.at(all ? "all" : "any").items()) out.parts.push_back(condition(part));
        if (out.parts.empty()) at.refuse("no conditions");
        return out;
    }
    if (at.has("not")) {
        at.allow({"not"});
        out.op = Op::Not;
        out.parts.push_back(condition(at.at("not")));
        return out;
    }
    return comparison(at);
}

// {"field": id, <one operator>: operand}
Condition SchemaReader::comparison(const Reader& at) {
    at.allow({"field", "filled", "is", "in", "has", "matches", "age_at_least", "months_at_least", "on_or_before",
              "on_or_after", "same_as", "check", "with"});
    const auto members = at.members();
    const std::size_t expected = at.has("with") ? 3 : 2;
    if (members.size() != expected) at.refuse("a field and one operator expected");
    Condition out;
    out.field = fieldIndex(at.at("field"));
    if (at.has("filled")) {
        out.op = Op::Filled;
        out.filled = at.at("filled").flag() ? Truth::Yes : Truth::No;
    } else if (at.has("is") || at.has("in")) {
        out.op = Op::In;
        out.codes = at.has("is") ? std::vector{at.at("is").text()} : at.at("in").texts();
    } else if (at.has("has")) {
        out.op = Op::Has;
        out.codes = at.at("has").isText() ? std::vector{at.at("has").text()} : at.at("has").texts();
    } else if (at.has("matches")) {
        out.op = Op::Matches;
        auto pattern = Pattern::compile(at.at("matches").text());
        if (!pattern) at.at("matches").refuse(pattern.error().detail);
        if (pattern) out.pattern = std::move(*pattern);
    } else if (at.has("age_at_least")) {
        out.op = Op::AgeAtLeast;
        out.years = at.at("age_at_least").integer(0, 150);
    } else if (at.has("months_at_least")) {
        out.op = Op::MonthsAtLeast;
        out.months = at.at("months_at_least").integer(1, 1800);
    } else if (at.has("on_or_before") || at.has("on_or_after")) {
        const char* name = at.has("on_or_before") ? "on_or_before" : "on_or_after";
        out.op = at.has("on_or_before") ? Op::OnOrBefore : Op::OnOrAfter;
        const Reader operand = at.at(name);
        out.other = operand.isText() && operand.text() == "today" ? -1 : fieldIndex(operand);
    } else if (at.has("same_as")) {
        out.op = Op::SameAs;
        out.other = fieldIndex(at.at("same_as"));
    } else {
        namedCheck(out, at);
    }
    if (at.has("with") && out.op != Op::Check) at.refuse("'with' belongs to 'check'");
    if (out.field >= 0) checkOptionCodes(out, at);
    return out;
}

void SchemaReader::namedCheck(Condition& out, const Reader& at) {
    out.op = Op::Check;
    const auto name = at.at("check").text();
    for (const auto& info : kChecks) {
        if (info.name != name) continue;
        out.check = info.check;
        if (info.withOther != at.has("with")) at.refuse("check '" + name + "' and 'with' do not fit");
        if (at.has("with")) out.other = fieldIndex(at.at("with"));
        return;
    }
    at.refuse("no check '" + name + "'");
}

// A code that the field does not offer is a slip of the pen that would never show otherwise.
void SchemaReader::checkOptionCodes(const Condition& c, const Reader& where) {
    const auto& field = schema_->rules_[static_cast<std::size_t>(c.field)].field;
    if (c.op == Op::Has && field.widget != Widget::MultiChoice)
        where.refuse("'has' is for several choices; use 'is'");
    if (field.options.empty()) return;
    for (const auto& code : c.codes) {
        const bool known = std::any_of(field.options.begin(), field.options.end(),
                                       [&](const Option& o) { return o.code == code; });
        if (!known) where.refuse("'" + field.id + "' has no option '" + code + "'");
    }
}

// Sorts the fields so that each comes after those its relevance looks at; refuses circles. A field may ask
// whether it is itself filled.
void SchemaReader::orderRelevance(const Reader& rules) {
    const auto count = static_cast<int>(schema_->rules_.size());
    std::vector<std::vector<int>> needs(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        auto& mine = needs[static_cast<std::size_t>(i)];
        for (const auto& c : schema_->rules_[static_cast<std::size_t>(i)].relevance) collectFields(c, mine);
        std::erase(mine, i);
    }
    std::vector<char> done(static_cast<std::size_t>(count), 0);
    for (bool moved = true; moved;) {
        moved = false;
        for (int i = 0; i < count; ++i) {
            const auto& mine = needs[static_cast<std::size_t>(i)];
            const bool ready = std::all_of(mine.begin(), mine.end(),
                                           [&](int n) { return done[static_cast<std::size_t>(n)] != 0; });
            if (done[static_cast<std::size_t>(i)] != 0 || !ready) continue;
            done[static_cast<std::size_t>(i)] = 1;
            schema_->relevanceOrder_.push_back(i);
            moved = true;
        }
    }
    if (static_cast<int>(schema_->relevanceOrder_.size()) != count)
        rules.refuse("relevance runs in a circle");
}

}  // namespace forms
