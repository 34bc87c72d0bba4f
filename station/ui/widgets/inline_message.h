// A sentence in the page instead of a box over it. InlineMessage stays until it is cleared (an error summary,
// an offline note); Toast rises above the foot bar and goes by itself after some seconds. Both may offer one
// action. Threads: GUI thread only.
#pragma once

#include <wx/timer.h>

#include <functional>

#include "station/ui/theme.h"
#include "station/ui/widgets/panel.h"

namespace ui {

struct MessageAction {
    wxString label;
    std::function<void()> run;
};

class InlineMessage : public Panel {
public:
    explicit InlineMessage(wxWindow* parent);  // hidden until show()
    void show(Tone tone, const wxString& text);
    void show(Tone tone, const wxString& text, MessageAction action);
    void clear();
    const wxString& text() const { return text_; }

private:
    void onPaint(wxPaintEvent& event);
    void rewrap();
    void relayout();
    wxString text_;
    Tone tone_ = Tone::Neutral;
    class Label* label_ = nullptr;
    class ActionButton* button_ = nullptr;
    std::function<void()> run_;
    int wrappedAt_ = 0;
};

class Toast : public Panel {
public:
    explicit Toast(wxWindow* parent);  // a child of the page area, over its other children
    void show(Tone tone, const wxString& text);
    void show(Tone tone, const wxString& text, MessageAction action);
    void place();  // bottom center of the parent, on its resize
    void hide();

private:
    InlineMessage* message_ = nullptr;
    wxTimer timer_;
};

}  // namespace ui
