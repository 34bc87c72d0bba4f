// What is advised where the two systems mend a thing differently. self_check_remedies_posix.cpp,
// self_check_remedies_win.cpp. Threads: any.
#pragma once

#include "forms/schema.h"

namespace station {

struct Remedies {
    forms::LocalText fonts;
    forms::LocalText cascades;
    forms::LocalText ownFolder;    // the data folder cannot be written
    forms::LocalText closeFolder;  // others can look into it
    forms::LocalText zone;
    forms::LocalText allowDevice;  // this user may not open it
    forms::LocalText driver;       // no driver that the station can use
};

Remedies remedies();

}  // namespace station
