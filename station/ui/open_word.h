// The word an input method still holds (ibus and fcitx show it underlined while telex or VNI keys come): it stands on the
// screen, but is no text of the control yet, and reaches it only when the method ends it. One .cpp per system; on Windows
// the usual methods type their letters at once, and one that holds a word is told to end it.
// Threads: GUI thread only.
#pragma once

#include <wx/textctrl.h>

#include <functional>

namespace ui {

// Whether a word stays open in the control that has the focus. Where the system lets us, the word is ended by asking.
bool wordStaysOpen();
// Whether one is open in this entry, or has just left the screen and is still to come as text; the focus or not.
bool holdsWord(const wxTextCtrl& entry);
// What stands on the screen: the control's text with the open word where it is being written.
wxString shownText(const wxTextCtrl& entry);
// `changed` runs while a word opens, grows, shrinks and ends in the entry, which outlives it.
void onOpenWord(wxTextCtrl& entry, std::function<void()> changed);

// For digits: keys reach the entry as they are, no input method in between (Unikey would hold them as a word).
void typeWithoutMethod(wxTextCtrl& entry);

}  // namespace ui
