#include "station/ui/steps/thumb_tile.h"

namespace ui {

ThumbTile::ThumbTile(wxWindow* parent, const wxString& name, const wxSize& size, AccessibleRole role)
    : Pressable(parent, role), name_(name), size_(size), choosable_(role != AccessibleRole::Button) {
    changed(name);
    if (choosable_) setChosen(Chosen::No);
}

void ThumbTile::set(ThumbState state) {
    if (state == state_) return;
    if (state.picture && state.picture != state_.picture) surface_.load(*state.picture);
    state_ = std::move(state);
    const bool said = name_.EndsWith(state_.caption);  // a name with its number needs no number again
    changed(said ? name_ : name_ + ", " + state_.caption);
    if (choosable_) setChosen(state_.current ? Chosen::Yes : Chosen::No);
}

wxSize ThumbTile::measure() const {
    const wxSize line = textSize(state_.caption.empty() ? wxString("Hg") : state_.caption, font(TextSize::Small, Weight::Bold));
    const int mark = state_.mark == Mark::Unknown ? 0 : d(14);
    return {std::max(d(size_.x + 2 * kFocusRing), line.x + mark + d(kSpace4)), d(size_.y + 2 * kFocusRing + kSpace4) + line.y};
}

void ThumbTile::paint(wxGraphicsContext& gc, const wxRect& area) {
    const Palette& p = palette();
    const double ring = d(kFocusRing);
    const double wide = d(size_.x);
    const wxRect2DDouble box(area.x + (area.width - wide) / 2, area.y + ring, wide, d(size_.y));
    fillRounded(gc, box, d(kSpace4), p.background);
    if (state_.picture && state_.picture->width > 0 && state_.picture->height > 0) {
        const double scale = std::min(box.m_width / state_.picture->width, box.m_height / state_.picture->height);
        const double width = state_.picture->width * scale;
        const double height = state_.picture->height * scale;
        surface_.draw(gc, {box.m_x + (box.m_width - width) / 2, box.m_y + (box.m_height - height) / 2, width, height});
    }
    const bool colored = state_.tone == Tone::Attention || state_.tone == Tone::Bad || state_.tone == Tone::Good;
    strokeRounded(gc, box, d(kSpace4), state_.current ? p.primary.ink : p.border, state_.current ? d(2) : 1);
    const wxFont face = font(TextSize::Small, colored || state_.current ? Weight::Bold : Weight::Regular);
    const wxColour ink = colored ? pairOf(state_.tone).ink : p.muted;
    const wxSize text = textSize(state_.caption, face);
    const double mark = state_.mark == Mark::Unknown ? 0 : d(10);
    double left = area.x + (area.width - text.x - mark) / 2.0;
    const double top = box.GetBottom() + d(kSpace4);
    if (mark > 0) {
        drawMark(gc, state_.mark, {left, top + (text.y - mark) / 2, mark, mark}, ink);
        left += mark + d(3);
    }
    drawText(gc, state_.caption, face, ink, left, top);
    if (HasFocus()) strokeRounded(gc, {box.m_x - ring + 1, box.m_y - ring + 1, box.m_width + 2 * ring - 2, box.m_height + 2 * ring - 2}, d(kRadius), p.focus, d(2));
}

}  // namespace ui
