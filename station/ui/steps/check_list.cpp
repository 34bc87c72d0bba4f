#include "station/ui/steps/check_list.h"

#include <wx/translation.h>

#include "station/ui/widgets/chip.h"

namespace ui {
namespace {

constexpr int kLineHeight = 28;
constexpr int kBadgeHeight = 22;
constexpr int kLeastWidth = 290;

Tone toneOf(devices::Outcome outcome) {
    switch (outcome) {
        case devices::Outcome::Pass: return Tone::Good;
        case devices::Outcome::Warn: return Tone::Attention;
        case devices::Outcome::Fail: return Tone::Bad;
        default: return Tone::Neutral;
    }
}

wxString wordsOf(const devices::Measure& measure) {
    switch (measure.outcome) {
        case devices::Outcome::Pass: return _("passes");
        case devices::Outcome::Warn:
        case devices::Outcome::Fail: return sayPortraitReason(measure.reason);
        case devices::Outcome::NotChecked: return _("not checked here");
        case devices::Outcome::Unknown: break;
    }
    return _("waiting");
}

}  // namespace

CheckList::CheckList(wxWindow* parent) : Painted(parent, AccessibleRole::Status), checks_(portraitChecks()) { show({}); }

void CheckList::show(const devices::QualityReport& report) {
    std::vector<Line> lines;
    wxString open;
    for (const auto& check : checks_) {
        const devices::Measure worst = worstOf(check, report);
        lines.push_back({check.name, wordsOf(worst), toneOf(worst.outcome)});
        if (lines.back().tone != Tone::Good) open += ", " + check.name + ": " + lines.back().words;
    }
    if (lines == lines_) return;
    lines_ = std::move(lines);
    changed(_("Checks") + (open.empty() ? wxString(_(", all pass")) : open));
}

wxSize CheckList::measure() const { return {d(kLeastWidth), d(kLineHeight) * static_cast<int>(checks_.size())}; }

void CheckList::paint(wxGraphicsContext& gc, const wxRect& area) {
    const Palette& p = palette();
    const wxFont face = font(TextSize::Small);
    const double lineHeight = d(kLineHeight);
    double top = area.y;
    for (const Line& line : lines_) {
        const wxSize name = textSize(line.name, face);
        drawText(gc, line.name, face, p.ink, area.x + d(kSpace4), top + (lineHeight - name.y) / 2);
        const double width = textSize(line.words, face).x + d(40);
        drawChip(gc, {area.GetRight() - width, top + (lineHeight - d(kBadgeHeight)) / 2, width, double(d(kBadgeHeight))}, line.words,
                 line.tone, markOf(line.tone));
        top += lineHeight;
        gc.SetPen(gc.CreatePen(wxGraphicsPenInfo(p.line).Width(1)));
        gc.StrokeLine(area.x, top - 0.5, area.GetRight(), top - 0.5);
    }
}

}  // namespace ui
