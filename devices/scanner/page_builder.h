// Puts a page together from rows as they are read and tells the sink about it: a few partial pictures on the
// way, then the complete page with its blank flag. Used by every backend that sees rows. Threads: one, the
// device's.
#pragma once

#include <memory>
#include <utility>

#include "devices/scanner/document_scanner.h"

namespace devices {

// Millimetres of paper as dots.
int dotsOf(double millimetres, double dpi);

struct PaperMm {
    double width = 0;
    double height = 0;
};
// ISO 216; {0, 0} for Auto and Unknown: whatever the device can see.
PaperMm paperMm(PageSize size);

class PageBuilder {
public:
    enum class Finish { Unknown = 0, AsRead, Lineart };

    PageBuilder(int index, const DocumentScanner::PageSink& sink, Finish finish = Finish::AsRead)
        : index_(index), sink_(sink), finish_(finish) {}

    // Height 0: not known yet; the page grows.
    void begin(int width, int height, PixelFormat format, double dpi);
    // Writable memory of row y; the page grows to hold it. Valid until the next call.
    std::span<std::uint8_t> row(int y);
    // Rows 0 to `rows`-1 are there; emits a partial picture at every eighth of the page.
    void reached(int rows);
    // Cuts the page to the rows reached and emits it as complete.
    void complete();

    double dpi() const { return page_.dpi; }
    void setDpi(double dpi) { page_.dpi = dpi; }
    int width() const { return page_.width; }
    int rowsReached() const { return rows_; }

private:
    static constexpr int kPartialsPerPage = 8;
    static constexpr int kRowsPerPartial = 512;  // while the height is not known

    std::size_t stride() const;
    void growTo(int height);

    int index_;
    const DocumentScanner::PageSink& sink_;
    Finish finish_;
    Image page_;
    int rows_ = 0;
    int nextPartial_ = 0;
    int partialStep_ = 0;
};

}  // namespace devices
