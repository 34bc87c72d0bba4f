// What the house needs of the window system: is high contrast asked for, which face carries Vietnamese, native
// controls in the theme's colors with a focus ring that is always visible, and whether keys are heard. One .cpp per
// system.
// Threads: GUI thread only.
#pragma once

#include <wx/choice.h>
#include <wx/dataview.h>
#include <wx/string.h>
#include <wx/textctrl.h>
#include <wx/toplevel.h>

#include "station/ui/theme.h"

namespace ui {

void prepareToolkit();                    // once, before wx starts
bool systemWantsHighContrast();
wxString textFontName();                  // Noto Sans where installed, else the system's own
void dressNativeControls(Scheme scheme);  // on Windows the system does this itself
void roomyRows(wxDataViewCtrl& list);     // of the house's height
void fillHeight(wxChoice& choice);        // as high as its minimal size, which Windows makes as high as its text
void centerLine(wxTextCtrl& entry);       // the one line of an entry higher than it, which Windows writes at the top
// Whether a control of the window has the focus; also parts of native controls, of which wxWindow::FindFocus() knows nothing.
bool hasFocusWithin(const wxTopLevelWindow& window);

}  // namespace ui
