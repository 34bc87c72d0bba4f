#include "station/workflow/alike.h"

#include <algorithm>
#include <map>
#include <set>

#include "forms/field_ids.h"
#include "forms/partial_date.h"
#include "forms/person_name.h"
#include "station/workflow/index_data.h"

namespace station {
namespace {

constexpr char kPhone[] = "phone";
constexpr char kOtherName[] = "other_name";
constexpr std::size_t kMostTold = 8;  // a common name of one year has more namesakes than an officer can compare

struct Relative {
    const char *number, *name;
};
constexpr Relative kRelatives[] = {{"father_number", "father_name"},
                                   {"mother_number", "mother_name"},
                                   {"spouse_number", "spouse_name"},
                                   {"representative_number", "representative_name"}};

struct Person {
    std::string number;
    std::vector<std::string> names;  // folded
    std::optional<forms::PartialDate> birth;
    std::string birthText;
};

Person personOf(const forms::Record& record) {
    Person out;
    out.number = record.text(forms::field::kIdNumber);
    for (const char* field : {forms::field::kFullName, kOtherName}) {
        if (auto name = forms::nameKey(record.text(field)); !name.empty()) out.names.push_back(std::move(name));
    }
    out.birthText = record.text(forms::field::kBirthDate);
    if (auto date = forms::parseStoredDate(out.birthText)) out.birth = *date;
    return out;
}

class Hashes {
public:
    explicit Hashes(const vault::StationCipher& cipher) : cipher_(cipher) {}
    base::Bytes of(std::string_view kind, const std::string& a, const std::string& b = {}) const {
        const auto keyed = cipher_.keyedHash(kind, b.empty() ? a : a + "|" + b);
        return {keyed.begin(), keyed.end()};
    }
    base::Bytes number(const std::string& n) const { return of("id_number", n); }
    base::Bytes nameOfNumber(const std::string& n, const std::string& name) const { return of("number_name", n, name); }
    base::Bytes birthOfNumber(const std::string& n, const std::string& birth) const { return of("number_birth", n, birth); }
    base::Bytes yearOfNumber(const std::string& n, int year) const { return of("number_year", n, std::to_string(year)); }
    // Only where no more than the year, or month and year, is known: it contradicts no day of that year.
    base::Bytes partOfNumber(const std::string& n, int year) const { return of("number_part", n, std::to_string(year)); }
    base::Bytes nameAndBirth(const std::string& name, const std::string& birth) const { return of("name_birth", name, birth); }
    base::Bytes nameAndYear(const std::string& name, int year) const { return of("name_year", name, std::to_string(year)); }
    base::Bytes phone(const std::string& phone) const { return of("phone", phone); }
    base::Bytes relative(const std::string& n) const { return of("relative", n); }
    base::Bytes nameOfRelative(const std::string& n, const std::string& name) const { return of("relative_name", n, name); }

private:
    const vault::StationCipher& cipher_;
};

// The weightiest likeness comes first in the enumeration.
Likeness weightOf(const Alike& other) {
    Likeness weight = other.matches.front().how;
    for (const Match& match : other.matches) weight = std::min(weight, match.how);
    return weight;
}

// A reason is given for a rule, so each is told once, at its gravest.
void tellOnce(std::vector<forms::Finding>& all, forms::Finding found) {
    const auto same = std::find_if(all.begin(), all.end(), [&](const auto& f) { return f.rule == found.rule && f.field == found.field; });
    if (same == all.end()) all.push_back(std::move(found));
    else if (found.level == forms::Level::Error && same->level != forms::Level::Error) *same = std::move(found);
}

bool sameProcedure(const Alike& other, const forms::Schema& schema) { return other.row.schemaId == schema.id(); }

bool isOver(AppState state) { return state == AppState::Rejected || state == AppState::Discarded || state == AppState::Replaced; }

// Whether the officer can still put the other one right, here.
bool mayStillChange(const AppRow& row) { return row.state == AppState::Draft || row.canReopen; }

forms::LocalText about(const AppRow& row, const char* vi, const char* en) {
    const auto fill = [&](std::string text, const std::string& procedure) {
        for (const auto& [mark, value] : {std::pair<std::string, std::string>{"{name}", row.name}, {"{number}", row.idNumberMasked}, {"{procedure}", procedure}}) {
            for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at + value.size())) text.replace(at, mark.size(), value);
        }
        return text;
    };
    return {fill(vi, row.procedure.vi), fill(en, row.procedure.en)};
}

forms::Finding finding(forms::Level level, const std::string& field, const char* rule, forms::LocalText text) {
    return {level, field, rule, std::move(text), {}};
}

}  // namespace

