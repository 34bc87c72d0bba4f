#include "station/ui/steps/details_step.h"

#include <wx/sizer.h>

#include <algorithm>

#include "station/ui/language.h"
#include "station/ui/steps/compare_panel.h"
#include "station/ui/steps/follow_focus.h"
#include "station/ui/steps/form_grid.h"
#include "station/ui/widgets/card.h"

namespace ui {
namespace {

constexpr int kSideWidth = 290;
constexpr int kGridGap = 14;
constexpr int kScrollStep = 16;

}  // namespace

DetailsStep::DetailsStep(wxWindow* parent, StepHost& host) : StepPanel(parent, host) {
    build();
    refresh();
    keep(enrollment().fieldChanged.connect([this](const std::string& field) { fieldChanged(field); }));
    keep(enrollment().findingsChanged.connect([this] { refreshSoon(); }));
}

void DetailsStep::build() {
    auto* card = new Card(this);
    form_ = new wxScrolledWindow(card, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxVSCROLL | wxTAB_TRAVERSAL);
    form_->SetBackgroundColour(card->GetBackgroundColour());
    form_->SetScrollRate(0, dip(*this, kScrollStep));
    followFocus(*form_);
    auto* column = new wxBoxSizer(wxVERTICAL);
    for (const auto& page : enrollment().schema().pages()) {
        for (const auto& section : page.sections) addSection(section, *column);
    }
    form_->SetSizer(column);
    card->body()->Add(form_, 1, wxEXPAND);
    compare_ = new ComparePanel(this, host());
    compare_->SetMinSize({dip(*this, kSideWidth), -1});
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    row->Add(card, 1, wxEXPAND | wxRIGHT, dip(*this, kSpace16));
    row->Add(compare_, 0, wxEXPAND);
    SetSizer(row);
}

void DetailsStep::addSection(const forms::Section& section, wxSizer& column) {
    Section made;
    made.title = new Label(form_, localText(section.title), TextSize::Body, Weight::Bold, Shade::Primary);
    column.Add(made.title, 0, wxTOP, dip(*this, sections_.empty() ? 0 : kSpace16));
    auto* grid = new FormGrid(dip(*this, kGridGap), dip(*this, kSpace12));
    for (const auto& id : section.fields) {
        const forms::Field* field = enrollment().schema().field(id);
        if (field == nullptr) continue;
        auto* editor = new FieldEditor(form_, host(), *field);
        grid->add(editor, field->columns);
        made.editors.push_back(editor);
    }
    column.Add(grid, 0, wxEXPAND | wxTOP | wxRIGHT, dip(*this, kSpace8));
    sections_.push_back(std::move(made));
}

FieldEditor* DetailsStep::editorOf(const std::string& field) {
    for (auto& section : sections_) {
        for (FieldEditor* editor : section.editors) {
            if (editor->field().id == field) return editor;
        }
    }
    return nullptr;
}

void DetailsStep::fieldChanged(const std::string& field) {
    if (FieldEditor* editor = editorOf(field)) editor->showValue();
    if (showRelevant()) layOutAgain();  // at once: Enter is about to look for the next field
    refreshSoon();
}

// Which fields and sections belong to this record; true when some came or went.
bool DetailsStep::showRelevant() {
    bool moved = false;
    for (auto& section : sections_) {
        bool any = false;
        for (FieldEditor* editor : section.editors) {
            const bool shown = enrollment().isShown(editor->field().id);
            any = any || shown;
            moved = editor->Show(shown) || moved;
        }
        moved = section.title->Show(any) || moved;
    }
    return moved;
}

void DetailsStep::layOutAgain() {
    form_->FitInside();
    form_->Layout();
}

void DetailsStep::refreshSoon() {
    if (std::exchange(refreshPending_, true)) return;
    CallAfter([this] {
        refreshPending_ = false;
        refresh();
    });
}

void DetailsStep::refresh() {
    const auto findings = enrollment().findings();
    bool moved = showRelevant();
    for (auto& section : sections_) {
        for (FieldEditor* editor : section.editors) {
            if (editor->IsShown()) moved = editor->showFindings(findings) || moved;
        }
    }
    compare_->refresh();
    if (moved) layOutAgain();
}

bool DetailsStep::onKey(Key key) {
    if (key != Key::F6) return false;
    nextSection();
    return true;
}

// From the section that has the focus to the first field of the one after it.
void DetailsStep::nextSection() {
    std::size_t from = sections_.size() - 1;
    for (std::size_t i = 0; i < sections_.size(); ++i) {
        const auto& editors = sections_[i].editors;
        if (std::any_of(editors.begin(), editors.end(), [](const FieldEditor* e) { return e->hasTheFocus(); })) from = i;
    }
    for (std::size_t by = 1; by <= sections_.size(); ++by) {
        for (FieldEditor* editor : sections_[(from + by) % sections_.size()].editors) {
            if (!editor->IsShown()) continue;
            editor->focusEntry();
            return;
        }
    }
}

wxString DetailsStep::help() const {
    return _("Enter goes to the next field, F6 to the next section, Ctrl+Enter to the next step. Numbers, phones and full dates "
             "go on by themselves. Choices are found without accents or by code. A value with a question mark was read from the "
             "card: passing through the field confirms it.");
}

wxWindow* DetailsStep::firstFocus() {
    for (auto& section : sections_) {
        for (FieldEditor* editor : section.editors) {
            if (editor->IsShown()) return editor->target();
        }
    }
    return nullptr;
}

bool DetailsStep::showField(const std::string& field) {
    FieldEditor* editor = editorOf(field);
    if (editor == nullptr || !editor->IsShown()) return false;
    editor->focusEntry();
    return true;
}

void DetailsStep::commit() {
    for (auto& section : sections_) {
        for (FieldEditor* editor : section.editors) editor->commit();
    }
}

}  // namespace ui
