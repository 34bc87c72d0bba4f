#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

#include "devices/scanner/page_builder.h"
#include "devices/scanner/page_image.h"
#include "devices/scanner/page_jpeg.h"
#include "devices/virtual/page.h"

using namespace devices;

namespace {

ImagePtr tinyPage() {
    Image image{3, 2, PixelFormat::Grey8, 300, {1, 2, 3, 4, 5, 6}};
    return std::make_shared<const Image>(std::move(image));
}

Image papered(PaperKind kind, const PageParams& like = {}) {
    PageParams params = like;
    params.kind = kind;
    auto page = drawPage(makeCitizen(5), params);
    REQUIRE(page);
    return std::move(*page);
}

// Mean absolute difference of two pictures of one size.
double difference(const Image& a, const Image& b) {
    REQUIRE(a.pixels.size() == b.pixels.size());
    double sum = 0;
    for (std::size_t i = 0; i < a.pixels.size(); ++i) sum += std::abs(a.pixels[i] - b.pixels[i]);
    return sum / static_cast<double>(a.pixels.size());
}

}  // namespace

TEST_CASE("turning a page moves every dot to its place and four right turns bring it back") {
    const auto right = turned(tinyPage(), Turn::Right);
    CHECK(right->width == 2);
    CHECK(right->height == 3);
    CHECK(right->pixels == std::vector<std::uint8_t>{4, 1, 5, 2, 6, 3});
    CHECK(turned(tinyPage(), Turn::Left)->pixels == std::vector<std::uint8_t>{3, 6, 2, 5, 1, 4});
    CHECK(turned(tinyPage(), Turn::Half)->pixels == std::vector<std::uint8_t>{6, 5, 4, 3, 2, 1});
    auto page = tinyPage();
    for (int i = 0; i < 4; ++i) page = turned(page, Turn::Right);
    CHECK(page->pixels == tinyPage()->pixels);
    CHECK(page->dpi == 300);
    CHECK(turned(nullptr, Turn::Right) == nullptr);
}

TEST_CASE("a thumbnail keeps the shape of the page and its physical size") {
    PageParams params;
    params.dpi = 150;
    const auto page = std::make_shared<const Image>(papered(PaperKind::BirthCertificate, params));
    const auto small = thumbnail(page, 200);
    CHECK(small->height == 200);
    CHECK(small->width == Approx(141).margin(1));
    CHECK(small->height / small->dpi == Approx(page->height / page->dpi).epsilon(0.01));
    CHECK(thumbnail(small, 400) == small);
}

TEST_CASE("an empty page is told from a written one, whatever the paper has been through") {
    PageParams worn;
    worn.dpi = GENERATE(150, 300);
    worn.skewDegrees = 0.5;
    worn.shadow = 0.6;
    worn.noise = 4;
    worn.stain = 0.8;
    for (const PageSize size : {PageSize::A3, PageSize::A4, PageSize::A5}) {
        worn.size = size;
        CHECK(looksBlank(papered(PaperKind::Blank, worn)));
        CHECK_FALSE(looksBlank(papered(PaperKind::BirthCertificate, worn)));
        CHECK_FALSE(looksBlank(papered(PaperKind::DrivingLicenseCopy, worn)));
    }
}

TEST_CASE("one line of handwriting on an A4 is not blank") {
    Image page = papered(PaperKind::Blank);
    for (int x = 800; x < 1500; ++x) {
        const int y = 2000 + static_cast<int>(60 * std::sin(x * 0.05));
        for (int dy = 0; dy < 6; ++dy) {
            const auto at = (static_cast<std::size_t>(y + dy) * static_cast<std::size_t>(page.width) +
                             static_cast<std::size_t>(x)) *
                            3;
            for (std::size_t c = 0; c < 3; ++c) page.pixels[at + c] = 60;
        }
    }
    CHECK_FALSE(looksBlank(page));
}

