// Inside of this room: builds a FileSchema from its JSON. The parts are read in the order data, ui, rules,
// captures, because each may name fields of the ones before. Threads: one.
#pragma once

#include <memory>
#include <string>

#include "forms/file_schema.h"
#include "forms/json_reader.h"

namespace forms {

class SchemaReader {
public:
    // The first problem with its place is SchemaInvalid.
    static base::Result<SchemaPtr> read(const json::Value& root);

private:
    using Reader = json::Reader;

    SchemaReader() : schema_(std::make_shared<FileSchema>()) {}

    void readHeader(const Reader& root);
    // schema_parse.cpp: data and ui
    void readFields(const Reader& data, const Reader& ui);
    FieldRule fieldRule(const std::string& id, const Reader& ui, const Reader& data);
    void readData(FieldRule& rule, const Reader& data);
    void checkCodes(const FieldRule& rule, const std::vector<std::string>& codes, const Reader& where);
    void readRequired(const Reader& data);
    void readPages(const Reader& pages);
    // schema_rules.cpp: rules and captures
    void readRule(const Reader& rule);
    void readCheck(const Reader& rule);
    void readFieldConditions(const Reader& rule, const char* key);
    void readCapture(const Reader& capture);
    void readCode(const Reader& code);
    void orderRelevance(const Reader& rules);
    void checkPlaceholders(const LocalText& text, const Reader& where);
    Condition condition(const Reader& at);
    Condition comparison(const Reader& at);
    void namedCheck(Condition& out, const Reader& at);
    std::optional<Condition> conditionAt(const Reader& at, std::string_view key);
    void checkOptionCodes(const Condition& c, const Reader& where);
    int fieldIndex(const Reader& at);
    std::string key(const Reader& at);  // an id: small letters, digits, '_' and '.'

    std::shared_ptr<FileSchema> schema_;
    std::string problem_;
};

}  // namespace forms
