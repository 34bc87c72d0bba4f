// Where a picture of the glass is dark: cells of about 0.4 mm, and the connected patches they form.
// Internal to segmentation. Threads: pure functions.
#pragma once

#include <vector>

#include "devices/image.h"

namespace devices {

struct InkMap {
    int cell = 8;  // pixels of the picture
    int columns = 0;
    int rows = 0;
    std::vector<char> dark;  // 0 or 1
    bool at(int column, int row) const { return dark[static_cast<std::size_t>(row) * columns + column] != 0; }
};

// A connected patch of dark cells; the box is inclusive, in cells.
struct Blob {
    int left = 0, top = 0, right = 0, bottom = 0;
    int cells = 0;
};

InkMap mapInk(const Image& picture);
std::vector<Blob> findBlobs(const InkMap& ink);

}  // namespace devices
