#include "tests/station/ui/atspi/lexicon.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <regex>

#include "base/text.h"
#include "forms/catalogue.h"
#include "station/workflow/self_check.h"
#include "tests/station/ui/support/po.h"

namespace fs = std::filesystem;
using nlohmann::json;

namespace uitest {
namespace {

constexpr int kDeepest = 12;

const char* const kSeparators[] = {"✕ ", "▲ ", "• ", " ✓", " ?", " *", ", ", ": ", " · ", "; ", ". ", " (", ")", "|", "…", "...", ":", ".", "?", "\""};

// Keys, units and signs are the same in every language; a path or an address is data.
bool isPlain(const std::string& text) {
    static const std::regex kNumber("[0-9][0-9.,:/]*(h|%| %| kB| MB| GB)?|[0-9]{3}\\.\\.\\.[0-9]{4}|[0-9A-F]{4} [0-9A-F]{4}|[0-9]+([A-Z][0-9]*)*");
    static const std::regex kKey("(Ctrl\\+)?(F[0-9]{1,2}|[A-Z]|Enter|Esc|Del)");
    static const std::regex kUnit("kB|MB|GB|QR|MRZ|PDF|[*?✓✕▲•–%-]|✓|✕|▲|•|–");
    static const std::regex kPlace("(https?:/)?/[^ ]+");
    return std::regex_match(text, kNumber) || std::regex_match(text, kKey) || std::regex_match(text, kUnit) ||
           std::regex_match(text, kPlace);
}

std::string unescaped(std::string text) {
    for (const auto& [from, to] : {std::pair{"\\\"", "\""}, std::pair{"\\n", " "}}) {
        for (auto at = text.find(from); at != std::string::npos; at = text.find(from)) text.replace(at, 2, to);
    }
    return text;
}

// Every {"vi": ..., "en": ...} of a schema, and the texts with {placeholders} in it.
void eachText(const json& node, const char* language, const std::function<void(const std::string&)>& take) {
    if (node.is_object()) {
        if (node.contains("vi") && node["vi"].is_string()) {
            take(node.contains(language) ? node[language].get<std::string>() : node["vi"].get<std::string>());
            return;
        }
        for (const auto& [key, value] : node.items()) eachText(value, language, take);
    } else if (node.is_array()) {
        for (const auto& value : node) eachText(value, language, take);
    }
}

}  // namespace

Lexicon::Lexicon(station::Language language) {
    const auto catalogues = forms::Catalogues::load(fs::path(ENROLL_SOURCE_FOLDER) / "forms/data").value();
    const bool english = language == station::Language::English;
    for (const auto& entry : readPo(fs::path(ENROLL_SOURCE_FOLDER) / "station/locale/vi.po")) {
        if (!entry.id.empty() && !entry.obsolete) addSentence(unescaped(english ? entry.id : entry.text));
    }
    addForms(language);
    for (const char* name : {"provinces", "provinces_old", "communes", "ethnic", "religions"}) {
        const forms::Catalogue* catalogue = catalogues.find(name);
        REQUIRE(catalogue != nullptr);
        for (const auto& entry : catalogue->entries()) {
            words_.insert(base::toLower(entry.label));
            words_.insert(base::toLower(entry.name));
        }
    }
    for (const auto& fact : station::everyFact()) {  // said in both languages by one table
        addSentence(english ? fact.text.en : fact.text.vi);
        addSentence(english ? fact.remedy.en : fact.remedy.vi);
    }
    for (const char* name : {"Tiếng Việt", "English"}) words_.insert(base::toLower(name));  // each in its own tongue
}

void Lexicon::addForms(station::Language language) {
    for (const char* folder : {"forms/schemas", "forms/data", "forms/documents"}) {
        for (const auto& entry : fs::directory_iterator(fs::path(ENROLL_SOURCE_FOLDER) / folder)) {
            if (entry.path().extension() != ".json") continue;
            std::ifstream in(entry.path());
            const json file = json::parse(in);
            eachText(file, language == station::Language::English ? "en" : "vi", [this](const std::string& text) { addSentence(text); });
            if (file.is_object()) addSentence(file.value("symbol", ""));  // of a printed document
        }
    }
}

void Lexicon::addData(const std::string& text) {
    const std::string kept = base::toLower(base::squeeze(text));
    if (!kept.empty() && words_.insert(kept).second) asked_.clear();
}

void Lexicon::addSentence(const std::string& text) {
    static const std::regex kPlaceholder("%%|%(?:[0-9]+\\$)?[0-9.]*(?:ll|l)?[a-zA-Z]|\\{[a-z_]+\\}");
    const std::string folded = base::toLower(base::squeeze(text));
    Template form;
    std::string part;
    auto from = folded.cbegin();
    for (std::sregex_iterator it(folded.begin(), folded.end(), kPlaceholder), end; it != end; ++it) {
        part.append(from, (*it)[0].first);
        from = (*it)[0].second;
        if (it->str() == "%%") {
            part += '%';
            continue;
        }
        form.parts.push_back(std::exchange(part, {}));
    }
    part.append(from, folded.cend());
    if (form.parts.empty()) {
        words_.insert(part);
        return;
    }
    form.parts.push_back(part);
    templates_.push_back(std::move(form));
}

bool Lexicon::knows(const std::string& sentence) { return find(base::squeeze(sentence), 0); }

bool Lexicon::find(const std::string& text, int depth) {
    const std::string said(base::trim(text));
    if (said.empty() || isPlain(said)) return true;
    if (depth > kDeepest) return false;
    const std::string key = base::toLower(said);
    if (const auto known = asked_.find(key); known != asked_.end()) return known->second;
    asked_[key] = false;  // while it is being looked at: no sentence explains itself
    bool known = words_.count(key) == 1;
    for (auto form = templates_.begin(); !known && form != templates_.end(); ++form) {
        const std::string& head = form->parts.front();
        if (key.rfind(head, 0) == 0) known = fits(*form, 1, said.substr(head.size()), depth + 1);
    }
    const auto afterDigits = said.find_first_not_of("0123456789");  // a figure with its word: "83 good"
    if (!known && afterDigits > 0 && afterDigits != std::string::npos && said[afterDigits] == ' ') known = find(said.substr(afterDigits), depth + 1);
    for (const char* separator : kSeparators) {
        const std::size_t length = std::char_traits<char>::length(separator);
        for (auto at = said.find(separator); !known && at != std::string::npos; at = said.find(separator, at + 1)) {
            if (at == 0 && said.size() == length) break;
            known = find(said.substr(0, at), depth + 1) && find(said.substr(at + length), depth + 1);
        }
    }
    return asked_[key] = known;
}

// The rest after a placeholder's beginning: every place where the template's next words stand is tried.
bool Lexicon::fits(const Template& form, std::size_t part, const std::string& rest, int depth) {
    const std::string& next = form.parts[part];
    const bool last = part + 1 == form.parts.size();
    const std::string lower = base::toLower(rest);
    if (last) {
        if (lower.size() < next.size() || lower.compare(lower.size() - next.size(), next.size(), next) != 0) return false;
        const std::string value = rest.substr(0, rest.size() - next.size());
        return !value.empty() && find(value, depth);
    }
    for (auto at = lower.find(next, 1); at != std::string::npos; at = lower.find(next, at + 1)) {
        if (find(rest.substr(0, at), depth) && fits(form, part + 1, rest.substr(at + next.size()), depth)) return true;
    }
    return false;
}

}  // namespace uitest
