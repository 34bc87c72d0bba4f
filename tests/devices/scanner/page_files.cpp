#include "page_files.h"

#include <opencv2/imgcodecs.hpp>
#include <string>
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

base::Bytes pictureFile(FileKind kind, const std::vector<devices::Image>& pictures) {
    if (kind == FileKind::Png) {
        const auto& p = pictures.at(0);
        base::Bytes bytes;
        cv::imencode(".png", cv::Mat(p.height, p.width, CV_8UC3, const_cast<std::uint8_t*>(p.pixels.data())), bytes);
        return bytes;
    }
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

}  // namespace scanner_test
