#include "station/ui/frame/foot_bar.h"

#include <wx/dcclient.h>
#include <wx/sizer.h>

namespace ui {
namespace {

constexpr int kFootHeight = 56;
constexpr int kReasonWidth = 40;

bool atRight(const PageAction& action) {
    return action.side == Side::Right || action.kind == ButtonKind::Primary;
}

}  // namespace

FootBar::FootBar(wxWindow* parent) : Panel(parent) {
    SetBackgroundColour(palette().card);
    SetMinSize({-1, dip(*this, kFootHeight)});
    SetSizer(new wxBoxSizer(wxHORIZONTAL));
    Bind(wxEVT_PAINT, &FootBar::onPaint, this);
}

void FootBar::show(const std::vector<PageAction>& actions) {
    const bool shown = !actions.empty();
    if (!sameAs(actions)) rebuild(actions);
    for (std::size_t i = 0; i < actions.size(); ++i) {
        Entry& entry = entries_[i];
        entry.button->setLabel(actions[i].label);
        entry.button->refuse(actions[i].refusal);
        entry.button->onPress(actions[i].run);
        entry.reason->SetLabelText(actions[i].refusal);
        entry.reason->SetToolTip(actions[i].refusal);
        entry.reason->Show(!actions[i].refusal.empty());
    }
    if (IsShown() != shown) {
        Show(shown);
        GetParent()->Layout();
    }
    Layout();
}

void FootBar::focusFirst() {
    if (!entries_.empty()) entries_.front().button->SetFocus();
}

bool FootBar::sameAs(const std::vector<PageAction>& actions) const {
    if (actions.size() != entries_.size()) return false;
    for (std::size_t i = 0; i < actions.size(); ++i) {
        if (actions[i].id != entries_[i].id || actions[i].side != entries_[i].side) return false;
    }
    return true;
}

void FootBar::rebuild(const std::vector<PageAction>& actions) {
    auto* row = GetSizer();
    row->Clear(true);
    entries_.clear();
    for (const auto& action : actions) {
        Entry entry;
        entry.id = action.id;
        entry.side = action.side;
        entry.button = new ActionButton(this, action.label, sayKey(action.key), action.kind);
        entry.reason = new Label(
            this, wxString(), TextSize::Small, Weight::Regular, Shade::Muted,
            wxST_ELLIPSIZE_END | wxST_NO_AUTORESIZE | (atRight(action) ? wxALIGN_RIGHT : wxALIGN_LEFT));
        entry.reason->SetMinSize({dip(*this, kReasonWidth), -1});
        entries_.push_back(entry);
    }
    const int gap = dip(*this, kSpace4);
    row->AddSpacer(dip(*this, kSpace20 - kFocusRing));
    for (std::size_t i = 0; i < actions.size(); ++i) {
        if (atRight(actions[i])) continue;
        row->Add(entries_[i].button, 0, wxALIGN_CENTER_VERTICAL | wxRIGHT, gap);
        row->Add(entries_[i].reason, 1, wxALIGN_CENTER_VERTICAL | wxRIGHT, 2 * gap);
    }
    row->AddStretchSpacer(1);
    for (std::size_t i = 0; i < actions.size(); ++i) {
        if (!atRight(actions[i])) continue;
        row->Add(entries_[i].reason, 2, wxALIGN_CENTER_VERTICAL | wxLEFT, gap);
        row->Add(entries_[i].button, 0, wxALIGN_CENTER_VERTICAL | wxLEFT, gap);
    }
    row->AddSpacer(dip(*this, kSpace20 - kFocusRing));
}

void FootBar::onPaint(wxPaintEvent&) {
    wxPaintDC dc(this);
    dc.SetPen(wxPen(palette().line));
    dc.DrawLine(0, 0, GetClientSize().x, 0);
}

}  // namespace ui
