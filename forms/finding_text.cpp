#include "forms/finding_text.h"

#include "base/text.h"
#include "forms/card_term.h"
#include "forms/field_ids.h"
#include "forms/id_number.h"

namespace forms::text {
namespace {

std::string quote(const std::string& label) {
    return "«" + label + "»";
}

}  // namespace

LocalText missing(const Field& field) {
    return {"Chưa có " + quote(field.label.vi) + ". Hãy nhập trước khi niêm phong.",
            quote(field.label.en) + " is missing. Enter it before sealing."};
}

LocalText unconfirmed(const Field& field) {
    return {quote(field.label.vi) + " do máy đọc từ thẻ. Hãy xem lại cùng công dân rồi xác nhận.",
            quote(field.label.en) + " was filled by a reader. Check it with the applicant, then confirm it."};
}

LocalText tooLong(const Field& field, std::size_t most) {
    const auto n = std::to_string(most);
    return {quote(field.label.vi) + " dài quá " + n + " ký tự. Hãy viết ngắn lại.",
            quote(field.label.en) + " is longer than " + n + " characters. Shorten it."};
}

LocalText tooShort(const Field& field, std::size_t least) {
    const auto n = std::to_string(least);
    return {quote(field.label.vi) + " ngắn hơn " + n + " ký tự. Hãy nhập cho đủ.",
            quote(field.label.en) + " is shorter than " + n + " characters. Complete it."};
}

LocalText wrongForm(const Field& field, const LocalText& mend) {
    if (!mend.vi.empty()) return mend;
    return {quote(field.label.vi) + " chưa đúng dạng. Hãy xem lại giấy tờ và nhập lại.",
            quote(field.label.en) + " does not have the right form. Look at the paper and enter it again."};
}

LocalText notAnOption(const Field& field) {
    return {quote(field.label.vi) + " không có trong danh sách. Hãy chọn một mục trong danh sách.",
            quote(field.label.en) + " is not on the list. Choose an entry of the list."};
}

LocalText tooFewChoices(const Field& field, std::size_t least) {
    const auto n = std::to_string(least);
    return {quote(field.label.vi) + ": hãy chọn ít nhất " + n + " mục.",
            quote(field.label.en) + ": choose at least " + n + "."};
}

LocalText tooManyChoices(const Field& field, std::size_t most) {
    const auto n = std::to_string(most);
    return {quote(field.label.vi) + ": chỉ được chọn nhiều nhất " + n + " mục.",
            quote(field.label.en) + ": choose at most " + n + "."};
}

LocalText notIdNumber() {
    return {
        "Số định danh cá nhân có đúng 12 chữ số. Hãy gõ lại theo thẻ hoặc giấy tờ.",
        "The personal identification number has exactly 12 digits. Type it again from the card or paper."};
}

LocalText notCmnd9() {
    return {"Số chứng minh nhân dân cũ có đúng 9 chữ số. Hãy gõ lại hoặc để trống.",
            "The old identity number has exactly 9 digits. Type it again or leave it empty."};
}

LocalText notADate(DateFault fault) {
    switch (fault) {
        case DateFault::NoSuchDay:
            return {"Ngày này không có trong lịch. Hãy xem lại ngày và tháng.",
                    "The calendar has no such day. Check day and month."};
        case DateFault::YearOutOfRange:
            return {"Năm nằm ngoài khoảng 1800-2199. Hãy gõ đủ bốn chữ số của năm.",
                    "The year is outside 1800-2199. Type all four digits of the year."};
        case DateFault::PartMissing:
            return {"Cần đủ ngày, tháng và năm, ví dụ 07/03/1990.",
                    "Day, month and year are needed, as in 07/03/1990."};
        default:
            return {"Đây chưa phải là ngày. Hãy gõ ngày/tháng/năm, ví dụ 07/03/1990.",
                    "This is not a date. Type day/month/year, as in 07/03/1990."};
    }
}

LocalText strangeSign(char32_t sign) {
    const auto shown = quote(base::fromCodePoints(std::u32string(1, sign)));
    return {
        "Tên có ký hiệu lạ " + shown + ". Tên chỉ gồm chữ cái, dấu cách, dấu nháy và gạch nối: hãy gõ lại.",
        "The name has the sign " + shown +
            ". A name has letters, blanks, apostrophes and hyphens: type it again."};
}

LocalText notAPhone(PhoneState state) {
    switch (state) {
        case PhoneState::OldElevenDigits:
            return {"Đây là số 11 chữ số cũ (trước 2018). Hãy hỏi số 10 chữ số hiện nay.",
                    "This is an old number of 11 digits (before 2018). Ask for today's 10 digits."};
        case PhoneState::WrongLength:
            return {"Số điện thoại di động có đúng 10 chữ số. Hãy đọc lại từng số cùng công dân.",
                    "A mobile number has exactly 10 digits. Read it back digit by digit."};
        case PhoneState::NotMobile:
            return {"Số di động bắt đầu bằng 03, 05, 07, 08 hoặc 09. Hãy hỏi lại số di động.",
                    "A mobile number begins with 03, 05, 07, 08 or 09. Ask for the mobile number."};
        default:
            return {"Số điện thoại chỉ gồm chữ số. Hãy gõ lại.",
                    "A phone number has digits only. Type it again."};
    }
}

LocalText notAnEmail() {
    return {"Thư điện tử chưa đúng dạng ten@mien.vn. Hãy gõ lại hoặc để trống.",
            "The e-mail does not look like name@domain.vn. Type it again or leave it empty."};
}

LocalText unknownField(const std::string& id) {
    return {"Biểu mẫu này không có trường «" + id + "». Hãy mở hồ sơ bằng đúng phiên bản biểu mẫu.",
            "This form has no field '" + id +
                "'. Open the record with the version of the form it was made with."};
}

LocalText captureMissing(const CaptureNeed& need) {
    switch (need.kind) {
        case CaptureKind::Portrait:
            return {"Chưa có ảnh chân dung. Hãy chụp ở bước Ảnh chân dung.",
                    "The portrait is missing. Take it in the step Portrait."};
        case CaptureKind::Fingerprints:
            return {"Chưa đủ vân tay. Hãy thu hoặc ghi lý do cho từng ngón ở bước Vân tay.",
                    "Fingerprints are missing. Take or explain every finger in the step Fingerprints."};
        default:
            return {"Chưa có giấy tờ " + quote(need.label.vi) + ". Hãy quét ở bước Giấy tờ.",
                    "The paper " + quote(need.label.en) + " is missing. Scan it in the step Documents."};
    }
}

LocalText capturePagesMissing(const CaptureNeed& need, int taken) {
    if (need.kind != CaptureKind::Document) return captureMissing(need);
    const auto all = std::to_string(need.minPages), some = std::to_string(taken);
    return {quote(need.label.vi) + " cần " + all + " trang, mới có " + some + ". Hãy quét nốt.",
            quote(need.label.en) + " needs " + all + " pages and has " + some + ". Scan the rest."};
}

}  // namespace forms::text

