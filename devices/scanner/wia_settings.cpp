#include "devices/scanner/wia_settings.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "devices/scanner/page_builder.h"

namespace devices {
namespace {

using base::Code;

constexpr double kMmPerInch = 25.4;
constexpr double kMmPerMil = kMmPerInch / 1000;
constexpr double kSlackMm = 2;  // a bed of 296 mm still takes an A4
constexpr std::array<int, 9> kUsualDpi = {75, 100, 150, 200, 240, 300, 400, 600, 1200};

// WIA_DATA_*
constexpr int kThreshold = 0;
constexpr int kGrayscale = 2;
constexpr int kColor = 3;
// WIA_IPS_DOCUMENT_HANDLING_SELECT and _CAPABILITIES
constexpr int kSelectDuplex = 0x04;
constexpr int kSelectFrontOnly = 0x20;
constexpr int kCanDuplex = 0x04;
constexpr int kAllPages = 0;
constexpr int kCentered = 1;  // WIA_IPS_SHEET_FEEDER_REGISTRATION
constexpr int kTypeScanner = 1;

constexpr std::uint32_t kWiaFacility = 0x80210000;

struct Meaning {
    std::uint32_t number;
    Code code;
};

// The reference prints the numbers from 16 on as if they were hexadecimal ("cover open: 0x80210016"), the
// SDK's header makes them of decimal ones (0x80210010). Drivers were written after either.
constexpr std::array kWiaMeanings = {
    Meaning{1, Code::DeviceFault},                                       // general
    Meaning{2, Code::PaperJam},                                          //
    Meaning{3, Code::NoPaper},                                           //
    Meaning{4, Code::PaperJam},                                          // a paper problem not told further
    Meaning{5, Code::Disconnected},                                      // offline
    Meaning{6, Code::Busy},                                              //
    Meaning{7, Code::Busy},                                              // warming up
    Meaning{8, Code::DeviceFault},                                       // wants somebody's hands
    Meaning{9, Code::Disconnected},                                      // its item was deleted
    Meaning{10, Code::Disconnected},                                     // communication
    Meaning{11, Code::Unsupported},                                      // invalid command
    Meaning{12, Code::Unsupported},                                      // incorrect setting
    Meaning{13, Code::Busy},                                             // locked by another program
    Meaning{14, Code::DeviceFault},                                      // the driver broke down
    Meaning{15, Code::DeviceFault},                                      // the driver answered nonsense
    Meaning{0x10, Code::CoverOpen},   Meaning{0x16, Code::CoverOpen},    //
    Meaning{0x11, Code::DeviceFault}, Meaning{0x17, Code::DeviceFault},  // lamp
    Meaning{0x13, Code::Busy},  // another one has reserved it in the network
    Meaning{0x14, Code::PaperJam},    Meaning{0x20, Code::PaperJam},  // two sheets at once
    Meaning{0x15, Code::NoDevice},                                    //
};

constexpr std::array kSystemMeanings = {
    Meaning{0x80004001, Code::Unsupported},       // E_NOTIMPL
    Meaning{0x80004004, Code::Cancelled},         // E_ABORT
    Meaning{0x80010007, Code::Disconnected},      // RPC_E_SERVER_DIED
    Meaning{0x80010108, Code::Disconnected},      // RPC_E_DISCONNECTED
    Meaning{0x800401FD, Code::Disconnected},      // CO_E_OBJNOTCONNECTED
    Meaning{0x80040154, Code::NoDevice},          // REGDB_E_CLASSNOTREG
    Meaning{0x80070005, Code::PermissionDenied},  // E_ACCESSDENIED
    Meaning{0x8007000E, Code::TooLarge},          // E_OUTOFMEMORY
    Meaning{0x8007001F, Code::Disconnected},      // ERROR_GEN_FAILURE: what a pulled cable gives
    Meaning{0x80070057, Code::Unsupported},       // E_INVALIDARG
    Meaning{0x800700AA, Code::Busy},              // ERROR_BUSY
    Meaning{0x8007048F, Code::Disconnected},      // ERROR_DEVICE_NOT_CONNECTED
    Meaning{0x80070651, Code::Disconnected},      // ERROR_DEVICE_REMOVED
    Meaning{0x800706BA, Code::Disconnected},      // RPC_S_SERVER_UNAVAILABLE
    Meaning{0x800706BE, Code::Disconnected},      // RPC_S_CALL_FAILED
};

Code meaningOf(WiaStatus status) {
    const auto number = static_cast<std::uint32_t>(status);
    const auto find = [](const auto& list, std::uint32_t wanted) {
        const auto it =
            std::find_if(list.begin(), list.end(), [&](const Meaning& m) { return m.number == wanted; });
        return it == list.end() ? Code::DeviceFault : it->code;
    };
    if ((number & 0xFFFF0000) == kWiaFacility) return find(kWiaMeanings, number & 0xFFFF);
    return find(kSystemMeanings, number);
}

std::string hexOf(WiaStatus status) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string out = "0x";
    for (int shift = 28; shift >= 0; shift -= 4)
        out += kDigits[static_cast<std::uint32_t>(status) >> shift & 0xF];
    return out;
}

std::vector<int> resolutions(const WiaProperty& property) {
    std::vector<int> out;
    if (property.kind == WiaProperty::Kind::List) {
        out = property.values;
    } else if (property.kind == WiaProperty::Kind::Range) {
        for (const int dpi : kUsualDpi) {
            if (property.allows(dpi)) out.push_back(dpi);
        }
    } else {
        out.push_back(property.now);
    }
    std::erase_if(out, [](int dpi) { return dpi <= 0; });
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

// A side of the bed: told, or else what may be scanned at the present resolution.
double sideMm(WiaItem& item, WiaId told, WiaId extent, WiaId resolution) {
    if (const auto mils = item.property(told); mils && mils->now > 0) return mils->now * kMmPerMil;
    const auto dots = item.property(extent);
    const auto dpi = item.property(resolution);
    if (!dots || !dpi || dpi->now <= 0) return 0;
    const int most = dots->kind == WiaProperty::Kind::Range ? dots->most : dots->now;
    return most * kMmPerInch / dpi->now;
}

// What a device lets nobody choose must be as wanted already; what it does not have is nobody's to choose.
base::Result<void> choose(WiaItem& item, WiaId id, int value, const char* what) {
    const auto property = item.property(id);
    if (!property || property->now == value) return {};
    if (!property->writable || !property->allows(value)) {
        return base::fail(Code::Unsupported, std::string("the WIA scanner has no such ") + what);
    }
    const WiaStatus status = item.set(id, value);
    if (isWiaFailure(status)) return tl::unexpected(wiaError(status, what));
    return {};
}

// What is better set, but harms nothing when it cannot be.
void prefer(WiaItem& item, WiaId id, int value) {
    const auto property = item.property(id);
    if (property && property->writable && property->now != value && property->allows(value))
        (void)item.set(id, value);
}

struct Side {
    WiaId position;
    WiaId extent;
    double mm;
};

base::Result<void> setSide(WiaItem& item, const Side& side, double dpi) {
    if (auto set = choose(item, side.position, 0, "position"); !set) return set;
    int dots = dotsOf(side.mm, dpi);
    const auto property = item.property(side.extent);
    if (property && property->kind == WiaProperty::Kind::Range)
        dots = std::clamp(dots, property->least, property->most);
    return choose(item, side.extent, dots, "area");
}

base::Result<void> setArea(WiaItem& item, const WiaInput& input, PageSize size, double dpi) {
    PaperMm paper{input.maxWidthMm, input.maxHeightMm};
    if (size != PageSize::Auto) paper = paperMm(size);
    if (paper.width <= 0 || paper.width > input.maxWidthMm + kSlackMm ||
        paper.height > input.maxHeightMm + kSlackMm) {
        return base::fail(Code::Unsupported, "the paper is larger than the WIA scanner");
    }
    const Side across{WiaId::XPos, WiaId::XExtent, paper.width};
    if (auto set = setSide(item, across, dpi); !set) return set;
    if (auto set = setSide(item, {WiaId::YPos, WiaId::YExtent, paper.height}, dpi); !set) return set;
    // A feeder that centers the paper sees it in the middle of its width.
    const auto registration = item.property(WiaId::FeederRegistration);
    if (input.source != PageSource::Flatbed && registration && registration->now == kCentered) {
        prefer(item, WiaId::XPos, dotsOf(std::max(0.0, input.maxWidthMm - paper.width) / 2, dpi));
    }
    return {};
}

struct Data {
    int type;
    int depth;
};

Data dataOf(ColorMode mode, const WiaInput& input) {
    if (mode == ColorMode::Color) return {kColor, 24};
    if (mode == ColorMode::Lineart && input.ownLineart) return {kThreshold, 1};
    return {kGrayscale, 8};
}

base::Result<void> chooseSides(WiaItem& item, PageSource source) {
    if (source == PageSource::Flatbed) return {};
    const int sides = source == PageSource::FeederDuplex ? kSelectDuplex : kSelectFrontOnly;
    if (auto set = choose(item, WiaId::HandlingSelect, sides, "source"); !set) return set;
    return choose(item, WiaId::Pages, kAllPages, "page count");
}

}  // namespace

bool isWiaFailure(WiaStatus status) {
    return status < 0;
}

base::Error wiaError(WiaStatus status, const char* where) {
    return base::fail(meaningOf(status), std::string("WIA ") + where + ": " + hexOf(status)).value();
}

bool WiaProperty::allows(int value) const {
    switch (kind) {
        case Kind::List:
            return std::find(values.begin(), values.end(), value) != values.end();
        case Kind::Range:
            return value >= least && value <= most && (step <= 0 || (value - least) % step == 0);
        case Kind::Flags:
            return values.empty() || (value & ~values.front()) == 0;
        default:
            return true;
    }
}

// The high word says what kind of device it is, the low word a kind within it.
bool isWiaScanner(int deviceType) {
    return (static_cast<std::uint32_t>(deviceType) >> 16) == kTypeScanner;
}

WiaInput learnWiaInput(WiaItem& item, PageSource source) {
    WiaInput input;
    input.source = source;
    if (const auto across = item.property(WiaId::XRes)) {
        input.dpi = resolutions(*across);
        const auto down = item.property(WiaId::YRes);
        std::erase_if(input.dpi, [&](int dpi) { return down && down->writable && !down->allows(dpi); });
    }
    const auto types = item.property(WiaId::DataType);
    const auto has = [&](int type) {
        return !types || types->now == type || (types->writable && types->allows(type));
    };
    if (has(kColor)) input.modes.push_back(ColorMode::Color);
    if (has(kGrayscale)) input.modes.push_back(ColorMode::Grey);
    input.ownLineart = types && has(kThreshold);
    if (input.ownLineart || has(kGrayscale)) input.modes.push_back(ColorMode::Lineart);
    input.maxWidthMm = sideMm(item, WiaId::MaxWidth, WiaId::XExtent, WiaId::XRes);
    input.maxHeightMm = sideMm(item, WiaId::MaxHeight, WiaId::YExtent, WiaId::YRes);
    return input;
}

bool wiaTakesBothSides(WiaItem& feeder, WiaItem& root) {
    const auto select = feeder.property(WiaId::HandlingSelect);
    if (!select || !select->writable) return false;
    if (select->kind == WiaProperty::Kind::Flags) return select->allows(kSelectDuplex);
    const auto can = root.property(WiaId::HandlingCapabilities);
    return can && (can->now & kCanDuplex) != 0;
}

ScannerCaps wiaCaps(const std::vector<WiaInput>& inputs) {
    ScannerCaps all;
    for (const WiaInput& input : inputs) {
        if (all.sources.empty()) {
            all.dpi = input.dpi;
            all.modes = input.modes;
        }
        std::erase_if(all.dpi,
                      [&](int dpi) { return !std::binary_search(input.dpi.begin(), input.dpi.end(), dpi); });
        std::erase_if(all.modes, [&](ColorMode mode) {
            return std::find(input.modes.begin(), input.modes.end(), mode) == input.modes.end();
        });
        all.sources.push_back(input.source);
        all.maxWidthMm = std::max(all.maxWidthMm, input.maxWidthMm);
        all.maxHeightMm = std::max(all.maxHeightMm, input.maxHeightMm);
    }
    return all;
}

base::Result<WiaScan> configureWia(WiaItem& item, const WiaInput& input, const ScanRequest& request) {
    if (!std::binary_search(input.dpi.begin(), input.dpi.end(), request.dpi)) {
        return base::fail(Code::Unsupported, "the WIA scanner has no such resolution");
    }
    if (std::find(input.modes.begin(), input.modes.end(), request.mode) == input.modes.end()) {
        return base::fail(Code::Unsupported, "the WIA scanner has no such color mode");
    }
    // Sides first, then color: each decides what those after it may be.
    if (auto set = chooseSides(item, input.source); !set) return tl::unexpected(set.error());
    const Data data = dataOf(request.mode, input);
    if (auto set = choose(item, WiaId::DataType, data.type, "color mode"); !set)
        return tl::unexpected(set.error());
    prefer(item, WiaId::Depth, data.depth);
    if (auto set = choose(item, WiaId::XRes, request.dpi, "resolution"); !set)
        return tl::unexpected(set.error());
    if (auto set = choose(item, WiaId::YRes, request.dpi, "resolution"); !set)
        return tl::unexpected(set.error());
    const auto resolution = item.property(WiaId::XRes);
    WiaScan scan;
    scan.dpi = resolution && resolution->now > 0 ? resolution->now : request.dpi;
    scan.makeLineart = request.mode == ColorMode::Lineart && !input.ownLineart;
    if (auto set = setArea(item, input, request.size, scan.dpi); !set) return tl::unexpected(set.error());
    return scan;
}

}  // namespace devices
