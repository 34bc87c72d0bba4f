// The wizard's place on the rail. Threads: GUI thread only.
#pragma once

#include "station/ui/frame/page.h"

namespace ui {

Place applicationPlace();

}  // namespace ui
