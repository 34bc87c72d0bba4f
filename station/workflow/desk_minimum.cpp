// desk_inventory.h: the list of a desk's minimum and the comparison with it.
#include <toml++/toml.h>

#include <algorithm>
#include <map>

#include "base/files.h"
#include "station/workflow/desk_inventory.h"

namespace station {
namespace {

constexpr std::size_t kMaxFile = 1u << 20;
constexpr int kMostDevices = 100;
constexpr int kMostDpi = 4800;
constexpr int kMostPixels = 100'000;
constexpr std::int64_t kMostMib = std::int64_t{1} << 30;
constexpr double kCutMm = 2;  // a scanner's area may end that much before the paper does

// Reads one value into the minimum; false: wrong type or out of range.
using Read = std::function<bool(const toml::node& value, DeskMinimum& into)>;

template <class Number>
Read number(Number& (*place)(DeskMinimum&), std::int64_t most) {
    return [place, most](const toml::node& value, DeskMinimum& into) {
        const auto* found = value.as_integer();
        if (found == nullptr || found->get() < 0 || found->get() > most) return false;
        place(into) = static_cast<Number>(found->get());
        return true;
    };
}

Read flag(bool& (*place)(DeskMinimum&)) {
    return [place](const toml::node& value, DeskMinimum& into) {
        if (!value.is_boolean()) return false;
        place(into) = value.as_boolean()->get();
        return true;
    };
}

bool readPaper(const toml::node& value, DeskMinimum& into) {
    static const std::map<std::string, devices::PageSize> kSizes = {
        {"A3", devices::PageSize::A3}, {"A4", devices::PageSize::A4}, {"A5", devices::PageSize::A5}};
    if (!value.is_string()) return false;
    const auto found = kSizes.find(value.as_string()->get());
    if (found == kSizes.end()) return false;
    into.scanner.paper = found->second;
    return true;
}

const std::map<std::string, Read>& keys() {
    using M = DeskMinimum;
    static const std::map<std::string, Read> kAll = {
        {"camera.count", number<int>([](M& m) -> int& { return m.camera.count; }, kMostDevices)},
        {"camera.width", number<int>([](M& m) -> int& { return m.camera.width; }, kMostPixels)},
        {"camera.height", number<int>([](M& m) -> int& { return m.camera.height; }, kMostPixels)},
        {"fingerprint.count", number<int>([](M& m) -> int& { return m.fingerprint.count; }, kMostDevices)},
        {"fingerprint.dpi", number<int>([](M& m) -> int& { return m.fingerprint.dpi; }, kMostDpi)},
        {"fingerprint.four_fingers", flag([](M& m) -> bool& { return m.fingerprint.fourFingers; })},
        {"scanner.count", number<int>([](M& m) -> int& { return m.scanner.count; }, kMostDevices)},
        {"scanner.dpi", number<int>([](M& m) -> int& { return m.scanner.dpi; }, kMostDpi)},
        {"scanner.feeder", flag([](M& m) -> bool& { return m.scanner.feeder; })},
        {"scanner.duplex", flag([](M& m) -> bool& { return m.scanner.duplex; })},
        {"scanner.paper", readPaper},
        {"machine.memory_mib",
         number<std::uint64_t>([](M& m) -> std::uint64_t& { return m.memoryMib; }, kMostMib)},
        {"machine.free_disk_mib",
         number<std::uint64_t>([](M& m) -> std::uint64_t& { return m.freeDiskMib; }, kMostMib)}};
    return kAll;
}

base::Failure wrong(const std::filesystem::path& file, const toml::source_region& at,
                    const std::string& what) {
    return base::fail(base::Code::BadInput,
                      file.filename().string() + " line " + std::to_string(at.begin.line) + ": " + what);
}

// --- comparison: a device that could not be asked counts for nothing

bool fits(const DeskDevice& device, const decltype(DeskMinimum::camera)& least) {
    return device.frameWidth >= least.width && device.frameHeight >= least.height;
}

bool fits(const DeskDevice& device, const decltype(DeskMinimum::fingerprint)& least) {
    const auto& caps = device.fingerprint;
    return caps && caps->dpi >= least.dpi && (!least.fourFingers || caps->rightFour);
}

template <class T>
bool has(const std::vector<T>& all, T one) {
    return std::find(all.begin(), all.end(), one) != all.end();
}

bool fits(const DeskDevice& device, const decltype(DeskMinimum::scanner)& least) {
    const auto& caps = device.scanner;
    if (!caps) return false;
    const bool duplex = has(caps->sources, devices::PageSource::FeederDuplex);
    const bool feeder = duplex || has(caps->sources, devices::PageSource::Feeder);
    const int best = caps->dpi.empty() ? 0 : *std::max_element(caps->dpi.begin(), caps->dpi.end());
    double width = 0, height = 0;
    if (least.paper == devices::PageSize::A3) width = 297, height = 420;
    if (least.paper == devices::PageSize::A4) width = 210, height = 297;
    if (least.paper == devices::PageSize::A5) width = 148, height = 210;
    return best >= least.dpi && (!least.feeder || feeder) && (!least.duplex || duplex) &&
           caps->maxWidthMm >= width - kCutMm && caps->maxHeightMm >= height - kCutMm;
}

std::string join(std::initializer_list<std::string> parts) {
    std::string out;
    for (const auto& part : parts) {
        if (!part.empty()) out += (out.empty() ? "" : ", ") + part;
    }
    return out;
}

std::string say(const decltype(DeskMinimum::camera)& least) {
    return std::to_string(least.width) + "x" + std::to_string(least.height);
}
std::string say(const decltype(DeskMinimum::fingerprint)& least) {
    return join({std::to_string(least.dpi) + " dpi", least.fourFingers ? "4-4-2" : ""});
}
std::string say(const decltype(DeskMinimum::scanner)& least) {
    const char* paper = least.paper == devices::PageSize::A3   ? "A3"
                        : least.paper == devices::PageSize::A4 ? "A4"
                        : least.paper == devices::PageSize::A5 ? "A5"
                                                               : "";
    return join({std::to_string(least.dpi) + " dpi", paper,
                 least.duplex   ? "ADF duplex"
                 : least.feeder ? "ADF"
                                : ""});
}

// "memory" and "disk" among the kinds of devices.
forms::LocalText sentence(std::string_view item, bool met) {
    static const std::map<std::string_view, forms::LocalText> kNames = {
        {"camera", {"máy ảnh", "cameras"}},
        {"fingerprint", {"máy lấy vân tay", "fingerprint scanners"}},
        {"scanner", {"máy quét giấy tờ", "document scanners"}},
        {"memory", {"bộ nhớ", "memory"}},
        {"disk", {"chỗ trống trên ổ đĩa", "free disk space"}}};
    const auto& name = kNames.at(item);
    if (met)
        return {"Đủ " + name.vi + " theo danh mục tối thiểu.", "As the minimum list asks: " + name.en + "."};
    return {"Chưa đủ " + name.vi + " theo danh mục tối thiểu.",
            "Less than the minimum list asks: " + name.en + "."};
}

template <class Least>
void compareKind(std::vector<MinimumLine>& out, const char* item, devices::Kind kind,
                 const Inventory& inventory, const Least& least) {
    if (least.count == 0) return;
    int seen = 0, fitting = 0;
    for (const auto& device : inventory.devices) {
        if (device.info.kind != kind) continue;
        ++seen;
        if (!device.problem && fits(device, least)) ++fitting;
    }
    out.push_back({item, fitting >= least.count, std::to_string(least.count) + " (" + say(least) + ")",
                   std::to_string(fitting) + "/" + std::to_string(seen),
                   sentence(item, fitting >= least.count)});
}

void compareSize(std::vector<MinimumLine>& out, const char* item, std::uint64_t bytes,
                 std::uint64_t leastMib) {
    if (leastMib == 0) return;
    const std::uint64_t mib = bytes >> 20;
    out.push_back({item, mib >= leastMib, std::to_string(leastMib) + " MiB", std::to_string(mib) + " MiB",
                   sentence(item, mib >= leastMib)});
}

}  // namespace

base::Result<DeskMinimum> readDeskMinimum(const std::filesystem::path& file) {
    const auto content = base::readFile(file, kMaxFile);
    if (!content) return base::pass(content.error(), file.filename().string());
    DeskMinimum out;
    try {
        const toml::table document = toml::parse(base::textOf(*content));
        for (const auto& [name, node] : document) {
            const auto* table = node.as_table();
            if (table == nullptr) return wrong(file, node.source(), "unknown key " + std::string(name.str()));
            for (const auto& [inner, value] : *table) {
                const std::string key = std::string(name.str()) + "." + std::string(inner.str());
                const auto known = keys().find(key);
                if (known == keys().end()) return wrong(file, value.source(), "unknown key " + key);
                if (!known->second(value, out)) return wrong(file, value.source(), "bad value for " + key);
            }
        }
    } catch (const toml::parse_error& e) {
        return wrong(file, e.source(), std::string(e.description()));
    }
    return out;
}

std::vector<MinimumLine> compare(const Inventory& inventory, const DeskMinimum& minimum) {
    std::vector<MinimumLine> out;
    compareKind(out, "camera", devices::Kind::Camera, inventory, minimum.camera);
    compareKind(out, "fingerprint", devices::Kind::Fingerprint, inventory, minimum.fingerprint);
    compareKind(out, "scanner", devices::Kind::Scanner, inventory, minimum.scanner);
    compareSize(out, "memory", inventory.memoryBytes, minimum.memoryMib);
    compareSize(out, "disk", inventory.freeDiskBytes, minimum.freeDiskMib);
    return out;
}

}  // namespace station
