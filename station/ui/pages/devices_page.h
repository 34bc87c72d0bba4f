// Thiết bị: for each kind of device what is there, what it is called, what is wrong and what to do, and which
// of several is used; below them, whether this machine has what the station needs. Looks again by itself; real mode
// has no virtual device and says so. Threads: GUI thread only.
#pragma once

#include <wx/choice.h>

#include <array>

#include "devices/device.h"
#include "station/ui/frame/page.h"
#include "station/ui/pages/machine_card.h"
#include "station/ui/widgets/card.h"
#include "station/ui/widgets/chip.h"
#include "station/ui/widgets/label.h"
#include "station/workflow/device_room.h"

namespace ui {

class DevicesPage : public Page {
public:
    DevicesPage(wxWindow* parent, PageHost& host);
    wxString title() const override { return _("Devices"); }
    wxString subtitle() const override;
    std::vector<PageAction> actions() override;
    wxString help() const override;
    void entered() override;

private:
    struct Panel {
        devices::Kind kind = devices::Kind::Unknown;
        wxString word;
        Chip* chip = nullptr;
        Label* name = nullptr;
        Label* advice = nullptr;
        wxChoice* choice = nullptr;
        ActionButton* use = nullptr;
        Label* why = nullptr;
        std::vector<station::FoundDevice> found;
    };
    Card* buildPanel(Panel& panel);
    void refresh(Panel& panel);
    void look(Panel& panel);
    void found(devices::Kind kind, std::vector<station::FoundDevice> devices);
    void use(Panel& panel);
    void refuse(Panel& panel, const wxString& why);  // empty: may be used
    void checkMachine();

    std::array<Panel, 3> panels_;
    MachineCard* machine_ = nullptr;
    std::vector<station::Subscription> subscriptions_;
};

}  // namespace ui
