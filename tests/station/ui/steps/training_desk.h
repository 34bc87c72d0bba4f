// A real station in training mode behind the real window: its own folders, cheap keys, virtual devices, the invented
// citizen of a seed. Everything a test does after that, it does with keys. Main thread.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.h"
#include "station/ui/frame/main_frame.h"
#include "station/ui/steps/enrollment_page.h"
#include "station/ui/ui_dispatch.h"
#include "station/workflow/station.h"

namespace uitest {

inline constexpr char kPassphrase[] = "chim bay cao";

// Another program of the house: in the folder $ENROLL_PROGRAMS when installed ones are tested, else beside the test.
std::filesystem::path stationProgram(const std::string& name);

// How the desk begins. Keys: the first start is typed into its page, with passphrases as dear as in real use. NotYet: its
// page is left as it opens.
enum class FirstStart { Unknown = 0, ByCall, ByKeys, NotYet };

struct DeskOptions {
    std::uint64_t seed = 1;
    FirstStart firstStart = FirstStart::ByCall;
    std::filesystem::path folder;                        // empty: a new one under the temporary folder, removed at the end
    std::optional<std::filesystem::path> recordings;     // real pictures for the virtual devices to play
};

class TrainingDesk {
public:
    explicit TrainingDesk(std::uint64_t seed = 1) : TrainingDesk(DeskOptions{seed, FirstStart::ByCall, {}, {}}) {}
    explicit TrainingDesk(DeskOptions options);
    ~TrainingDesk();

    station::Station& station() { return *station_; }
    ui::MainFrame& frame() { return *frame_; }
    ui::EnrollmentPage& page();                     // goes there when another page is shown
    ui::EnrollmentPage& application() { return *application_; }   // whichever page is shown
    station::Enrollment& enrollment();              // of the open application
    void begin(const std::string& schemaId);        // with keys, from the choice of procedures
    void goOn(station::Step to);                    // Ctrl+Enter until there
    void jump(const std::string& key, station::Step to);
    // Enter from field to field until the one with this label has the focus; false after too many.
    bool enterUntil(const std::string& label);
    void fill(const std::string& label, const std::string& text);   // and Enter
    void shoot(const std::string& name);            // picture and checks of layout and names
    std::string focusName() const;

    const std::filesystem::path& folder() const { return folder_; }

private:
    void setUpByCall();
    void setUpByKeys();
    std::filesystem::path folder_;
    bool keepFolder_ = false;
    base::SystemClock clock_;
    ui::GuiDispatcher dispatcher_;
    std::unique_ptr<station::Station> station_;
    ui::MainFrame* frame_ = nullptr;
    ui::EnrollmentPage* application_ = nullptr;
};

}  // namespace uitest
