// The keys that act everywhere, never a bare letter or digit (those belong to the input method). F10 is left to the
// system's menu. Threads: pure functions.
#pragma once

#include <wx/event.h>
#include <wx/string.h>

#include <optional>

namespace ui {

enum class Key { Unknown = 0, F1, F2, F3, F4, F5, F6, F7, F8, F9, F12, CtrlN, CtrlS, CtrlEnter, Escape };

std::optional<Key> keyOf(const wxKeyEvent& event);
wxString sayKey(Key key);   // as printed on buttons; empty for Unknown

}  // namespace ui
