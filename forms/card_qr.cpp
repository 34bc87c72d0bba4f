#include "forms/card_qr.h"

#include <algorithm>

#include "base/text.h"
#include "forms/digits.h"
#include "forms/id_number.h"
#include "forms/partial_date.h"
#include "forms/person_name.h"

namespace forms {
namespace {

using base::Code;
using base::fail;

constexpr std::size_t kMaxLength = 2048;
constexpr std::size_t kKnownFields = 7;

// ddmmyyyy with 00 for what is unknown.
base::Result<PartialDate> dateOf(std::string_view text) {
    if (text.size() != 8 || !isDigits(text)) return fail(Code::BadInput, "QR: a date is not ddmmyyyy");
    const std::string t(text);
    const auto reading = readTypedDate(t.substr(0, 2) + "/" + t.substr(2, 2) + "/" + t.substr(4),
                                       DateParts::PartialAllowed, TwoDigitYear::Past, {});
    if (!reading.date) return fail(Code::BadInput, "QR: a date does not exist");
    return *reading.date;
}

std::string compactDate(const std::string& stored) {
    const auto date = parseStoredDate(stored);
    if (!date) return {};
    auto text = base::formatDay({date->year, date->month, date->day});
    std::erase(text, '/');
    return text;
}

// Signs that never stand in an address are what a wrong code page leaves: ã» Æ° Ä‘ ? ¸ µ and the like.
bool isAddressSign(char32_t c) {
    constexpr std::u32string_view kPunctuation = U" ,.-/'()&+:;\"’–№#";
    return isNameLetter(c) || (c >= U'0' && c <= U'9') || kPunctuation.find(c) != std::u32string_view::npos;
}

bool isDamagedName(std::string_view name) {
    return strangeSignInName(normalizeName(name)).has_value();
}

bool isDamagedAddress(std::string_view address) {
    const auto points = base::codePoints(address);
    return !std::all_of(points.begin(), points.end(), isAddressSign);
}

// "Nam" and "Nữ" exactly, in either case; anything else that starts with N is a damaged "Nữ".
base::Result<Sex> sexOf(std::string_view text) {
    const auto lower = base::toLower(text);
    if (lower == "nam") return Sex::Male;
    if (lower == "nữ") return Sex::Female;
    if (lower.starts_with('n')) return fail(Code::Corrupt, "QR: the sex field is damaged");
    return fail(Code::BadInput, "QR: the sex field is neither of the two");
}

ExtraField extraOf(std::size_t index, const std::string& text) {
    ExtraField extra{static_cast<int>(index), text, ExtraKind::Unknown};
    if (isDigits(text) && text.size() == 12) extra.kind = ExtraKind::CancelledNumber;
    if (isDigits(text) && text.size() == 9) extra.kind = ExtraKind::Cmnd9;
    if (!text.empty() && !strangeSignInName(normalizeName(text))) extra.kind = ExtraKind::Name;
    return extra;
}

base::Result<CardReading> readFields(const std::vector<std::string>& f) {
    CardReading out;
    out.idNumber = f[0];
    if (!f[1].empty() && (f[1].size() != 9 || !isDigits(f[1]))) {
        return fail(Code::BadInput, "QR: the second field is not a number of nine digits");
    }
    out.cmnd9 = f[1];
    if (f[2].empty()) return fail(Code::BadInput, "QR: no name");
    if (isDamagedName(f[2]) || isDamagedAddress(f[5])) return fail(Code::Corrupt, "QR: letters are damaged");
    out.fullName = normalizeName(f[2]);
    const auto sex = sexOf(f[4]);
    if (!sex) return base::Failure(sex.error());
    out.sex = sexCode(*sex);
    const auto birth = dateOf(f[3]);
    const auto issued = dateOf(f[6]);
    if (!birth) return base::Failure(birth.error());
    if (!issued) return base::Failure(issued.error());
    if (!issued->isFull()) return fail(Code::BadInput, "QR: the date of issue is not a full date");
    out.birthDate = birth->text();
    out.issueDate = issued->text();
    out.address = f[5];
    return out;
}

}  // namespace

base::Result<CardReading> parseCardQr(std::string_view text) {
    if (text.size() > kMaxLength) return fail(Code::TooLarge, "QR: longer than any card's");
    const auto parts = base::split(base::trim(text), '|');
    if (parts.size() < kKnownFields || !isDigits(base::trim(parts[0])) || base::trim(parts[0]).size() != 12) {
        return fail(Code::BadInput, "QR: not the code of an identity card");
    }
    std::vector<std::string> fields;
    for (const auto part : parts) {
        const auto composed = base::toNfc(part);
        if (!composed) return fail(Code::Corrupt, "QR: letters are not UTF-8");
        fields.push_back(base::squeeze(*composed));
    }
    auto out = readFields(fields);
    if (!out) return out;
    for (std::size_t i = kKnownFields; i < fields.size(); ++i) {
        if (fields[i].empty()) continue;
        out->extras.push_back(extraOf(i, fields[i]));
        if (out->extras.back().kind == ExtraKind::Cmnd9 && out->cmnd9.empty()) out->cmnd9 = fields[i];
    }
    return out;
}

std::string writeCardQr(const CardReading& r) {
    const std::string sex = r.sex == "M" ? "Nam" : "Nữ";
    std::string out = r.idNumber + "|" + r.cmnd9 + "|" + r.fullName + "|" + compactDate(r.birthDate) + "|" +
                      sex + "|" + r.address + "|" + compactDate(r.issueDate);
    int next = static_cast<int>(kKnownFields);
    for (const auto& extra : r.extras) {
        for (; next <= extra.index; ++next) out += '|';
        out += extra.text;
    }
    return out;
}

}  // namespace forms
