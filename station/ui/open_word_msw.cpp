#include <wx/msw/wrapwin.h>

#include <imm.h>

#include "station/ui/open_word.h"

namespace ui {

namespace {

// Ends the word of a window; whether one stays open all the same.
bool endWord(HWND window) {
    const HIMC context = window == nullptr ? nullptr : ImmGetContext(window);
    if (context == nullptr) return false;
    if (ImmGetCompositionStringW(context, GCS_COMPSTR, nullptr, 0) > 0) ImmNotifyIME(context, NI_COMPOSITIONSTR, CPS_COMPLETE, 0);
    const bool open = ImmGetCompositionStringW(context, GCS_COMPSTR, nullptr, 0) > 0;
    ImmReleaseContext(window, context);
    return open;
}

}  // namespace

bool wordStaysOpen() { return endWord(GetFocus()); }

bool holdsWord(const wxTextCtrl& entry) { return endWord(static_cast<HWND>(entry.GetHandle())); }

// A native entry holds the letters of an open word in its text.
wxString shownText(const wxTextCtrl& entry) { return entry.GetValue(); }

void onOpenWord(wxTextCtrl&, std::function<void()>) {}

void typeWithoutMethod(wxTextCtrl& entry) { ImmAssociateContextEx(static_cast<HWND>(entry.GetHandle()), nullptr, 0); }

}  // namespace ui
