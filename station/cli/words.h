// One sentence in both languages of the command line.
#pragma once

namespace station::cli {

struct Words {
    const char* en;
    const char* vi;
};

}  // namespace station::cli
