#include "station/ui/frame/main_frame.h"

#include <wx/sizer.h>

#include <utility>

#include "base/log.h"
#include "station/ui/frame/idle_watch.h"
#include "station/ui/frame/login_panel.h"
#include "station/ui/language.h"
#include "station/ui/open_word.h"
#include "station/ui/pages/first_start_page.h"
#include "station/workflow/station.h"

namespace ui {
namespace {

const wxSize kTargetSize{1366, 768};
const wxSize kLeastSize{1024, 640};
constexpr int kWordLimit = 300;  // ms; an input method ends its word within some milliseconds

}  // namespace

MainFrame::MainFrame(station::Station& station, std::vector<Place> places)
    : wxFrame(nullptr, wxID_ANY, wxString(), wxDefaultPosition, kTargetSize,
              wxDEFAULT_FRAME_STYLE | wxTAB_TRAVERSAL),
      station_(station),
      places_(std::move(places)),
      idle_(std::make_unique<IdleWatch>()) {
    SetMinSize(FromDIP(kLeastSize));
    SetSizer(new wxBoxSizer(wxVERTICAL));
    subscriptions_.push_back(station_.phaseChanged.connect([this] { CallAfter([this] { followPhase(); }); }));
    subscriptions_.push_back(station_.preferencesChanged.connect([this] { followPreferences(); }));
    Bind(wxEVT_CHAR_HOOK, &MainFrame::onKey, this);
    Bind(wxEVT_SYS_COLOUR_CHANGED, [this](wxSysColourChangedEvent& event) {
        event.Skip();
        if (refreshTheme()) rebuild();
    });
    second_.SetOwner(this);
    wordLimit_.SetOwner(this);
    Bind(
        wxEVT_TIMER, [this](wxTimerEvent&) { onSecond(); }, second_.GetId());
    Bind(
        wxEVT_TIMER, [this](wxTimerEvent&) { actHeld(); }, wordLimit_.GetId());
    (void)wordStaysOpen();  // from now on words are watched
    second_.Start(1000);
    followPreferences();
    followPhase();
}

MainFrame::~MainFrame() {
    second_.Stop();
    wordLimit_.Stop();
}

// Making everything anew destroys the very control whose event asked for it, so it waits for the end of that
// event.
void MainFrame::rebuild() {
    if (std::exchange(rebuildPending_, true)) return;
    CallAfter([this] {
        rebuildPending_ = false;
        Freeze();
        clear();
        shown_ = station::Phase::Unknown;
        followPhase();
        Thaw();
    });
}

void MainFrame::clear() {
    if (shell_ != nullptr) memory_ = shell_->handOver();
    GetSizer()->Clear(true);
    shell_ = nullptr;
    front_ = nullptr;
}

void MainFrame::followPreferences() {
    const station::Language wanted = station_.preferences().language;
    if (wanted == language_) return;
    const bool first = language_ == station::Language::Unknown;
    language_ = wanted;
    if (auto used = useLanguage(wanted); !used) base::log::failure("language", used.error());
    SetTitle(_("Enrollment station"));
    if (!first) rebuild();
}

void MainFrame::followPhase() {
    const station::Phase phase = station_.phase();
    if (phase == shown_) return;
    const station::Phase before = std::exchange(shown_, phase);
    if (front_ != nullptr) {
        GetSizer()->Detach(front_);
        front_->Destroy();
        front_ = nullptr;
    }
    if (before == station::Phase::LoggedIn && phase == station::Phase::IdleLocked && shell_ != nullptr)
        shell_->suspend();
    if (phase == station::Phase::LoggedOut || phase == station::Phase::FirstStart) {
        if (shell_ != nullptr) GetSizer()->Clear(true);
        shell_ = nullptr;
        memory_ = {};
    }
    showPhase(phase);
    Layout();
}

void MainFrame::showPhase(station::Phase phase) {
    idle_->touch();
    if (phase == station::Phase::LoggedIn || (phase == station::Phase::IdleLocked && shell_ == nullptr)) {
        const bool fresh = shell_ == nullptr;
        if (fresh) {
            shell_ = new Shell(this, station_, places_, std::exchange(memory_, {}));
            placeContent(shell_);
        }
        shell_->Show();
        if (!fresh && phase == station::Phase::LoggedIn) shell_->resume();
        if (fresh && phase == station::Phase::IdleLocked) shell_->suspend();
    }
    switch (phase) {
        case station::Phase::FirstStart: {
            auto* page = new FirstStartPage(this, station_);
            placeContent(front_ = page);
            page->focusFirst();
            break;
        }
        case station::Phase::LoggedOut:
        case station::Phase::IdleLocked: {
            if (shell_ != nullptr) shell_->Hide();
            const Door door = phase == station::Phase::IdleLocked ? Door::Unlock : Door::LogIn;
            auto* panel = new LoginPanel(this, station_, door);
            placeContent(front_ = panel);
            panel->focusFirst();
            break;
        }
        default:
            break;
    }
}

void MainFrame::placeContent(wxWindow* content) {
    GetSizer()->Add(content, 1, wxEXPAND);
    Layout();
}

// Only keys of keys.h are looked at; letters and digits go straight to the input method. Esc passes on unless
// it acts, and over an open word it is the method's. Every other key would act before the word is text, so it
// is held: the method gets it, ends its word and gives it back (the same event once more), or keeps it, then it
// acts when the time is up.
void MainFrame::onKey(wxKeyEvent& event) {
    const auto key = keyOf(event);
    const bool open = key && wordStaysOpen();
    if (!key || (open && *key == Key::Escape)) {
        event.Skip();
        return;
    }
    const Pressed pressed{*key, event.GetTimestamp()};
    if (acted_ == pressed) return;
    if (open && held_ != pressed) {
        held_ = pressed;
        wordLimit_.StartOnce(kWordLimit);
        event.Skip();
        return;
    }
    held_.reset();
    wordLimit_.Stop();
    if (!act(*key)) event.Skip();
}

void MainFrame::actHeld() {
    if (!held_) return;
    acted_ = std::exchange(held_, std::nullopt);
    act(acted_->key);
}

bool MainFrame::act(Key key) {
    return shown_ == station::Phase::LoggedIn && shell_ != nullptr && shell_->handleKey(key);
}

void MainFrame::onSecond() {
    station_.tick();
    if (shell_ != nullptr) shell_->refreshStatus();
    const auto limit = station_.preferences().idleLock;
    if (station_.phase() == station::Phase::LoggedIn && limit.count() > 0 && idle_->idleFor() >= limit)
        station_.lock();
}

}  // namespace ui
