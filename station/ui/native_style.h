// What the theme needs of the window system: is high contrast asked for, which face carries Vietnamese, and
// native controls in the theme's colors with a focus ring that is always visible. One .cpp per system.
// Threads: GUI thread only.
#pragma once

#include <wx/string.h>

#include "station/ui/theme.h"

namespace ui {

void prepareToolkit();                    // once, before wx starts
bool systemWantsHighContrast();
wxString textFontName();                  // Noto Sans where installed, else the system's own
void dressNativeControls(Scheme scheme);  // on Windows the system does this itself

}  // namespace ui
