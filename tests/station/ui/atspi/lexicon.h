// What may stand on a screen: words of vi.po (or their msgids, in English), texts of the form schemas, names of the
// catalogues, numbers, dates, keys, and data that a test declares. A sentence is known when it is one of these, or is put
// together of them: with separators between, or in the places of a %s. Whatever else shows was forgotten to be
// translated, or said by a library.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "station/workflow/preferences.h"

namespace uitest {

class Lexicon {
public:
    explicit Lexicon(station::Language language);

    void addData(const std::string& text);  // the citizen's own values, names of people and units
    bool knows(const std::string& sentence);

private:
    struct Template {
        std::vector<std::string> parts;  // what stands between the placeholders
    };
    void addSentence(const std::string& text);
    void addForms(station::Language language);
    bool find(const std::string& text, int depth);
    bool fits(const Template& form, std::size_t part, const std::string& rest, int depth);

    std::set<std::string> words_;  // small letters
    std::vector<Template> templates_;
    std::map<std::string, bool> asked_;
};

}  // namespace uitest
