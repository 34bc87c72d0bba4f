// enrollment-station: the desktop program.
#include <cstdio>
#include <cstdlib>

#include "base/heap.h"
#include "station/ui/app/station_app.h"

wxIMPLEMENT_APP_NO_MAIN(ui::StationApp);

// Everything is durable and every worker has ended when wx returns. The exit handlers of foreign libraries are not run: a
// scanner driver that cancelled its reader thread can leave the C library's locale lock taken, and the next handler that
// wants it waits for ever (seen with SANE's drivers and p11-kit).
int main(int argc, char** argv) {
    base::giveBackPictures();
    const int code = wxEntry(argc, argv);
    std::fflush(nullptr);
    std::_Exit(code);
}