TEST_CASE("a page of a dossier meets its budget and stays sharp enough to read") {
    PageParams worn;
    worn.noise = 2;
    worn.shadow = 0.3;
    worn.stain = 0.5;
    worn.skewDegrees = 0.7;
    worn.dpi = GENERATE(200, 300);
    const Image page = papered(PaperKind::ResidenceConfirmation, worn);
    const auto capture = encodePage(page);
    REQUIRE(capture);
    CHECK(capture->subject == "page");
    CHECK(capture->mediaType == "image/jpeg");
    CHECK(capture->bytes.size() <= 500'000);
    CHECK(capture->bytes.size() >= 100'000);
    CHECK(capture->dpi >= 200);
    // JFIF: units at byte 13 (1 = dots per inch), then the density in both directions.
    REQUIRE(capture->bytes.size() > 18);
    CHECK(capture->bytes[13] == 1);
    CHECK((capture->bytes[14] << 8 | capture->bytes[15]) == static_cast<int>(std::lround(capture->dpi)));
    const auto back = decodePage(capture->bytes);
    REQUIRE(back);
    CHECK((*back)->dpi == Approx(capture->dpi).margin(0.5));
    CHECK((*back)->width == capture->width);
    if (capture->width == page.width) CHECK(difference(**back, page) < 4);
}

TEST_CASE("a page that cannot meet the budget is kept and says what was done to it") {
    PageParams params;
    params.dpi = 300;
    params.size = PageSize::A5;
    params.noise = 60;
    PageBudget tight;
    tight.bytesPerA4 = 20'000;
    const auto capture = encodePage(papered(PaperKind::BirthCertificate, params), tight);
    REQUIRE(capture);
    CHECK(capture->dpi == Approx(150).margin(0.5));
    CHECK(std::count(capture->quality.reasons.begin(), capture->quality.reasons.end(), "page-resampled") ==
          1);
    CHECK(encodePage(Image{}).error().code == base::Code::BadInput);
}

TEST_CASE("a blank page is encoded like any other and flagged") {
    PageParams params;
    params.dpi = 150;
    const auto capture = encodePage(papered(PaperKind::Blank, params));
    REQUIRE(capture);
    REQUIRE_FALSE(capture->quality.reasons.empty());
    CHECK(capture->quality.reasons.front() == "page-blank");
}

TEST_CASE("lineart is black and white and nothing between") {
    PageParams params;
    params.dpi = 100;
    const Image page = toLineart(papered(PaperKind::BirthCertificate, params));
    CHECK(page.format == PixelFormat::Grey8);
    CHECK(std::all_of(page.pixels.begin(), page.pixels.end(),
                      [](std::uint8_t v) { return v == 0 || v == 255; }));
    CHECK(std::count(page.pixels.begin(), page.pixels.end(), 0) > 1000);
}

TEST_CASE(
    "a JPEG that arrives in crumbs gives the same rows as one that arrives whole, and gives them early") {
    PageParams params;
    params.dpi = 100;
    const Image page = papered(PaperKind::BirthCertificate, params);
    const auto bytes = encodeJpeg(page, 80);
    REQUIRE(bytes);
    const auto whole = decodePage(*bytes);
    REQUIRE(whole);

    base::Bytes rows;
    int atHalf = -1;
    int last = -1;
    JpegStream::Sinks sinks;
    sinks.begin = [&](int width, int height, PixelFormat format, double dpi) {
        CHECK(width == page.width);
        CHECK(height == page.height);
        CHECK(format == PixelFormat::Bgr24);
        CHECK(dpi == 100);
    };
    sinks.row = [&](int y, base::ByteView row) {
        CHECK(y == last + 1);
        last = y;
        rows.insert(rows.end(), row.begin(), row.end());
    };
    JpegStream stream({}, std::move(sinks));
    std::mt19937 random(7);
    std::size_t at = 0;
    while (at < bytes->size()) {
        const std::size_t count = std::min<std::size_t>(1 + random() % 700, bytes->size() - at);
        REQUIRE(stream.feed(base::ByteView(*bytes).subspan(at, count)));
        at += count;
        if (atHalf < 0 && at > bytes->size() / 2) atHalf = last;
    }
    REQUIRE(stream.finish());
    CHECK(rows == (*whole)->pixels);
    CHECK(atHalf > page.height / 8);
    CHECK(atHalf < page.height - 1);
}

TEST_CASE("the builder tells of a page's growth and never of more rows than were read") {
    std::vector<PageEvent> events;
    const DocumentScanner::PageSink sink = [&](const PageEvent& e) { events.push_back(e); };
    PageBuilder page(3, sink);
    page.begin(10, 0, PixelFormat::Grey8, 200);  // height unknown
    for (int y = 0; y < 1300; ++y) {
        auto row = page.row(y);
        std::fill(row.begin(), row.end(), static_cast<std::uint8_t>(y % 200));
        page.reached(y + 1);
    }
    page.complete();
    REQUIRE(events.size() >= 3);
    CHECK(events.back().complete);
    CHECK(events.back().image->height == 1300);
    CHECK(events.back().image->pixels[10 * 1234] == 1234 % 200);
    CHECK(events.back().index == 3);
    for (std::size_t i = 0; i + 1 < events.size(); ++i) {
        CHECK_FALSE(events[i].complete);
        CHECK(events[i].rowsRead < events[i + 1].rowsRead);
    }
}
