// The dark rail at the left: one button per place, sign above word, the current one marked by a bar and a
// lighter ground. Up and Down move between them, Tab leaves the rail. Threads: GUI thread only.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "station/ui/widgets/marks.h"
#include "station/ui/widgets/panel.h"

namespace ui {

struct RailItem {
    std::string id;
    Mark sign = Mark::Unknown;
    wxString word;
};

class RailButton;

class Rail : public Panel {
public:
    explicit Rail(wxWindow* parent);
    void setItems(const std::vector<RailItem>& items);
    void select(const std::string& id);  // shows it as the current one; does not call back
    const std::string& selected() const { return selected_; }
    void focusSelected();
    void onChosen(std::function<void(const std::string&)> chosen) { chosen_ = std::move(chosen); }

private:
    friend class RailButton;
    void step(const RailButton& from, int by);
    std::vector<RailButton*> buttons_;
    std::string selected_;
    std::function<void(const std::string&)> chosen_;
};

}  // namespace ui
