// A picture from outside (a camera's JPEG, a file played by a virtual device), decoded and encoded again.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "devices/portrait/portrait_crop.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > 1u << 20) return 0;
    const auto picture = devices::decodePicture({data, size});
    if (!picture) return 0;
    const auto expected =
        static_cast<std::size_t>(picture->width) * static_cast<std::size_t>(picture->height) * 3;
    if (picture->pixels.size() != expected) std::abort();
    if (std::min(picture->width, picture->height) < 32 || std::max(picture->width, picture->height) > 16384 ||
        expected > 8u << 20)
        return 0;
    if (!devices::encodeJpeg(*picture)) std::abort();
    return 0;
}
