// The whole application on one page: every shown field by section, portrait, prints, pages. In Plain for the officer, in
// Large for the applicant, who reads it across the desk before it is sealed. Threads: GUI thread only.
#pragma once


#include "station/ui/steps/step_panel.h"

namespace ui {

enum class SummarySize { Unknown = 0, Plain, Large };

class SummaryPanel : public Panel {
public:
    SummaryPanel(wxWindow* parent, StepHost& host, SummarySize size);

private:
    void addSections(wxSizer& column);
    void addField(wxSizer& table, const forms::Field& field);
    void addCaptures(wxSizer& column);
    void addPortrait(wxSizer& row);
    void addPrints(wxSizer& column);
    void addPages(wxSizer& column);
    void heading(wxSizer& column, const wxString& text);
    StepHost& host_;
    SummarySize size_;
};

}  // namespace ui
