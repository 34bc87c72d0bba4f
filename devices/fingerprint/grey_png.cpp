#include "devices/fingerprint/grey_png.h"

#include <png.h>
#include <zlib.h>

#include <array>
#include <cmath>
#include <cstring>
#include <string>

namespace devices {
namespace {

using base::Code;

constexpr std::size_t kAfterHeader =
    8 + 25;  // signature and IHDR (PNG specification, sections 5.2 and 11.2.2)
constexpr double kInchesPerMeter = 1 / 0.0254;
constexpr unsigned kLongestSide = 6000;

void put32(base::Bytes& out, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<std::uint8_t>(value >> shift));
}

std::uint32_t get32(base::ByteView bytes, std::size_t at) {
    return (std::uint32_t{bytes[at]} << 24) | (std::uint32_t{bytes[at + 1]} << 16) |
           (std::uint32_t{bytes[at + 2]} << 8) | bytes[at + 3];
}

base::Bytes resolutionChunk(double dpi) {
    const auto perMeter = static_cast<std::uint32_t>(std::lround(dpi * kInchesPerMeter));
    base::Bytes body = base::bytesOf("pHYs");
    put32(body, perMeter);
    put32(body, perMeter);
    body.push_back(1);  // unit: meter
    base::Bytes chunk;
    put32(chunk, static_cast<std::uint32_t>(body.size() - 4));
    chunk.insert(chunk.end(), body.begin(), body.end());
    put32(chunk, static_cast<std::uint32_t>(crc32(0, body.data(), static_cast<uInt>(body.size()))));
    return chunk;
}

// Walks the chunks before the pixels; 0 when none tells the resolution.
double resolutionOf(base::ByteView bytes) {
    std::size_t at = 8;
    while (at + 12 <= bytes.size()) {
        const std::size_t length = get32(bytes, at);
        const auto type = base::textOf(bytes.subspan(at + 4, 4));
        if (type == "IDAT" || length > bytes.size() - at - 12) return 0;
        if (type == "pHYs" && length == 9 && bytes[at + 16] == 1)
            return get32(bytes, at + 8) / kInchesPerMeter;
        at += 12 + length;
    }
    return 0;
}

// Frees what libpng's simplified interface holds, on every way out.
struct PngImage {
    PngImage() {
        std::memset(&image, 0, sizeof image);
        image.version = PNG_IMAGE_VERSION;
    }
    PngImage(const PngImage&) = delete;
    PngImage& operator=(const PngImage&) = delete;
    ~PngImage() { png_image_free(&image); }
    png_image image;
};

}  // namespace

base::Result<base::Bytes> encodeGreyPng(const Image& image) {
    const auto size = static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height);
    if (image.format != PixelFormat::Grey8 || image.width <= 0 || image.height <= 0 || image.dpi <= 0 ||
        image.pixels.size() != size) {
        return base::fail(Code::BadInput, "not a grey picture with a resolution");
    }
    PngImage png;
    png.image.width = static_cast<png_uint_32>(image.width);
    png.image.height = static_cast<png_uint_32>(image.height);
    png.image.format = PNG_FORMAT_GRAY;
    png_alloc_size_t length = PNG_IMAGE_PNG_SIZE_MAX(png.image);
    base::Bytes out(length);
    if (png_image_write_to_memory(&png.image, out.data(), &length, 0, image.pixels.data(), 0, nullptr) == 0) {
        return base::fail(Code::Internal, std::string("libpng: ") + png.image.message);
    }
    out.resize(length);
    const auto chunk = resolutionChunk(image.dpi);
    out.insert(out.begin() + kAfterHeader, chunk.begin(), chunk.end());
    return out;
}

base::Result<Image> decodeGreyPng(base::ByteView bytes) {
    PngImage png;
    if (png_image_begin_read_from_memory(&png.image, bytes.data(), bytes.size()) == 0) {
        return base::fail(Code::BadInput, std::string("libpng: ") + png.image.message);
    }
    if (png.image.width > kLongestSide || png.image.height > kLongestSide)
        return base::fail(Code::TooLarge, "picture too large");
    png.image.format = PNG_FORMAT_GRAY;
    Image image{static_cast<int>(png.image.width),
                static_cast<int>(png.image.height),
                PixelFormat::Grey8,
                resolutionOf(bytes),
                {}};
    image.pixels.resize(PNG_IMAGE_SIZE(png.image));
    png_color white{255, 255, 255};
    if (png_image_finish_read(&png.image, &white, image.pixels.data(), 0, nullptr) == 0) {
        return base::fail(Code::BadInput, std::string("libpng: ") + png.image.message);
    }
    return image;
}

}  // namespace devices
