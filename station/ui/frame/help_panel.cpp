#include "station/ui/frame/help_panel.h"

#include <wx/sizer.h>

#include "station/ui/a11y.h"
#include "station/ui/widgets/card.h"
#include "station/ui/widgets/label.h"

namespace ui {
namespace {

constexpr int kHelpWidth = 320;

}  // namespace

HelpPanel::HelpPanel(wxWindow* parent, std::function<void()> close)
    : Panel(parent), close_(std::move(close)) {
    SetBackgroundColour(palette().background);
    SetMinSize({dip(*this, kHelpWidth), -1});
    SetSizer(new wxBoxSizer(wxVERTICAL));
    setAccessibleName(*this, _("Help"));
    Hide();
}

void HelpPanel::show(Page& page) {
    GetSizer()->Clear(true);
    auto* card = new Card(this, _("Help"));
    const int width = kHelpWidth - 2 * kSpace16 - kSpace20;
    auto* text = new Label(card, page.help(), TextSize::Body);
    text->wrap(width);
    card->body()->Add(text, 0, wxTOP | wxBOTTOM, dip(*this, kSpace8));
    card->body()->Add(new Label(card, _("Keys"), TextSize::Body, Weight::Bold), 0, wxTOP | wxBOTTOM,
                      dip(*this, kSpace8));
    auto* grid = new wxFlexGridSizer(2, dip(*this, kSpace4), dip(*this, kSpace12));
    const auto line = [&](const wxString& key, const wxString& what) {
        grid->Add(new Label(card, key, TextSize::Small, Weight::Bold));
        auto* label = new Label(card, what, TextSize::Small, Weight::Regular, Shade::Muted);
        label->wrap(width - 90);
        grid->Add(label);
    };
    for (const auto& action : page.actions()) {
        if (action.key != Key::Unknown) line(sayKey(action.key), action.label);
    }
    line(sayKey(Key::CtrlN), _("New application"));
    line("Enter", _("Next field"));
    line(sayKey(Key::F1), _("Close help"));
    card->body()->Add(grid);
    auto* close = new ActionButton(card, _("Close"), sayKey(Key::F1), ButtonKind::Secondary);
    close->onPress(close_);
    card->body()->AddStretchSpacer(1);
    card->body()->Add(close, 0, wxALIGN_LEFT);
    GetSizer()->Add(card, 1, wxEXPAND | wxTOP | wxBOTTOM | wxRIGHT, dip(*this, kSpace20));
    Show();
    Layout();
}

}  // namespace ui
