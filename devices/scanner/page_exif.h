// Which way up a phone held the paper: the Exif orientation of a JPEG.
// Threads: pure function. Damage of any kind reads as "upright".
// Source: Exif 2.32 section 4.6.4 (tag 0x0112); TIFF 6.0 for the directory.
#pragma once

#include "base/bytes.h"
#include "devices/scanner/page_image.h"

namespace devices {

// The turn that puts the picture upright; Unknown when it is, or when the picture is mirrored (no camera does
// that).
Turn exifTurn(base::ByteView jpeg);

}  // namespace devices
