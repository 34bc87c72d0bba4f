#include <catch2/catch.hpp>
#include <random>

#include "devices/scanner/page_exif.h"
#include "devices/scanner/page_image.h"
#include "devices/scanner/page_jpeg.h"
#include "page_files.h"

using namespace devices;
using scanner_test::FileKind;
using scanner_test::numberedPicture;
using scanner_test::pictureFile;

namespace {

base::Code codeOf(const base::Result<ImagePtr>& result) {
    return result ? base::Code::Unknown : result.error().code;
}

base::Result<void> ignore(ImagePtr) {
    return {};
}

base::Bytes jpegFile() {
    auto bytes = encodeJpeg(numberedPicture(3), 90);
    REQUIRE(bytes);
    return *bytes;
}

}  // namespace

TEST_CASE("PNG and every page of a TIFF come back dot for dot with their resolution") {
    const auto png = decodePage(pictureFile(FileKind::Png, {numberedPicture(1)}));
    REQUIRE(png);
    CHECK((*png)->pixels == numberedPicture(1).pixels);

    const auto tiff =
        pictureFile(FileKind::Tiff, {numberedPicture(1), numberedPicture(2, 64, 32), numberedPicture(3)});
    std::vector<ImagePtr> pages;
    const auto count = decodePages(tiff, {}, [&](ImagePtr page) -> base::Result<void> {
        pages.push_back(std::move(page));
        return {};
    });
    REQUIRE(count);
    REQUIRE(*count == 3);
    CHECK(pages[1]->pixels == numberedPicture(2, 64, 32).pixels);
    CHECK(pages[2]->pixels == numberedPicture(3).pixels);
    CHECK(pages[2]->dpi == 200);
    CHECK((*decodePage(tiff))->pixels == pages[0]->pixels);
}

TEST_CASE("a BMP comes back dot for dot, whichever row is first") {
    using scanner_test::bmpFile;
    using scanner_test::RowOrder;
    const Image picture = numberedPicture(5, 37, 21);
    const auto bits = GENERATE(24, 32);
    const auto order = GENERATE(RowOrder::BottomFirst, RowOrder::TopFirst);
    const auto read = decodePage(bmpFile(picture, bits, order));
    REQUIRE(read);
    CHECK((*read)->pixels == picture.pixels);
    CHECK((*read)->width == 37);
    CHECK((*read)->dpi == 200);
}

TEST_CASE("a grey BMP stays grey and one of single bits becomes black and white") {
    using scanner_test::bmpFile;
    const Image picture = numberedPicture(5, 37, 21);
    const auto grey = decodePage(bmpFile(picture, 8));
    const auto bits = decodePage(bmpFile(picture, 1));
    REQUIRE(grey);
    REQUIRE(bits);
    CHECK((*grey)->format == PixelFormat::Grey8);
    for (std::size_t i = 0; i < (*grey)->pixels.size(); ++i) {
        REQUIRE((*grey)->pixels[i] == picture.pixels[i * 3]);
        REQUIRE((*bits)->pixels[i] == (picture.pixels[i * 3] >= 128 ? 255 : 0));
    }
}

TEST_CASE("a BMP that is cut short or lies about itself is refused") {
    const auto whole = scanner_test::bmpFile(numberedPicture(5, 37, 21), 8);
    for (std::size_t size = 2; size < whole.size(); ++size) {
        INFO(size << " bytes");
        REQUIRE_FALSE(decodePage(base::ByteView(whole).first(size)));
    }
    const auto with = [&](std::size_t at, std::uint8_t value) {
        auto file = whole;
        file[at] = value;
        return codeOf(decodePage(file));
    };
    CHECK(with(28, 16) == base::Code::BadInput);   // bits a dot
    CHECK(with(30, 1) == base::Code::BadInput);    // compression
    CHECK(with(14, 12) == base::Code::BadInput);   // the header of OS/2
    CHECK(with(10, 60) == base::Code::Corrupt);    // pixels within the palette
    CHECK(with(21, 0x7F) == base::Code::TooLarge); // width
    CHECK(with(21, 0x80) == base::Code::Corrupt);  // a negative one
}

TEST_CASE("a progressive JPEG, as phones send them, is read whole and in crumbs alike") {
    const auto file = pictureFile(FileKind::ProgressiveJpeg, {numberedPicture(1)});
    const auto whole = decodePage(file);
    REQUIRE(whole);
    CHECK((*whole)->width == 120);
    base::Bytes rows;
    JpegStream::Sinks sinks;
    sinks.begin = [](int, int, PixelFormat, double) {};
    sinks.row = [&](int, base::ByteView row) { rows.insert(rows.end(), row.begin(), row.end()); };
    JpegStream stream({}, std::move(sinks));
    for (const auto byte : file) REQUIRE(stream.feed({&byte, 1}));
    REQUIRE(stream.finish());
    CHECK(rows == (*whole)->pixels);
}

