// Feeds arbitrary bytes to the parser of U.are.U pictures.
#include "devices/fingerprint/uareu_image.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto key = [](std::uint8_t number) -> base::Result<std::uint32_t> { return 0x12345678u + number; };
    const auto image = devices::decodeUareuFrame({data, size}, key);
    if (image && image->pixels.size() !=
                     static_cast<std::size_t>(image->width) * static_cast<std::size_t>(image->height))
        __builtin_trap();
    return 0;
}
