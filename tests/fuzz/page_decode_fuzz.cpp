// Pictures from a folder or a network scanner: JPEG whole and in crumbs, PNG, TIFF. Nothing may crash, and no
// page may be larger than the limits say.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "devices/scanner/page_image.h"
#include "devices/scanner/page_jpeg.h"

namespace {

constexpr std::int64_t kMostPixels = 4'000'000;
constexpr std::size_t kCrumb = 61;

devices::DecodeLimits limits() {
    devices::DecodeLimits tight;
    tight.maxPixels = kMostPixels;
    tight.maxPages = 8;
    return tight;
}

void feedInCrumbs(base::ByteView file) {
    int height = 0;
    devices::JpegStream::Sinks sinks;
    sinks.begin = [&](int width, int rows, devices::PixelFormat, double) {
        height = rows;
        if (static_cast<std::int64_t>(width) * rows > kMostPixels) std::abort();
    };
    sinks.row = [&](int y, base::ByteView) {
        if (y >= height) std::abort();
    };
    devices::JpegStream stream(limits(), std::move(sinks));
    while (!file.empty()) {
        const std::size_t count = file.size() < kCrumb ? file.size() : kCrumb;
        if (!stream.feed(file.first(count))) return;
        file = file.subspan(count);
    }
    (void)stream.finish();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const base::ByteView file(data, size);
    (void)devices::decodePages(file, limits(), [](const devices::ImagePtr& page) -> base::Result<void> {
        const std::size_t channels = page->format == devices::PixelFormat::Grey8 ? 1 : 3;
        const auto dots = static_cast<std::size_t>(page->width) * static_cast<std::size_t>(page->height);
        if (page->pixels.size() != dots * channels || dots > static_cast<std::size_t>(kMostPixels))
            std::abort();
        return {};
    });
    feedInCrumbs(file);
    return 0;
}
