// Checking records against a loaded schema.
#include <algorithm>
#include <optional>

#include "base/text.h"
#include "forms/file_schema.h"
#include "forms/finding_text.h"
#include "forms/id_number.h"
#include "forms/person_name.h"

namespace forms {
namespace {

bool anyYes(const std::vector<Condition>& conditions, const Values& values) {
    return std::any_of(conditions.begin(), conditions.end(),
                       [&](const Condition& c) { return evaluate(c, values) == Truth::Yes; });
}

bool allYes(const std::vector<Condition>& conditions, const Values& values) {
    return std::all_of(conditions.begin(), conditions.end(),
                       [&](const Condition& c) { return evaluate(c, values) == Truth::Yes; });
}

bool holds(const std::optional<Condition>& condition, const Values& values) {
    return condition && evaluate(*condition, values) == Truth::Yes;
}

bool isEmail(std::string_view text) {
    const auto at = text.find('@');
    const auto dot = text.rfind('.');
    const bool parts = at != std::string_view::npos && at > 0 && text.rfind('@') == at &&
                       dot != std::string_view::npos && dot > at + 1 && dot + 2 < text.size();
    return parts && std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

bool hasOption(const Field& field, std::string_view code) {
    return field.options.empty() || std::any_of(field.options.begin(), field.options.end(),
                                                [&](const Option& o) { return o.code == code; });
}

std::optional<LocalText> dateFault(const Field& field, const std::string& value) {
    const auto stored = parseStoredDate(value);
    if (stored && (field.partialDate || stored->isFull())) return std::nullopt;
    const auto parts = field.partialDate ? DateParts::PartialAllowed : DateParts::FullOnly;
    return text::notADate(readTypedDate(value, parts, TwoDigitYear::Past, {}).fault);
}

// What the kind of the field itself demands.
std::optional<LocalText> widgetFault(const Field& field, const std::string& value) {
    switch (field.widget) {
        case Widget::IdNumber: {
            const auto number = IdNumber::parse(value);
            if (!number || number->digits() != value) return text::notIdNumber();
            return std::nullopt;
        }
        case Widget::Cmnd9:
            if (parseCmnd9(value).value_or("") != value) return text::notCmnd9();
            return std::nullopt;
        case Widget::Date:
            return dateFault(field, value);
        case Widget::Name:
            if (const auto sign = strangeSignInName(value)) return text::strangeSign(*sign);
            return std::nullopt;
        case Widget::Choice:
            if (!hasOption(field, value)) return text::notAnOption(field);
            return std::nullopt;
        case Widget::Phone:
            if (judgePhone(value) != PhoneState::Good) return text::notAPhone(judgePhone(value));
            return std::nullopt;
        case Widget::Email:
            if (!isEmail(value)) return text::notAnEmail();
            return std::nullopt;
        case Widget::MultiChoice:
            for (const auto code : base::split(value, '|')) {
                if (code.empty() || !hasOption(field, code)) return text::notAnOption(field);
            }
            return std::nullopt;
        default:
            return std::nullopt;
    }
}

// Where the data part names no length, the kind of the field does.
std::optional<LocalText> lengthFault(const Field& field, const std::string& value) {
    const auto most = static_cast<std::size_t>(field.maxLength);
    if (field.widget == Widget::MultiChoice || base::codePoints(value).size() <= most) return std::nullopt;
    return text::tooLong(field, most);
}

// A record's value as the data part sees it: text, or the codes of several choices.
json::Value dataOf(const Field* field, const std::string& stored) {
    json::Value out;
    out.kind = json::Kind::Text;
    if (field == nullptr || field->widget != Widget::MultiChoice) {
        out.text = stored;
        return out;
    }
    out.kind = json::Kind::List;
    for (const auto code : base::split(stored, '|')) out.items.push_back(dataOf(nullptr, std::string(code)));
    return out;
}

LocalText breachText(const FieldRule& rule, const Breach& breach) {
    if (breach.keyword == "maxLength") return text::tooLong(rule.field, breach.limit);
    if (breach.keyword == "minLength") return text::tooShort(rule.field, breach.limit);
    if (breach.keyword == "minItems") return text::tooFewChoices(rule.field, breach.limit);
    if (breach.keyword == "maxItems") return text::tooManyChoices(rule.field, breach.limit);
    if (breach.keyword == "pattern") return text::wrongForm(rule.field, rule.mend);
    return text::notAnOption(rule.field);  // enum, uniqueItems
}

int rankOf(Level level) {
    return level == Level::Error ? 0 : level == Level::Warning ? 1 : 2;
}

}  // namespace

// One run over one record.
class Checker {
public:
    Checker(const FileSchema& schema, const Record& record, const CheckContext& context)
        : schema_(schema),
          record_(record),
          context_(context),
          view_(schema.look(record)),
          breaches_(schema.data_.check(document())) {}

