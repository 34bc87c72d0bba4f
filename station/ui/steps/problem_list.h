// What still stands in the way of the seal, errors first, each one press away; a warning takes its reason right there.
// Threads: GUI thread only.
#pragma once


#include <functional>
#include <string>
#include <vector>

#include "station/ui/steps/choice_row.h"
#include "station/ui/steps/step_panel.h"
#include "station/ui/widgets/label.h"

namespace ui {

class ProblemList : public Panel {
public:
    ProblemList(wxWindow* parent, StepHost& host);
    bool refresh();                      // true when it was made anew
    std::size_t count() const { return problems_.size(); }
    wxWindow* firstRow() { return rows_.empty() ? nullptr : rows_.front(); }

private:
    void addRow(const station::SealProblem& problem);
    void addReason(const station::SealProblem& problem);
    StepHost& host_;
    std::vector<station::SealProblem> problems_;
    std::vector<ChoiceRow*> rows_;
    std::string shown_;
};

}  // namespace ui