TEST_CASE("a picture that a phone took sideways is put upright") {
    // An Exif block with the orientation alone, in either byte order.
    const std::string little("Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0", 32);
    const std::string big("Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0", 32);
    const auto plain = jpegFile();
    const auto upright = turned(*decodePage(plain), Turn::Right);
    for (const auto& exif : {little, big}) {
        base::Bytes file(plain.begin(), plain.begin() + 2);
        for (const int byte : {0xFF, 0xE1, 0x00, 34}) file.push_back(static_cast<std::uint8_t>(byte));
        file.insert(file.end(), exif.begin(), exif.end());
        file.insert(file.end(), plain.begin() + 2, plain.end());
        const auto read = decodePage(file);
        REQUIRE(read);
        CHECK((*read)->width == 80);
        CHECK((*read)->pixels == upright->pixels);
        for (std::size_t cut = 2; cut < 40; ++cut) (void)exifTurn(base::ByteView(file).first(cut));
    }
    CHECK(exifTurn(plain) == Turn::Unknown);
}

TEST_CASE("a file cut anywhere is corrupt, never a shorter page") {
    for (const auto& whole : {jpegFile(), pictureFile(FileKind::Png, {numberedPicture(1)}),
                              pictureFile(FileKind::Tiff, {numberedPicture(1)})}) {
        for (const double part : {0.05, 0.3, 0.6, 0.9, 0.999}) {
            const base::Bytes cut(
                whole.begin(),
                whole.begin() + static_cast<std::ptrdiff_t>(static_cast<double>(whole.size()) * part));
            const auto code = codeOf(decodePage(cut));
            CAPTURE(part, whole[0]);
            CHECK((code == base::Code::Corrupt || code == base::Code::BadInput));
        }
    }
    auto damaged = jpegFile();
    for (std::size_t i = damaged.size() / 2; i < damaged.size() / 2 + 40; ++i) damaged[i] = 0x55;
    damaged[damaged.size() / 2 + 41] = 0xFF;
    damaged[damaged.size() / 2 + 42] = 0xD3;  // a restart marker that nobody announced
    CHECK(codeOf(decodePage(damaged)) == base::Code::Corrupt);
}

TEST_CASE("pictures beyond the limits are refused by their header") {
    DecodeLimits tight;
    tight.maxSide = 100;
    const auto jpeg = jpegFile();
    const auto png = pictureFile(FileKind::Png, {numberedPicture(1)});
    const auto tiff = pictureFile(FileKind::Tiff, {numberedPicture(1), numberedPicture(2)});
    for (const auto& file : {jpeg, png, tiff}) CHECK(codeOf(decodePage(file, tight)) == base::Code::TooLarge);
    DecodeLimits few;
    few.maxPixels = 120 * 80 - 1;
    for (const auto& file : {jpeg, png, tiff}) CHECK(codeOf(decodePage(file, few)) == base::Code::TooLarge);
    DecodeLimits onePage;
    onePage.maxPages = 1;
    CHECK(decodePages(tiff, onePage, ignore).error().code == base::Code::TooLarge);
    DecodeLimits small;
    small.maxBytes = 100;
    CHECK(codeOf(decodePage(jpeg, small)) == base::Code::TooLarge);

    auto claimed = png;
    claimed[16] = 0x7F;  // a width of two billion dots
    CHECK(codeOf(decodePage(claimed)) == base::Code::TooLarge);
}

TEST_CASE("what is no picture is refused") {
    CHECK(codeOf(decodePage({})) == base::Code::BadInput);
    CHECK(codeOf(decodePage(base::viewOf("%PDF-1.7"))) == base::Code::BadInput);
    CHECK(codeOf(decodePage(base::viewOf("\xFF\xD8\xFF"))) == base::Code::Corrupt);
    CHECK(codeOf(decodePage(base::viewOf(std::string_view("II*\0\xFF\xFF\xFF\xFF", 8)))) ==
          base::Code::Corrupt);
}

TEST_CASE("a TIFF whose pages chain in a circle ends") {
    auto tiff = pictureFile(FileKind::Tiff, {numberedPicture(1, 16, 16)});
    // The offset of the first directory stands at byte 4; the last four bytes of the directory point to the
    // next one.
    const std::size_t at =
        tiff[4] | static_cast<std::size_t>(tiff[5]) << 8 | static_cast<std::size_t>(tiff[6]) << 16;
    const std::size_t entries = tiff[at] | static_cast<std::size_t>(tiff[at + 1]) << 8;
    const std::size_t next = at + 2 + entries * 12;
    REQUIRE(next + 4 <= tiff.size());
    for (std::size_t i = 0; i < 4; ++i) tiff[next + i] = tiff[4 + i];
    const auto count = decodePages(tiff, {}, ignore);
    CHECK((!count || *count <= 2));
}

TEST_CASE("random damage never does harm") {
    std::mt19937 random(5);
    for (const auto& whole : {jpegFile(), pictureFile(FileKind::Png, {numberedPicture(1)}),
                              pictureFile(FileKind::Tiff, {numberedPicture(1), numberedPicture(2)})}) {
        for (int round = 0; round < 600; ++round) {
            auto file = whole;
            for (unsigned i = 0; i < 1 + random() % 6; ++i)
                file[random() % std::min<std::size_t>(file.size(), round % 2 ? 400 : file.size())] =
                    static_cast<std::uint8_t>(random());
            DecodeLimits limits;
            limits.maxPixels = 1'000'000;
            (void)decodePages(file, limits, [&](ImagePtr page) -> base::Result<void> {
                CHECK(page->pixels.size() <= 3'000'000);
                return {};
            });
        }
    }
}
