#include "devices/scanner/wia_service_win.h"

#include <algorithm>

#include "base/log.h"
#include "base/system_win.h"

namespace devices {
namespace {

using base::Code;

constexpr const char* kBackendName = "wia";

class Variant {
public:
    Variant() { ::PropVariantInit(&value_); }
    Variant(const Variant&) = delete;
    Variant& operator=(const Variant&) = delete;
    ~Variant() { ::PropVariantClear(&value_); }
    PROPVARIANT* get() { return &value_; }
    const PROPVARIANT& operator*() const { return value_; }

private:
    PROPVARIANT value_;
};

PROPSPEC specOf(WiaId id) {
    PROPSPEC spec{};
    spec.ulKind = PRSPEC_PROPID;
    spec.propid = static_cast<PROPID>(id);
    return spec;
}

std::optional<int> numberOf(const PROPVARIANT& value) {
    if (value.vt == VT_I4) return value.lVal;
    if (value.vt == VT_UI4) return static_cast<int>(value.ulVal);
    return std::nullopt;
}

std::vector<int> numbersOf(const PROPVARIANT& value) {
    std::vector<int> out;
    if (value.vt == (VT_VECTOR | VT_I4)) out.assign(value.cal.pElems, value.cal.pElems + value.cal.cElems);
    if (value.vt == (VT_VECTOR | VT_UI4)) {
        for (ULONG i = 0; i < value.caul.cElems; ++i) out.push_back(static_cast<int>(value.caul.pElems[i]));
    }
    return out;
}

void readLimits(const std::vector<int>& numbers, ULONG flags, WiaProperty& out) {
    using Kind = WiaProperty::Kind;
    if ((flags & wia::kPropRange) != 0 && numbers.size() > wia::kRangeStep) {
        out.kind = Kind::Range;
        out.least = numbers[wia::kRangeMin];
        out.most = numbers[wia::kRangeMax];
        out.step = numbers[wia::kRangeStep];
    } else if ((flags & wia::kPropList) != 0 && numbers.size() >= wia::kListValues) {
        out.kind = Kind::List;
        out.values.assign(numbers.begin() + wia::kListValues, numbers.end());
    } else if ((flags & wia::kPropFlag) != 0 && numbers.size() > wia::kFlagValues) {
        out.kind = Kind::Flags;
        out.values = {numbers[wia::kFlagValues]};
    } else {
        out.kind = Kind::Any;
    }
}

DeviceInfo describe(WiaProperties& properties) {
    DeviceInfo info;
    info.id = {kBackendName, properties.text(WiaId::DeviceId)};
    info.kind = Kind::Scanner;
    info.name = properties.text(WiaId::DeviceName);
    if (info.name.empty()) info.name = properties.text(WiaId::DeviceVendor);
    info.reality = Reality::Real;
    return info;
}

void addSources(const ComPtr<wia::IWiaItem2>& item, WiaProperties& root, WiaDevice& device) {
    GUID category{};
    if (FAILED(item->GetItemCategory(&category))) return;
    WiaProperties properties(item.as<wia::IWiaPropertyStorage>());
    const auto add = [&](PageSource source) {
        device.sources.push_back({learnWiaInput(properties, source), item});
    };
    if (category == wia::kFlatbed) add(PageSource::Flatbed);
    if (category != wia::kFeeder) return;
    add(PageSource::Feeder);
    if (wiaTakesBothSides(properties, root)) add(PageSource::FeederDuplex);
}

}  // namespace

std::optional<WiaProperty> WiaProperties::property(WiaId id) {
    if (!storage_) return std::nullopt;
    PROPSPEC spec = specOf(id);
    Variant now;
    if (storage_->ReadMultiple(1, &spec, now.get()) != S_OK) return std::nullopt;
    const auto number = numberOf(*now);
    if (!number) return std::nullopt;
    WiaProperty out;
    out.now = *number;
    out.kind = WiaProperty::Kind::Any;
    ULONG flags = 0;
    Variant limits;
    if (FAILED(storage_->GetPropertyAttributes(1, &spec, &flags, limits.get()))) return out;
    out.writable = (flags & wia::kPropWrite) != 0;
    readLimits(numbersOf(*limits), flags, out);
    return out;
}

WiaStatus WiaProperties::set(WiaId id, int value) {
    if (!storage_) return E_NOTIMPL;
    const PROPSPEC spec = specOf(id);
    Variant wanted;
    wanted.get()->vt = VT_I4;
    wanted.get()->lVal = value;
    return storage_->WriteMultiple(1, &spec, wanted.get(), static_cast<PROPID>(WiaId::DeviceId));
}

WiaStatus WiaProperties::setGuid(WiaId id, const GUID& value) {
    if (!storage_) return E_NOTIMPL;
    const PROPSPEC spec = specOf(id);
    GUID copy = value;
    PROPVARIANT wanted{};  // not cleared: it owns nothing
    wanted.vt = VT_CLSID;
    wanted.puuid = &copy;
    return storage_->WriteMultiple(1, &spec, &wanted, static_cast<PROPID>(WiaId::DeviceId));
}

std::string WiaProperties::text(WiaId id) {
    if (!storage_) return {};
    const PROPSPEC spec = specOf(id);
    Variant value;
    if (storage_->ReadMultiple(1, &spec, value.get()) != S_OK || (*value).vt != VT_BSTR) return {};
    const BSTR text = (*value).bstrVal;
    return text == nullptr ? std::string() : base::win::narrow({text, ::SysStringLen(text)});
}

base::Result<ComPtr<wia::IWiaDevMgr2>> WiaService::manager() {
    if (manager_) return manager_;
    if (absent_) return base::fail(Code::NoDevice, "this Windows has no WIA");
    void* made = nullptr;
    const HRESULT status =
        ::CoCreateInstance(wia::kDeviceManager, nullptr, CLSCTX_SERVER, wia::IWiaDevMgr2::kIid, &made);
    if (FAILED(status)) {
        absent_ = status == REGDB_E_CLASSNOTREG;
        return tl::unexpected(wiaError(status, "service"));
    }
    manager_ = ComPtr<wia::IWiaDevMgr2>(static_cast<wia::IWiaDevMgr2*>(made));
    return manager_;
}

base::Result<std::vector<DeviceInfo>> WiaService::list() {
    std::vector<DeviceInfo> found;
    const auto manager = this->manager();
    if (!manager && absent_) return found;
    if (!manager) return tl::unexpected(manager.error());
    ComPtr<wia::IEnumWiaDeviceInfo> all;
    HRESULT status = (*manager)->EnumDeviceInfo(wia::kEnumLocal, all.out());
    if (FAILED(status) || !all) {
        manager_ = {};  // the service may have been started anew
        return tl::unexpected(wiaError(status, "list"));
    }
    for (;;) {
        ComPtr<wia::IWiaPropertyStorage> storage;
        ULONG fetched = 0;
        status = all->Next(1, storage.out(), &fetched);
        if (status != S_OK || !storage) break;
        WiaProperties properties(std::move(storage));
        const auto type = properties.property(WiaId::DeviceType);
        auto info = describe(properties);
        if (type && isWiaScanner(type->now) && !info.id.address.empty()) found.push_back(std::move(info));
    }
    return found;
}

base::Result<std::shared_ptr<WiaDevice>> WiaService::open(const std::string& id) {
    const auto manager = this->manager();
    if (!manager) return tl::unexpected(manager.error());
    auto device = std::make_shared<WiaDevice>();
    const Bstr name(id);
    HRESULT status = (*manager)->CreateDevice(0, name.get(), device->root.out());
    if (FAILED(status) || !device->root) return tl::unexpected(wiaError(status, "open"));
    WiaProperties root(device->root.as<wia::IWiaPropertyStorage>());
    ComPtr<wia::IEnumWiaItem2> items;
    status = device->root->EnumChildItems(nullptr, items.out());
    if (FAILED(status)) return tl::unexpected(wiaError(status, "items"));
    while (status == S_OK && items) {
        ComPtr<wia::IWiaItem2> item;
        ULONG fetched = 0;
        status = items->Next(1, item.out(), &fetched);
        if (status == S_OK && item) addSources(item, root, *device);
    }
    if (device->sources.empty())
        return base::fail(Code::Unsupported, "the WIA device has neither flatbed nor feeder");
    return device;
}

}  // namespace devices