std::vector<base::Bytes> alikeHashes(const forms::Record& record, const vault::StationCipher& cipher) {
    const Hashes hash(cipher);
    const Person person = personOf(record);
    std::vector<base::Bytes> out;
    if (!person.number.empty()) {
        out.push_back(hash.number(person.number));
        for (const auto& name : person.names) out.push_back(hash.nameOfNumber(person.number, name));
        if (person.birth) {
            out.push_back(hash.birthOfNumber(person.number, person.birthText));
            out.push_back(hash.yearOfNumber(person.number, person.birth->year));
            if (!person.birth->isFull()) out.push_back(hash.partOfNumber(person.number, person.birth->year));
        }
    }
    for (const auto& name : person.names) {
        if (!person.birth) break;
        out.push_back(hash.nameAndBirth(name, person.birthText));
        out.push_back(hash.nameAndYear(name, person.birth->year));
    }
    if (const auto phone = record.text(kPhone); !phone.empty()) out.push_back(hash.phone(phone));
    for (const Relative& relative : kRelatives) {
        const auto number = record.text(relative.number), name = forms::nameKey(record.text(relative.name));
        if (number.empty() || name.empty()) continue;
        out.push_back(hash.relative(number));
        out.push_back(hash.nameOfRelative(number, name));
    }
    return out;
}

AlikeSearch::AlikeSearch(const forms::Record& record, const vault::StationCipher& cipher, std::string ownId) : ownId_(std::move(ownId)) {
    const Hashes hash(cipher);
    const Person person = personOf(record);
    if (!person.number.empty()) {
        Question own{Likeness::SameNumber, forms::field::kIdNumber, hash.number(person.number), {}, {}, person.names};
        Question there{Likeness::OwnOfRelative, forms::field::kIdNumber, hash.relative(person.number), {}, {}, {}};
        for (const auto& name : person.names) {
            own.agreeName.push_back(hash.nameOfNumber(person.number, name));
            there.agreeName.push_back(hash.nameOfRelative(person.number, name));
        }
        if (person.birth) {
            own.agreeBirth = {hash.birthOfNumber(person.number, person.birthText), hash.partOfNumber(person.number, person.birth->year)};
            if (!person.birth->isFull()) own.agreeBirth.push_back(hash.yearOfNumber(person.number, person.birth->year));
        }
        questions_.push_back(std::move(own));
        if (!person.names.empty()) questions_.push_back(std::move(there));
    }
    for (const auto& name : person.names) {
        if (!person.birth) break;
        questions_.push_back({Likeness::SameNameAndBirth, forms::field::kFullName, hash.nameAndBirth(name, person.birthText), {}, {}, {}});
        questions_.push_back({Likeness::SameNameAndYear, forms::field::kFullName, hash.nameAndYear(name, person.birth->year), {}, {}, {}});
    }
    if (const auto phone = record.text(kPhone); !phone.empty()) questions_.push_back({Likeness::SamePhone, kPhone, hash.phone(phone), {}, {}, {}});
    for (const Relative& relative : kRelatives) {
        const auto number = record.text(relative.number), name = forms::nameKey(record.text(relative.name));
        if (number.empty() || name.empty()) continue;
        questions_.push_back({Likeness::RelativesOwn, relative.number, hash.number(number), {hash.nameOfNumber(number, name)}, {}, {name}});
    }
    for (const Question& question : questions_) {
        key_ += question.field + base::toHex(question.hash);
        for (const auto& also : question.agreeName) key_ += base::toHex(also);
        for (const auto& also : question.agreeBirth) key_ += base::toHex(also);
    }
}

std::vector<Alike> AlikeSearch::run(const store::StoreView& store, const vault::StationCipher& cipher) const {
    const auto idsWith = [&](const std::vector<base::Bytes>& hashes) {
        std::set<std::string> ids;
        for (const auto& hash : hashes) {
            const auto rows = store.findByHash(hash);
            if (!rows) continue;
            for (const auto& row : *rows) ids.insert(row.id);
        }
        return ids;
    };
    std::map<std::string, Alike> found;
    for (const Question& question : questions_) {
        const auto rows = store.findByHash(question.hash);
        if (!rows) continue;
        const auto named = idsWith(question.agreeName), born = idsWith(question.agreeBirth);
        for (const auto& item : *rows) {
            if (item.id == ownId_) continue;
            const auto data = openIndex(item.index, cipher, item.id);
            if (!data) continue;
            const bool ownNumber = question.how == Likeness::SameNumber || question.how == Likeness::RelativesOwn;
            const auto known = std::find(question.names.begin(), question.names.end(), forms::nameKey(data->name));
            Match match{question.how, question.field, true, true};
            if (!question.agreeName.empty()) match.nameAgrees = named.count(item.id) == 1 || (ownNumber && (data->name.empty() || known != question.names.end()));
            if (!question.agreeBirth.empty()) match.birthAgrees = !data->born || born.count(item.id) == 1;
            auto [entry, fresh] = found.try_emplace(item.id);
            if (fresh) entry->second.row = rowOf(item, *data);
            entry->second.matches.push_back(std::move(match));
        }
    }
    std::vector<Alike> out;
    for (auto& [id, alike] : found) out.push_back(std::move(alike));
    std::sort(out.begin(), out.end(), [](const Alike& a, const Alike& b) {
        const auto left = weightOf(a), right = weightOf(b);
        return left != right ? left < right : a.row.changedAt > b.row.changedAt;
    });
    if (out.size() > kMostTold) out.resize(kMostTold);
    return out;
}

