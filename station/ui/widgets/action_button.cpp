#include "station/ui/widgets/action_button.h"

#include "station/ui/language.h"

namespace ui {
namespace {

constexpr int kPad = 15;
constexpr int kKeyGap = 8;
constexpr int kKeyPad = 5;

}  // namespace

ActionButton::ActionButton(wxWindow* parent, const wxString& label, const wxString& key, ButtonKind kind)
    : Pressable(parent, AccessibleRole::Button), label_(label), key_(key), kind_(kind) {
    SetCursor(wxCursor(wxCURSOR_HAND));
    rename();
}

void ActionButton::setLabel(const wxString& label) {
    if (label == label_) return;
    label_ = label;
    rename();
}

void ActionButton::refuse(const wxString& reason) {
    if (reason == reason_) return;
    reason_ = reason;
    rename();
}

void ActionButton::allow() {
    refuse(wxString());
}

void ActionButton::rename() {
    wxString name = label_;
    if (!key_.empty()) name += ", " + key_;
    if (!reason_.empty()) name += ", " + wxString::Format(_("not possible: %s"), reason_);
    changed(name);
    setAbility(reason_.empty() ? Ability::Able : Ability::Refused);
}

wxFont ActionButton::labelFont() const {
    return font(TextSize::Body, kind_ == ButtonKind::Primary ? Weight::Bold : Weight::Regular);
}

wxSize ActionButton::measure() const {
    const wxSize text = textSize(label_, labelFont());
    int width = text.x + d(2 * (kind_ == ButtonKind::Quiet ? kSpace8 : kPad));
    if (!key_.empty()) width += d(kKeyGap + 2 * kKeyPad) + textSize(key_, font(TextSize::Small)).x;
    return {width + d(2 * kFocusRing), std::max(d(kControlHeight), text.y + d(kSpace8)) + d(2 * kFocusRing)};
}

void ActionButton::paint(wxGraphicsContext& gc, const wxRect& area) {
    const Palette& p = palette();
    const bool able = reason_.empty() && IsEnabled();
    const double ring = d(kFocusRing);
    const wxRect2DDouble box(area.x + ring + 0.5, area.y + ring + 0.5, area.width - 2 * ring - 1,
                             area.height - 2 * ring - 1);
    const bool filled = kind_ == ButtonKind::Primary && able;
    wxColour ink = filled ? p.button.ink
                   : able ? (kind_ == ButtonKind::Quiet ? p.primary.ink : p.ink)
                          : p.muted;
    if (filled) {
        fillRounded(gc, box, d(kRadius), hovered() || held() ? p.buttonHover.fill : p.button.fill);
        if (hovered() || held()) ink = p.buttonHover.ink;
    } else if (kind_ != ButtonKind::Quiet) {
        fillRounded(gc, box, d(kRadius), able && hovered() ? p.hover : able ? p.card : p.background);
        strokeRounded(gc, box, d(kRadius), able ? p.border : p.line, 1);
    } else if (hovered() && able) {
        fillRounded(gc, box, d(kRadius), p.hover);
    }
    const wxFont face = labelFont();
    const wxSize text = textSize(label_, face);
    double x = box.m_x + d(kind_ == ButtonKind::Quiet ? kSpace8 : kPad);
    drawText(gc, label_, face, ink, x, area.y + (area.height - text.y) / 2.0);
    if (!key_.empty()) {
        x += text.x + d(kKeyGap);
        const wxFont keyFace = font(TextSize::Small);
        const wxSize key = textSize(key_, keyFace);
        const wxRect2DDouble cap(x, area.y + (area.height - key.y) / 2.0 - 0.5, key.x + d(2 * kKeyPad),
                                 key.y + 1);
        strokeRounded(gc, cap, d(3), ink, 1);
        drawText(gc, key_, keyFace, ink, x + d(kKeyPad), area.y + (area.height - key.y) / 2.0);
    }
    drawFocusRing(gc, area, d(kRadius + 2));
}

}  // namespace ui
