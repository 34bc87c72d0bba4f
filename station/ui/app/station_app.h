// The program: opens the station on this machine, shows its window, ends with it. Command line:
//   --seed N           the first invented citizen of training mode
//   --recordings PATH  real pictures for the virtual devices to play
// Threads: GUI thread only.
#pragma once

#include <wx/app.h>

#include <memory>
#include <optional>

#include "base/clock.h"
#include "base/error.h"
#include "station/ui/ui_dispatch.h"

namespace station {
class Station;
struct StationOptions;
}  // namespace station

namespace ui {

class StationApp : public wxApp {
public:
    StationApp();
    ~StationApp() override;
    bool OnInit() override;
    int OnExit() override;
    void OnInitCmdLine(wxCmdLineParser& parser) override;
    bool OnCmdLineParsed(wxCmdLineParser& parser) override;

private:
    station::StationOptions options();
    void sayWhyNot(const base::Error& error);

    base::SystemClock clock_;
    std::unique_ptr<GuiDispatcher> dispatcher_;
    std::unique_ptr<station::Station> station_;
    long seed_ = 1;
    std::optional<std::string> recordings_;
};

}  // namespace ui
