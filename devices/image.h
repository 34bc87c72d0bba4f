// Pictures as plain memory, and captures: what devices hand to the rest of the house.
// OpenCV stays inside devices/*.cpp; an Image crosses rooms without it.
// Threads: Images are immutable once shared (ImagePtr) and may be read from any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/bytes.h"

namespace devices {

enum class PixelFormat { Unknown = 0, Grey8, Bgr24 };

// Rows from top to bottom without padding: height * width * (1 or 3) bytes.
struct Image {
    int width = 0;
    int height = 0;
    PixelFormat format = PixelFormat::Unknown;
    double dpi = 0;  // 0 = not known
    std::vector<std::uint8_t> pixels;
};

using ImagePtr = std::shared_ptr<const Image>;

enum class Outcome { Unknown = 0, Pass, Warn, Fail, NotChecked };

// One judged property. `name` is a stable identifier in the words of ISO/IEC 29794 (kebab-case), `reason` a stable
// identifier of what is wrong (empty when it passes) from which station/ makes the Vietnamese sentence.
struct Measure {
    std::string name;
    double raw = 0;
    int component = -1;  // 0..100, -1 = the measure has no component value
    Outcome outcome = Outcome::Unknown;
    std::string reason;
};

struct QualityReport {
    int score = -1;                  // 0..100, -1 = not judged
    std::string algorithm;           // name and version of the judge
    std::vector<Measure> measures;
    std::vector<std::string> reasons;  // most important first
};

// The kept result of one act of capture: encoded bytes with their judgement. `subject` says what of: "portrait",
// "right-index", "page". `device` is the device's name; a virtual one stays marked for ever.
struct Capture {
    std::string subject;
    std::string mediaType;  // image/jpeg, image/png, ...
    base::Bytes bytes;
    int width = 0;
    int height = 0;
    double dpi = 0;
    QualityReport quality;
    std::string device;
    bool fromVirtualDevice = false;
};

}  // namespace devices
