#include "forms/mrz.h"

#include <cstdio>

#include "base/text.h"
#include "forms/card_term.h"
#include "forms/id_number.h"
#include "forms/partial_date.h"
#include "forms/person_name.h"

namespace forms {
namespace {

using base::Code;
using base::fail;

constexpr std::size_t kLine = 30;
constexpr std::string_view kNoEnd = "991231";

// What each position of the first two lines may hold: d digit, c check digit, l letter, s sex, < filler.
constexpr std::string_view kShape1 = "llllldddddddddcdddddddddddd<<c";
constexpr std::string_view kShape2 = "ddddddcsddddddclll<<<<<<<<<<<c";
static_assert(kShape1.size() == kLine && kShape2.size() == kLine);

int valueOf(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'A' && c <= 'Z') return c - 'A' + 10;
    return 0;
}

char checkDigit(std::string_view text) {
    constexpr std::array<int, 3> kWeights{7, 3, 1};
    int sum = 0;
    for (std::size_t i = 0; i < text.size(); ++i) sum += valueOf(text[i]) * kWeights[i % 3];
    return static_cast<char>('0' + sum % 10);
}

// The sign that the position allows and that looks like the one read; the sign itself when there is none.
char repaired(char read, char shape) {
    constexpr std::string_view kLetters = "OIBS";
    constexpr std::string_view kDigits = "0185";
    if (shape == 'd' || shape == 'c') {
        const auto at = kLetters.find(read);
        return at == std::string_view::npos ? read : kDigits[at];
    }
    if (shape == 'l') {
        const auto at = kDigits.find(read);
        return at == std::string_view::npos ? read : kLetters[at];
    }
    return shape == '<' && read == 'K' ? '<' : read;
}

bool fits(char c, char shape) {
    switch (shape) {
        case 'd':
        case 'c':
            return c >= '0' && c <= '9';
        case 'l':
            return c >= 'A' && c <= 'Z';
        case 's':
            return c == 'M' || c == 'F';
        default:
            return c == '<';
    }
}

// Repairs a line in place; false when a sign fits its position neither way.
bool repairLine(std::string& line, std::string_view shape, int& repairs) {
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char better = repaired(line[i], shape[i]);
        if (better != line[i]) ++repairs;
        line[i] = better;
        if (!fits(better, shape[i])) return false;
    }
    return true;
}

base::Result<std::array<std::string, 3>> linesOf(std::string_view text) {
    if (text.size() > 1024) return fail(Code::BadInput, "MRZ: too long");
    std::string signs;
    for (const char c : text) {
        if (c == ' ' || c == '\t' || c == '\r' || c == '\n') continue;
        const char upper = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
        const bool allowed = (upper >= 'A' && upper <= 'Z') || (upper >= '0' && upper <= '9') || upper == '<';
        if (!allowed) return fail(Code::BadInput, "MRZ: a sign that no zone has");
        signs.push_back(upper);
    }
    if (signs.size() != 3 * kLine) return fail(Code::BadInput, "MRZ: not three lines of 30");
    return std::array{signs.substr(0, kLine), signs.substr(kLine, kLine), signs.substr(2 * kLine)};
}

std::string_view failedCheck(const std::string& l1, const std::string& l2) {
    if (checkDigit(l1.substr(5, 9)) != l1[14]) return "document number";
    if (checkDigit(l1.substr(15, 14)) != l1[29]) return "personal number";
    if (checkDigit(l2.substr(0, 6)) != l2[6]) return "date of birth";
    if (checkDigit(l2.substr(8, 6)) != l2[14]) return "date of expiry";
    const auto composite = l1.substr(5, 25) + l2.substr(0, 7) + l2.substr(8, 7) + l2.substr(18, 11);
    return checkDigit(composite) != l2[29] ? "the whole" : "";
}

// NGUYEN<<VAN<A -> NGUYEN VAN A. No check digit covers the name, so nothing is repaired in it.
base::Result<std::string> nameOf(const std::string& line) {
    std::string out;
    for (const char c : line) {
        if (c >= '0' && c <= '9') return fail(Code::BadInput, "MRZ: a digit in the name");
        out.push_back(c == '<' ? ' ' : c);
    }
    out = base::squeeze(out);
    if (out.empty()) return fail(Code::BadInput, "MRZ: no name");
    return out;
}

