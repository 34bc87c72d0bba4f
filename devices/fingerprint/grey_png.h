// 8-bit grey PNG with its true resolution: the form in which a print is kept and recorded prints are read.
// Threads: pure functions. Errors: BadInput (not a picture we can read or write), TooLarge.
#pragma once

#include "devices/image.h"

namespace devices {

// Lossless; the dpi goes into pHYs (pixels per meter, rounded). The image must be Grey8 with a dpi.
base::Result<base::Bytes> encodeGreyPng(const Image& image);
// Any PNG, turned to grey; dpi is 0 when the file does not tell it. TooLarge beyond 6000 x 6000 pixels.
base::Result<Image> decodeGreyPng(base::ByteView bytes);

}  // namespace devices
