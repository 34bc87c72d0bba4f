#include "devices/scanner/sane_scanner.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <utility>

#include <sane/saneopts.h>

#include "base/text.h"
#include "devices/scanner/page_builder.h"
#include "devices/scanner/sane_library.h"
#include "devices/scanner/sane_options.h"
#include "devices/scanner/sane_reader.h"

namespace devices {
namespace {

constexpr const char* kBackendName = "sane";
constexpr double kMmPerInch = 25.4;
constexpr double kSlackMm = 2;   // a bed of 296 mm still takes an A4
constexpr int kMaxPages = 1000;  // of one feeder load
const std::vector<int> kUsualDpi = {75, 100, 150, 200, 240, 300, 400, 600, 1200};

bool holdsAny(const std::string& folded, std::initializer_list<std::string_view> parts) {
    return std::any_of(parts.begin(), parts.end(),
                       [&](auto part) { return folded.find(part) != std::string::npos; });
}

// Drivers name their sources and modes in words of their own; these are the words in use.
PageSource sourceOf(const std::string& word) {
    const std::string text = base::toLower(word);
    if (holdsAny(text, {"duplex", "both sides"})) return PageSource::FeederDuplex;
    if (holdsAny(text, {"back", "transparency", "negative", "slide"})) return PageSource::Unknown;
    if (holdsAny(text, {"adf", "feeder", "card front"})) return PageSource::Feeder;
    if (holdsAny(text, {"flatbed", "platen", "normal", "document table"})) return PageSource::Flatbed;
    return PageSource::Unknown;
}

ColorMode modeOf(const std::string& word) {
    const std::string text = base::toLower(word);
    if (holdsAny(text, {"color", "colour"})) return ColorMode::Color;
    if (holdsAny(text, {"gray", "grey"})) return ColorMode::Grey;
    if (holdsAny(text, {"lineart", "black", "binary", "monochrome"})) return ColorMode::Lineart;
    return ColorMode::Unknown;
}

template <class E>
struct Named {
    E value{};
    std::string word;  // the driver's; empty when it has no such option
};

template <class E>
const Named<E>* findNamed(const std::vector<Named<E>>& list, E value) {
    const auto it = std::find_if(list.begin(), list.end(), [&](const auto& n) { return n.value == value; });
    return it == list.end() ? nullptr : &*it;
}

template <class E, class Judge>
std::vector<Named<E>> namedWords(const std::vector<std::string>& words, const Judge& judge) {
    std::vector<Named<E>> list;
    for (const auto& word : words) {
        const E value = judge(word);
        if (value != E::Unknown && findNamed(list, value) == nullptr) list.push_back({value, word});
    }
    return list;
}

// The node of a USB device in a SANE name "epson2:libusb:001:004"; empty for any other name.
std::filesystem::path usbNode(const std::string& name) {
    const auto at = name.find("libusb:");
    if (at == std::string::npos || name.size() < at + 14) return {};
    return std::filesystem::path("/dev/bus/usb") / name.substr(at + 7, 3) / name.substr(at + 11, 3);
}

class SaneScanner final : public DocumentScanner {
public:
    SaneScanner(std::shared_ptr<SaneLibrary> library, DeviceInfo info, SANE_Handle device,
                SaneSettings settings)
        : library_(std::move(library)),
          info_(std::move(info)),
          device_(device),
          settings_(std::move(settings)) {}
    ~SaneScanner() override {
        if (device_ != nullptr) library_->call([this] { sane_close(device_); });
    }
    SaneScanner(const SaneScanner&) = delete;
    SaneScanner& operator=(const SaneScanner&) = delete;

    const DeviceInfo& info() const override { return info_; }
    // SANE has no cheap question for this. A USB device's node tells; a network scanner is asked by its next
    // scan.
    base::Result<void> ping() override {
        const auto node = usbNode(info_.id.address);
        std::error_code absent;
        if (!node.empty() && !std::filesystem::exists(node, absent)) {
            return base::fail(base::Code::Disconnected, "the USB scanner has gone");
        }
        return {};
    }
    ScannerCaps caps() override { return caps_; }
    base::Result<void> scan(const ScanRequest& request, const PageSink& sink, std::stop_token stop) override {
        return library_->call([&] { return scanHere(request, sink, stop); });
    }

    // On SANE's thread, once after opening: asks what each source can do.
    void learn();

private:
    base::Result<void> scanHere(const ScanRequest& request, const PageSink& sink,
                                const std::stop_token& stop);
    base::Result<void> configure(const ScanRequest& request) const;
    base::Result<void> setArea(const ScanRequest& request) const;
    base::Result<void> readPages(const ScanRequest& request, const PageSink& sink,
                                 const std::stop_token& stop);
    base::Error explained(const base::Error& error);
    base::Result<void> openAgain();
    double sideMm(const char* option, double dpi) const;