base::Result<PartialDate> dateOf(const std::string& yymmdd, TwoDigitYear rule, const base::Day& today) {
    const auto typed = yymmdd.substr(4) + "/" + yymmdd.substr(2, 2) + "/" + yymmdd.substr(0, 2);
    const auto reading = readTypedDate(typed, DateParts::FullOnly, rule, today);
    if (!reading.date) return fail(Code::BadInput, "MRZ: a date does not exist");
    return *reading.date;
}

std::string compact(const PartialDate& date) {
    std::array<char, 40> out{};
    std::snprintf(out.data(), out.size(), "%02d%02d%02d", date.year % 100, date.month, date.day);
    return out.data();
}

}  // namespace

base::Result<MrzReading> parseMrz(std::string_view text, const base::Day& today) {
    auto lines = linesOf(text);
    if (!lines) return base::Failure(lines.error());
    auto& [l1, l2, l3] = *lines;
    MrzReading out;
    if (!repairLine(l1, kShape1, out.repairs) || !repairLine(l2, kShape2, out.repairs) ||
        !l1.starts_with("IDVNM") || l2.substr(15, 3) != "VNM") {
        return fail(Code::BadInput, "MRZ: not the layout of a Vietnamese card");
    }
    if (const auto which = failedCheck(l1, l2); !which.empty()) {
        return fail(Code::BadInput, "MRZ: check digit of " + std::string(which) + " disagrees");
    }
    out.documentNumber = l1.substr(5, 9);
    out.card.idNumber = l1.substr(15, 12);
    if (!out.card.idNumber.ends_with(out.documentNumber)) {
        return fail(Code::BadInput, "MRZ: document number and personal number disagree");
    }
    const auto birth = dateOf(l2.substr(0, 6), TwoDigitYear::Past, today);
    const auto name = nameOf(l3);
    if (!birth) return base::Failure(birth.error());
    if (!name) return base::Failure(name.error());
    out.card.birthDate = birth->text();
    out.card.fullName = *name;
    out.card.sex = std::string(1, l2[7]);
    const auto expiry = l2.substr(8, 6);
    out.card.term = expiry == kNoEnd ? "unlimited" : "dated";
    if (expiry == kNoEnd) return out;
    const auto end = dateOf(expiry, TwoDigitYear::Future, today);
    if (!end) return base::Failure(end.error());
    out.card.expiryDate = end->text();
    out.plausibleExpiry = isMilestone(birth->earliest(), end->earliest());
    return out;
}

std::string mrzNameLine(std::string_view name) {
    std::string line;
    int words = 0;
    const auto plain = transliterateName(name);
    for (const auto word : base::split(plain, ' ')) {
        if (words > 0) line += words == 1 ? "<<" : "<";
        line += word;
        ++words;
    }
    line.resize(kLine, '<');
    return line;
}

base::Result<std::array<std::string, 3>> writeMrz(const CardReading& card) {
    const auto number = IdNumber::parse(card.idNumber);
    const auto birth = parseStoredDate(card.birthDate);
    if (!number || !birth || !birth->isFull() || card.sex.size() != 1) {
        return fail(Code::BadInput, "MRZ: number, date of birth or sex is missing");
    }
    std::string expiry(kNoEnd);
    if (card.term != "unlimited") {
        const auto end = parseStoredDate(card.expiryDate);
        if (!end || !end->isFull()) return fail(Code::BadInput, "MRZ: date of expiry is missing");
        expiry = compact(*end);
    }
    const auto document = number->documentNumber();
    const auto optional = number->digits() + "<<";
    const auto l1 = "IDVNM" + document + checkDigit(document) + optional + checkDigit(optional);
    const auto born = compact(*birth);
    auto l2 = born + checkDigit(born) + card.sex + expiry + checkDigit(expiry) + "VNM" + std::string(11, '<');
    l2 += checkDigit(l1.substr(5, 25) + l2.substr(0, 7) + l2.substr(8, 7) + l2.substr(18, 11));
    return std::array{l1, l2, mrzNameLine(card.fullName)};
}

}  // namespace forms
