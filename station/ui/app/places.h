// The places of the rail in their order. Threads: GUI thread only.
#pragma once

#include <vector>

#include "station/ui/frame/page.h"

namespace ui {

std::vector<Place> stationPlaces();

}  // namespace ui
