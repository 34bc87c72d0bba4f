#include "station/ui/widgets/chip.h"

namespace ui {
namespace {

constexpr int kChipHeight = 24;
constexpr int kChipPad = 9;
constexpr int kMarkSize = 9;
constexpr int kMarkGap = 5;

}  // namespace

void drawChip(wxGraphicsContext& gc, const wxRect2DDouble& box, const wxString& text, Tone tone, Mark mark) {
    const Pair& colors = pairOf(tone);
    fillRounded(gc, box, box.m_height / 2, colors.fill);
    const double unit = box.m_height / kChipHeight;
    double x = box.m_x + kChipPad * unit;
    if (mark != Mark::Unknown) {
        const double size = kMarkSize * unit;
        drawMark(gc, mark, {x, box.m_y + (box.m_height - size) / 2, size, size}, colors.ink);
        x += size + kMarkGap * unit;
    }
    gc.SetFont(font(TextSize::Small), colors.ink);
    double height = 0;
    gc.GetTextExtent(text, nullptr, &height);
    const double room = box.m_x + box.m_width - kChipPad * unit - x;
    gc.DrawText(fitText(gc, text, room + 1), x, box.m_y + (box.m_height - height) / 2);
}

Chip::Chip(wxWindow* parent, const wxString& text, Tone tone) : Chip(parent, text, tone, markOf(tone)) {}

Chip::Chip(wxWindow* parent, const wxString& text, Tone tone, Mark mark) : Painted(parent, AccessibleRole::Label) {
    set(text, tone, mark);
}

void Chip::set(const wxString& text, Tone tone) { set(text, tone, markOf(tone)); }

void Chip::set(const wxString& text, Tone tone, Mark mark) {
    if (text == text_ && tone == tone_ && mark == mark_) return;
    text_ = text;
    tone_ = tone;
    mark_ = mark;
    changed(text);
}

wxSize Chip::measure() const {
    const wxSize text = textSize(text_, font(TextSize::Small));
    const int mark = mark_ == Mark::Unknown ? 0 : d(kMarkSize + kMarkGap);
    return {text.x + mark + d(2 * kChipPad), std::max(d(kChipHeight), text.y + d(4))};
}

void Chip::paint(wxGraphicsContext& gc, const wxRect& area) {
    drawChip(gc, wxRect2DDouble(area.x, area.y, area.width, area.height), text_, tone_, mark_);
}

Badge::Badge(wxWindow* parent, const wxString& text, Tone tone) : Painted(parent, AccessibleRole::Label) { set(text, tone); }

void Badge::set(const wxString& text, Tone tone) {
    if (text == text_ && tone == tone_) return;
    text_ = text;
    tone_ = tone;
    changed(text);
}

wxSize Badge::measure() const {
    const wxSize text = textSize(text_, font(TextSize::Small, Weight::Bold));
    const int height = text.y + d(2);
    return {std::max(height, text.x + d(10)), height};
}

void Badge::paint(wxGraphicsContext& gc, const wxRect& area) {
    const Pair& colors = pairOf(tone_);
    fillRounded(gc, wxRect2DDouble(area.x, area.y, area.width, area.height), area.height / 2.0, colors.fill);
    const wxFont face = font(TextSize::Small, Weight::Bold);
    const wxSize text = textSize(text_, face);
    drawText(gc, text_, face, colors.ink, area.x + (area.width - text.x) / 2.0, area.y + (area.height - text.y) / 2.0);
}

}  // namespace ui
