// enrollment-station.exe: the desktop program on Windows.
#include <wx/msw/wrapwin.h>

#include "station/ui/app/station_app.h"

wxIMPLEMENT_APP_NO_MAIN(ui::StationApp);

// The words of the command line are taken from the system by wx itself.
int WINAPI WinMain(HINSTANCE instance, HINSTANCE, LPSTR, int show) { return wxEntry(instance, nullptr, nullptr, show); }
