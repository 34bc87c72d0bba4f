// A WIA service in the test's own process: real COM objects behind the class id of the real one, so that the
// driver under test finds them by its own CoCreateInstance. What the scanner does is told by a script.
// Threads: the script is set before a scan; facts are read after it.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "devices/scanner/wia_com_win.h"
#include "devices/scanner/wia_settings.h"

namespace wia_test {

// What the scanner does next while it transfers.
struct Step {
    enum class Kind { Unknown = 0, Page, SilentEnd, Status, Crumbs, TooMuch, Hang };
    Kind kind = Kind::Unknown;
    base::Bytes file;  // of Page: written whole; of SilentEnd: without telling its end; of Crumbs: byte by
                       // byte, its first bytes last
    HRESULT status = S_OK;  // of Status: the transfer ends with it
};

Step page(base::Bytes file);
Step ends(HRESULT status);
inline constexpr auto kPaperEmpty = static_cast<HRESULT>(0x80210003);

struct Script {
    std::wstring id = L"{6BDD1FC6-810F-11D0-BEC7-08002BE2092F}\\0003";
    std::wstring name = L"Máy quét giả lập";
    int type = 0x00010001;
    bool hasFeeder = true;
    bool gone = false;  // pulled out: listed no more
    HRESULT opens = S_OK;
    std::vector<Step> steps;
    std::function<void()> onDownload;
    bool deafToCancel = false;  // hangs until let go

    // What happened.
    std::atomic<int> downloads{0};
    std::atomic<int> cancels{0};
    std::atomic<int> refusedStreams{0};
    std::atomic<bool> letGo{false};
    int flatbedDataType = 0;
    int feederSelect = 0;
    GUID format{};
};

// Stands in for the service as long as it lives.
class FakeWia {
public:
    explicit FakeWia(std::shared_ptr<Script> script);
    ~FakeWia();
    FakeWia(const FakeWia&) = delete;
    FakeWia& operator=(const FakeWia&) = delete;

    // Every COM object of the fake that is alive; 0 when the driver has let go of all.
    static int alive();

private:
    devices::InApartment apartment_;
    DWORD registered_ = 0;
};

}  // namespace wia_test
