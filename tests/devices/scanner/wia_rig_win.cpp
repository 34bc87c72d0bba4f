#include "wia_rig_win.h"

#include <cstdlib>
#include <map>
#include <mutex>
#include <thread>

#include "devices/scanner/wia_interfaces_win.h"

namespace wia_test {
namespace {

namespace wia = devices::wia;
using devices::WiaId;

std::atomic<int> objects{0};

// What every object here shares: counting, and the interfaces it answers to.
template <class... Interfaces>
class Object : public Interfaces... {
public:
    Object() { ++objects; }
    virtual ~Object() { --objects; }
    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID iid, void** out) override {
        *out = nullptr;
        ((*out == nullptr && iid == Interfaces::kIid ? void(*out = static_cast<Interfaces*>(this)) : void()),
         ...);
        if (*out == nullptr && iid == IID_IUnknown) *out = firstOf<Interfaces...>();
        if (*out == nullptr) return E_NOINTERFACE;
        AddRef();
        return S_OK;
    }
    ULONG STDMETHODCALLTYPE AddRef() override { return ++references_; }
    ULONG STDMETHODCALLTYPE Release() override {
        const ULONG left = --references_;
        if (left == 0) delete this;
        return left;
    }

private:
    template <class First, class...>
    void* firstOf() {
        return static_cast<First*>(this);
    }
    std::atomic<ULONG> references_{1};
};

struct Prop {
    int now = 0;
    ULONG flags = 0x01;        // readable
    std::vector<LONG> limits;  // as the vector of its attributes
};
Prop fixed(int now) {
    return {now, 0x01, {}};
}
Prop listed(int now, std::vector<LONG> values) {
    values.insert(values.begin(), {static_cast<LONG>(values.size()), now});
    return {now, 0x01 | wia::kPropWrite | wia::kPropList, std::move(values)};
}
Prop ranged(int now, LONG least, LONG most) {
    return {now, 0x01 | wia::kPropWrite | wia::kPropRange, {least, now, most, 1}};
}
Prop flagged(int now, LONG all) {
    return {now, 0x01 | wia::kPropWrite | wia::kPropFlag, {now, all}};
}

class Storage {
public:
    std::map<PROPID, Prop> numbers;
    std::map<PROPID, std::wstring> texts;
    GUID format{};

    HRESULT read(const PROPSPEC& spec, PROPVARIANT& out) {
        ::PropVariantInit(&out);
        if (const auto text = texts.find(spec.propid); text != texts.end()) {
            out.vt = VT_BSTR;
            out.bstrVal = ::SysAllocStringLen(text->second.data(), static_cast<UINT>(text->second.size()));
            return S_OK;
        }
        const auto number = numbers.find(spec.propid);
        if (number == numbers.end()) return S_FALSE;
        out.vt = VT_I4;
        out.lVal = number->second.now;
        return S_OK;
    }
    HRESULT write(const PROPSPEC& spec, const PROPVARIANT& value) {
        if (spec.propid == static_cast<PROPID>(WiaId::Format) && value.vt == VT_CLSID) {
            format = *value.puuid;
            return S_OK;
        }
        const auto number = numbers.find(spec.propid);
        if (number == numbers.end() || value.vt != VT_I4 || (number->second.flags & wia::kPropWrite) == 0)
            return E_INVALIDARG;
        number->second.now = value.lVal;
        return S_OK;
    }
    HRESULT attributes(const PROPSPEC& spec, ULONG& flags, PROPVARIANT& out) {
        ::PropVariantInit(&out);
        const auto number = numbers.find(spec.propid);
        if (number == numbers.end()) return E_INVALIDARG;
        flags = number->second.flags;
        const auto& limits = number->second.limits;
        out.vt = VT_VECTOR | VT_I4;
        out.cal.cElems = static_cast<ULONG>(limits.size());
        out.cal.pElems =
            static_cast<LONG*>(::CoTaskMemAlloc(std::max<std::size_t>(1, limits.size()) * sizeof(LONG)));
        std::copy(limits.begin(), limits.end(), out.cal.pElems);
        return S_OK;
    }
};

// The part of IWiaPropertyStorage that applications use, over a Storage.
template <class... Others>
class WithProperties : public Object<wia::IWiaPropertyStorage, Others...> {
public:
    Storage storage;

