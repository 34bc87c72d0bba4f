// What the officer feels: how fast the station starts, what memory it holds, whether the window ever stands still. The
// real program is watched from outside; preview, upload and autosave run together in the real windows. Prints figures
// beside their bars and asserts none of them.
#include <glib.h>
#include <wx/evtloop.h>
#include <wx/timer.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdio>
#include <thread>

#include "base/background.h"
#include "station/ui/app/places.h"
#include "sync/transport/upload_client.h"
#include "tests/bench/window_watch.h"
#include "tests/rigs/road_rig.h"
#include "tests/station/ui/steps/training_desk.h"
#include "tests/station/ui/support/gui.h"

namespace fs = std::filesystem;
using station::Step;
using uitest::pressKey;
using uitest::pumpUntil;
using uitest::TrainingDesk;
using uitest::typeText;
using Clock = std::chrono::steady_clock;

namespace {

constexpr int kStarts = 5;
constexpr std::chrono::seconds kPreview{20};
constexpr std::size_t kPacketBytes = 3'000'000;

double millis(Clock::duration time) { return std::chrono::duration<double, std::milli>(time).count(); }

fs::path programs() { return fs::read_symlink("/proc/self/exe").parent_path(); }

// The longest stretch in which the event loop answered nothing, by a heartbeat of a millisecond before all else.
class Heartbeat {
public:
    Heartbeat() { source_ = g_timeout_add_full(G_PRIORITY_HIGH, 1, &Heartbeat::beat, this, nullptr); }
    ~Heartbeat() { g_source_remove(source_); }
    Heartbeat(const Heartbeat&) = delete;
    Heartbeat& operator=(const Heartbeat&) = delete;
    double worstMs() const { return millis(worst_); }
    double shareOver(double limitMs) const { return beats_ == 0 ? 0 : static_cast<double>(std::count_if(gaps_.begin(), gaps_.end(), [&](double g) { return g > limitMs; })) * 100.0 / beats_; }

private:
    static gboolean beat(gpointer self) {
        auto& beat = *static_cast<Heartbeat*>(self);
        const auto now = Clock::now();
        beat.worst_ = std::max(beat.worst_, now - beat.last_);
        beat.gaps_.push_back(millis(now - beat.last_));
        beat.last_ = now;
        ++beat.beats_;
        return G_SOURCE_CONTINUE;
    }
    guint source_ = 0;
    Clock::time_point last_ = Clock::now();
    Clock::duration worst_{};
    std::vector<double> gaps_;
    int beats_ = 0;
};

// One packet after another over TLS to a gateway that syncs each, until stopped: no line, as fast as the machine goes.
// In the background, as the station's sender and training's gateway are.
class Uploads {
public:
    Uploads() : house_("bench-road"), station_(house_.enrollWithKeys("station-1")), thread_([this](const std::stop_token& stop) { run(stop); }) {}
    int sent() const { return sent_; }

private:
    void run(const std::stop_token& stop) {
        base::putThreadInBackground(base::Background::Tenth);
        const auto server = house_.serve();
        transport::UploadClient client(station_.upstream(server->port()), station_.gatewayKeys());
        while (!stop.stop_requested()) {
            const auto sealed = station_.seal(kPacketBytes);
            rigs::must(client.upload({sealed.header, sealed.headerEnvelope, {}, rigs::readerOf(sealed.age), {}, {}}, {}));
            ++sent_;
        }
    }
    rigs::RoadHouse house_;
    rigs::RoadStation station_;
    std::atomic<int> sent_{0};
    std::jthread thread_;
};

// A home of its own for the watched program.
struct Home {
    Home() {
        fs::remove_all(folder);
        fs::create_directories(folder);
        setenv("HOME", folder.c_str(), 1);
    }
    ~Home() {
        std::error_code ignored;
        fs::remove_all(folder, ignored);
    }
    fs::path folder = fs::absolute("bench-home");
};

// The program's own event loop for a while, which sleeps between events: the tests' pump never does, and would take a
// processor from the camera's threads.
template <class Save>
void runLoop(std::chrono::seconds time, Save save) {
    wxGUIEventLoop loop;
    wxTimer saves, end;
    saves.Bind(wxEVT_TIMER, [&](wxTimerEvent&) { save(); });
    end.Bind(wxEVT_TIMER, [&](wxTimerEvent&) { loop.Exit(); });
    saves.Start(500);
    end.StartOnce(static_cast<int>(std::chrono::milliseconds(time).count()));
    loop.Run();
}

template <class Work>
void printOpening(const char* what, Work work) {
    uitest::settle();
    const Heartbeat heartbeat;
    work();
    uitest::settle();
    std::printf("opening %-14s window stands still %.0f ms at most\n", what, heartbeat.worstMs());
}

}  // namespace

