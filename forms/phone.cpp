#include "forms/phone.h"

#include "base/text.h"
#include "forms/digits.h"

namespace forms {

std::string normalizePhone(std::string_view typed) {
    const auto text = base::squeeze(typed);
    std::string digits;
    for (const char c : text) {
        if (c != ' ' && c != '.' && c != '-' && c != '(' && c != ')') digits.push_back(c);
    }
    constexpr std::size_t kNationalLength = 9;  // without the leading zero
    for (const std::string_view code : {"+84", "0084", "84"}) {
        if (digits.starts_with(code) && digits.size() == code.size() + kNationalLength) {
            digits = "0" + digits.substr(code.size());
            break;
        }
    }
    return isDigits(digits) ? digits : text;
}

PhoneState judgePhone(std::string_view normalized) {
    if (!isDigits(normalized)) return PhoneState::NotDigits;
    if (normalized.size() == 11 && normalized.starts_with("01")) return PhoneState::OldElevenDigits;
    if (normalized.size() != 10) return PhoneState::WrongLength;
    const bool mobile =
        normalized[0] == '0' && std::string_view("35789").find(normalized[1]) != std::string_view::npos;
    return mobile ? PhoneState::Good : PhoneState::NotMobile;
}

std::string showPhone(std::string_view normalized) {
    if (normalized.size() != 10 || !isDigits(normalized)) return std::string(normalized);
    const std::string n(normalized);
    return n.substr(0, 4) + " " + n.substr(4, 3) + " " + n.substr(7);
}

std::string readBackPhone(std::string_view normalized) {
    std::string out;
    for (const char c : showPhone(normalized)) {
        if (c == ' ') {
            out += ',';
            continue;
        }
        if (!out.empty()) out += ' ';
        out += c;
    }
    return out;
}

}  // namespace forms
