// Reading pages from files: JPEG by our own stream reader, PNG by libpng once its header is within the
// limits, TIFF by libtiff page by page, BMP by ourselves.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <string>
#include <utility>

#include <png.h>
#include <tiffio.h>

#include "base/handle.h"
#include "devices/scanner/page_exif.h"
#include "devices/scanner/page_image.h"
#include "devices/scanner/page_jpeg.h"

namespace devices {
namespace {

constexpr double kMetresPerInch = 0.0254;
constexpr double kCmPerInch = 2.54;
constexpr tmsize_t kMaxTiffBlock = 512 << 20;

base::Result<void> withinLimits(std::int64_t width, std::int64_t height, const DecodeLimits& limits) {
    if (width <= 0 || height <= 0) return base::fail(base::Code::Corrupt, "a picture without size");
    if (width > limits.maxSide || height > limits.maxSide || width * height > limits.maxPixels) {
        return base::fail(base::Code::TooLarge,
                          "a picture of " + std::to_string(width) + " x " + std::to_string(height) + " dots");
    }
    return {};
}

bool startsWith(base::ByteView file, std::string_view magic) {
    return file.size() >= magic.size() && std::memcmp(file.data(), magic.data(), magic.size()) == 0;
}

base::Result<int> decodeJpeg(base::ByteView file, const DecodeLimits& limits, const DecodedPageSink& sink) {
    auto image = std::make_shared<Image>();
    JpegStream::Sinks rows;
    rows.begin = [&](int width, int height, PixelFormat format, double dpi) {
        *image = {width, height, format, dpi, {}};
        const std::size_t channels = format == PixelFormat::Grey8 ? 1 : 3;
        image->pixels.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * channels);
    };
    rows.row = [&](int y, base::ByteView row) {
        std::copy(row.begin(), row.end(),
                  image->pixels.begin() + static_cast<std::ptrdiff_t>(row.size()) * y);
    };
    JpegStream stream(limits, std::move(rows));
    if (auto fed = stream.feed(file); !fed) return tl::unexpected(fed.error());
    if (auto whole = stream.finish(); !whole) return tl::unexpected(whole.error());
    if (auto taken = sink(turned(std::move(image), exifTurn(file))); !taken)
        return tl::unexpected(taken.error());
    return 1;
}

std::uint32_t bigEndian32(base::ByteView file, std::size_t at) {
    return static_cast<std::uint32_t>(file[at]) << 24 | static_cast<std::uint32_t>(file[at + 1]) << 16 |
           static_cast<std::uint32_t>(file[at + 2]) << 8 | static_cast<std::uint32_t>(file[at + 3]);
}

constexpr std::size_t kPngSignature = 8;
constexpr std::size_t kPngChunkFrame = 12;  // length, type, checksum

// The dpi of a pHYs chunk before the picture data; 0 when there is none. `ended` tells whether IEND is there.
struct PngFacts {
    double dpi = 0;
    bool ended = false;
};

PngFacts walkPng(base::ByteView file) {
    PngFacts facts;
    std::size_t at = kPngSignature;
    while (at + kPngChunkFrame <= file.size()) {
        const std::size_t length = bigEndian32(file, at);
        const std::string_view type = base::textOf(file.subspan(at + 4, 4));
        if (length > file.size() - at - kPngChunkFrame) break;
        if (type == "pHYs" && length == 9 && file[at + 16] == 1) {
            facts.dpi = std::round(bigEndian32(file, at + 8) * kMetresPerInch);
        }
        if (type == "IEND") facts.ended = true;
        at += kPngChunkFrame + length;
    }
    return facts;
}

base::Result<int> decodePng(base::ByteView file, const DecodeLimits& limits, const DecodedPageSink& sink) {
    constexpr std::size_t kWidthAt = 16;
    if (file.size() < kWidthAt + 8) return base::fail(base::Code::Corrupt, "PNG cut short");
    if (auto ok = withinLimits(bigEndian32(file, kWidthAt), bigEndian32(file, kWidthAt + 4), limits); !ok) {
        return tl::unexpected(ok.error());
    }
    const PngFacts facts = walkPng(file);
    if (!facts.ended) return base::fail(base::Code::Corrupt, "PNG cut short");
    png_image png{};
    png.version = PNG_IMAGE_VERSION;
    auto image = std::make_shared<Image>();
    if (png_image_begin_read_from_memory(&png, file.data(), file.size()) != 0) {
        png.format = PNG_FORMAT_BGR;
        *image = {
            static_cast<int>(png.width), static_cast<int>(png.height), PixelFormat::Bgr24, facts.dpi, {}};
        image->pixels.resize(PNG_IMAGE_SIZE(png));
        const png_color white{255, 255, 255};  // behind what is transparent
        png_image_finish_read(&png, &white, image->pixels.data(), 0, nullptr);
    }
    const std::string damage = PNG_IMAGE_FAILED(png) ? png.message : "";
    png_image_free(&png);
    if (!damage.empty()) return base::fail(base::Code::Corrupt, "PNG: " + damage);
    if (auto taken = sink(std::move(image)); !taken) return tl::unexpected(taken.error());
    return 1;
}

// BMP, as Windows' scanner drivers write it: no compression, 1, 8, 24 or 32 bits a dot.
struct BmpFacts {
    std::int64_t width = 0;
    std::int64_t height = 0;
    bool topFirst = false;
    int bits = 0;
    double dpi = 0;
    std::size_t paletteAt = 0;
    std::size_t colors = 0;
    std::size_t pixelsAt = 0;