    std::vector<Finding> run() {
        for (const auto& breach : breaches_) {
            if (breach.keyword == "additionalProperties")
                add({Level::Error,
                     breach.path[0],
                     "record.unknown_field",
                     text::unknownField(breach.path[0]),
                     {}});
        }
        for (std::size_t i = 0; i < schema_.rules_.size(); ++i) checkField(i);
        for (const auto& rule : schema_.checks_) checkRule(rule);
        if (context_.atSeal) checkCaptures();
        sort();
        return std::move(findings_);
    }

private:
    Values values() const { return {view_.texts, context_.today}; }
    // What the data part speaks of: the values of relevant fields, and those that no field has.
    json::Value document() const {
        json::Value out;
        out.kind = json::Kind::Object;
        for (const auto& [id, value] : record_.fields()) {
            const int index = schema_.indexOf(id);
            if (index >= 0 && !view_.relevant[static_cast<std::size_t>(index)]) continue;
            out.members.push_back({id, dataOf(schema_.field(id), value.text)});
        }
        return out;
    }
    const Breach* breachOf(const std::string& field) const {
        const auto at = std::find_if(breaches_.begin(), breaches_.end(),
                                     [&](const Breach& b) { return b.path[0] == field; });
        return at == breaches_.end() ? nullptr : &*at;
    }
    // The first thing wrong with a value, by its kind and by the data part of the schema.
    std::optional<LocalText> valueFault(const FieldRule& rule, const std::string& value) const {
        if (auto fault = widgetFault(rule.field, value)) return fault;
        if (const auto* breach = breachOf(rule.field.id)) return breachText(rule, *breach);
        return lengthFault(rule.field, value);
    }
    void add(Finding finding) { findings_.push_back(std::move(finding)); }

    void checkField(std::size_t i) {
        if (!view_.relevant[i]) return;
        const auto& rule = schema_.rules_[i];
        const auto& id = rule.field.id;
        const auto* value = record_.find(id);
        if (value == nullptr) {
            const bool required = breachOf(id) != nullptr || anyYes(rule.required, values());
            if (context_.atSeal && required)
                add({Level::Error, id, id + ".missing", text::missing(rule.field), {}});
            return;
        }
        if (auto fault = valueFault(rule, value->text)) {
            add({Level::Error, id, id + ".format", std::move(*fault), {}});
        } else if (context_.atSeal && !value->confirmed) {
            add({Level::Error, id, id + ".unconfirmed", text::unconfirmed(rule.field), {}});
        }
    }

    void checkRule(const CheckRule& rule) {
        if (rule.atSealOnly && !context_.atSeal) return;
        if (rule.field >= 0 && !view_.relevant[static_cast<std::size_t>(rule.field)]) return;
        if (rule.when && !holds(rule.when, values())) return;
        if (rule.require && evaluate(*rule.require, values()) != Truth::No) return;
        Finding out{rule.level, idOf(rule.field), rule.id, textOf(rule), {}};
        for (const int i : rule.related) out.related.push_back(idOf(i));
        add(std::move(out));
    }

    LocalText textOf(const CheckRule& rule) const {
        return filled(rule.text, [this](const std::string& name) -> LocalText {
            const int index = schema_.indexOf(name);
            if (index >= 0)
                return shownText(schema_.rules_[static_cast<std::size_t>(index)].field, record_.text(name));
            return computed(
                name, [this](const char* id) { return record_.text(id); }, context_.today);
        });
    }

