#include <algorithm>
#include <array>
#include <set>

#include "base/text.h"
#include "forms/partial_date.h"
#include "forms/schema_parts.h"
#include "forms/schema_reader.h"

namespace forms {
namespace {

constexpr std::size_t kMaxSchema = 1u << 20;
constexpr std::size_t kMaxFields = 300;
constexpr int kGrid = 6;
constexpr int kMaxText = 2000;  // code points of one value

struct WidgetInfo {
    Widget widget;
    std::string_view name;
    int maxLength;  // code points, when the file names none
};

constexpr std::array<WidgetInfo, 11> kWidgets{{
    {Widget::Text, "text", 200},
    {Widget::Name, "name", 128},
    {Widget::IdNumber, "id_number", 12},
    {Widget::Cmnd9, "cmnd9", 9},
    {Widget::Date, "date", 10},
    {Widget::Choice, "choice", 64},
    {Widget::MultiChoice, "multi_choice", 1000},
    {Widget::Phone, "phone", 10},
    {Widget::Email, "email", 100},
    {Widget::Address, "address", 300},
    {Widget::Note, "note", 1000},
}};

const WidgetInfo* widgetNamed(std::string_view name) {
    for (const auto& w : kWidgets) {
        if (w.name == name) return &w;
    }
    return nullptr;
}

bool isChoice(const Field& field) {
    return field.widget == Widget::Choice || field.widget == Widget::MultiChoice;
}

std::vector<Option> optionsAt(const json::Reader& list) {
    std::vector<Option> out;
    for (const auto& item : list.items()) {
        item.allow({"code", "label", "aliases"});
        Option option{item.at("code").text(), item.at("label").localText(), item.textsOr("aliases")};
        if (option.code.find('|') != std::string::npos) item.refuse("a code must not contain '|'");
        for (const auto& other : out) {
            if (other.code == option.code) item.refuse("code '" + option.code + "' twice");
        }
        out.push_back(std::move(option));
    }
    if (out.empty()) list.refuse("no options");
    return out;
}

void checkOrder(const json::Reader& data, const char* least, const char* most, int top) {
    if (data.integerOr(least, 0, 0, top) > data.integerOr(most, top, 1, top))
        data.refuse(std::string(least) + " is above " + most);
}

void readUi(FieldRule& rule, const json::Reader& ui) {
    ui.allow({"label", "hint", "widget", "columns", "options", "catalogue", "partial_date", "two_digit_year",
              "carry_over", "mend"});
    Field& f = rule.field;
    f.label = ui.at("label").localText();
    f.hint = ui.localTextOr("hint");
    rule.mend = ui.localTextOr("mend");
    const auto* widget = widgetNamed(ui.at("widget").text());
    if (widget == nullptr) {
        ui.at("widget").refuse("no such widget");
        return;
    }
    f.widget = widget->widget;
    f.maxLength = widget->maxLength;
    f.columns = ui.integerOr("columns", f.columns, 1, kGrid);
    f.carryOver = ui.flagOr("carry_over", false);
    if (ui.has("options")) f.options = optionsAt(ui.at("options"));
    f.catalogue = ui.textOr("catalogue", "");
    if (isChoice(f) && f.options.empty() == f.catalogue.empty())
        ui.refuse("a choice needs options or a catalogue");
    if (!isChoice(f) && !f.options.empty()) ui.refuse("only choices have options");
    f.partialDate = ui.flagOr("partial_date", false);
    const auto year = ui.textOr("two_digit_year", "past");
    if (year != "past" && year != "future") ui.at("two_digit_year").refuse("'past' or 'future' expected");
    rule.twoDigitYear = year == "future" ? TwoDigitYear::Future : TwoDigitYear::Past;
    const bool dateWords = ui.has("partial_date") || ui.has("two_digit_year");
    if (dateWords && f.widget != Widget::Date) ui.refuse("partial_date and two_digit_year belong to dates");
}

}  // namespace

base::Result<SchemaPtr> Schema::parse(std::string_view text) {
    return parse(text, SchemaParts());
}

base::Result<SchemaPtr> Schema::parse(std::string_view text, const SchemaParts& parts) {
    const auto root = json::parse(text, kMaxSchema);
    if (!root) return base::fail(base::Code::SchemaInvalid, root.error().detail);
    const auto whole = parts.complete(*root);
    if (!whole) return base::Failure(whole.error());
    return SchemaReader::read(*whole);
}

base::Result<SchemaPtr> SchemaReader::read(const json::Value& value) {
    SchemaReader reader;
    const Reader root(value, "", reader.problem_);
    root.allow({"format", "id", "version", "title", "valid_from", "valid_to", "menu_order", "group", "capabilities",
                "procedure_codes", "sources", "data", "ui", "rules", "captures"});
    reader.readHeader(root);
    const Reader ui = root.at("ui");
    ui.allow({"fields", "pages"});
    reader.readFields(root.at("data"), ui.at("fields"));
    reader.readPages(ui.at("pages"));
    const Reader rules = root.at("rules");
    for (const auto& rule : rules.items()) reader.readRule(rule);
    reader.orderRelevance(rules);
    for (const auto& capture : root.at("captures").items()) reader.readCapture(capture);
    if (root.has("procedure_codes")) {
        for (const auto& code : root.at("procedure_codes").items()) reader.readCode(code);
    }
    if (!reader.problem_.empty()) return base::fail(base::Code::SchemaInvalid, reader.problem_);
    for (const auto& rule : reader.schema_->rules_) reader.schema_->fields_.push_back(rule.field);
    return SchemaPtr(reader.schema_);
}

void SchemaReader::readHeader(const Reader& root) {
    if (root.at("format").integer(1, 1000) != 1) root.at("format").refuse("only format 1 is supported");
    auto& s = *schema_;
    s.id_ = root.at("id").text();
    s.version_ = root.at("version").text();
    s.title_ = root.at("title").localText();
    s.validFrom_ = root.at("valid_from").day();
    if (root.has("valid_to")) s.validTo_ = root.at("valid_to").day();
    if (s.validTo_ && *s.validTo_ < s.validFrom_) root.at("valid_to").refuse("before valid_from");
    s.menuOrder_ = root.integerOr("menu_order", 0, 0, 10000);
    s.group_ = root.localTextOr("group");
    s.capabilities_ = root.textsOr("capabilities");
    root.textsOr("sources");  // for people; checked to be texts
}

std::string SchemaReader::key(const Reader& at) {
    auto text = at.text();
    const bool good = text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
                          return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
                      });
    if (!good) at.refuse("an id has small letters, digits, '_' and '.' only");
    return text;
}