    HRESULT STDMETHODCALLTYPE ReadMultiple(ULONG count, const PROPSPEC* which, PROPVARIANT* values) override {
        return count == 1 ? storage.read(*which, *values) : E_INVALIDARG;
    }
    HRESULT STDMETHODCALLTYPE WriteMultiple(ULONG count, const PROPSPEC* which, const PROPVARIANT* values,
                                            PROPID) override {
        return count == 1 ? storage.write(*which, *values) : E_INVALIDARG;
    }
    HRESULT STDMETHODCALLTYPE GetPropertyAttributes(ULONG count, PROPSPEC* which, ULONG* flags,
                                                    PROPVARIANT* values) override {
        return count == 1 ? storage.attributes(*which, *flags, *values) : E_INVALIDARG;
    }
    HRESULT STDMETHODCALLTYPE DeleteMultiple(ULONG, const PROPSPEC*) override { return E_NOTIMPL; }
    HRESULT STDMETHODCALLTYPE ReadPropertyNames(ULONG, const PROPID*, LPOLESTR*) override {
        return E_NOTIMPL;
    }
    HRESULT STDMETHODCALLTYPE WritePropertyNames(ULONG, const PROPID*, const LPOLESTR*) override {
        return E_NOTIMPL;
    }
    HRESULT STDMETHODCALLTYPE DeletePropertyNames(ULONG, const PROPID*) override { return E_NOTIMPL; }
    HRESULT STDMETHODCALLTYPE Commit(DWORD) override { return E_NOTIMPL; }
    HRESULT STDMETHODCALLTYPE Revert() override { return E_NOTIMPL; }
    HRESULT STDMETHODCALLTYPE Enum(IEnumSTATPROPSTG**) override { return E_NOTIMPL; }
    HRESULT STDMETHODCALLTYPE SetTimes(const FILETIME*, const FILETIME*, const FILETIME*) override {
        return E_NOTIMPL;
    }
    HRESULT STDMETHODCALLTYPE SetClass(REFCLSID) override { return E_NOTIMPL; }
    HRESULT STDMETHODCALLTYPE Stat(STATPROPSETSTG*) override { return E_NOTIMPL; }
    HRESULT STDMETHODCALLTYPE GetCount(ULONG*) override { return E_NOTIMPL; }
    HRESULT STDMETHODCALLTYPE GetPropertyStream(GUID*, IStream**) override { return E_NOTIMPL; }
    HRESULT STDMETHODCALLTYPE SetPropertyStream(GUID*, IStream*) override { return E_NOTIMPL; }
};

class Entry final : public WithProperties<> {};

// An enumerator over a list made beforehand.
template <class Interface, class Item>
class List final : public Object<Interface> {
public:
    explicit List(std::vector<devices::ComPtr<Item>> items) : items_(std::move(items)) {}
    HRESULT STDMETHODCALLTYPE Next(ULONG count, Item** items, ULONG* fetched) override {
        const bool more = count == 1 && at_ < items_.size();
        if (fetched != nullptr) *fetched = more ? 1 : 0;
        *items = more ? items_[at_++].get() : nullptr;
        if (*items != nullptr) (*items)->AddRef();
        return more ? S_OK : S_FALSE;
    }
    HRESULT STDMETHODCALLTYPE Skip(ULONG) override { return E_NOTIMPL; }
    HRESULT STDMETHODCALLTYPE Reset() override { return E_NOTIMPL; }
    HRESULT STDMETHODCALLTYPE Clone(Interface**) override { return E_NOTIMPL; }
    HRESULT STDMETHODCALLTYPE GetCount(ULONG*) override { return E_NOTIMPL; }

private:
    std::vector<devices::ComPtr<Item>> items_;
    std::size_t at_ = 0;
};

void writeAll(IStream& stream, base::ByteView bytes) {
    ULONG written = 0;
    if (stream.Write(bytes.data(), static_cast<ULONG>(bytes.size()), &written) != S_OK ||
        written != bytes.size())
        std::abort();
}

void writeHeaderLast(IStream& stream, base::ByteView bytes) {
    constexpr std::size_t kHeader = 54;
    LARGE_INTEGER place{};
    place.QuadPart = kHeader;
    stream.Seek(place, STREAM_SEEK_SET, nullptr);
    for (const auto& byte : bytes.subspan(kHeader)) writeAll(stream, {&byte, 1});
    place.QuadPart = 0;
    stream.Seek(place, STREAM_SEEK_SET, nullptr);
    writeAll(stream, bytes.first(kHeader));
}

class Item final : public WithProperties<wia::IWiaItem2, wia::IWiaTransfer> {
public:
    Item(std::shared_ptr<Script> script, GUID category) : script_(std::move(script)), category_(category) {}
    std::vector<devices::ComPtr<wia::IWiaItem2>> children;

