// Digits typed at the end of a field, by keys or by an input method, which delivers them as text without a key event.
// Threads: GUI thread only.
#pragma once

#include <wx/textctrl.h>

#include <functional>

namespace ui {

// `then` runs after the event, while the caret still stands behind them; `before` is the text they were added to; digits
// that come faster than events are told together. Pasted and corrected text is not told.
void onDigitsTyped(wxTextCtrl& control, std::function<void(const wxString& before)> then);

}  // namespace ui
