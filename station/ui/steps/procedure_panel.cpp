#include "station/ui/steps/procedure_panel.h"

#include <wx/sizer.h>

#include "station/ui/language.h"
#include "station/ui/steps/follow_focus.h"
#include "station/ui/text.h"
#include "station/ui/widgets/card.h"
#include "station/ui/widgets/label.h"
#include "station/workflow/station.h"

namespace ui {
namespace {

constexpr int kLeastWidth = 320;
constexpr int kScrollStep = 16;

wxString sayNeeds(const forms::Schema& schema, const base::Day& today) {
    forms::CheckContext context;
    context.today = today;
    wxString words;
    for (const auto& need : schema.captures(forms::startRecord(schema), context)) {
        if (!need.required) continue;
        if (!words.empty()) words += L" \u00b7 ";
        words += localText(need.label);
    }
    return words.empty() ? wxString(_("No captures needed at first")) : words;
}

}  // namespace

ProcedurePanel::ProcedurePanel(wxWindow* parent, station::Station& station, Chosen procedure, Chosen draft)
    : wxScrolledWindow(parent, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxVSCROLL | wxTAB_TRAVERSAL), station_(station) {
    SetBackgroundColour(palette().background);
    SetScrollRate(0, dip(*this, kScrollStep));
    followFocus(*this);
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    auto* left = new wxBoxSizer(wxVERTICAL);
    auto* right = new wxBoxSizer(wxVERTICAL);
    addProcedures(*left, procedure);
    addDrafts(*right, draft);
    row->Add(left, 3, wxEXPAND | wxRIGHT, dip(*this, kSpace16));
    row->Add(right, 2, wxEXPAND);
    SetSizer(row);
    for (std::size_t i = 0; i < rows_.size(); ++i) walkWithArrows(i);
}

void ProcedurePanel::addProcedures(wxSizer& column, const Chosen& chosen) {
    auto* card = new Card(this, _("Which procedure?"));
    const base::Day today = base::dayInVietnam(station_.now());
    wxString group;
    for (const auto& schema : station_.procedures()) {
        if (const wxString its = localText(schema->group()); its != group) {
            group = its;
            card->body()->Add(new Label(card, group, TextSize::Small, Weight::Bold, Shade::Muted), 0, wxTOP, dip(*this, kSpace12));
        }
        auto* row = new ChoiceRow(card, localText(schema->title()), sayNeeds(*schema, today), wxString());
        row->onPress([chosen, id = schema->id()] { chosen(id); });
        card->body()->Add(row, 0, wxEXPAND | wxTOP, dip(*this, kSpace8));
        rows_.push_back(row);
    }
    if (rows_.empty()) {
        auto* none = new Label(card, _("This unit may take no procedure today. The administrator sets what the unit may take."),
                               TextSize::Body, Weight::Regular, Shade::Attention);
        none->wrap(kLeastWidth);
        card->body()->Add(none, 0, wxTOP, dip(*this, kSpace8));
    }
    column.Add(card, 1, wxEXPAND);
}

void ProcedurePanel::addDrafts(wxSizer& column, const Chosen& chosen) {
    auto* card = new Card(this, _("Drafts to go on with"));
    bool any = false;
    for (const auto& item : station_.today().todo) {
        if (item.kind != station::TodoItem::Kind::Draft) continue;
        any = true;
        const wxString name = item.name.empty() ? wxString(_("(no name yet)")) : toWx(item.name);
        auto* row = new ChoiceRow(card, name, localText(item.procedure), sayWhen(item.at, station_.now()));
        row->onPress([chosen, id = item.id] { chosen(id); });
        card->body()->Add(row, 0, wxEXPAND | wxTOP, dip(*this, kSpace8));
        rows_.push_back(row);
    }
    if (!any) {
        card->body()->Add(new Label(card, _("No drafts wait."), TextSize::Body, Weight::Regular, Shade::Muted), 0, wxTOP,
                          dip(*this, kSpace8));
    }
    column.Add(card, 1, wxEXPAND);
}

void ProcedurePanel::walkWithArrows(std::size_t index) {
    rows_[index]->Bind(wxEVT_KEY_DOWN, [this, index](wxKeyEvent& event) {
        const int key = event.GetKeyCode();
        if (key == WXK_DOWN && index + 1 < rows_.size()) rows_[index + 1]->SetFocus();
        else if (key == WXK_UP && index > 0) rows_[index - 1]->SetFocus();
        else event.Skip();
    });
}

}  // namespace ui
