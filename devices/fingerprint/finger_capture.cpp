#include "devices/fingerprint/finger_capture.h"

#include <algorithm>

#include "devices/fingerprint/grey_png.h"
#include "devices/fingerprint/ink_map.h"
#include "devices/fingerprint/segmentation.h"

namespace devices {
namespace {

// The box of the largest dark patch and of all that are at least a tenth of it.
Image tightCrop(const Image& print) {
    const InkMap ink = mapInk(print);
    const auto blobs = findBlobs(ink);
    int largest = 0;
    for (const auto& blob : blobs) largest = std::max(largest, blob.cells);
    if (largest == 0) return print;
    Blob box{ink.columns, ink.rows, -1, -1, 0};
    for (const auto& blob : blobs) {
        if (blob.cells * 10 < largest) continue;
        box = {std::min(box.left, blob.left), std::min(box.top, blob.top), std::max(box.right, blob.right),
               std::max(box.bottom, blob.bottom), 0};
    }
    const int margin = std::max(1, static_cast<int>(0.5 * (print.dpi > 0 ? print.dpi : 500) / 25.4));
    const int left = std::max(0, box.left * ink.cell - margin);
    const int top = std::max(0, box.top * ink.cell - margin);
    const int right = std::min(print.width, (box.right + 1) * ink.cell + margin);
    const int bottom = std::min(print.height, (box.bottom + 1) * ink.cell + margin);
    return cropped(print, left, top, right - left, bottom - top);
}

}  // namespace

base::Result<Capture> toCapture(const PrintKey& key, const FingerImage& print, const DeviceInfo& device) {
    if (!print.image || print.image->format != PixelFormat::Grey8)
        return base::fail(base::Code::BadInput, "no grey picture of the finger");
    if (key.finger == Finger::Unknown) return base::fail(base::Code::BadInput, "a print without a finger");
    const Image picture = tightCrop(*print.image);
    auto png = encodeGreyPng(picture);
    if (!png) return tl::unexpected(png.error());
    Capture capture;
    capture.subject = subjectOf(key);
    capture.mediaType = "image/png";
    capture.bytes = std::move(*png);
    capture.width = picture.width;
    capture.height = picture.height;
    capture.dpi = picture.dpi;
    capture.quality = print.quality;
    capture.device = device.name;
    capture.fromVirtualDevice = device.reality == Reality::Virtual;
    return capture;
}

}  // namespace devices
