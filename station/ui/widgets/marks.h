// Small pictures drawn as paths, the same with every font: the state marks that stand beside every colored word and the
// signs of the rail. Threads: GUI thread only.
#pragma once

#include <wx/graphics.h>

#include "station/ui/theme.h"

namespace ui {

enum class Mark { Unknown = 0, Check, Triangle, Cross, Dot, Ring, Info, Clock, Plus, List, Device, Sliders, Star, Lock };

// The state mark of a tone: check, triangle, cross, dot.
Mark markOf(Tone tone);
void drawMark(wxGraphicsContext& gc, Mark mark, const wxRect2DDouble& box, const wxColour& color);

}  // namespace ui
