#include "station/ui/widgets/painted.h"

#include <wx/dcclient.h>

namespace ui {

Painted::Painted(wxWindow* parent, AccessibleRole role, Focus focus) : focus_(focus) {
    prepareAccessibility();
    SetBackgroundStyle(wxBG_STYLE_PAINT);
    Create(parent, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxBORDER_NONE | wxFULL_REPAINT_ON_RESIZE);
    SetBackgroundColour(parent->GetBackgroundColour());
    setAccessibleRole(*this, role);
    Bind(wxEVT_PAINT, &Painted::onPaint, this);
}

void Painted::changed(const wxString& name) {
    setAccessibleName(*this, name);
    InvalidateBestSize();
    SetMinSize(measure());
    Refresh();
}

wxSize Painted::textSize(const wxString& text, const wxFont& face) const {
    int width = 0;
    int height = 0;
    GetTextExtent(text, &width, &height, nullptr, nullptr, &face);
    return {width, height};
}

void Painted::onPaint(wxPaintEvent&) {
    wxPaintDC dc(this);
    const std::unique_ptr<wxGraphicsContext> gc(wxGraphicsContext::Create(dc));
    const wxRect area = GetClientRect();
    gc->SetBrush(wxBrush(GetBackgroundColour()));
    gc->SetPen(*wxTRANSPARENT_PEN);
    gc->DrawRectangle(0, 0, area.width, area.height);
    paint(*gc, area);
}

Pressable::Pressable(wxWindow* parent, AccessibleRole role) : Painted(parent, role, Focus::Takes) {
    // Windows would give Enter to the default button and the arrows to the next control.
    SetWindowStyleFlag(GetWindowStyleFlag() | wxWANTS_CHARS);
    for (const auto& type :
         {wxEVT_ENTER_WINDOW, wxEVT_LEAVE_WINDOW, wxEVT_LEFT_DOWN, wxEVT_LEFT_DCLICK, wxEVT_LEFT_UP}) {
        Bind(type, &Pressable::onMouse, this);
    }
    Bind(wxEVT_KEY_DOWN, &Pressable::onKey, this);
    const auto repaint = [this](wxFocusEvent& event) {
        Refresh();
        event.Skip();
    };
    Bind(wxEVT_SET_FOCUS, repaint);
    Bind(wxEVT_KILL_FOCUS, repaint);
    tellReader();
}

void Pressable::setChosen(Chosen chosen) {
    if (std::exchange(chosen_, chosen) != chosen) tellReader();
}

void Pressable::setAbility(Ability ability) {
    if (std::exchange(ability_, ability) != ability) tellReader();
}

// The reader's press comes in the middle of a call of the toolkit's, so it acts after that.
void Pressable::tellReader() {
    setAccessibleFacts(*this, {chosen_, ability_, [this] { CallAfter([this] { press(); }); }});
}

void Pressable::press() {
    if (!IsEnabled() || !mayPress() || !action_) return;
    const auto action = action_;  // the action may destroy this control
    action();
}

void Pressable::onMouse(wxMouseEvent& event) {
    const bool inside = GetClientRect().Contains(event.GetPosition());
    const bool released = event.LeftUp() && held_;
    if (event.Entering()) hovered_ = true;
    if (event.Leaving()) hovered_ = held_ = false;
    if (event.LeftDown() || event.LeftDClick()) {
        held_ = true;
        SetFocus();
    }
    if (event.LeftUp()) held_ = false;
    Refresh();
    if (released && inside) press();
}

void Pressable::onKey(wxKeyEvent& event) {
    const int key = event.GetKeyCode();
    const bool plain = !event.HasAnyModifiers();
    if (plain && (key == WXK_SPACE || key == WXK_RETURN || key == WXK_NUMPAD_ENTER)) {
        press();
    } else if (key == WXK_TAB && !event.ControlDown()) {
        Navigate(event.ShiftDown() ? wxNavigationKeyEvent::IsBackward : wxNavigationKeyEvent::IsForward);
    } else {
        event.Skip();
    }
}

void Pressable::drawFocusRing(wxGraphicsContext& gc, const wxRect& area, double radius) const {
    if (!HasFocus()) return;
    const double width = FromDIP(2);
    strokeRounded(gc, {area.x + width / 2, area.y + width / 2, area.width - width, area.height - width},
                  radius, palette().focus, width);
}

Voice::Voice(wxWindow* parent) : Painted(parent, AccessibleRole::Notification) {
    SetSize(measure());
    Hide();
}

void Voice::say(const wxString& sentence) {
    if (sentence == sentence_) return;
    sentence_ = sentence;
    setAccessibleName(*this, sentence);
    const bool shown = IsShown();
    Show(!sentence.empty());  // a reader hears what appears
    if (shown) announce(*this);
}

void fillRounded(wxGraphicsContext& gc, const wxRect2DDouble& box, double radius, const wxColour& fill) {
    gc.SetPen(*wxTRANSPARENT_PEN);
    gc.SetBrush(wxBrush(fill));
    gc.DrawRoundedRectangle(box.m_x, box.m_y, box.m_width, box.m_height, radius);
}

void strokeRounded(wxGraphicsContext& gc, const wxRect2DDouble& box, double radius, const wxColour& line,
                   double width) {
    gc.SetPen(gc.CreatePen(wxGraphicsPenInfo(line).Width(width)));
    gc.SetBrush(*wxTRANSPARENT_BRUSH);
    gc.DrawRoundedRectangle(box.m_x, box.m_y, box.m_width, box.m_height, radius);
}

void drawText(wxGraphicsContext& gc, const wxString& text, const wxFont& face, const wxColour& color,
              double x, double y) {
    gc.SetFont(face, color);
    gc.DrawText(text, x, y);
}

wxString fitText(wxGraphicsContext& gc, const wxString& text, double width) {
    double needed = 0;
    gc.GetTextExtent(text, &needed, nullptr);
    if (needed <= width) return text;
    wxString shorter = text;
    while (!shorter.empty() && needed > width) {
        shorter.RemoveLast();
        gc.GetTextExtent(shorter + wxString(L"\u2026"), &needed, nullptr);
    }
    return shorter + wxString(L"\u2026");
}

}  // namespace ui
