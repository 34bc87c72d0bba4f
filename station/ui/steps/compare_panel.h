// Beside the form: what the card says against what stands in the application, and who on this machine is like the
// person, and in what. Threads: GUI thread only.
#pragma once

#include "station/ui/steps/step_panel.h"
#include "station/ui/widgets/card.h"

namespace ui {

class ComparePanel : public Panel {
public:
    ComparePanel(wxWindow* parent, StepHost& host);
    void refresh();

private:
    void fillComparison();
    void fillAlike();
    StepHost& host_;
    Card* comparison_ = nullptr;
    Card* alike_ = nullptr;
    std::string shown_;       // what the cards were filled from
};

}  // namespace ui
