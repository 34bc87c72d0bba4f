// Always visible: officer, unit, the three devices, queue with its oldest, last send, disk space, line.
// Offline is normal and has no alarm color. Threads: GUI thread only.
#pragma once

#include "station/ui/widgets/chip.h"
#include "station/ui/widgets/label.h"
#include "station/ui/widgets/panel.h"
#include "station/workflow/views.h"

namespace ui {

class StatusBar : public Panel {
public:
    explicit StatusBar(wxWindow* parent);
    void show(const station::StatusLine& status, const std::optional<station::OfficerView>& officer,
              const station::UnitView& unit, base::Instant now);

private:
    Label* officer_ = nullptr;
    Label* unit_ = nullptr;
    Chip* camera_ = nullptr;
    Chip* fingerprint_ = nullptr;
    Chip* scanner_ = nullptr;
    Label* queue_ = nullptr;
    Label* lastSent_ = nullptr;
    Label* disk_ = nullptr;
    Chip* line_ = nullptr;
    wxString shown_;
};

// The name a device gives itself; the names of the house's own virtual devices are words of the catalog.
wxString sayDeviceName(const std::string& name);
// The words of a device's chip: "Camera", "Camera (virtual)", "Scanner: no paper".
wxString sayDeviceChip(const wxString& kind, const station::DeviceChip& chip);
Tone toneOf(station::ChipState state);

}  // namespace ui