    std::shared_ptr<SaneLibrary> library_;
    DeviceInfo info_;
    SANE_Handle device_;  // null after a broken batch, until the next scan
    SaneSettings settings_;
    ScannerCaps caps_;
    std::vector<Named<PageSource>> sources_;
    std::vector<Named<ColorMode>> modes_;
};

double SaneScanner::sideMm(const char* option, double dpi) const {
    const SaneOptions options(device_);
    const double most = options.maximum(option).value_or(0);
    return options.isInPixels(option) && dpi > 0 ? most / dpi * kMmPerInch : most;
}

void SaneScanner::learn() {
    const SaneOptions options(device_);
    sources_ = namedWords<PageSource>(options.words(SANE_NAME_SCAN_SOURCE), sourceOf);
    if (sources_.empty()) sources_.push_back({PageSource::Flatbed, ""});
    modes_ = namedWords<ColorMode>(options.words(SANE_NAME_SCAN_MODE), modeOf);
    if (modes_.empty()) modes_.push_back({ColorMode::Color, ""});
    for (const auto& source : sources_) {
        caps_.sources.push_back(source.value);
        if (auto set = options.setText(SANE_NAME_SCAN_SOURCE, source.word); !set) continue;
        const double dpi = options.number(SANE_NAME_SCAN_RESOLUTION).value_or(0);
        caps_.maxWidthMm = std::max(caps_.maxWidthMm, sideMm(SANE_NAME_SCAN_BR_X, dpi));
        caps_.maxHeightMm = std::max(caps_.maxHeightMm, sideMm(SANE_NAME_SCAN_BR_Y, dpi));
    }
    caps_.dpi = options.numbers(SANE_NAME_SCAN_RESOLUTION, kUsualDpi);
    for (const auto& mode : modes_) caps_.modes.push_back(mode.value);
    const bool grey = findNamed(modes_, ColorMode::Grey) != nullptr;
    if (grey && findNamed(modes_, ColorMode::Lineart) == nullptr) caps_.modes.push_back(ColorMode::Lineart);
}

base::Result<void> SaneScanner::setArea(const ScanRequest& request) const {
    const SaneOptions options(device_);
    if (!options.has(SANE_NAME_SCAN_BR_X) || !options.has(SANE_NAME_SCAN_BR_Y)) return {};
    const double dpi = options.number(SANE_NAME_SCAN_RESOLUTION).value_or(request.dpi);
    PaperMm paper = paperMm(request.size);
    const double widest = sideMm(SANE_NAME_SCAN_BR_X, dpi);
    const double longest = sideMm(SANE_NAME_SCAN_BR_Y, dpi);
    if (request.size == PageSize::Auto) paper = {widest, longest};
    if (paper.width > widest + kSlackMm || paper.height > longest + kSlackMm) {
        return base::fail(base::Code::Unsupported, "the paper is larger than the scanner");
    }
    // Feeders that center the paper want to know its size beside the area; they have these two options.
    const auto unit = [&](const char* name, double mm) {
        return options.isInPixels(name) ? mm / kMmPerInch * dpi : mm;
    };
    const std::array<std::pair<const char*, double>, 6> settings = {{{"page-width", paper.width},
                                                                     {"page-height", paper.height},
                                                                     {SANE_NAME_SCAN_TL_X, 0},
                                                                     {SANE_NAME_SCAN_TL_Y, 0},
                                                                     {SANE_NAME_SCAN_BR_X, paper.width},
                                                                     {SANE_NAME_SCAN_BR_Y, paper.height}}};
    for (const auto& [name, mm] : settings) {
        if (auto set = options.setNumber(name, unit(name, mm)); !set) return set;
    }
    return {};
}

base::Result<void> SaneScanner::configure(const ScanRequest& request) const {
    const auto* source = findNamed(sources_, request.source);
    if (source == nullptr) return base::fail(base::Code::Unsupported, "the SANE scanner has no such source");
    if (std::find(caps_.modes.begin(), caps_.modes.end(), request.mode) == caps_.modes.end()) {
        return base::fail(base::Code::Unsupported, "the SANE scanner has no such color mode");
    }
    const SaneOptions options(device_);
    if (options.has(SANE_NAME_SCAN_RESOLUTION) &&
        std::find(caps_.dpi.begin(), caps_.dpi.end(), request.dpi) == caps_.dpi.end()) {
        return base::fail(base::Code::Unsupported, "the SANE scanner has no such resolution");
    }
    const auto* mode = findNamed(modes_, request.mode);
    if (mode == nullptr) mode = findNamed(modes_, ColorMode::Grey);  // lineart is made of grey
    // Source first: it decides what the others may be.
    if (!source->word.empty()) {
        if (auto set = options.setText(SANE_NAME_SCAN_SOURCE, source->word); !set) return set;
    }
    if (mode != nullptr && !mode->word.empty()) {
        if (auto set = options.setText(SANE_NAME_SCAN_MODE, mode->word); !set) return set;
    }
    if (request.mode != ColorMode::Lineart || mode == nullptr || mode->value != ColorMode::Lineart) {
        if (auto set = options.setNumber(SANE_NAME_BIT_DEPTH, 8); !set) return set;
    }
    if (auto set = options.setNumber(SANE_NAME_SCAN_RESOLUTION, request.dpi); !set) return set;
    if (auto set = setArea(request); !set) return set;
    for (const auto& [name, value] : settings_.options) {
        if (auto set = options.setText(name, value); !set) return set;
    }
    return {};
}

// An I/O error of a device that is listed no more means the cable.
base::Error SaneScanner::explained(const base::Error& error) {
    if (error.code != base::Code::DeviceFault) return error;
    const auto node = usbNode(info_.id.address);
    std::error_code absent;
    const bool gone = !node.empty() && !std::filesystem::exists(node, absent);
    return gone ? base::fail(base::Code::Disconnected, error.detail).value() : error;
}

base::Result<void> SaneScanner::readPages(const ScanRequest& request, const PageSink& sink,
                                          const std::stop_token& stop) {
    const auto* mode = findNamed(modes_, request.mode);
    const bool makeLineart = request.mode == ColorMode::Lineart && mode == nullptr;
    const double dpi = SaneOptions(device_).number(SANE_NAME_SCAN_RESOLUTION).value_or(request.dpi);
    SaneReader reader(device_, settings_.silence, stop);
    for (int index = 0; index < kMaxPages; ++index) {
        PageBuilder page(index, sink,
                         makeLineart ? PageBuilder::Finish::Lineart : PageBuilder::Finish::AsRead);
        const auto read = reader.readPage(page, dpi);
        const bool fed = request.source != PageSource::Flatbed;
        if (!read && read.error().code == base::Code::NoPaper && fed && index > 0)
            return {};  // the feeder is empty
        if (!read) return tl::unexpected(explained(read.error()));
        if (!fed) return {};
    }
    return base::fail(base::Code::DeviceFault, "the feeder does not end");
}

base::Result<void> SaneScanner::scanHere(const ScanRequest& request, const PageSink& sink,
                                         const std::stop_token& stop) {
    if (stop.stop_requested()) return base::fail(base::Code::Cancelled, "scan cancelled");
    if (device_ == nullptr) {
        if (auto opened = openAgain(); !opened) return opened;
    }
    if (auto ready = configure(request); !ready) return ready;
    auto done = readPages(request, sink, stop);
    sane_cancel(device_);  // also after success: it is how a batch ends
    // Drivers read ahead, and sane_cancel between two pages does not make airscan forget the next: it would
    // be the first page of whoever comes now. Closing does.
    if (!done && done.error().code != base::Code::NoPaper)
        library_->closeSoon(std::exchange(device_, nullptr));
    return done;
}

base::Result<void> SaneScanner::openAgain() {
    const SANE_Status status = sane_open(info_.id.address.c_str(), &device_);
    if (status == SANE_STATUS_GOOD) return {};
    device_ = nullptr;
    if (status == SANE_STATUS_INVAL) return base::fail(base::Code::Disconnected, "the SANE scanner has gone");
    return tl::unexpected(explained(saneError(status, "sane_open")));
}

class SaneBackend final : public ScannerBackend {
public:
    explicit SaneBackend(SaneSettings settings) : settings_(std::move(settings)) {}

