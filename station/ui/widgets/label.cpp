#include "station/ui/widgets/label.h"

namespace ui {

wxColour colorOf(Shade shade) {
    const Palette& p = palette();
    switch (shade) {
        case Shade::Muted: return p.muted;
        case Shade::Primary: return p.primary.ink;
        case Shade::Good: return p.good.ink;
        case Shade::Attention: return p.attention.ink;
        case Shade::Bad: return p.bad.ink;
        default: return p.ink;
    }
}

Label::Label(wxWindow* parent, const wxString& text, TextSize size, Weight weight, Shade shade, long style)
    : text_(text) {
    Create(parent, wxID_ANY, wxString(), wxDefaultPosition, wxDefaultSize, style);
    SetFont(font(size, weight));
    setShade(shade);
    SetLabelText(text);
}

void Label::setText(const wxString& text) {
    if (text == text_) return;
    text_ = text;
    SetLabelText(text);
    if (wrap_ > 0) Wrap(dip(*this, wrap_));
    InvalidateBestSize();
    if (GetParent()->GetSizer() != nullptr) GetParent()->Layout();
}

void Label::setShade(Shade shade) { SetForegroundColour(colorOf(shade)); }

void Label::wrap(int pixels) {
    wrap_ = pixels;
    SetLabelText(text_);
    if (wrap_ > 0) Wrap(dip(*this, wrap_));
}

}  // namespace ui
