// Details: the whole form, built from its schema: sections on a grid of six columns, a control by the kind of each field,
// origin and findings beside it. At the right what the card said and who else has this number or name on this machine.
// Threads: GUI thread only.
#pragma once

#include <wx/scrolwin.h>

#include <string>
#include <vector>

#include "station/ui/steps/field_editor.h"
#include "station/ui/steps/step_panel.h"

namespace ui {

class ComparePanel;

class DetailsStep : public StepPanel {
public:
    DetailsStep(wxWindow* parent, StepHost& host);

    bool onKey(Key key) override;
    wxString help() const override;
    wxWindow* firstFocus() override;
    bool showField(const std::string& field) override;
    void commit() override;

private:
    struct Section {
        Label* title = nullptr;
        std::vector<FieldEditor*> editors;
    };
    void build();
    void addSection(const forms::Section& section, wxSizer& column);
    FieldEditor* editorOf(const std::string& field);
    void fieldChanged(const std::string& field);
    void refreshSoon();              // any number of changes in one turn: one pass over the form
    void refresh();
    bool showRelevant();
    void layOutAgain();
    void nextSection();

    wxScrolledWindow* form_ = nullptr;
    ComparePanel* compare_ = nullptr;
    std::vector<Section> sections_;
    bool refreshPending_ = false;
};

}  // namespace ui