    HRESULT STDMETHODCALLTYPE EnumChildItems(const GUID*, wia::IEnumWiaItem2** items) override {
        *items = new List<wia::IEnumWiaItem2, wia::IWiaItem2>(children);
        return S_OK;
    }
    HRESULT STDMETHODCALLTYPE GetItemCategory(GUID* category) override {
        *category = category_;
        return S_OK;
    }

    HRESULT STDMETHODCALLTYPE Download(LONG, wia::IWiaTransferCallback* callback) override {
        ++script_->downloads;
        script_->format = storage.format;
        const bool bed = category_ == wia::kFlatbed;
        if (bed) script_->flatbedDataType = storage.numbers[static_cast<PROPID>(WiaId::DataType)].now;
        if (!bed) script_->feederSelect = storage.numbers[static_cast<PROPID>(WiaId::HandlingSelect)].now;
        if (script_->onDownload) script_->onDownload();
        // As the real one: the driver calls from another thread while this one waits.
        HRESULT ended = S_OK;
        std::thread driver([&] {
            const devices::InApartment apartment;
            ended = play(*callback);
        });
        driver.join();
        return ended;
    }
    HRESULT STDMETHODCALLTYPE Cancel() override {
        ++script_->cancels;
        const std::lock_guard lock(mutex_);
        cancelled_ = true;
        wake_.notify_all();
        return S_OK;
    }

    HRESULT STDMETHODCALLTYPE Upload(LONG, IStream*, wia::IWiaTransferCallback*) override {
        return E_NOTIMPL;
    }
    HRESULT STDMETHODCALLTYPE EnumFormats(IUnknown**) override { return E_NOTIMPL; }
    HRESULT STDMETHODCALLTYPE CreateChildItem(LONG, LONG, BSTR, wia::IWiaItem2**) override {
        return E_NOTIMPL;
    }
    HRESULT STDMETHODCALLTYPE DeleteItem(LONG) override { return E_NOTIMPL; }
    HRESULT STDMETHODCALLTYPE FindItemByName(LONG, BSTR, wia::IWiaItem2**) override { return E_NOTIMPL; }
    HRESULT STDMETHODCALLTYPE GetItemType(LONG*) override { return E_NOTIMPL; }
    HRESULT STDMETHODCALLTYPE DeviceDlg(LONG, HWND, BSTR, BSTR, LONG*, BSTR**, wia::IWiaItem2**) override {
        return E_NOTIMPL;
    }
    HRESULT STDMETHODCALLTYPE DeviceCommand(LONG, const GUID*, wia::IWiaItem2**) override {
        return E_NOTIMPL;
    }
    HRESULT STDMETHODCALLTYPE EnumDeviceCapabilities(LONG, IUnknown**) override { return E_NOTIMPL; }
    HRESULT STDMETHODCALLTYPE CheckExtension(LONG, BSTR, REFIID, BOOL*) override { return E_NOTIMPL; }
    HRESULT STDMETHODCALLTYPE GetExtension(LONG, BSTR, REFIID, void**) override { return E_NOTIMPL; }
    HRESULT STDMETHODCALLTYPE GetParentItem(wia::IWiaItem2**) override { return E_NOTIMPL; }
    HRESULT STDMETHODCALLTYPE GetRootItem(wia::IWiaItem2**) override { return E_NOTIMPL; }
    HRESULT STDMETHODCALLTYPE GetPreviewComponent(LONG, IUnknown**) override { return E_NOTIMPL; }
    HRESULT STDMETHODCALLTYPE EnumRegisterEventInfo(LONG, const GUID*, IUnknown**) override {
        return E_NOTIMPL;
    }
    HRESULT STDMETHODCALLTYPE Diagnostic(ULONG, BYTE*) override { return E_NOTIMPL; }

private:
    HRESULT play(wia::IWiaTransferCallback& callback) {
        for (const Step& step : script_->steps) {
            if (step.kind == Step::Kind::Status) return step.status;
            if (step.kind == Step::Kind::Hang) {
                hang();
                return S_FALSE;
            }
            wia::TransferParams params{1, 10, 0, S_OK};
            if (callback.TransferCallback(0, &params) != S_OK) return S_FALSE;
            devices::ComPtr<IStream> stream;
            if (callback.GetNextStream(0, nullptr, nullptr, stream.out()) != S_OK) {
                ++script_->refusedStreams;
                return S_FALSE;
            }
            if (step.kind == Step::Kind::TooMuch) {
                const base::Bytes block(16u << 20);
                HRESULT taken = S_OK;
                for (int i = 0; i < 32 && taken == S_OK; ++i)
                    taken = stream->Write(block.data(), static_cast<ULONG>(block.size()), nullptr);
                if (taken == S_OK) return E_UNEXPECTED;
            } else if (step.kind == Step::Kind::Crumbs) {
                writeHeaderLast(*stream.get(), step.file);
            } else if (!step.file.empty()) {
                writeAll(*stream.get(), step.file);
            }
            params = {wia::kMessageEndOfStream, 100, step.file.size(), S_OK};
            if (step.kind != Step::Kind::SilentEnd && callback.TransferCallback(0, &params) != S_OK)
                return S_FALSE;
        }
        return S_OK;
    }
    void hang() {
        std::unique_lock lock(mutex_);
        wake_.wait(lock, [&] { return cancelled_ && !script_->deafToCancel; });
        cancelled_ = false;
    }

