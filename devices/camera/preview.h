// Frames made small for the eye: scaled once, in the camera's thread, to the physical pixels of the view.
// Threads: pure function.
#pragma once

#include "devices/image.h"

namespace devices {

// The picture scaled to fit into maxWidth x maxHeight, proportions kept, never enlarged. Null for an empty picture or
// view. The same picture comes back when it fits already.
ImagePtr fitted(const ImagePtr& picture, int maxWidth, int maxHeight);

}  // namespace devices
