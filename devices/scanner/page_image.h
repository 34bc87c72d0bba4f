// What is done to a scanned page: turning, thumbnails, the blank check, and its way in and out of files.
// Threads: pure functions, any thread. Errors: BadInput (not a picture we read), TooLarge (beyond the
// limits), Corrupt (damaged or cut short), Internal. Sides are pixels, resolutions dots per inch. Sources:
// JFIF 1.02 (density), PNG 1.2 (IHDR, pHYs), TIFF 6.0, Microsoft's BITMAPINFOHEADER.
#pragma once

#include <cstddef>
#include <functional>

#include "devices/image.h"

namespace devices {

enum class Turn { Unknown = 0, Right, Half, Left };

// A page that is null or has no pixels comes back as it is.
ImagePtr turned(const ImagePtr& page, Turn turn);
// The page scaled down so that no side exceeds `maxSide`; a smaller page comes back as it is. Its dpi
// follows.
ImagePtr thumbnail(const ImagePtr& page, int maxSide);
// True when the paper carries no ink: shadows, folds, paper color and scanner noise are not ink, a signature
// is.
bool looksBlank(const Image& page);
// Black and white only, as Grey8 with 0 and 255, by Otsu's threshold.
Image toLineart(const Image& page);

// How large a page may become in a dossier packet. The budget is for A4 and follows the area of the paper, so
// that an A3 may take twice as much. Quality is JPEG's 0..100.
struct PageBudget {
    std::size_t bytesPerA4 = 500'000;
    int bestQuality = 85;
};

// The page as a JPEG with its dpi in the file; subject "page". The finest rendering that meets the budget is
// taken: first lower quality, then 200 and at last 150 dpi. A page that meets it at no rung of that ladder is
// kept at the last one. The report says what was done: measures "page-dpi", "page-bytes", "page-blank"
// (reason "page-blank"), and "page-resampled" (reason "page-resampled") when fewer dots were kept than the
// scanner delivered.
base::Result<Capture> encodePage(const Image& page, const PageBudget& budget = {});

// Hard limits for pictures from outside. The defaults hold an A3 at 600 dpi.
struct DecodeLimits {
    std::size_t maxBytes = 256u << 20;
    int maxSide = 20'000;
    std::int64_t maxPixels = 100'000'000;
    int maxPages = 500;
};

// Takes one decoded page; an error stops the decoding and is passed on.
using DecodedPageSink = std::function<base::Result<void>(ImagePtr)>;

// JPEG (put upright by its Exif orientation), PNG and BMP have one page, TIFF any number. Pages before a damaged one have already been handed over.
// The result is the number of pages.
base::Result<int> decodePages(base::ByteView file, const DecodeLimits& limits, const DecodedPageSink& sink);
// The first page alone.
base::Result<ImagePtr> decodePage(base::ByteView file, const DecodeLimits& limits = {});

}  // namespace devices
