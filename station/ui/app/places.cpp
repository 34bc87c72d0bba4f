#include "station/ui/app/places.h"

#include "station/ui/pages/devices_page.h"
#include "station/ui/pages/list_page.h"
#include "station/ui/pages/settings_page.h"
#include "station/ui/pages/today_page.h"
#include "station/ui/steps/application_place.h"

namespace ui {
namespace {

template <class P>
Page* make(wxWindow* parent, PageHost& host) {
    return new P(parent, host);
}

}  // namespace

std::vector<Place> stationPlaces() {
    return {{kPageToday, Mark::Clock, [] { return wxString(_("Today")); }, &make<TodayPage>},
            applicationPlace(),
            {kPageList, Mark::List, [] { return wxString(_("List")); }, &make<ListPage>},
            {kPageDevices, Mark::Device, [] { return wxString(_("Devices")); }, &make<DevicesPage>},
            {kPageSettings, Mark::Sliders, [] { return wxString(_("Settings")); }, &make<SettingsPage>}};
}

}  // namespace ui
