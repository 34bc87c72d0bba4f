#include "station/ui/widgets/finger_tile.h"

#include "station/ui/language.h"
#include "station/ui/widgets/marks.h"

namespace ui {
namespace {

constexpr int kTileWidth = 104;
constexpr int kTileHeight = 112;

wxString sayLook(FingerLook look) {
    switch (look) {
        case FingerLook::Taking:
            return _("being taken");
        case FingerLook::Good:
            return _("good");
        case FingerLook::Poor:
            return _("poor");
        case FingerLook::Accepted:
            return _("kept with a reason");
        case FingerLook::Missing:
            return _("cannot be taken");
        default:
            return _("to come");
    }
}

Tone toneOf(FingerLook look) {
    switch (look) {
        case FingerLook::Good:
            return Tone::Good;
        case FingerLook::Poor:
        case FingerLook::Accepted:
            return Tone::Attention;
        case FingerLook::Missing:
            return Tone::Neutral;
        case FingerLook::Taking:
            return Tone::Primary;
        default:
            return Tone::Unknown;
    }
}

}  // namespace

FingerTile::FingerTile(wxWindow* parent, const wxString& finger, const wxString& hand)
    : Pressable(parent, AccessibleRole::Button), finger_(finger), hand_(hand) {
    set({});
}

void FingerTile::set(FingerTileState state) {
    if (state.picture != state_.picture) {
        if (state.picture) surface_.load(*state.picture);
    }
    state_ = std::move(state);
    wxString name = finger_ + ", ";
    if (!hand_.empty()) name += hand_ + ", ";
    name += sayLook(state_.look);
    if (!state_.note.empty()) name += ", " + state_.note;
    if (!state_.score.empty()) name += ", " + state_.score;
    changed(name);
}

void FingerTile::markCurrent() {
    current_ = true;
    Refresh();
}

void FingerTile::unmarkCurrent() {
    current_ = false;
    Refresh();
}

wxSize FingerTile::measure() const {
    const int line = textSize("Hg", font(TextSize::Small)).y;
    return {d(kTileWidth + 2 * kFocusRing), d(kTileHeight + 2 * kFocusRing + kSpace4) + 2 * line};
}

void FingerTile::paint(wxGraphicsContext& gc, const wxRect& area) {
    const Palette& p = palette();
    const Tone tone = toneOf(state_.look);
    const double ring = d(kFocusRing);
    const wxRect2DDouble box(area.x + ring + 1, area.y + ring + 1, area.width - 2 * ring - 2,
                             d(kTileHeight) - 2);
    fillRounded(gc, box, d(kRadius), p.card);
    if (state_.picture && state_.picture->width > 0 && state_.picture->height > 0) {
        const double pad = d(kSpace4);
        const double scale = std::min((box.m_width - 2 * pad) / state_.picture->width,
                                      (box.m_height - 2 * pad) / state_.picture->height);
        const double width = state_.picture->width * scale;
        const double height = state_.picture->height * scale;
        surface_.draw(
            gc, {box.m_x + (box.m_width - width) / 2, box.m_y + (box.m_height - height) / 2, width, height});
    } else {
        gc.SetFont(font(TextSize::Small), p.muted);
        const wxString note = fitText(gc, state_.note, box.m_width - d(kSpace8));
        const wxSize size = textSize(note, font(TextSize::Small));
        gc.DrawText(note, box.m_x + (box.m_width - size.x) / 2, box.m_y + (box.m_height - size.y) / 2);
    }
    const wxColour edge = tone == Tone::Unknown   ? p.border
                          : tone == Tone::Neutral ? p.muted
                                                  : pairOf(tone).ink;
    strokeRounded(gc, box, d(kRadius), edge, tone == Tone::Unknown && !current_ ? 1.5 : 2);
    const wxFont face = font(TextSize::Small, current_ ? Weight::Bold : Weight::Regular);
    const wxSize name = textSize(finger_, face);
    double y = box.GetBottom() + d(kSpace4);
    drawText(gc, finger_, face, p.ink, area.x + (area.width - name.x) / 2.0, y);
    if (!state_.score.empty()) {
        y += name.y;
        const wxFont bold = font(TextSize::Small, Weight::Bold);
        const wxSize score = textSize(state_.score, bold);
        const double size = d(9);
        const double left = area.x + (area.width - score.x - size - d(kSpace4)) / 2.0;
        const wxColour ink = tone == Tone::Unknown ? p.muted : pairOf(tone).ink;
        drawMark(gc, markOf(tone), {left, y + (score.y - size) / 2, size, size}, ink);
        drawText(gc, state_.score, bold, ink, left + size + d(kSpace4), y);
    }
    if (HasFocus())
        strokeRounded(gc, {area.x + 1.0, area.y + 1.0, area.width - 2.0, box.GetBottom() + ring - 1.0},
                      d(kRadius + 2), p.focus, d(2));
}

}  // namespace ui
