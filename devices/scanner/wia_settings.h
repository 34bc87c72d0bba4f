// What WIA 2.0 means to us, apart from its COM calls: error numbers, item properties, and the choice of
// settings for a scan. Private to the WIA family. Threads: pure functions; a WiaItem belongs to its caller.
// Sources: Microsoft, Windows SDK wiadef.h (property ids and values, error numbers) and the WIA reference on
// learn.microsoft.com (valid values of each property, "Error Codes (WIA)").
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "devices/scanner/document_scanner.h"

namespace devices {

// An HRESULT.
using WiaStatus = std::int32_t;
inline constexpr WiaStatus kWiaOk = 0;

bool isWiaFailure(WiaStatus status);
base::Error wiaError(WiaStatus status, const char* where);

enum class WiaId : std::uint32_t {
    Unknown = 0,
    DeviceId = 2,
    DeviceVendor = 3,
    DeviceType = 5,
    DeviceName = 7,
    HandlingCapabilities = 3086,
    HandlingSelect = 3088,
    FeederRegistration = 3078,
    Pages = 3096,
    DataType = 4103,
    Depth = 4104,
    Format = 4106,
    Tymed = 4108,
    XRes = 6147,
    YRes = 6148,
    XPos = 6149,
    YPos = 6150,
    XExtent = 6151,
    YExtent = 6152,
    MaxWidth = 6165,  // thousandths of an inch
    MaxHeight = 6166,
};

// A number property as it is and what it may become.
struct WiaProperty {
    enum class Kind { Unknown = 0, Any, List, Range, Flags };
    Kind kind = Kind::Unknown;
    bool writable = false;
    int now = 0;
    std::vector<int> values;  // of a List; of Flags the union of all, alone
    int least = 0;            // of a Range
    int most = 0;
    int step = 0;

    bool allows(int value) const;
};

// The properties of one item of a scanner's tree: its root, its flatbed or its feeder.
class WiaItem {
public:
    virtual ~WiaItem() = default;
    virtual std::optional<WiaProperty> property(WiaId id) = 0;  // nothing when the item has no such number
    virtual WiaStatus set(WiaId id, int value) = 0;
};

// One way for paper into the scanner.
struct WiaInput {
    PageSource source = PageSource::Unknown;
    std::vector<int> dpi;  // ascending
    std::vector<ColorMode> modes;
    bool ownLineart = false;  // else it is made of grey
    double maxWidthMm = 0;
    double maxHeightMm = 0;
};

// DEV_TYPE of a device that scans documents (a camera is none).
bool isWiaScanner(int deviceType);
WiaInput learnWiaInput(WiaItem& item, PageSource source);
// Whether the feeder takes both sides: says the item, or else the root.
bool wiaTakesBothSides(WiaItem& feeder, WiaItem& root);
// What every input can do, so that any choice of them is a request that works.
ScannerCaps wiaCaps(const std::vector<WiaInput>& inputs);

struct WiaScan {
    double dpi = 0;            // as the device has set it
    bool makeLineart = false;  // of the grey that comes
};
// Sets the item for a request. Unsupported for what it does not have.
base::Result<WiaScan> configureWia(WiaItem& item, const WiaInput& input, const ScanRequest& request);

}  // namespace devices
