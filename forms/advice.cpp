#include "forms/advice.h"

#include "forms/finding_text.h"

namespace forms {
namespace {

LocalText sentence(IdDoubt doubt, const IdNumber& number) {
    const auto year = std::to_string(number.birthYear());
    const bool male = number.sex() == Sex::Male;
    switch (doubt) {
        case IdDoubt::NoSuchProvince:
            return {"Ba số đầu không phải mã tỉnh nào. Hãy so lại với thẻ; nếu đúng, ghi lý do.",
                    "The first three digits are no province's code. Compare with the card; if right, give "
                    "the reason."};
        case IdDoubt::ForeignPrefix:
            return {"Ba số đầu là mã nước ngoài hoặc chưa rõ: khai sinh đăng ký ở nước ngoài?",
                    "The first three digits are a foreign or unknown code: birth registered abroad?"};
        case IdDoubt::BirthYearDiffers:
            return {"Theo số định danh, năm sinh là " + year +
                        ". Hãy xem lại năm sinh; nếu đúng giấy tờ, ghi lý do.",
                    "By the number the year of birth is " + year +
                        ". Check the date of birth; if the paper says so, give the reason."};
        case IdDoubt::SexDiffers:
            return {std::string("Theo số định danh, giới tính là ") + (male ? "Nam" : "Nữ") +
                        ". Hãy xem lại giới tính; nếu đúng giấy tờ, ghi lý do.",
                    std::string("By the number the sex is ") + (male ? "male" : "female") +
                        ". Check the sex; if the paper says so, give the reason."};
        case IdDoubt::MadeUp:
            return {"Số này trông như số gõ thử. Hãy so lại với thẻ; nếu đúng, ghi lý do.",
                    "This looks like a made-up number. Compare with the card; if right, give the reason."};
        case IdDoubt::Unknown:
            break;
    }
    return {"Hãy so lại số này với thẻ.", "Compare this number with the card."};
}

}  // namespace

Level levelOf(IdDoubt doubt) {
    return doubt == IdDoubt::ForeignPrefix ? Level::Info : Level::Warning;
}

std::vector<IdAdvice> adviseOn(const IdNumber& number, std::optional<int> birthYear, Sex sex) {
    std::vector<IdAdvice> out;
    for (const auto doubt : number.doubts(birthYear, sex))
        out.push_back({doubt, levelOf(doubt), sentence(doubt, number)});
    return out;
}

LocalText adviseOn(DateFault fault) {
    return text::notADate(fault);
}

LocalText adviseOnSign(char32_t strangeSignInName) {
    return text::strangeSign(strangeSignInName);
}

LocalText adviseNotIdNumber() {
    return text::notIdNumber();
}

}  // namespace forms