    std::size_t rowBytes() const { return static_cast<std::size_t>((width * bits + 31) / 32 * 4); }
};

constexpr std::size_t kBmpFileHeader = 14;
constexpr std::size_t kBmpInfoHeader = 40;
constexpr std::size_t kBmpColor = 4;

std::uint32_t littleEndian32(base::ByteView file, std::size_t at) {
    return static_cast<std::uint32_t>(file[at]) | static_cast<std::uint32_t>(file[at + 1]) << 8 |
           static_cast<std::uint32_t>(file[at + 2]) << 16 | static_cast<std::uint32_t>(file[at + 3]) << 24;
}

base::Result<BmpFacts> readBmpHeader(base::ByteView file) {
    if (file.size() < kBmpFileHeader + kBmpInfoHeader)
        return base::fail(base::Code::Corrupt, "BMP cut short");
    const std::uint32_t header = littleEndian32(file, 14);
    const std::uint32_t compression = littleEndian32(file, 30);
    BmpFacts facts;
    facts.width = static_cast<std::int32_t>(littleEndian32(file, 18));
    facts.height = static_cast<std::int32_t>(littleEndian32(file, 22));
    facts.topFirst = facts.height < 0;
    facts.height = std::abs(facts.height);
    facts.bits = static_cast<int>(littleEndian32(file, 26) >> 16);
    facts.dpi = std::round(static_cast<std::int32_t>(littleEndian32(file, 38)) * kMetresPerInch);
    if (facts.dpi <= 0 || facts.dpi > 10'000) facts.dpi = 0;
    const bool known = facts.bits == 1 || facts.bits == 8 || facts.bits == 24 || facts.bits == 32;
    if (header < kBmpInfoHeader || header > file.size() || compression != 0 || !known) {
        return base::fail(base::Code::BadInput, "a BMP of a kind we do not read");
    }
    facts.paletteAt = kBmpFileHeader + header;
    if (facts.bits <= 8) {
        const std::size_t most = std::size_t{1} << facts.bits;
        const std::size_t used = littleEndian32(file, 46);
        facts.colors = used == 0 || used > most ? most : used;
    }
    const std::size_t earliest = facts.paletteAt + facts.colors * kBmpColor;
    const std::size_t told = littleEndian32(file, 10);
    facts.pixelsAt = told == 0 ? earliest : told;  // some drivers leave it out
    if (facts.pixelsAt < earliest) return base::fail(base::Code::Corrupt, "BMP header is damaged");
    return facts;
}

// Blue, green and red of each palette color; those that are missing are black.
std::vector<std::array<std::uint8_t, 3>> bmpPalette(base::ByteView file, const BmpFacts& facts) {
    std::vector<std::array<std::uint8_t, 3>> palette(std::size_t{1} << std::min(8, facts.bits));
    for (std::size_t i = 0; i < facts.colors; ++i) {
        const std::size_t at = facts.paletteAt + i * kBmpColor;
        palette[i] = {file[at], file[at + 1], file[at + 2]};
    }
    return palette;
}

void copyBmpRow(base::ByteView row, const BmpFacts& facts,
                const std::vector<std::array<std::uint8_t, 3>>& palette, std::size_t channels,
                std::uint8_t* out) {
    const auto width = static_cast<std::size_t>(facts.width);
    if (facts.bits == 24) {
        std::copy_n(row.begin(), width * 3, out);
        return;
    }
    for (std::size_t x = 0; x < width; ++x, out += channels) {
        if (facts.bits == 32) {
            std::copy_n(row.begin() + static_cast<std::ptrdiff_t>(x * 4), 3, out);
        } else {
            const std::size_t index = facts.bits == 8 ? row[x] : row[x / 8] >> (7 - x % 8) & 1;
            std::copy_n(palette[index].begin(), channels, out);
        }
    }
}

base::Result<int> decodeBmp(base::ByteView file, const DecodeLimits& limits, const DecodedPageSink& sink) {
    const auto facts = readBmpHeader(file);
    if (!facts) return tl::unexpected(facts.error());
    if (auto ok = withinLimits(facts->width, facts->height, limits); !ok) return tl::unexpected(ok.error());
    const std::size_t rowBytes = facts->rowBytes();
    const auto height = static_cast<std::size_t>(facts->height);
    if (facts->pixelsAt > file.size() || file.size() - facts->pixelsAt < rowBytes * height) {
        return base::fail(base::Code::Corrupt, "BMP cut short");
    }
    const auto palette = bmpPalette(file, *facts);
    const bool grey = facts->bits <= 8 && std::all_of(palette.begin(), palette.end(), [](const auto& c) {
                          return c[0] == c[1] && c[1] == c[2];
                      });
    const std::size_t channels = grey ? 1 : 3;
    const std::size_t stride = static_cast<std::size_t>(facts->width) * channels;
    auto image = std::make_shared<Image>();
    *image = {static_cast<int>(facts->width),
              static_cast<int>(facts->height),
              grey ? PixelFormat::Grey8 : PixelFormat::Bgr24,
              facts->dpi,
              {}};
    image->pixels.resize(stride * height);
    for (std::size_t y = 0; y < height; ++y) {
        const std::size_t stored = facts->topFirst ? y : height - 1 - y;
        copyBmpRow(file.subspan(facts->pixelsAt + stored * rowBytes, rowBytes), *facts, palette, channels,
                   image->pixels.data() + y * stride);
    }
    if (auto taken = sink(std::move(image)); !taken) return tl::unexpected(taken.error());
    return 1;
}

// libtiff reads from memory through these.
struct TiffMemory {
    base::ByteView file;
    std::uint64_t at = 0;
};

tmsize_t tiffRead(thandle_t handle, void* out, tmsize_t count) {
    auto& memory = *static_cast<TiffMemory*>(handle);
    const std::uint64_t left = memory.at < memory.file.size() ? memory.file.size() - memory.at : 0;
    const auto taken = std::min(left, static_cast<std::uint64_t>(std::max<tmsize_t>(0, count)));
    if (taken > 0) std::memcpy(out, memory.file.data() + memory.at, taken);
    memory.at += taken;
    return static_cast<tmsize_t>(taken);
}
tmsize_t tiffWrite(thandle_t, void*, tmsize_t) {
    return -1;
}
toff_t tiffSeek(thandle_t handle, toff_t offset, int whence) {
    auto& memory = *static_cast<TiffMemory*>(handle);
    const std::uint64_t from = whence == SEEK_CUR ? memory.at : whence == SEEK_END ? memory.file.size() : 0;
    memory.at = from + offset;
    return memory.at;
}
int tiffClose(thandle_t) {
    return 0;
}
toff_t tiffSize(thandle_t handle) {
    return static_cast<TiffMemory*>(handle)->file.size();
}

using TiffHandle = base::UniqueHandle<TIFF, &TIFFClose>;

// The pixels come as ABGR words with the first row on top; TIFFGetR and its sisters hide the byte order.
void copyRaster(const std::vector<std::uint32_t>& raster, Image& image) {
    std::size_t out = 0;
    for (const std::uint32_t dot : raster) {
        image.pixels[out++] = static_cast<std::uint8_t>(TIFFGetB(dot));
        image.pixels[out++] = static_cast<std::uint8_t>(TIFFGetG(dot));
        image.pixels[out++] = static_cast<std::uint8_t>(TIFFGetR(dot));
    }
}

double tiffDpi(TIFF* tiff) {
    float resolution = 0;
    std::uint16_t unit = RESUNIT_INCH;
    if (TIFFGetField(tiff, TIFFTAG_XRESOLUTION, &resolution) != 1) return 0;
    TIFFGetFieldDefaulted(tiff, TIFFTAG_RESOLUTIONUNIT, &unit);
    if (!std::isfinite(resolution) || resolution <= 0 || resolution > 10'000 || unit == RESUNIT_NONE)
        return 0;
    return unit == RESUNIT_CENTIMETER ? std::round(resolution * kCmPerInch) : resolution;
}

base::Result<ImagePtr> tiffPage(TIFF* tiff, const DecodeLimits& limits) {
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    if (TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &width) != 1 ||
        TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &height) != 1) {
        return base::fail(base::Code::Corrupt, "TIFF page without size");
    }
    if (auto ok = withinLimits(width, height, limits); !ok) return tl::unexpected(ok.error());
    std::vector<std::uint32_t> raster(static_cast<std::size_t>(width) * height);
    if (TIFFReadRGBAImageOriented(tiff, width, height, raster.data(), ORIENTATION_TOPLEFT,
                                  /*stop on error*/ 1) != 1) {
        return base::fail(base::Code::Corrupt, "TIFF page is damaged");
    }
    auto image = std::make_shared<Image>();
    *image = {static_cast<int>(width), static_cast<int>(height), PixelFormat::Bgr24, tiffDpi(tiff), {}};
    image->pixels.resize(raster.size() * 3);
    copyRaster(raster, *image);
    return ImagePtr(std::move(image));
}

base::Result<int> decodeTiff(base::ByteView file, const DecodeLimits& limits, const DecodedPageSink& sink) {
    TIFFSetErrorHandler(nullptr);  // it would write to standard error
    TIFFSetWarningHandler(nullptr);
    TiffMemory memory{file, 0};
    // A strip or tile may claim any size; libtiff reserves it before it reads.
    const base::UniqueHandle<TIFFOpenOptions, &TIFFOpenOptionsFree> options(TIFFOpenOptionsAlloc());
    TIFFOpenOptionsSetMaxSingleMemAlloc(options.get(), kMaxTiffBlock);
    // "m": no memory mapping, everything goes through tiffRead.
    const TiffHandle tiff(TIFFClientOpenExt("page", "rm", &memory, tiffRead, tiffWrite, tiffSeek, tiffClose,
                                            tiffSize, nullptr, nullptr, options.get()));
    if (!tiff) return base::fail(base::Code::Corrupt, "TIFF header is damaged");
    for (int count = 1;; ++count) {
        if (count > limits.maxPages) return base::fail(base::Code::TooLarge, "TIFF with too many pages");
        auto page = tiffPage(tiff.get(), limits);
        if (!page) return tl::unexpected(page.error());
        if (auto taken = sink(std::move(*page)); !taken) return tl::unexpected(taken.error());
        if (TIFFLastDirectory(tiff.get()) != 0) return count;
        if (TIFFReadDirectory(tiff.get()) != 1)
            return base::fail(base::Code::Corrupt, "TIFF cut short between pages");
    }
}

}  // namespace

base::Result<int> decodePages(base::ByteView file, const DecodeLimits& limits, const DecodedPageSink& sink) {
    if (file.size() > limits.maxBytes)
        return base::fail(base::Code::TooLarge, "the file is beyond the limit");
    if (startsWith(file, "\xFF\xD8\xFF")) return decodeJpeg(file, limits, sink);
    if (startsWith(file, "\x89PNG\r\n\x1A\n")) return decodePng(file, limits, sink);
    if (startsWith(file, std::string_view("II*\0", 4)) || startsWith(file, std::string_view("MM\0*", 4))) {
        return decodeTiff(file, limits, sink);
    }
    if (startsWith(file, "BM")) return decodeBmp(file, limits, sink);
    return base::fail(base::Code::BadInput, "neither JPEG nor PNG nor TIFF nor BMP");
}

base::Result<ImagePtr> decodePage(base::ByteView file, const DecodeLimits& limits) {
    ImagePtr first;
    const auto taken = decodePages(file, limits, [&](ImagePtr page) -> base::Result<void> {
        if (first) return base::fail(base::Code::Cancelled, "only the first page was asked for");
        first = std::move(page);
        return {};
    });
    if (!taken && !first) return tl::unexpected(taken.error());
    return first;
}

}  // namespace devices