    std::shared_ptr<Script> script_;
    GUID category_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool cancelled_ = false;
};

void addScanProperties(Storage& storage, int widthMils, int heightMils) {
    const auto put = [&](WiaId id, Prop prop) { storage.numbers[static_cast<PROPID>(id)] = std::move(prop); };
    put(WiaId::DataType, listed(3, {0, 2, 3}));
    put(WiaId::Depth, listed(24, {1, 8, 24}));
    put(WiaId::XRes, listed(200, {100, 200, 300}));
    put(WiaId::YRes, listed(200, {100, 200, 300}));
    put(WiaId::XPos, ranged(0, 0, 5000));
    put(WiaId::YPos, ranged(0, 0, 5000));
    put(WiaId::XExtent, ranged(100, 1, widthMils * 300 / 1000));
    put(WiaId::YExtent, ranged(100, 1, heightMils * 300 / 1000));
    put(WiaId::MaxWidth, fixed(widthMils));
    put(WiaId::MaxHeight, fixed(heightMils));
    put(WiaId::Tymed, listed(128, {2, 128}));
}

devices::ComPtr<wia::IWiaItem2> makeRoot(const std::shared_ptr<Script>& script) {
    devices::ComPtr<Item> root(new Item(script, {}));
    devices::ComPtr<Item> bed(new Item(script, wia::kFlatbed));
    addScanProperties(bed->storage, 8500, 11700);
    root->children.emplace_back(devices::ComPtr<wia::IWiaItem2>(bed.as<wia::IWiaItem2>()));
    if (script->hasFeeder) {
        devices::ComPtr<Item> feeder(new Item(script, wia::kFeeder));
        addScanProperties(feeder->storage, 11700, 16540);
        feeder->storage.numbers[static_cast<PROPID>(WiaId::HandlingSelect)] = flagged(0x20, 0x24);
        feeder->storage.numbers[static_cast<PROPID>(WiaId::Pages)] = ranged(1, 0, 50);
        root->children.emplace_back(feeder.as<wia::IWiaItem2>());
    }
    return root.as<wia::IWiaItem2>();
}

class Manager final : public Object<wia::IWiaDevMgr2> {
public:
    explicit Manager(std::shared_ptr<Script> script) : script_(std::move(script)) {}

