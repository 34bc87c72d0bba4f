// Standing text in the theme's type and colors. wrap() keeps a paragraph inside a width; the text is a native label, so a
// screen reader reads it and relates it to the control after it.
// Threads: GUI thread only.
#pragma once

#include <wx/stattext.h>

#include "station/ui/theme.h"

namespace ui {

enum class Shade { Unknown = 0, Ink, Muted, Primary, Good, Attention, Bad };

class Label : public wxStaticText {
public:
    Label(wxWindow* parent, const wxString& text, TextSize size, Weight weight = Weight::Regular,
          Shade shade = Shade::Ink, long style = 0);
    void setText(const wxString& text);     // keeps the wrap; lays the parent out again when the size changed
    void setShade(Shade shade);
    void wrap(int pixels);                  // at 96 dpi; 0 = one line

private:
    wxString text_;
    int wrap_ = 0;
};

wxColour colorOf(Shade shade);

}  // namespace ui
