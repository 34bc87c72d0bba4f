#include "devices/scanner/page_builder.h"

#include <algorithm>
#include <cmath>

#include "devices/scanner/page_image.h"

namespace devices {
namespace {
constexpr double kMmPerInch = 25.4;
constexpr std::uint8_t kPaperWhite = 255;
}  // namespace

int dotsOf(double millimetres, double dpi) {
    return static_cast<int>(std::lround(millimetres / kMmPerInch * dpi));
}

PaperMm paperMm(PageSize size) {
    switch (size) {
        case PageSize::A3:
            return {297, 420};
        case PageSize::A4:
            return {210, 297};
        case PageSize::A5:
            return {148, 210};
        default:
            return {0, 0};
    }
}

std::size_t PageBuilder::stride() const {
    return static_cast<std::size_t>(page_.width) * (page_.format == PixelFormat::Grey8 ? 1 : 3);
}

void PageBuilder::growTo(int height) {
    page_.height = height;
    page_.pixels.resize(stride() * static_cast<std::size_t>(height), kPaperWhite);
}

void PageBuilder::begin(int width, int height, PixelFormat format, double dpi) {
    page_ = {width, 0, format, dpi, {}};
    rows_ = 0;
    growTo(std::max(0, height));
    partialStep_ = height > 0 ? std::max(1, height / kPartialsPerPage) : kRowsPerPartial;
    nextPartial_ = partialStep_;
}

std::span<std::uint8_t> PageBuilder::row(int y) {
    if (y >= page_.height) growTo(std::max(y + 1, page_.height + kRowsPerPartial));
    return {page_.pixels.data() + stride() * static_cast<std::size_t>(y), stride()};
}

void PageBuilder::reached(int rows) {
    rows_ = std::max(rows_, rows);
    if (rows_ < nextPartial_ || rows_ >= page_.height) return;
    nextPartial_ = rows_ + partialStep_;
    PageEvent event;
    event.index = index_;
    event.image = std::make_shared<const Image>(page_);
    event.rowsRead = rows_;
    sink_(event);
}

void PageBuilder::complete() {
    growTo(rows_);
    Image finished = finish_ == Finish::Lineart ? toLineart(page_) : std::move(page_);
    PageEvent event;
    event.index = index_;
    event.rowsRead = rows_;
    event.complete = true;
    event.looksBlank = looksBlank(finished);
    event.image = std::make_shared<const Image>(std::move(finished));
    sink_(event);
}

}  // namespace devices
