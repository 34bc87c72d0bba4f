// What a logged-in officer sees: rail, training banner, header, the current page, foot bar, status bar. Pages
// are made when first visited and kept. Threads: GUI thread only.
#pragma once


#include <map>
#include <vector>

#include "station/ui/frame/foot_bar.h"
#include "station/ui/frame/header_bar.h"
#include "station/ui/frame/help_panel.h"
#include "station/ui/frame/page.h"
#include "station/ui/frame/status_bar.h"
#include "station/ui/widgets/rail.h"
#include "station/workflow/signal.h"

namespace ui {

// What survives when the shell is made anew in another language or theme.
struct ShellMemory {
    std::string page;
    std::map<std::string, std::shared_ptr<void>> handedOver;
};

class Shell : public Panel, public PageHost {
public:
    Shell(wxWindow* parent, station::Station& station, const std::vector<Place>& places, ShellMemory memory);

    // --- PageHost
    station::Station& station() override { return station_; }
    void pageChanged() override;
    void toast(Tone tone, const wxString& text, MessageAction action) override;
    void goTo(const std::string& pageId) override;
    void open(const Intent& intent) override;
    bool hasPage(const std::string& pageId) const override;

    bool handleKey(Key key);
    void refreshStatus();
    void tellForms();  // a pack came, went, or was refused
    void suspend();  // before the lock covers it: the page stops its devices
    void resume();
    ShellMemory handOver();
    Page* currentPage() { return current_; }

private:
    void build();
    wxWindow* buildBanner();
    Page* pageOf(const std::string& id);
    void toggleHelp();
    void focusPage();
    void runSoon(const std::function<void()>& action);

    station::Station& station_;
    const std::vector<Place>& places_;
    ShellMemory memory_;
    Rail* rail_ = nullptr;
    HeaderBar* header_ = nullptr;
    FootBar* foot_ = nullptr;
    StatusBar* status_ = nullptr;
    wxPanel* area_ = nullptr;
    HelpPanel* help_ = nullptr;
    Toast* toast_ = nullptr;
    station::FormsView forms_;  // as last told
    std::map<std::string, Page*> pages_;
    Page* current_ = nullptr;
    std::string currentId_;
    bool changePending_ = false;
    std::vector<station::Subscription> subscriptions_;
};

}  // namespace ui
