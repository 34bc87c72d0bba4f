// What the doctor advises where the two systems mend a thing differently. remedies_posix.cpp, remedies_win.cpp.
#pragma once

#include "station/cli/words.h"

namespace station::cli {

struct Remedies {
    Words fonts;
    Words cascades;
    Words ownFolder;    // the data folder cannot be written
    Words closeFolder;  // others can look into it
    Words zone;
};

const Remedies& remedies();

}  // namespace station::cli
