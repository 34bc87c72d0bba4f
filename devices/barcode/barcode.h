// Reads QR and other printed codes from a picture. The library is ZBar, on both systems (docs/decisions/001).
// Threads: a BarcodeReader is used by one thread at a time; make one per worker.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "devices/image.h"

namespace devices {

enum class Symbology { Unknown = 0, Qr, Linear };

struct CodeCorner {
    int x = 0;
    int y = 0;
};

struct Barcode {
    Symbology symbology = Symbology::Unknown;
    base::Bytes bytes;                 // exactly what the code carries; a card's are UTF-8, but nothing is assumed here
    std::vector<CodeCorner> outline;   // in pixels of the picture; may be empty for linear codes
};

// Thorough tries every way on this picture (up to half a second of CPU at 1280x720). OneWay tries one, and the next one
// on the next call: what live frames need, where the following picture is as good as this one.
enum class Effort { Unknown = 0, OneWay, Thorough };

class BarcodeReader {
public:
    BarcodeReader();
    ~BarcodeReader();
    BarcodeReader(const BarcodeReader&) = delete;
    BarcodeReader& operator=(const BarcodeReader&) = delete;

    // All codes found, each content once. Empty when there is none. BadInput for an empty or malformed picture;
    // NotFound where the library that reads codes is gone (code_library.h).
    base::Result<std::vector<Barcode>> read(const Image& picture, Effort effort = Effort::Thorough);

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace devices