    HRESULT STDMETHODCALLTYPE EnumDeviceInfo(LONG, wia::IEnumWiaDeviceInfo** all) override {
        std::vector<devices::ComPtr<wia::IWiaPropertyStorage>> entries;
        const auto add = [&](const std::wstring& id, const std::wstring& name, int type) {
            devices::ComPtr<Entry> entry(new Entry);
            entry->storage.texts[static_cast<PROPID>(WiaId::DeviceId)] = id;
            entry->storage.texts[static_cast<PROPID>(WiaId::DeviceName)] = name;
            entry->storage.numbers[static_cast<PROPID>(WiaId::DeviceType)] = fixed(type);
            entries.push_back(entry.as<wia::IWiaPropertyStorage>());
        };
        add(L"camera", L"Máy ảnh", 0x00020001);
        if (!script_->gone) add(script_->id, script_->name, script_->type);
        *all = new List<wia::IEnumWiaDeviceInfo, wia::IWiaPropertyStorage>(std::move(entries));
        return S_OK;
    }
    HRESULT STDMETHODCALLTYPE CreateDevice(LONG, BSTR id, wia::IWiaItem2** root) override {
        *root = nullptr;
        if (FAILED(script_->opens)) return script_->opens;
        if (script_->gone || script_->id != id) return static_cast<HRESULT>(0x80210015);
        auto made = makeRoot(script_);
        *root = made.get();
        (*root)->AddRef();
        return S_OK;
    }
    HRESULT STDMETHODCALLTYPE SelectDeviceDlg(HWND, LONG, LONG, BSTR*, wia::IWiaItem2**) override {
        return E_NOTIMPL;
    }
    HRESULT STDMETHODCALLTYPE SelectDeviceDlgID(HWND, LONG, LONG, BSTR*) override { return E_NOTIMPL; }
    HRESULT STDMETHODCALLTYPE RegisterEventCallbackInterface(LONG, BSTR, const GUID*, IUnknown*,
                                                             IUnknown**) override {
        return E_NOTIMPL;
    }
    HRESULT STDMETHODCALLTYPE RegisterEventCallbackProgram(LONG, BSTR, const GUID*, BSTR, BSTR, BSTR, BSTR,
                                                           BSTR) override {
        return E_NOTIMPL;
    }
    HRESULT STDMETHODCALLTYPE RegisterEventCallbackCLSID(LONG, BSTR, const GUID*, const GUID*, BSTR, BSTR,
                                                         BSTR) override {
        return E_NOTIMPL;
    }
    HRESULT STDMETHODCALLTYPE GetImageDlg(LONG, BSTR, HWND, BSTR, BSTR, LONG*, BSTR**,
                                          wia::IWiaItem2**) override {
        return E_NOTIMPL;
    }

private:
    std::shared_ptr<Script> script_;
};

struct FactoryInterface : public IClassFactory {
    static constexpr IID kIid = {0x00000001, 0, 0, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}};
};

class Factory final : public Object<FactoryInterface> {
public:
    explicit Factory(std::shared_ptr<Script> script) : script_(std::move(script)) {}
    HRESULT STDMETHODCALLTYPE CreateInstance(IUnknown*, REFIID iid, void** out) override {
        const devices::ComPtr<Manager> manager(new Manager(script_));
        return manager->QueryInterface(iid, out);
    }
    HRESULT STDMETHODCALLTYPE LockServer(BOOL) override { return S_OK; }

private:
    std::shared_ptr<Script> script_;
};

}  // namespace

Step page(base::Bytes file) {
    return {Step::Kind::Page, std::move(file), S_OK};
}
Step ends(HRESULT status) {
    return {Step::Kind::Status, {}, status};
}

FakeWia::FakeWia(std::shared_ptr<Script> script) {
    const devices::ComPtr<Factory> factory(new Factory(std::move(script)));
    const HRESULT done = ::CoRegisterClassObject(wia::kDeviceManager, factory.get(), CLSCTX_INPROC_SERVER,
                                                 REGCLS_MULTIPLEUSE, &registered_);
    if (FAILED(done)) std::abort();
}

FakeWia::~FakeWia() {
    ::CoRevokeClassObject(registered_);
}

int FakeWia::alive() {
    return objects;
}

}  // namespace wia_test
