#include "station/ui/app/station_app.h"

#include <wx/cmdline.h>
#include <wx/log.h>
#include <wx/msgdlg.h>

#include "base/files.h"
#include "base/log.h"
#include "station/ui/app/places.h"
#include "station/ui/error_words.h"
#include "station/ui/frame/main_frame.h"
#include "station/ui/language.h"
#include "station/ui/machine_words.h"
#include "station/ui/native_style.h"
#include "station/ui/text.h"
#include "station/ui/theme.h"
#include "station/workflow/station.h"

namespace ui {
namespace {

// What the toolkit has to say goes to the house's log, never into a box over the work.
class ToolkitLog final : public wxLog {
protected:
    void DoLogRecord(wxLogLevel level, const wxString& text, const wxLogRecordInfo&) override {
        const std::string words = fromWx(text);
        if (level <= wxLOG_Error)
            base::log::error("toolkit", {{"text", words}});
        else if (level == wxLOG_Warning)
            base::log::warning("toolkit", {{"text", words}});
    }
};

}  // namespace

StationApp::StationApp() { prepareToolkit(); }
StationApp::~StationApp() = default;

void StationApp::OnInitCmdLine(wxCmdLineParser& parser) {
    static const wxCmdLineEntryDesc kEntries[] = {
        {wxCMD_LINE_SWITCH, "h", "help", "show this help", wxCMD_LINE_VAL_NONE, wxCMD_LINE_OPTION_HELP},
        {wxCMD_LINE_OPTION, nullptr, "seed", "the first invented citizen of training mode",
         wxCMD_LINE_VAL_NUMBER, 0},
        {wxCMD_LINE_OPTION, nullptr, "recordings", "folder of pictures for the virtual devices to play",
         wxCMD_LINE_VAL_STRING, 0},
        {wxCMD_LINE_NONE, nullptr, nullptr, nullptr, wxCMD_LINE_VAL_NONE, 0}};
    parser.SetDesc(kEntries);
}

bool StationApp::OnCmdLineParsed(wxCmdLineParser& parser) {
    parser.Found("seed", &seed_);
    wxString folder;
    if (parser.Found("recordings", &folder)) recordings_ = fromWx(folder);
    return seed_ >= 0;
}

station::StationOptions StationApp::options() {
    station::StationOptions options;
    options.dataFolder = base::dataFolder();
    options.configFolder = base::configFolder();
    options.resources = base::resourceFolder();
    options.gatewayProgram = base::programFile("enrollment-gateway");
    options.clock = &clock_;
    options.dispatcher = dispatcher_.get();
    options.trainingSeed = static_cast<std::uint64_t>(seed_);
    if (recordings_) options.recordings = *recordings_;
    return options;
}

bool StationApp::OnInit() {
    if (!wxApp::OnInit()) return false;
    SetAppName("enrollment-station");
    delete wxLog::SetActiveTarget(new ToolkitLog);
    if (auto made = base::makePrivateFolder(base::dataFolder()); !made)
        base::log::failure("data-folder", made.error());
    if (auto opened = base::log::open(base::dataFolder() / "logs", "station", base::log::Level::Info);
        !opened) {
        base::log::failure("log", opened.error());
    }
    useScheme(systemScheme());
    (void)useLanguage(station::Language::Vietnamese);  // until the preferences are read
    dispatcher_ = std::make_unique<GuiDispatcher>();
    auto opened = station::Station::open(options());
    if (!opened) {
        sayWhyNot(opened.error());
        return false;
    }
    station_ = std::move(*opened);
    auto* frame = new MainFrame(*station_, stationPlaces());
    frame->Show();
    return true;
}

// The windows have gone by now; the station ends its workers, then the bridge they post through.
int StationApp::OnExit() {
    station_.reset();
    dispatcher_.reset();
    return wxApp::OnExit();
}

// The one modal box of the program: there is no window yet to say it in. What the machine lacks is said with it.
void StationApp::sayWhyNot(const base::Error& error) {
    base::log::failure("start", error);
    wxString words = _("The station is already running on this machine. Use its window.");
    if (error.code != base::Code::Busy) {
        const auto given = options();
        const wxString missing =
            sayMissing(station::checkMachine({given.dataFolder, given.configFolder, given.resources}));
        words = sayError(error) + (missing.empty() ? missing : "\n\n" + missing);
    }
    wxMessageBox(words, _("Enrollment station"), wxOK | wxICON_ERROR);
}

}  // namespace ui
