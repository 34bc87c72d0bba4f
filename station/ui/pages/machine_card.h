// What the station needs of this machine: first what is missing or weak with its remedy, then what is in
// order. Threads: GUI thread only.
#pragma once

#include "station/ui/widgets/card.h"
#include "station/workflow/self_check.h"

namespace ui {

class MachineCard : public Card {
public:
    explicit MachineCard(wxWindow* parent);
    void show(const std::vector<station::Finding>& findings);

private:
    void addProblem(wxSizer* rows, const station::Finding& finding);
    Panel* list_ = nullptr;
};

}  // namespace ui
