// JPEG for pages: a decoder that takes the bytes as they arrive and gives rows at once, and an encoder that
// writes dpi. Threads: use an object from one thread at a time. Errors: BadInput (not a JPEG), TooLarge
// (beyond the limits), Corrupt (damaged, or finished before the end).
#pragma once

#include <functional>
#include <memory>
#include <span>

#include "devices/scanner/page_image.h"

namespace devices {

class JpegStream {
public:
    // `begin` is called once when the size is known, then `row` for each row from the top. Rows are Grey8 or
    // Bgr24.
    struct Sinks {
        std::function<void(int width, int height, PixelFormat format, double dpi)> begin;
        std::function<void(int y, base::ByteView row)> row;
    };

    JpegStream(const DecodeLimits& limits, Sinks sinks);
    ~JpegStream();
    JpegStream(const JpegStream&) = delete;
    JpegStream& operator=(const JpegStream&) = delete;

    base::Result<void> feed(base::ByteView bytes);
    // Corrupt unless every row and the end marker have been seen.
    base::Result<void> finish();

private:
    struct Decoder;
    std::unique_ptr<Decoder> decoder_;
};

base::Result<base::Bytes> encodeJpeg(const Image& page, int quality);

}  // namespace devices