void SchemaReader::readFields(const Reader& data, const Reader& ui) {
    data.allow({"$schema", "$comment", "type", "properties", "required", "additionalProperties"});
    if (data.at("type").text() != "object") data.at("type").refuse("'object' expected");
    if (data.at("additionalProperties").flag()) data.at("additionalProperties").refuse("must be false");
    const Reader properties = data.at("properties");
    for (const auto& [id, at] : ui.members()) {
        if (!properties.has(id)) at.refuse("not in data.properties");
        if (schema_->rules_.size() >= kMaxFields) at.refuse("too many fields");
        if (!problem_.empty()) return;
        schema_->index_[id] = static_cast<int>(schema_->rules_.size());
        schema_->rules_.push_back(fieldRule(id, at, properties.at(id)));
    }
    for (const auto& [id, at] : properties.members()) {
        if (!ui.has(id)) at.refuse("not in ui.fields");
    }
    readRequired(data);
    schema_->data_ = JsonSchema::read(data);
}

FieldRule SchemaReader::fieldRule(const std::string& id, const Reader& ui, const Reader& data) {
    FieldRule rule;
    rule.field.id = id;
    const bool plain = !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
    if (!plain) ui.refuse("a field id has small letters, digits and '_' only");
    readUi(rule, ui);
    readData(rule, data);
    return rule;
}

