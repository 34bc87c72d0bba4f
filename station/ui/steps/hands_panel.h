// The two hands as ten finger tiles: what was taken, how good it is, what is still to come. Arrows walk along the fingers,
// Enter asks for one finger alone. Threads: GUI thread only.
#pragma once

#include <functional>
#include <map>
#include <optional>

#include "devices/fingerprint/finger_set.h"
#include "station/ui/widgets/finger_tile.h"
#include "station/ui/widgets/panel.h"

namespace station {
class Enrollment;
}

namespace ui {

// What the tiles are drawn from, beside the enrollment.
struct HandsState {
    const std::vector<devices::FingerStep>* steps = nullptr;
    std::optional<std::size_t> current;
    bool running = false;
    int gate = 0;
};

class HandsPanel : public Panel {
public:
    explicit HandsPanel(wxWindow* parent);
    void show(const station::Enrollment& enrollment, const HandsState& state);
    void onChosen(std::function<void(devices::Finger)> chosen) { chosen_ = std::move(chosen); }
    devices::Finger selected() const { return selected_; }   // last one that had the focus; Unknown: none yet
    void select(devices::Finger finger);
    FingerTile* tile(devices::Finger finger) { return tiles_.at(finger); }

private:
    wxSizer* buildHand(const wxString& name, const std::vector<devices::Finger>& fingers);
    void step(devices::Finger from, int by);
    std::map<devices::Finger, FingerTile*> tiles_;
    devices::Finger selected_ = devices::Finger::Unknown;
    std::function<void(devices::Finger)> chosen_;
};

}  // namespace ui
