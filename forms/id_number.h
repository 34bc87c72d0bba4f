// The personal identification number: 12 digits PPP G YY SSSSSS, without a check digit. PPP is the province
// (of the 63 before 1/7/2025) or country where the birth was registered, G the century of birth and the sex,
// YY the birth year. Numbers already issued never change, so PPP is never read with today's 34 provinces.
// Source: Nghị định 137/2015 art. 13; Thông tư 07/2016 annex 1; merging: Nghị quyết 202/2025/QH15.
// Threads: plain values and constant tables.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/error.h"

namespace forms {

enum class Sex { Unknown = 0, Male, Female };

// How records and readers write it: "M", "F"; empty for Unknown.
std::string sexCode(Sex sex);
Sex sexFromCode(std::string_view code);

struct OldProvince {
    std::string_view prefix;  // first three digits of the number
    std::string_view name;
    std::string_view newCode;  // two digits, of the 34 since 1/7/2025
    std::string_view newName;
};

std::span<const OldProvince> oldProvinces();
// nullptr when no province had this prefix.
const OldProvince* oldProvinceOf(std::string_view prefix);

// What looks wrong with a well-formed number. A number can stay wrong until it is cancelled and
// re-established, so an officer is asked for a reason and never blocked; ForeignPrefix is only worth telling.
enum class IdDoubt { Unknown = 0, NoSuchProvince, ForeignPrefix, BirthYearDiffers, SexDiffers, MadeUp };

class IdNumber {
public:
    // Blanks, dots and hyphens are ignored. BadInput unless exactly 12 digits remain.
    static base::Result<IdNumber> parse(std::string_view typed);

    const std::string& digits() const { return digits_; }
    std::string_view prefix() const { return std::string_view(digits_).substr(0, 3); }
    const OldProvince* province() const { return oldProvinceOf(prefix()); }
    Sex sex() const;
    int birthYear() const;
    std::string documentNumber() const {
        return digits_.substr(3);
    }  // nine digits: machine-readable zone, BAC
    std::string cardAccessNumber() const { return digits_.substr(6); }  // six digits: PACE
    std::string masked() const;                                         // 049...0007, for titles and lists

    // Birth year and sex as far as the form knows them.
    std::vector<IdDoubt> doubts(std::optional<int> birthYearOnForm, Sex sexOnForm) const;

    bool operator==(const IdNumber&) const = default;

private:
    explicit IdNumber(std::string digits) : digits_(std::move(digits)) {}
    std::string digits_;
};

// The old nine-digit number, as text; BadInput otherwise. Blanks, dots and hyphens are ignored.
base::Result<std::string> parseCmnd9(std::string_view typed);
// The last day on which a card with an old number, of nine or twelve digits, was valid. Source: the
// transitional rules of Luật Căn cước 26/2023/QH15.
inline constexpr base::Day kLastDayOfCmnd{2024, 12, 31};

}  // namespace forms