    void checkCaptures() {
        for (const auto& need : schema_.captures(record_, context_)) {
            const auto at = context_.taken.find(need.id);
            const int taken = at == context_.taken.end() ? 0 : at->second;
            if (taken >= need.minPages || (taken == 0 && !need.required)) continue;
            const auto level = need.required ? Level::Error : Level::Warning;
            auto sentence = taken == 0 ? text::captureMissing(need) : text::capturePagesMissing(need, taken);
            add({level, {}, "capture." + need.id, std::move(sentence), {}});
        }
    }

    std::string idOf(int index) const {
        return index < 0 ? std::string() : schema_.rules_[static_cast<std::size_t>(index)].field.id;
    }

    // Errors, warnings, information; within each in field order, what is about no field last.
    void sort() {
        const auto place = [this](const Finding& f) {
            const int index = schema_.indexOf(f.field);
            return std::pair(rankOf(f.level), index < 0 ? static_cast<int>(schema_.rules_.size()) : index);
        };
        std::stable_sort(findings_.begin(), findings_.end(),
                         [&](const Finding& a, const Finding& b) { return place(a) < place(b); });
    }

    const FileSchema& schema_;
    const Record& record_;
    const CheckContext& context_;
    FileSchema::View view_;
    std::vector<Breach> breaches_;
    std::vector<Finding> findings_;
};

int FileSchema::indexOf(std::string_view field) const {
    const auto at = index_.find(field);
    return at == index_.end() ? -1 : at->second;
}

const Field* FileSchema::field(const std::string& id) const {
    const int index = indexOf(id);
    return index < 0 ? nullptr : &fields_[static_cast<std::size_t>(index)];
}

FileSchema::View FileSchema::look(const Record& record) const {
    View view{std::vector<std::string>(rules_.size()), std::vector<bool>(rules_.size(), true)};
    const Values values{view.texts, {}};
    for (const int i : relevanceOrder_) {
        const auto at = static_cast<std::size_t>(i);
        view.texts[at] = record.text(rules_[at].field.id);
        view.relevant[at] = allYes(rules_[at].relevance, values);
        if (!view.relevant[at]) view.texts[at].clear();
    }
    return view;
}

bool FileSchema::isRelevant(const std::string& field, const Record& record) const {
    const int index = indexOf(field);
    return index >= 0 && look(record).relevant[static_cast<std::size_t>(index)];
}

bool FileSchema::isRequired(const std::string& field, const Record& record) const {
    const int index = indexOf(field);
    if (index < 0) return false;
    const auto at = static_cast<std::size_t>(index);
    const auto view = look(record);
    if (!view.relevant[at]) return false;
    return rules_[at].alwaysRequired || anyYes(rules_[at].required, {view.texts, {}});
}

std::vector<CaptureNeed> FileSchema::captures(const Record& record, const CheckContext& context) const {
    const auto view = look(record);
    const Values values{view.texts, context.today};
    std::vector<CaptureNeed> out;
    for (const auto& rule : captures_) {
        if ((rule.when && !holds(rule.when, values)) || holds(rule.unless, values)) continue;
        auto need = rule.need;
        need.required = need.required || holds(rule.requiredWhen, values);
        out.push_back(std::move(need));
    }
    return out;
}

std::vector<std::string> FileSchema::procedureCodes() const {
    std::vector<std::string> out;
    for (const auto& one : codes_) out.push_back(one.code);
    return out;
}

std::string FileSchema::procedureCode(const Record& record) const {
    const auto view = look(record);
    for (const auto& one : codes_) {
        if (!one.when || holds(one.when, {view.texts, {}})) return one.code;
    }
    return {};
}

std::vector<Finding> FileSchema::check(const Record& record, const CheckContext& context) const {
    return Checker(*this, record, context).run();
}

Record startRecord(const Schema& schema) {
    Record out;
    for (const auto& field : schema.fields()) out.set(field.id, {field.defaultText, Origin::Default, true});
    return out;
}

Record relevantPart(const Schema& schema, const Record& record) {
    Record out = record;
    for (const auto& [id, value] : record.fields()) {
        if (schema.field(id) != nullptr && !schema.isRelevant(id, record)) out.set(id, {});
    }
    return out;
}

bool blocksSeal(const Finding& finding, const Record& record) {
    if (finding.level == Level::Error) return true;
    return finding.level == Level::Warning && record.reasons().count(finding.rule) == 0;
}

}  // namespace forms