    std::string name() const override { return kBackendName; }

    std::vector<DeviceInfo> enumerate() override {
        return library().call([this] {
            std::vector<DeviceInfo> found;
            for (const SANE_Device* device : library_->devices()) found.push_back(describe(*device));
            return found;
        });
    }

    base::Result<std::unique_ptr<DocumentScanner>> open(const DeviceId& id, std::stop_token) override {
        using Opened = base::Result<std::unique_ptr<DocumentScanner>>;
        if (id.backend != kBackendName) return base::fail(base::Code::NoDevice, "not a SANE scanner");
        return library().call([&]() -> Opened {
            DeviceInfo info;
            info.id = id;
            info.kind = Kind::Scanner;
            info.name = id.address;
            info.reality = Reality::Real;
            for (const SANE_Device* device : library_->devices()) {
                if (id.address == device->name) info = describe(*device);
            }
            SANE_Handle handle = nullptr;
            const SANE_Status status = sane_open(id.address.c_str(), &handle);
            if (status == SANE_STATUS_INVAL) return base::fail(base::Code::NoDevice, "no such SANE scanner");
            if (status != SANE_STATUS_GOOD) return tl::unexpected(saneError(status, "sane_open"));
            auto scanner = std::make_unique<SaneScanner>(library_, std::move(info), handle, settings_);
            scanner->learn();
            return scanner;
        });
    }

private:
    // Started late: loading all drivers takes a moment that belongs to the session's thread, not to the
    // window's.
    SaneLibrary& library() {
        if (!library_) library_ = SaneLibrary::shared();
        return *library_;
    }
    static DeviceInfo describe(const SANE_Device& device) {
        DeviceInfo info;
        info.id = {kBackendName, device.name};
        info.kind = Kind::Scanner;
        info.name = std::string(device.vendor) + " " + device.model;
        info.reality = std::string_view(device.type) == "virtual device" ? Reality::Virtual : Reality::Real;
        return info;
    }

    SaneSettings settings_;
    std::shared_ptr<SaneLibrary> library_;
};

}  // namespace

std::unique_ptr<ScannerBackend> makeSaneScanner(SaneSettings settings) {
    return std::make_unique<SaneBackend>(std::move(settings));
}

}  // namespace devices
