// Standing text in the theme's type and colors. wrap() keeps a paragraph inside a width; the text is a native
// label, which a screen reader finds by itself; a control is named on its own (a11y.h). Threads: GUI thread only.
#pragma once

#include <wx/stattext.h>

#include "station/ui/theme.h"

namespace ui {

enum class Shade { Unknown = 0, Ink, Muted, Primary, Good, Attention, Bad };

class Label : public wxStaticText {
public:
    Label(wxWindow* parent, const wxString& text, TextSize size, Weight weight = Weight::Regular,
          Shade shade = Shade::Ink, long style = 0);
    void setText(const wxString& text);  // keeps the wrap; lays the parent out again when the size changed
    void setShade(Shade shade);
    void wrap(int pixels);  // at 96 dpi; 0 = one line

#ifdef __WXGTK__
protected:
    // wxGTK would relate each text to whatever takes the focus after it, be it a panel or the next row's button, and
    // readers say such a label before the control's own name.
    bool GTKWidgetNeedsMnemonic() const override { return false; }
#endif

private:
    wxString text_;
    int wrap_ = 0;
};

wxColour colorOf(Shade shade);

}  // namespace ui