std::vector<forms::Finding> findingsOf(const std::vector<Alike>& alike, const forms::Schema& schema, const forms::Record& record,
                                       const std::string& replaces) {
    std::vector<forms::Finding> all;
    for (const Alike& other : alike) {
        if (isOver(other.row.state) || (!replaces.empty() && other.row.packetId == replaces)) continue;
        const AppRow& row = other.row;
        if (const Match* same = other.find(Likeness::SameNumber)) {
            // An error while the other one can be put right here; what has left this machine is upstream's to decide.
            const auto level = mayStillChange(row) ? forms::Level::Error : forms::Level::Warning;
            if (!same->nameAgrees) {
                tellOnce(all, finding(level, same->field, "alike.number_name", about(row, "Số này trên máy đang đứng tên {name} ({procedure}): so hai hồ sơ rồi sửa bên sai.",
                                                                                    "On this machine this number is {name}'s ({procedure}): compare both and mend the wrong one.")));
            } else if (!same->birthAgrees) {
                tellOnce(all, finding(level, forms::field::kBirthDate, "alike.number_birth",
                                      about(row, "Hồ sơ khác cùng số ({procedure}) ghi ngày sinh khác: so hai hồ sơ rồi sửa bên sai.",
                                            "Another application with this number ({procedure}) has another date of birth: compare both and mend the wrong one.")));
            } else if (sameProcedure(other, schema)) {
                tellOnce(all, finding(forms::Level::Warning, same->field, "alike.number_again",
                                      about(row, "Người này đã có hồ sơ «{procedure}» trên máy: mở hồ sơ đó, hoặc nêu lý do lập thêm.",
                                            "This person already has an application \"{procedure}\" on this machine: open it, or say why another one is made.")));
            }
            continue;
        }
        if (const Match* person = other.find(Likeness::SameNameAndBirth)) {
            tellOnce(all, finding(forms::Level::Warning, person->field, "alike.other_number",
                                  about(row, "Cùng họ tên và ngày sinh nhưng số khác ({number}, {procedure}): kiểm tra có phải một người.",
                                        "Same name and date of birth with another number ({number}, {procedure}): see whether it is one person.")));
        } else if (const Match* like = other.find(Likeness::SameNameAndYear)) {
            tellOnce(all, finding(forms::Level::Info, like->field, "alike.person", about(row, "Gần giống {name}, cùng năm sinh ({number}, {procedure}).",
                                                                                         "Much like {name}, born in the same year ({number}, {procedure}).")));
        } else if (const Match* phone = other.find(Likeness::SamePhone)) {
            // A number of one's own is asked for where the procedure cannot do without.
            const auto level = schema.isRequired(kPhone, record) ? forms::Level::Warning : forms::Level::Info;
            tellOnce(all, finding(level, phone->field, "alike.phone", about(row, "Số điện thoại này đã dùng cho {name} ({procedure}): hỏi lại SIM đứng tên ai.",
                                                                                 "This phone number was given for {name} ({procedure}): ask again whose SIM it is.")));
        }
        for (const Match& match : other.matches) {
            if (match.nameAgrees) continue;
            if (match.how == Likeness::RelativesOwn) {
                tellOnce(all, finding(forms::Level::Warning, match.field, "alike.relative_name",
                                      about(row, "Số này trên máy là của {name}: xem có nhầm số giữa người thân.",
                                            "On this machine this number is {name}'s: see whether numbers of relatives were swapped.")));
            } else if (match.how == Likeness::OwnOfRelative) {
                tellOnce(all, finding(forms::Level::Warning, match.field, "alike.as_relative",
                                      about(row, "Hồ sơ của {name} ghi số này cho một người thân tên khác: xem có nhầm số.",
                                            "{name}'s application gives this number to a relative of another name: see whether numbers were swapped.")));
            }
        }
    }
    return all;
}

}  // namespace station
