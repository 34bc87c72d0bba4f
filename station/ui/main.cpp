// enrollment-station: the desktop program.
#include "station/ui/app/station_app.h"

wxIMPLEMENT_APP(ui::StationApp);
