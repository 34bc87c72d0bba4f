// The steps of an application: number, name and state of each; any step may be opened at any time. Left and
// Right move between them, Enter opens. Threads: GUI thread only.
#pragma once

#include <functional>
#include <vector>

#include "station/ui/theme.h"
#include "station/ui/widgets/panel.h"

namespace ui {

enum class StepLook { Unknown = 0, Untouched, Partial, Attention, Done, NotNeeded };

struct StepItem {
    wxString name;
    StepLook look = StepLook::Untouched;
    bool operator==(const StepItem&) const = default;
};

class StepButton;

class StepBar : public Panel {
public:
    explicit StepBar(wxWindow* parent);
    void setSteps(const std::vector<StepItem>& steps);  // keeps the focus where its step is still there
    void select(std::size_t step);            // does not call back
    std::size_t selected() const { return selected_; }
    void onChosen(std::function<void(std::size_t)> chosen) { chosen_ = std::move(chosen); }

private:
    friend class StepButton;
    void move(std::size_t from, int by);
    std::vector<StepButton*> buttons_;
    std::size_t shown_ = 0;  // of the buttons; there may be more from a longer application
    std::size_t selected_ = 0;
    std::function<void(std::size_t)> chosen_;
};

}  // namespace ui
