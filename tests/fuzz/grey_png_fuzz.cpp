// Feeds arbitrary bytes to the reader of recorded prints.
#include "devices/fingerprint/grey_png.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto image = devices::decodeGreyPng({data, size});
    if (image && image->pixels.size() !=
                     static_cast<std::size_t>(image->width) * static_cast<std::size_t>(image->height))
        __builtin_trap();
    return 0;
}
