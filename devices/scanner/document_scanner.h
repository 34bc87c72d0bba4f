// A document scanner: pages appear as they are read. Backends: sane (Linux), wia (Windows), escl (own client, both
// systems), folder (files dropped by a phone or multifunction device), virtual (training).
#pragma once

#include "devices/device.h"
#include "devices/image.h"
#include "devices/session.h"

namespace devices {

enum class PageSource { Unknown = 0, Flatbed, Feeder, FeederDuplex };
enum class PageSize { Unknown = 0, Auto, A3, A4, A5 };
enum class ColorMode { Unknown = 0, Color, Grey, Lineart };

// Millimetres per side of the paper: A3 297 x 420, A4 210 x 297, A5 148 x 210 (ISO 216).
struct ScannerCaps {
    std::vector<PageSource> sources;
    std::vector<int> dpi;
    std::vector<ColorMode> modes;
    double maxWidthMm = 0;
    double maxHeightMm = 0;
};

struct ScanRequest {
    PageSource source = PageSource::Flatbed;
    PageSize size = PageSize::A4;
    ColorMode mode = ColorMode::Color;
    int dpi = 300;
};

// One page while and after it is read. Partial pictures are for the eye only; the last call of a page has complete set.
struct PageEvent {
    int index = 0;             // of this scan, from 0
    ImagePtr image;            // Bgr24 or Grey8 with its true dpi; never rescaled
    int rowsRead = 0;
    bool complete = false;
    bool looksBlank = false;   // flagged, never dropped
};

class DocumentScanner : public Device {
public:
    using PageSink = std::function<void(const PageEvent&)>;
    virtual ScannerCaps caps() = 0;
    // Flatbed: one page. Feeder: pages until it is empty (NoPaper only when not even one was there). PaperJam,
    // CoverOpen, Busy, Disconnected as they come; pages already delivered stay delivered.
    virtual base::Result<void> scan(const ScanRequest& request, const PageSink& sink, std::stop_token stop) = 0;
};

using ScannerBackend = Backend<DocumentScanner>;
using ScannerSession = Session<DocumentScanner>;

}  // namespace devices
