#include "station/ui/steps/choice_row.h"

#include "station/ui/widgets/marks.h"

namespace ui {
namespace {

constexpr int kRowHeight = 62;
constexpr int kLeastWidth = 320;
constexpr int kMarkSize = 16;

}  // namespace

ChoiceRow::ChoiceRow(wxWindow* parent, const wxString& title, const wxString& detail, const wxString& right, Tone tone)
    : Pressable(parent, AccessibleRole::Button), title_(title), detail_(detail), right_(right), tone_(tone) {
    SetToolTip(detail);
    changed(right.empty() ? title + ", " + detail : title + ", " + detail + ", " + right);
}

wxSize ChoiceRow::measure() const {
    const int lines = textSize(title_, font(TextSize::Body, Weight::Bold)).y + textSize(detail_, font(TextSize::Small)).y;
    return {d(kLeastWidth), std::max(d(kRowHeight), lines + d(kSpace20 + 2 * kFocusRing))};
}

void ChoiceRow::paint(wxGraphicsContext& gc, const wxRect& area) {
    const Palette& p = palette();
    const double ring = d(kFocusRing);
    const wxRect2DDouble box(area.x + ring, area.y + ring, area.width - 2 * ring, area.height - 2 * ring);
    fillRounded(gc, box, d(kRadius), hovered() || HasFocus() ? p.primary.fill : p.card);
    strokeRounded(gc, box, d(kRadius), tone_ == Tone::Unknown ? p.border : pairOf(tone_).ink, 1);
    double left = box.m_x + d(kSpace16);
    if (tone_ != Tone::Unknown) {
        const double mark = d(kMarkSize);
        drawMark(gc, markOf(tone_), {left, box.m_y + (box.m_height - mark) / 2, mark, mark}, pairOf(tone_).ink);
        left += mark + d(kSpace12);
    }
    const wxFont bold = font(TextSize::Body, Weight::Bold);
    const wxFont small = font(TextSize::Small);
    const wxSize right = textSize(right_, small);
    const double room = box.GetRight() - left - d(kSpace16) - right.x - d(kSpace12);
    gc.SetFont(bold, p.ink);
    drawText(gc, fitText(gc, title_, room), bold, p.ink, left, box.m_y + d(kSpace8));
    gc.SetFont(small, p.muted);
    drawText(gc, fitText(gc, detail_, room), small, p.muted, left, box.m_y + d(kSpace8) + textSize(title_, bold).y + d(2));
    drawText(gc, right_, small, p.primary.ink, box.GetRight() - d(kSpace16) - right.x, box.m_y + (box.m_height - right.y) / 2);
    drawFocusRing(gc, area, d(kRadius + 2));
}

}  // namespace ui
