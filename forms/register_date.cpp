#include "forms/register_date.h"

#include "base/text.h"

namespace forms {
namespace {

constexpr std::size_t kMaxWritten = 200;  // code points
constexpr char kGuess = '~';
constexpr char kUnread = '?';
constexpr char kBlank[] = "-";
constexpr char kVerbatim = '!';

RegisterDateReading taken(RegisterDate date, const DateReading* reading = nullptr) {
    return {std::move(date), DateFault::Unknown, reading != nullptr && reading->centuryChosen};
}

RegisterDateReading refused(DateFault fault) {
    return {std::nullopt, fault, false};
}

DateReading partial(std::string_view text, const base::Day& today) {
    return readTypedDate(text, DateParts::PartialAllowed, TwoDigitYear::Past, today);
}

RegisterDateReading withCertainty(std::string_view text, Certainty certainty, const base::Day& today) {
    const auto reading = partial(text, today);
    if (!reading.date) return refused(reading.fault);
    return taken({certainty, reading.date, {}}, &reading);
}

// 29 to 31 of a month that is shorter: a slip of whoever wrote the book, not of whoever types.
bool isDayThatNeverWas(const PartialDate& d) {
    return d.year >= 1800 && d.year <= 2199 && d.month >= 1 && d.month <= 12 && d.day >= 29 && d.day <= 31 &&
           !base::isRealDay({d.year, d.month, d.day});
}

RegisterDateReading verbatim(std::string_view text) {
    const auto written = base::squeeze(text);
    const auto length = base::codePoints(written).size();
    if (length == 0 || length > kMaxWritten) return refused(DateFault::NotADate);
    return taken({Certainty::Clear, std::nullopt, written});
}

// The rest after a word for a guess; nothing when there is none.
std::optional<std::string_view> afterGuess(std::string_view text, std::string_view folded) {
    if (text.front() == kGuess) return text.substr(1);
    if (text.back() == kUnread && text.find(kUnread) == text.size() - 1)
        return text.substr(0, text.size() - 1);
    for (const std::string_view word : {"khoang ", "doan "}) {
        if (folded.starts_with(word)) return text.substr(text.find(' ') + 1);
    }
    return std::nullopt;
}

// "?/03/1975" and "?/?/1975" without the parts that cannot be read.
std::string_view afterUnread(std::string_view text) {
    while (!text.empty() && (text.front() == kUnread || text.front() == '/')) text.remove_prefix(1);
    return text;
}

}  // namespace

std::string RegisterDate::text() const {
    switch (certainty) {
        case Certainty::Clear:
            return date ? date->text() : kVerbatim + asWritten;
        case Certainty::Guessed:
            return date ? kGuess + date->text() : std::string();
        case Certainty::Illegible:
            return kUnread + (date ? date->text() : std::string());
        case Certainty::NotWritten:
            return kBlank;
        case Certainty::Unknown:
            break;
    }
    return {};
}

RegisterDateReading readRegisterDate(std::string_view typed, const base::Day& today) {
    const auto composed = base::toNfc(typed);
    if (!composed) return refused(DateFault::NotADate);
    const auto text = base::squeeze(*composed);
    if (text.empty()) return taken({});
    if (text.front() == kVerbatim) return verbatim(std::string_view(text).substr(1));
    const auto folded = base::fold(text);
    if (text == kBlank || folded == "khong ghi") return taken({Certainty::NotWritten, std::nullopt, {}});
    if (text == std::string(1, kUnread) || folded == "khong doc duoc")
        return taken({Certainty::Illegible, std::nullopt, {}});
    if (text.front() == kUnread) {
        auto reading = withCertainty(afterUnread(text), Certainty::Illegible, today);
        // a full date leaves nothing that could not be read
        return reading.date && reading.date->date->isFull() ? refused(DateFault::NotADate) : reading;
    }
    if (const auto guess = afterGuess(text, folded)) return withCertainty(*guess, Certainty::Guessed, today);
    const auto reading = partial(text, today);
    if (reading.date) return taken({Certainty::Clear, reading.date, {}}, &reading);
    if (reading.fault == DateFault::NoSuchDay && isDayThatNeverWas(reading.asTyped))
        return taken({Certainty::Clear, std::nullopt, reading.asTyped.text()}, &reading);
    return refused(reading.fault);
}

base::Result<RegisterDate> parseStoredRegisterDate(std::string_view text) {
    constexpr base::Day kNoMatter{2199, 12, 31};
    const auto reading = readRegisterDate(text, kNoMatter);
    if (!reading.date || reading.date->certainty == Certainty::Unknown || reading.date->text() != text)
        return base::fail(base::Code::BadInput, "not a stored date of a register");
    return *reading.date;
}

std::optional<ReRegistration> ruleOfReRegistration(const RegisterDate& date) {
    if (date.asWritten.empty()) return std::nullopt;
    const auto written = partial(date.asWritten, {2199, 12, 31}).asTyped;
    if (!isDayThatNeverWas(written) || written.text() != date.asWritten) return std::nullopt;
    constexpr int kFebruary = 2;
    if (written.month == kFebruary && written.day == 31) return std::nullopt;
    const bool leap = base::isRealDay({written.year, kFebruary, 29});
    const bool second = written.month == kFebruary && written.day == 30 && !leap;
    // December has 31 days: the month after is of the same year
    const base::Day day{written.year, written.month + 1, second ? 2 : 1};
    const auto shown = base::formatDay(day);
    return ReRegistration{
        day,
        {"Lịch không có ngày " + date.asWritten +
             "; giữ nguyên như trong sổ. Nếu đăng ký lại, ngày được ghi là " + shown + ".",
         "The calendar has no " + date.asWritten +
             "; it stays as the book has it. At re-registration the day becomes " + shown + "."}};
}

}  // namespace forms
