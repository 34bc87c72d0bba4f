// Base of every control the house draws itself. A Painted control shows; a Pressable one also takes the
// focus, shows a ring while it has it, and acts on click, Space and Enter. Both are measured by their
// content, so a sizer never clips them, and both carry an accessible name. Threads: GUI thread only.
#pragma once

#include <wx/graphics.h>
#include <wx/window.h>

#include <functional>

#include "station/ui/a11y.h"
#include "station/ui/theme.h"

namespace ui {

enum class Focus { Unknown = 0, Never, Takes };

class Painted : public wxWindow {
public:
    Painted(wxWindow* parent, AccessibleRole role, Focus focus = Focus::Never);
    // The room the content needs; checkLayout() compares it with what the control was given.
    wxSize contentSize() const { return measure(); }
    // The toolkit asks while it creates the window, before a derived class exists: hence a member, no
    // override below.
    bool AcceptsFocus() const final { return focus_ == Focus::Takes && IsEnabled(); }

protected:
    virtual void paint(wxGraphicsContext& gc, const wxRect& area) = 0;
    virtual wxSize measure() const = 0;
    // After anything that shows has changed: new name, new size, new picture.
    void changed(const wxString& name);
    wxSize textSize(const wxString& text, const wxFont& face) const;
    wxSize DoGetBestClientSize() const override { return measure(); }
    int d(int pixels) const { return dip(*this, pixels); }

private:
    void onPaint(wxPaintEvent& event);
    Focus focus_;
};

class Pressable : public Painted {
public:
    Pressable(wxWindow* parent, AccessibleRole role);
    void onPress(std::function<void()> action) { action_ = std::move(action); }
    void press();  // as if clicked; nothing when not pressable now

protected:
    // What a reader is told beside the name.
    void setChosen(Chosen chosen);
    void setAbility(Ability ability);
    virtual bool mayPress() const { return true; }
    bool hovered() const { return hovered_; }
    bool held() const { return held_; }
    void drawFocusRing(wxGraphicsContext& gc, const wxRect& area, double radius) const;

private:
    void onMouse(wxMouseEvent& event);
    void onKey(wxKeyEvent& event);
    void tellReader();

    std::function<void()> action_;
    Chosen chosen_ = Chosen::NeverChosen;
    Ability ability_ = Ability::Able;
    bool hovered_ = false;
    bool held_ = false;
};

// A sentence for the ear alone, where what changes is drawn (the advice in a live picture, the marked option of a list
// that never has the focus). One pixel of its parent's ground in the corner; a reader speaks each new sentence.
class Voice : public Painted {
public:
    explicit Voice(wxWindow* parent);
    void say(const wxString& sentence);  // empty: silence

protected:
    void paint(wxGraphicsContext&, const wxRect&) override {}
    wxSize measure() const override { return {1, 1}; }

private:
    wxString sentence_;
};

// Drawing helpers shared by the widgets.
void fillRounded(wxGraphicsContext& gc, const wxRect2DDouble& box, double radius, const wxColour& fill);
void strokeRounded(wxGraphicsContext& gc, const wxRect2DDouble& box, double radius, const wxColour& line,
                   double width);
void drawText(wxGraphicsContext& gc, const wxString& text, const wxFont& face, const wxColour& color,
              double x, double y);
// Text that fits `width`, with an ellipsis at its end when it does not.
wxString fitText(wxGraphicsContext& gc, const wxString& text, double width);

}  // namespace ui
