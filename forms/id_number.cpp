#include "forms/id_number.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "forms/digits.h"

namespace forms {
namespace {

constexpr std::array<OldProvince, 63> kOldProvinces{{
    {"001", "Hà Nội", "01", "Hà Nội"},
    {"002", "Hà Giang", "08", "Tuyên Quang"},
    {"004", "Cao Bằng", "04", "Cao Bằng"},
    {"006", "Bắc Kạn", "19", "Thái Nguyên"},
    {"008", "Tuyên Quang", "08", "Tuyên Quang"},
    {"010", "Lào Cai", "15", "Lào Cai"},
    {"011", "Điện Biên", "11", "Điện Biên"},
    {"012", "Lai Châu", "12", "Lai Châu"},
    {"014", "Sơn La", "14", "Sơn La"},
    {"015", "Yên Bái", "15", "Lào Cai"},
    {"017", "Hòa Bình", "25", "Phú Thọ"},
    {"019", "Thái Nguyên", "19", "Thái Nguyên"},
    {"020", "Lạng Sơn", "20", "Lạng Sơn"},
    {"022", "Quảng Ninh", "22", "Quảng Ninh"},
    {"024", "Bắc Giang", "24", "Bắc Ninh"},
    {"025", "Phú Thọ", "25", "Phú Thọ"},
    {"026", "Vĩnh Phúc", "25", "Phú Thọ"},
    {"027", "Bắc Ninh", "24", "Bắc Ninh"},
    {"030", "Hải Dương", "31", "Hải Phòng"},
    {"031", "Hải Phòng", "31", "Hải Phòng"},
    {"033", "Hưng Yên", "33", "Hưng Yên"},
    {"034", "Thái Bình", "33", "Hưng Yên"},
    {"035", "Hà Nam", "37", "Ninh Bình"},
    {"036", "Nam Định", "37", "Ninh Bình"},
    {"037", "Ninh Bình", "37", "Ninh Bình"},
    {"038", "Thanh Hóa", "38", "Thanh Hoá"},
    {"040", "Nghệ An", "40", "Nghệ An"},
    {"042", "Hà Tĩnh", "42", "Hà Tĩnh"},
    {"044", "Quảng Bình", "44", "Quảng Trị"},
    {"045", "Quảng Trị", "44", "Quảng Trị"},
    {"046", "Thừa Thiên Huế", "46", "Huế"},
    {"048", "Đà Nẵng", "48", "Đà Nẵng"},
    {"049", "Quảng Nam", "48", "Đà Nẵng"},
    {"051", "Quảng Ngãi", "51", "Quảng Ngãi"},
    {"052", "Bình Định", "52", "Gia Lai"},
    {"054", "Phú Yên", "66", "Đắk Lắk"},
    {"056", "Khánh Hòa", "56", "Khánh Hoà"},
    {"058", "Ninh Thuận", "56", "Khánh Hoà"},
    {"060", "Bình Thuận", "68", "Lâm Đồng"},
    {"062", "Kon Tum", "51", "Quảng Ngãi"},
    {"064", "Gia Lai", "52", "Gia Lai"},
    {"066", "Đắk Lắk", "66", "Đắk Lắk"},
    {"067", "Đắk Nông", "68", "Lâm Đồng"},
    {"068", "Lâm Đồng", "68", "Lâm Đồng"},
    {"070", "Bình Phước", "75", "Đồng Nai"},
    {"072", "Tây Ninh", "80", "Tây Ninh"},
    {"074", "Bình Dương", "79", "Hồ Chí Minh"},
    {"075", "Đồng Nai", "75", "Đồng Nai"},
    {"077", "Bà Rịa - Vũng Tàu", "79", "Hồ Chí Minh"},
    {"079", "Hồ Chí Minh", "79", "Hồ Chí Minh"},
    {"080", "Long An", "80", "Tây Ninh"},
    {"082", "Tiền Giang", "82", "Đồng Tháp"},
    {"083", "Bến Tre", "86", "Vĩnh Long"},
    {"084", "Trà Vinh", "86", "Vĩnh Long"},
    {"086", "Vĩnh Long", "86", "Vĩnh Long"},
    {"087", "Đồng Tháp", "82", "Đồng Tháp"},
    {"089", "An Giang", "91", "An Giang"},
    {"091", "Kiên Giang", "91", "An Giang"},
    {"092", "Cần Thơ", "92", "Cần Thơ"},
    {"093", "Hậu Giang", "92", "Cần Thơ"},
    {"094", "Sóc Trăng", "92", "Cần Thơ"},
    {"095", "Bạc Liêu", "96", "Cà Mau"},
    {"096", "Cà Mau", "96", "Cà Mau"},
}};

constexpr int kFirstPrefixBeyondProvinces = 97;

int number(std::string_view digits) {
    int value = 0;
    for (const char c : digits) value = value * 10 + (c - '0');
    return value;
}

}  // namespace

std::string sexCode(Sex sex) {
    return sex == Sex::Male ? "M" : sex == Sex::Female ? "F" : "";
}

Sex sexFromCode(std::string_view code) {
    return code == "M" ? Sex::Male : code == "F" ? Sex::Female : Sex::Unknown;
}

std::span<const OldProvince> oldProvinces() {
    return kOldProvinces;
}

const OldProvince* oldProvinceOf(std::string_view prefix) {
    const auto at =
        std::lower_bound(kOldProvinces.begin(), kOldProvinces.end(), prefix,
                         [](const OldProvince& p, std::string_view wanted) { return p.prefix < wanted; });
    return at != kOldProvinces.end() && at->prefix == prefix ? &*at : nullptr;
}

std::string withoutSeparators(std::string_view typed) {
    std::string out;
    for (const char c : base::squeeze(typed)) {
        if (c != ' ' && c != '.' && c != '-') out.push_back(c);
    }
    return out;
}

base::Result<IdNumber> IdNumber::parse(std::string_view typed) {
    auto digits = withoutSeparators(typed);
    if (digits.size() != 12 || !isDigits(digits))
        return base::fail(base::Code::BadInput, "not a number of 12 digits");
    return IdNumber(std::move(digits));
}

Sex IdNumber::sex() const {
    return (digits_[3] - '0') % 2 == 0 ? Sex::Male : Sex::Female;
}

int IdNumber::birthYear() const {
    return 1900 + (digits_[3] - '0') / 2 * 100 + number(digits_.substr(4, 2));
}

std::string IdNumber::masked() const {
    return digits_.substr(0, 3) + "..." + digits_.substr(8);
}

std::vector<IdDoubt> IdNumber::doubts(std::optional<int> birthYearOnForm, Sex sexOnForm) const {
    std::vector<IdDoubt> out;
    if (province() == nullptr) {
        const bool beyond = number(prefix()) >= kFirstPrefixBeyondProvinces;
        out.push_back(beyond ? IdDoubt::ForeignPrefix : IdDoubt::NoSuchProvince);
    }
    if (birthYearOnForm && *birthYearOnForm != birthYear()) out.push_back(IdDoubt::BirthYearDiffers);
    if (sexOnForm != Sex::Unknown && sexOnForm != sex()) out.push_back(IdDoubt::SexDiffers);
    const bool oneDigit = digits_.find_first_not_of(digits_[0]) == std::string::npos;
    if (oneDigit || digits_.ends_with("000000")) out.push_back(IdDoubt::MadeUp);
    return out;
}

base::Result<std::string> parseCmnd9(std::string_view typed) {
    auto digits = withoutSeparators(typed);
    if (digits.size() != 9 || !isDigits(digits))
        return base::fail(base::Code::BadInput, "not a number of 9 digits");
    return digits;
}

}  // namespace forms
