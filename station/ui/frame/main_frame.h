// The one window. It follows the station's phase: first start, login, work, idle lock; routes the keys of
// keys.h before the focused control sees them; makes its content anew when language or theme change, keeping
// the work. Threads: GUI thread only. The station outlives the frame.
#pragma once

#include <wx/frame.h>
#include <wx/timer.h>

#include <memory>
#include <optional>
#include <vector>

#include "station/ui/frame/keys.h"
#include "station/ui/frame/shell.h"
#include "station/workflow/preferences.h"
#include "station/workflow/views.h"

namespace ui {

class LoginPanel;
class IdleWatch;

class MainFrame : public wxFrame {
public:
    MainFrame(station::Station& station, std::vector<Place> places);
    ~MainFrame() override;

    Shell* shell() { return shell_; }  // null unless an officer is logged in

private:
    struct Pressed {
        Key key = Key::Unknown;
        long at = 0;  // the time stamp of its event
        bool operator==(const Pressed&) const = default;
    };
    void followPhase();
    void rebuild();
    void showPhase(station::Phase phase);
    void clear();
    void onKey(wxKeyEvent& event);
    bool act(Key key);
    void actHeld();
    void onSecond();
    void followPreferences();
    void placeContent(wxWindow* content);

    station::Station& station_;
    std::vector<Place> places_;
    std::unique_ptr<IdleWatch> idle_;
    station::Phase shown_ = station::Phase::Unknown;
    station::Language language_ = station::Language::Unknown;
    ShellMemory memory_;
    Shell* shell_ = nullptr;
    wxWindow* front_ = nullptr;  // first start, login or lock
    bool rebuildPending_ = false;
    wxTimer second_;
    std::optional<Pressed> held_;   // came over an open word, waits for it
    std::optional<Pressed> acted_;  // was held and has acted
    wxTimer wordLimit_;
    std::vector<station::Subscription> subscriptions_;
};

}  // namespace ui
