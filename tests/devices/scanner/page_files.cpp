#include "page_files.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>

#include <jpeglib.h>
#include <png.h>
#include <tiffio.h>

#include "base/files.h"

namespace scanner_test {

devices::Image numberedPicture(int number, int width, int height) {
    devices::Image image{width, height, devices::PixelFormat::Bgr24, 200, {}};
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            image.pixels.push_back(static_cast<std::uint8_t>(x + number));
            image.pixels.push_back(static_cast<std::uint8_t>(y * 3 + number));
            image.pixels.push_back(static_cast<std::uint8_t>((x ^ y) + 17 * number));
        }
    }
    return image;
}

namespace {

base::Bytes pngFile(const devices::Image& picture) {
    png_image png{};
    png.version = PNG_IMAGE_VERSION;
    png.width = static_cast<png_uint_32>(picture.width);
    png.height = static_cast<png_uint_32>(picture.height);
    png.format = PNG_FORMAT_BGR;
    png_alloc_size_t size = 0;
    png_image_write_get_memory_size(png, size, 0, picture.pixels.data(), 0, nullptr);
    base::Bytes bytes(size);
    png_image_write_to_memory(&png, bytes.data(), &size, 0, picture.pixels.data(), 0, nullptr);
    bytes.resize(size);
    return bytes;
}

base::Bytes progressiveJpeg(const devices::Image& picture) {
    jpeg_compress_struct jpeg{};
    jpeg_error_mgr errors{};
    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_compress(&jpeg);
    unsigned char* memory = nullptr;
    unsigned long size = 0;
    jpeg_mem_dest(&jpeg, &memory, &size);
    jpeg.image_width = static_cast<JDIMENSION>(picture.width);
    jpeg.image_height = static_cast<JDIMENSION>(picture.height);
    jpeg.input_components = 3;
    jpeg.in_color_space = JCS_EXT_BGR;
    jpeg_set_defaults(&jpeg);
    jpeg_set_quality(&jpeg, 95, TRUE);
    jpeg_simple_progression(&jpeg);
    jpeg_start_compress(&jpeg, TRUE);
    while (jpeg.next_scanline < jpeg.image_height) {
        auto* row =
            const_cast<JSAMPROW>(picture.pixels.data()) +
            static_cast<std::size_t>(jpeg.next_scanline) * static_cast<std::size_t>(picture.width) * 3;
        jpeg_write_scanlines(&jpeg, &row, 1);
    }
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
    base::Bytes bytes(memory, memory + size);
    std::free(memory);
    return bytes;
}

base::Bytes tiffFile(const std::vector<devices::Image>& pictures) {
    const std::string file = "page_files.tif";
    TIFF* tiff = TIFFOpen(file.c_str(), "w");
    for (const auto& p : pictures) {
        TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, p.width);
        TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, p.height);
        TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, 3);
        TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, 8);
        TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_RGB);
        TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
        TIFFSetField(tiff, TIFFTAG_COMPRESSION, COMPRESSION_LZW);
        TIFFSetField(tiff, TIFFTAG_XRESOLUTION, 200.0);
        TIFFSetField(tiff, TIFFTAG_YRESOLUTION, 200.0);
        TIFFSetField(tiff, TIFFTAG_RESOLUTIONUNIT, RESUNIT_INCH);
        base::Bytes row(static_cast<std::size_t>(p.width) * 3);
        for (int y = 0; y < p.height; ++y) {
            const auto* from = p.pixels.data() + static_cast<std::size_t>(y) * row.size();
            for (std::size_t i = 0; i < row.size(); i += 3) {
                row[i] = from[i + 2];
                row[i + 1] = from[i + 1];
                row[i + 2] = from[i];
            }
            TIFFWriteScanline(tiff, row.data(), static_cast<std::uint32_t>(y), 0);
        }
        TIFFWriteDirectory(tiff);
    }
    TIFFClose(tiff);
    return base::readFile(file).value();
}

}  // namespace

base::Bytes pictureFile(FileKind kind, const std::vector<devices::Image>& pictures) {
    if (kind == FileKind::Png) return pngFile(pictures.at(0));
    if (kind == FileKind::ProgressiveJpeg) return progressiveJpeg(pictures.at(0));
    return tiffFile(pictures);
}

base::Bytes bmpFile(const devices::Image& picture, int bits, RowOrder order) {
    base::Bytes out = {'B', 'M'};
    const auto put = [&](std::int64_t value, int bytes) {
        for (int i = 0; i < bytes; ++i) out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
    };
    const int colors = bits == 1 ? 2 : bits == 8 ? 256 : 0;
    const int row = (picture.width * bits + 31) / 32 * 4;
    const int pixelsAt = 14 + 40 + colors * 4;
    put(pixelsAt + row * picture.height, 4);
    put(0, 4);
    put(pixelsAt, 4);
    put(40, 4);
    put(picture.width, 4);
    put(order == RowOrder::TopFirst ? -picture.height : picture.height, 4);
    put(1, 2);
    put(bits, 2);
    put(0, 8);     // no compression; size left out
    put(7874, 4);  // 200 dpi
    put(7874, 4);
    put(0, 8);
    for (int i = 0; i < colors; ++i) put(i * 255 / (colors - 1) * 0x010101, 4);
    for (int i = 0; i < picture.height; ++i) {
        const int y = order == RowOrder::TopFirst ? i : picture.height - 1 - i;
        const std::size_t begin = out.size();
        out.resize(begin + static_cast<std::size_t>(row));
        for (int x = 0; x < picture.width; ++x) {
            const auto* dot = &picture.pixels[static_cast<std::size_t>((y * picture.width + x) * 3)];
            auto* to = &out[begin + static_cast<std::size_t>(x * bits / 8)];
            if (bits >= 24) std::copy_n(dot, 3, to);
            if (bits == 8) *to = *dot;
            if (bits == 1 && *dot >= 128) *to |= static_cast<std::uint8_t>(0x80 >> x % 8);
        }
    }
    return out;
}

}  // namespace scanner_test