SCENARIO("The real program, from outside") {
    if (!uitest::startGui()) return;
    std::vector<double> starts;
    bench::Memory fresh;
    for (int i = 0; i < kStarts; ++i) {
        const Home home;
        bench::WatchedProgram program(programs() / "enrollment-station");
        starts.push_back(static_cast<double>(program.untilPainted().count()));
        if (i + 1 == kStarts) fresh = program.atRest();
    }
    std::sort(starts.begin() + 1, starts.end());
    std::printf("start to painted window: first %.0f ms, then %.0f ms (median of %d; bar 1000 warm)\n", starts[0],
                starts[1 + (starts.size() - 1) / 2], kStarts - 1);
    std::printf("memory at first start: %ld MB\n", fresh.nowMb);

    const Home home;
    bench::WatchedProgram program(programs() / "enrollment-station");
    REQUIRE(program.untilPainted().count() > 0);
    program.giveKeyboard();
    for (const char* text : {"Thượng úy Mẫu Văn A", "an", uitest::kPassphrase, uitest::kPassphrase}) {
        typeText(text);
        pressKey("Return");
    }
    const auto gateway = home.folder / ".local/share/enrollment-station/training/gateway";
    REQUIRE(pumpUntil([&] { return fs::exists(gateway); }, std::chrono::seconds(60)));
    const auto rest = program.atRest();
    uitest::saveScreen(uitest::shotFolder() / "bench-at-rest.png");
    std::printf("memory at rest, logged in, devices connected: %ld MB (bar 150); peak so far %ld MB (bar 400)\n", rest.nowMb, rest.peakMb);
}

SCENARIO("Preview, upload and autosave together in the real windows") {
    if (!uitest::startGui()) return;
    TrainingDesk desk(11);
    printOpening("application", [&] { desk.begin("card-and-eid"); });
    printOpening("details", [&] { desk.goOn(Step::Details); });
    printOpening("portrait", [&] { desk.jump("F2", Step::Portrait); });
    wxWindow* stage = uitest::findNamed(desk.frame(), "Hình máy ảnh");
    REQUIRE(stage != nullptr);
    int painted = 0;
    stage->Bind(wxEVT_PAINT, [&](wxPaintEvent& event) {
        ++painted;
        event.Skip();
    });
    REQUIRE(pumpUntil([&] { return painted > 10; }, std::chrono::seconds(30)));
    const auto measure = [&](const char* what) {
        painted = 0;
        int saved = 0;
        const Heartbeat heartbeat;
        const auto begun = Clock::now();
        runLoop(kPreview, [&] { desk.enrollment().setField("religion", ++saved % 2 != 0 ? "1" : "2"); });
        const double seconds = millis(Clock::now() - begun) / 1000;
        std::printf("%s: preview %.1f pictures/s (bar 25), window stands still %.0f ms at most (bar 50), over 16 ms in %.2f %% of beats, %d saves\n", what,
                    painted / seconds, heartbeat.worstMs(), heartbeat.shareOver(16), saved);
    };
    measure("preview + autosave          ");
    {
        Uploads uploads;
        measure("preview + autosave + upload ");
        std::printf("uploads meanwhile: %d of %.0f MB\n", uploads.sent(), kPacketBytes / 1e6);
    }
    printOpening("fingerprints", [&] { desk.jump("F3", Step::Fingerprints); });
    printOpening("documents", [&] { desk.jump("F4", Step::Documents); });
    printOpening("review", [&] { desk.jump("F9", Step::Review); });
    std::printf("memory of this process: peak %ld MB (test rigs included)\n", bench::memoryOf(getpid()).peakMb);
}
