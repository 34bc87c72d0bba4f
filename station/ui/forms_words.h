// The forms in use in words: which, since when, and why a pack was not taken. Threads: GUI thread only.
#pragma once

#include <wx/string.h>

#include "station/ui/theme.h"
#include "station/workflow/views.h"

namespace ui {

wxString sayForms(const station::FormsView& forms);  // "Pack 7 of 22/11/2026"
wxString sayPackError(const base::Error& error);     // why a pack was not taken, and what holds instead
wxString sayFormsTrouble(const station::FormsView& forms);  // damaged or refused; empty: none

// What an officer is told at once when `after` has taken the place of `before`; empty: nothing.
struct FormsNews {
    Tone tone = Tone::Neutral;
    wxString text;
};
FormsNews sayFormsNews(const station::FormsView& before, const station::FormsView& after);

}  // namespace ui
