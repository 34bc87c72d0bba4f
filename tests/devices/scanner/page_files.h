// Picture files made in tests, each dot known.
#pragma once

#include <vector>

#include "devices/image.h"

namespace scanner_test {

enum class FileKind { Unknown = 0, Png, ProgressiveJpeg, Tiff };

// A small colored picture in which `number` decides every dot.
devices::Image numberedPicture(int number, int width = 120, int height = 80);
// One picture as PNG or progressive JPEG, or any number as TIFF with 200 dpi.
base::Bytes pictureFile(FileKind kind, const std::vector<devices::Image>& pictures);

enum class RowOrder { Unknown = 0, BottomFirst, TopFirst };
// A picture as an uncompressed BMP with 200 dpi, as Windows' scanner drivers give it. 24 or 32 bits a dot; of 8 and 1
// the blue of each dot is kept as grey, 1 bit being its highest.
base::Bytes bmpFile(const devices::Image& picture, int bits = 24, RowOrder order = RowOrder::BottomFirst);

}  // namespace scanner_test