// A stored value is a text or a list of codes, so its property is one of two shapes. What the keywords ask of
// it is JsonSchema's business.
void SchemaReader::readData(FieldRule& rule, const Reader& data) {
    if (rule.field.widget == Widget::MultiChoice) {
        data.allow({"$comment", "type", "items", "uniqueItems", "minItems", "maxItems"});
        if (data.at("type").text() != "array") data.at("type").refuse("'array' expected for several choices");
        const Reader items = data.at("items");
        items.allow({"type", "enum"});
        if (items.at("type").text() != "string") items.refuse("items must be strings");
        if (!data.at("uniqueItems").flag()) data.at("uniqueItems").refuse("must be true");
        checkCodes(rule, items.textsOr("enum"), items);
        checkOrder(data, "minItems", "maxItems", 100);
        return;
    }
    data.allow({"$comment", "type", "minLength", "maxLength", "pattern", "enum", "default"});
    if (data.at("type").text() != "string") data.at("type").refuse("'string' expected");
    checkCodes(rule, data.textsOr("enum"), data);
    checkOrder(data, "minLength", "maxLength", kMaxText);
    rule.field.maxLength = data.integerOr("maxLength", rule.field.maxLength, 1, kMaxText);
    rule.field.defaultText = data.textOr("default", "");
    if (rule.field.defaultText.empty() || !problem_.empty()) return;
    const bool fits = JsonSchema::read(data).check(data.at("default").value()).empty();
    if (!fits) data.at("default").refuse("does not fit its own field");
}

// Labels stand in ui, codes also in data so that the data part can be used alone: both must name the same.
void SchemaReader::checkCodes(const FieldRule& rule, const std::vector<std::string>& codes,
                              const Reader& where) {
    std::vector<std::string> labeled;
    for (const auto& option : rule.field.options) labeled.push_back(option.code);
    if (labeled != codes) where.refuse("enum and the options of ui.fields differ");
}

void SchemaReader::readRequired(const Reader& data) {
    if (!data.has("required")) return;
    for (const auto& item : data.at("required").items()) {
        const int index = fieldIndex(item);
        if (index >= 0) schema_->rules_[static_cast<std::size_t>(index)].alwaysRequired = true;
    }
}

int SchemaReader::fieldIndex(const Reader& at) {
    const auto id = at.text();
    const int index = schema_->indexOf(id);
    if (index < 0) at.refuse("no field '" + id + "'");
    return index;
}

void SchemaReader::readPages(const Reader& pages) {
    std::set<std::string> placed, pageIds;
    for (const auto& pageAt : pages.items()) {
        pageAt.allow({"id", "title", "sections"});
        Page page{key(pageAt.at("id")), pageAt.at("title").localText(), {}};
        if (!pageIds.insert(page.id).second) pageAt.refuse("page '" + page.id + "' twice");
        for (const auto& sectionAt : pageAt.at("sections").items()) {
            sectionAt.allow({"title", "fields"});
            Section section{sectionAt.localTextOr("title"), {}};
            for (const auto& fieldAt : sectionAt.at("fields").items()) {
                const int index = fieldIndex(fieldAt);
                if (index < 0) continue;
                section.fields.push_back(schema_->rules_[static_cast<std::size_t>(index)].field.id);
                if (!placed.insert(section.fields.back()).second) fieldAt.refuse("stands on a page already");
            }
            page.sections.push_back(std::move(section));
        }
        schema_->pages_.push_back(std::move(page));
    }
    for (const auto& rule : schema_->rules_) {
        if (placed.count(rule.field.id) == 0) pages.refuse("field '" + rule.field.id + "' stands on no page");
    }
}

}  // namespace forms
