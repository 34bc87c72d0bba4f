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

}  // namespace scanner_test
