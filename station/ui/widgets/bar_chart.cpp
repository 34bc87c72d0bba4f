#include "station/ui/widgets/bar_chart.h"

#include <algorithm>

namespace ui {
namespace {

constexpr int kBarWidth = 34;
constexpr int kBarStep = 54;
constexpr int kPlotHeight = 154;

}  // namespace

BarChart::BarChart(wxWindow* parent, const wxString& title) : Painted(parent, AccessibleRole::Image), title_(title) {
    changed(title_);
}

void BarChart::setBars(std::vector<Bar> bars) {
    bars_ = std::move(bars);
    wxString name = title_;
    for (const auto& bar : bars_) name += wxString::Format(", %s: %d", bar.name, bar.value);
    changed(name);
}

void BarChart::setEmptyText(const wxString& text) {
    emptyText_ = text;
    Refresh();
}

wxSize BarChart::measure() const { return {d(200), d(kPlotHeight + 46)}; }

void BarChart::paint(wxGraphicsContext& gc, const wxRect& area) {
    const Palette& p = palette();
    const wxFont face = font(TextSize::Small);
    int highest = 0;
    for (const auto& bar : bars_) highest = std::max(highest, bar.value);
    if (highest == 0) {
        const wxSize size = textSize(emptyText_, face);
        drawText(gc, emptyText_, face, p.muted, (area.width - size.x) / 2.0, d(kPlotHeight) / 2.0);
        return;
    }
    const double count = static_cast<double>(bars_.size());
    const double step = std::min(double(d(kBarStep)), area.width / count);
    const double width = std::min(double(d(kBarWidth)), step * 0.65);
    const double left = (area.width - step * count) / 2;
    const double floor = d(kPlotHeight + 20);
    for (std::size_t i = 0; i < bars_.size(); ++i) {
        const Bar& bar = bars_[i];
        const double x = left + step * (static_cast<double>(i) + 0.5);
        const double height = double(d(kPlotHeight - 20)) * bar.value / highest;
        if (bar.value > 0) {
            fillRounded(gc, {x - width / 2, floor - height, width, height}, d(2), p.button.fill);
            const wxString value = wxString::Format("%d", bar.value);
            const wxSize size = textSize(value, face);
            drawText(gc, value, face, p.ink, x - size.x / 2.0, floor - height - size.y - d(2));
        }
        const wxSize size = textSize(bar.name, face);
        if (size.x <= step || i % 2 == 0) drawText(gc, bar.name, face, p.muted, x - size.x / 2.0, floor + d(kSpace4));
    }
    gc.SetPen(wxPen(p.border));
    gc.StrokeLine(left - d(kSpace8), floor + 0.5, left + step * count + d(kSpace8), floor + 0.5);
}

}  // namespace ui
