// The border between the house's UTF-8 std::string and wxString. Threads: pure functions.
#pragma once

#include <wx/string.h>

#include <string>
#include <string_view>

#include "base/text.h"

namespace ui {

inline wxString toWx(std::string_view utf8) {
    return wxString::FromUTF8(utf8.data(), utf8.size());
}
inline std::string fromWx(const wxString& text) {
    return std::string(text.utf8_str());
}
// wxString::Lower() asks the C locale, in which only A to Z have a small letter when the system names no language.
inline wxString lowerCase(const wxString& text) {
    return toWx(base::toLower(fromWx(text)));
}

}  // namespace ui
