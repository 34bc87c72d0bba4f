// The WIA service of this machine: which scanners it has, and their items. Private to the WIA family; the COM
// thread only. Errors as wiaError() says.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "devices/scanner/wia_com_win.h"
#include "devices/scanner/wia_interfaces_win.h"
#include "devices/scanner/wia_settings.h"

namespace devices {

// The properties of a device or item.
class WiaProperties final : public WiaItem {
public:
    explicit WiaProperties(ComPtr<wia::IWiaPropertyStorage> storage) : storage_(std::move(storage)) {}

    std::optional<WiaProperty> property(WiaId id) override;
    WiaStatus set(WiaId id, int value) override;
    WiaStatus setGuid(WiaId id, const GUID& value);
    std::string text(WiaId id);  // UTF-8; empty when there is none

private:
    ComPtr<wia::IWiaPropertyStorage> storage_;
};

struct WiaDevice {
    struct Source {
        WiaInput input;
        ComPtr<wia::IWiaItem2> item;
    };
    ComPtr<wia::IWiaItem2> root;
    std::vector<Source> sources;
};

class WiaService {
public:
    // Scanners only, attached now. Empty and no error on a Windows without WIA.
    base::Result<std::vector<DeviceInfo>> list();
    base::Result<std::shared_ptr<WiaDevice>> open(const std::string& id);

private:
    base::Result<ComPtr<wia::IWiaDevMgr2>> manager();

    ComPtr<wia::IWiaDevMgr2> manager_;
    bool absent_ = false;
};

}  // namespace devices
