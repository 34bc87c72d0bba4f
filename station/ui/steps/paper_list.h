// The papers that the procedure asks for, with how many pages each has and needs. Arrows choose the paper that the next
// pages belong to; Tab stops at the chosen one only. Threads: GUI thread only.
#pragma once

#include <string>
#include <vector>

#include "station/ui/widgets/painted.h"
#include "station/ui/widgets/panel.h"
#include "station/workflow/enrollment.h"

namespace ui {

class PaperRow;

class PaperList : public Panel {
public:
    explicit PaperList(wxWindow* parent);
    void show(const station::Enrollment& enrollment);
    const std::string& chosen() const { return chosen_; }
    void choose(const std::string& paper);
    wxWindow* focusTarget();

private:
    friend class PaperRow;
    void step(const PaperRow& from, int by);
    std::vector<PaperRow*> rows_;
    std::vector<std::string> ids_;
    std::string chosen_;
};

}  // namespace ui