namespace forms {
namespace {

constexpr char kIdProvince[] = "id_province";
constexpr char kIdBirthYear[] = "id_birth_year";
constexpr char kIdSex[] = "id_sex";
constexpr char kNextCardExpiry[] = "next_card_expiry";

LocalText provinceText(const IdNumber& number) {
    const auto* p = number.province();
    if (p == nullptr) return {"không rõ", "unknown"};
    return {std::string(p->name), std::string(p->name)};
}

LocalText expiryText(const std::string& birthDate, const base::Day& today) {
    const auto birth = parseStoredDate(birthDate);
    if (!birth || !birth->isFull()) return {"chưa rõ", "not known"};
    const auto end = cardExpiry(birth->earliest(), today);
    if (!end) return {"không thời hạn", "no end date"};
    return {base::formatDay(*end), base::formatDay(*end)};
}

template <class Fill>
std::string replaceNames(const std::string& text, Fill fill) {
    std::string out;
    std::size_t at = 0;
    while (at < text.size()) {
        const auto open = text.find('{', at);
        const auto close = open == std::string::npos ? open : text.find('}', open);
        if (close == std::string::npos) break;
        out += text.substr(at, open - at) + fill(text.substr(open + 1, close - open - 1));
        at = close + 1;
    }
    return out + text.substr(at);
}

}  // namespace

std::vector<std::string> placeholdersIn(const LocalText& text) {
    std::vector<std::string> out;
    for (const auto* part : {&text.vi, &text.en}) {
        replaceNames(*part, [&](const std::string& name) {
            out.push_back(name);
            return std::string();
        });
    }
    return out;
}

std::vector<const char*> fieldsOfComputed(std::string_view name) {
    if (name == kIdProvince || name == kIdBirthYear || name == kIdSex) return {field::kIdNumber};
    if (name == kNextCardExpiry) return {field::kBirthDate};
    return {};
}

LocalText computed(std::string_view name, const std::function<std::string(const char*)>& textOf,
                   const base::Day& today) {
    if (name == kNextCardExpiry) return expiryText(textOf(field::kBirthDate), today);
    const auto number = IdNumber::parse(textOf(field::kIdNumber));
    if (!number) return {"không rõ", "unknown"};
    if (name == kIdProvince) return provinceText(*number);
    if (name == kIdBirthYear)
        return {std::to_string(number->birthYear()), std::to_string(number->birthYear())};
    return number->sex() == Sex::Male ? LocalText{"Nam", "male"} : LocalText{"Nữ", "female"};
}

LocalText filled(const LocalText& text, const std::function<LocalText(const std::string&)>& valueOf) {
    return {replaceNames(text.vi, [&](const std::string& name) { return valueOf(name).vi; }),
            replaceNames(text.en, [&](const std::string& name) { return valueOf(name).en; })};
}

}  // namespace forms
