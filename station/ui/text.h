// The border between the house's UTF-8 std::string and wxString. Threads: pure functions.
#pragma once

#include <wx/string.h>

#include <string>
#include <string_view>

namespace ui {

inline wxString toWx(std::string_view utf8) { return wxString::FromUTF8(utf8.data(), utf8.size()); }
inline std::string fromWx(const wxString& text) { return std::string(text.utf8_str()); }

}  // namespace ui
