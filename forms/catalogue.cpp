#include "forms/catalogue.h"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "base/text.h"
#include "forms/person_name.h"

namespace forms {
namespace {

constexpr int kNoMatch = 100;

std::string initialsOf(const std::string& key) {
    std::string out;
    for (const auto word : base::split(key, ' ')) {
        if (!word.empty()) out.push_back(word[0]);
    }
    return out;
}

std::string wordsOf(const CatalogueEntry& entry) {
    std::string text = entry.label;
    for (const auto& alias : entry.aliases) text += " " + alias;
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c == ',' || c == '(' || c == ')'; }, ' ');
    return " " + nameKey(text);
}

std::vector<CatalogueEntry> sorted(std::vector<CatalogueEntry> entries) {
    std::vector<std::pair<std::string, std::size_t>> order;
    for (const auto& e : entries)
        order.emplace_back(base::collationKey(e.name) + '\0' + e.code, order.size());
    std::sort(order.begin(), order.end());
    std::vector<CatalogueEntry> out;
    out.reserve(entries.size());
    for (const auto& [key, at] : order) out.push_back(std::move(entries[at]));
    return out;
}

}  // namespace

struct Catalogue::Query {
    std::string key;                 // without marks
    std::string lower;               // with marks
    std::vector<std::string> words;  // each with a blank before it

    explicit Query(std::string_view typed)
        : lower(base::toLower(base::squeeze(base::toNfc(typed).value_or("")))) {
        std::string plain = lower;
        std::replace(plain.begin(), plain.end(), ',', ' ');
        key = nameKey(plain);
        for (const auto word : base::split(key, ' ')) {
            if (!word.empty()) words.push_back(" " + std::string(word));
        }
    }
};

Catalogue::Catalogue(std::vector<CatalogueEntry> entries) : entries_(sorted(std::move(entries))) {
    keys_.reserve(entries_.size());
    for (const auto& e : entries_) {
        byCode_[e.code] = keys_.size();
        const auto key = nameKey(e.name);
        Keys keys{key, base::toLower(e.name), initialsOf(key), wordsOf(e), {}};
        for (const auto& alias : e.aliases) keys.aliases.push_back(nameKey(alias));
        keys_.push_back(std::move(keys));
    }
}

const CatalogueEntry* Catalogue::find(std::string_view code) const {
    const auto at = byCode_.find(code);
    return at == byCode_.end() ? nullptr : &entries_[at->second];
}

// The lower the better: the code, the name, its beginning, another name, words in any order, initials, a
// part.
int Catalogue::rank(const Query& q, const CatalogueEntry& entry, const Keys& keys) {
    if (entry.shortCode == q.key || entry.code == q.key) return 0;
    if (keys.name == q.key) return 1;
    if (keys.name.starts_with(q.key)) return 2;
    for (const auto& alias : keys.aliases) {
        if (alias.starts_with(q.key)) return alias == q.key ? 1 : 3;
    }
    const bool everyWord = std::all_of(q.words.begin(), q.words.end(), [&](const std::string& word) {
        return keys.words.find(word) != std::string::npos;
    });
    if (everyWord) return (" " + keys.name).find(q.words.front()) != std::string::npos ? 4 : 5;
    if (q.key.size() >= 2 && keys.initials.starts_with(q.key)) return 6;
    if (entry.shortCode.starts_with(q.key)) return 7;
    return q.key.size() >= 2 && keys.name.find(q.key) != std::string::npos ? 8 : kNoMatch;
}

std::vector<const CatalogueEntry*> Catalogue::search(std::string_view typed, std::size_t limit,
                                                     std::string_view within) const {
    const Query query(typed);
    const bool marked = query.lower != query.key;
    // rank, whether the marks typed are others, how much longer, alphabetical place
    using Hit = std::tuple<int, bool, std::size_t, std::size_t>;
    std::vector<Hit> hits;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        if (!within.empty() && entries_[i].parent != within) continue;
        const int r = query.key.empty() ? 0 : rank(query, entries_[i], keys_[i]);
        if (r == kNoMatch) continue;
        const bool otherMarks = marked && keys_[i].lower.find(query.lower) == std::string::npos;
        hits.emplace_back(r, otherMarks, query.key.empty() ? 0 : keys_[i].name.size(), i);
    }
    const auto count = std::min(limit, hits.size());
    std::partial_sort(hits.begin(), hits.begin() + static_cast<std::ptrdiff_t>(count), hits.end());
    std::vector<const CatalogueEntry*> out;
    for (std::size_t i = 0; i < count; ++i) out.push_back(&entries_[std::get<3>(hits[i])]);
    return out;
}

}  // namespace forms
