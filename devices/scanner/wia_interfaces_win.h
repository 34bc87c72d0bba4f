// The interfaces of WIA 2.0 that we call or are called by, declared here because mingw-w64 knows WIA 1.0
// only. The order of methods and the numbers are the contract. Methods that we never call stand for their
// place in the table. Private to the WIA family. Sources: Microsoft, Windows SDK wia_lh.h (methods, interface
// ids, class id), wiadef.h (categories, formats, messages).
#pragma once

#include <windows.h>

#include <objidl.h>
#include <propidl.h>
#include <unknwn.h>

namespace devices::wia {

inline constexpr CLSID kDeviceManager = {
    0xb6c292bc, 0x7c88, 0x41ee, {0x8b, 0x54, 0x8e, 0xc9, 0x26, 0x17, 0xe5, 0x99}};
inline constexpr GUID kFlatbed = {
    0xfb607b1f, 0x43f3, 0x488b, {0x85, 0x5b, 0xfb, 0x70, 0x3e, 0xc3, 0x42, 0xa6}};
inline constexpr GUID kFeeder = {
    0xfe131934, 0xf84c, 0x42ad, {0x8d, 0xa4, 0x61, 0x29, 0xcd, 0xdd, 0x72, 0x88}};
// The one picture format that every driver must have.
inline constexpr GUID kFormatBmp = {
    0xb96b3cab, 0x0728, 0x11d3, {0x9d, 0x7b, 0x00, 0x00, 0xf8, 0x1e, 0xf3, 0x2e}};

inline constexpr LONG kEnumLocal = 0x10;  // WIA_DEVINFO_ENUM_LOCAL
inline constexpr LONG kTymedFile = 2;     // TYMED_FILE: one page in each stream

// WIA_TRANSFER_MSG_*
inline constexpr LONG kMessageEndOfStream = 2;

// How a property is, and what it may become (WIA_PROP_*); where those values stand in its vector.
inline constexpr ULONG kPropWrite = 0x02;
inline constexpr ULONG kPropRange = 0x10;
inline constexpr ULONG kPropList = 0x20;
inline constexpr ULONG kPropFlag = 0x40;
inline constexpr ULONG kRangeMin = 0;
inline constexpr ULONG kRangeMax = 2;
inline constexpr ULONG kRangeStep = 3;
inline constexpr ULONG kListValues = 2;
inline constexpr ULONG kFlagValues = 1;

struct IWiaItem2;

struct TransferParams {
    LONG message;
    LONG percent;
    ULONG64 bytes;
    HRESULT status;
};

struct IWiaTransferCallback : public IUnknown {
    static constexpr IID kIid = {
        0x27d4eaaf, 0x28a6, 0x4ca5, {0x9a, 0xab, 0xe6, 0x78, 0x16, 0x8b, 0x95, 0x27}};
    virtual HRESULT STDMETHODCALLTYPE TransferCallback(LONG flags, TransferParams* params) = 0;
    virtual HRESULT STDMETHODCALLTYPE GetNextStream(LONG flags, BSTR item, BSTR fullItem,
                                                    IStream** stream) = 0;
};

struct IWiaTransfer : public IUnknown {
    static constexpr IID kIid = {
        0xc39d6942, 0x2f4e, 0x4d04, {0x92, 0xfe, 0x4e, 0xf4, 0xd3, 0xa1, 0xde, 0x5a}};
    virtual HRESULT STDMETHODCALLTYPE Download(LONG flags, IWiaTransferCallback* callback) = 0;
    virtual HRESULT STDMETHODCALLTYPE Upload(LONG flags, IStream* source, IWiaTransferCallback* callback) = 0;
    virtual HRESULT STDMETHODCALLTYPE Cancel() = 0;
    virtual HRESULT STDMETHODCALLTYPE EnumFormats(IUnknown** formats) = 0;
};

struct IWiaPropertyStorage : public IUnknown {
    static constexpr IID kIid = {
        0x98b5e8a0, 0x29cc, 0x491a, {0xaa, 0xc0, 0xe6, 0xdb, 0x4f, 0xdc, 0xce, 0xb6}};
    virtual HRESULT STDMETHODCALLTYPE ReadMultiple(ULONG count, const PROPSPEC* which,
                                                   PROPVARIANT* values) = 0;
    virtual HRESULT STDMETHODCALLTYPE WriteMultiple(ULONG count, const PROPSPEC* which,
                                                    const PROPVARIANT* values, PROPID firstName) = 0;
    virtual HRESULT STDMETHODCALLTYPE DeleteMultiple(ULONG count, const PROPSPEC* which) = 0;
    virtual HRESULT STDMETHODCALLTYPE ReadPropertyNames(ULONG count, const PROPID* which,
                                                        LPOLESTR* names) = 0;
    virtual HRESULT STDMETHODCALLTYPE WritePropertyNames(ULONG count, const PROPID* which,
                                                         const LPOLESTR* names) = 0;
    virtual HRESULT STDMETHODCALLTYPE DeletePropertyNames(ULONG count, const PROPID* which) = 0;
    virtual HRESULT STDMETHODCALLTYPE Commit(DWORD flags) = 0;
    virtual HRESULT STDMETHODCALLTYPE Revert() = 0;
    virtual HRESULT STDMETHODCALLTYPE Enum(IEnumSTATPROPSTG** all) = 0;
    virtual HRESULT STDMETHODCALLTYPE SetTimes(const FILETIME* made, const FILETIME* read,
                                               const FILETIME* written) = 0;
    virtual HRESULT STDMETHODCALLTYPE SetClass(REFCLSID id) = 0;
    virtual HRESULT STDMETHODCALLTYPE Stat(STATPROPSETSTG* facts) = 0;
    virtual HRESULT STDMETHODCALLTYPE GetPropertyAttributes(ULONG count, PROPSPEC* which, ULONG* flags,
                                                            PROPVARIANT* values) = 0;
    virtual HRESULT STDMETHODCALLTYPE GetCount(ULONG* count) = 0;
    virtual HRESULT STDMETHODCALLTYPE GetPropertyStream(GUID* id, IStream** stream) = 0;
    virtual HRESULT STDMETHODCALLTYPE SetPropertyStream(GUID* id, IStream* stream) = 0;
};

struct IEnumWiaDeviceInfo : public IUnknown {
    static constexpr IID kIid = {
        0x5e38b83c, 0x8cf1, 0x11d1, {0xbf, 0x92, 0x00, 0x60, 0x08, 0x1e, 0xd8, 0x11}};
    virtual HRESULT STDMETHODCALLTYPE Next(ULONG count, IWiaPropertyStorage** items, ULONG* fetched) = 0;
    virtual HRESULT STDMETHODCALLTYPE Skip(ULONG count) = 0;
    virtual HRESULT STDMETHODCALLTYPE Reset() = 0;
    virtual HRESULT STDMETHODCALLTYPE Clone(IEnumWiaDeviceInfo** copy) = 0;
    virtual HRESULT STDMETHODCALLTYPE GetCount(ULONG* count) = 0;
};

struct IEnumWiaItem2 : public IUnknown {
    static constexpr IID kIid = {
        0x59970af4, 0xcd0d, 0x44d9, {0xab, 0x24, 0x52, 0x29, 0x56, 0x30, 0xe5, 0x82}};
    virtual HRESULT STDMETHODCALLTYPE Next(ULONG count, IWiaItem2** items, ULONG* fetched) = 0;
    virtual HRESULT STDMETHODCALLTYPE Skip(ULONG count) = 0;
    virtual HRESULT STDMETHODCALLTYPE Reset() = 0;
    virtual HRESULT STDMETHODCALLTYPE Clone(IEnumWiaItem2** copy) = 0;
    virtual HRESULT STDMETHODCALLTYPE GetCount(ULONG* count) = 0;
};

struct IWiaItem2 : public IUnknown {
    static constexpr IID kIid = {
        0x6cba0075, 0x1287, 0x407d, {0x9b, 0x77, 0xcf, 0x0e, 0x03, 0x04, 0x35, 0xcc}};
    virtual HRESULT STDMETHODCALLTYPE CreateChildItem(LONG itemFlags, LONG flags, BSTR name,
                                                      IWiaItem2** item) = 0;
    virtual HRESULT STDMETHODCALLTYPE DeleteItem(LONG flags) = 0;
    virtual HRESULT STDMETHODCALLTYPE EnumChildItems(const GUID* category, IEnumWiaItem2** items) = 0;
    virtual HRESULT STDMETHODCALLTYPE FindItemByName(LONG flags, BSTR fullName, IWiaItem2** item) = 0;
    virtual HRESULT STDMETHODCALLTYPE GetItemCategory(GUID* category) = 0;
    virtual HRESULT STDMETHODCALLTYPE GetItemType(LONG* type) = 0;
    virtual HRESULT STDMETHODCALLTYPE DeviceDlg(LONG flags, HWND parent, BSTR folder, BSTR file, LONG* count,
                                                BSTR** paths, IWiaItem2** item) = 0;
    virtual HRESULT STDMETHODCALLTYPE DeviceCommand(LONG flags, const GUID* command, IWiaItem2** item) = 0;
    virtual HRESULT STDMETHODCALLTYPE EnumDeviceCapabilities(LONG flags, IUnknown** all) = 0;
    virtual HRESULT STDMETHODCALLTYPE CheckExtension(LONG flags, BSTR name, REFIID iid, BOOL* exists) = 0;
    virtual HRESULT STDMETHODCALLTYPE GetExtension(LONG flags, BSTR name, REFIID iid, void** out) = 0;
    virtual HRESULT STDMETHODCALLTYPE GetParentItem(IWiaItem2** item) = 0;
    virtual HRESULT STDMETHODCALLTYPE GetRootItem(IWiaItem2** item) = 0;
    virtual HRESULT STDMETHODCALLTYPE GetPreviewComponent(LONG flags, IUnknown** preview) = 0;
    virtual HRESULT STDMETHODCALLTYPE EnumRegisterEventInfo(LONG flags, const GUID* event,
                                                            IUnknown** all) = 0;
    virtual HRESULT STDMETHODCALLTYPE Diagnostic(ULONG size, BYTE* buffer) = 0;
};

struct IWiaDevMgr2 : public IUnknown {
    static constexpr IID kIid = {
        0x79c07cf1, 0xcbdd, 0x41ee, {0x8e, 0xc3, 0xf0, 0x00, 0x80, 0xca, 0xda, 0x7a}};
    virtual HRESULT STDMETHODCALLTYPE EnumDeviceInfo(LONG flags, IEnumWiaDeviceInfo** all) = 0;
    virtual HRESULT STDMETHODCALLTYPE CreateDevice(LONG flags, BSTR id, IWiaItem2** root) = 0;
    virtual HRESULT STDMETHODCALLTYPE SelectDeviceDlg(HWND parent, LONG type, LONG flags, BSTR* id,
                                                      IWiaItem2** root) = 0;
    virtual HRESULT STDMETHODCALLTYPE SelectDeviceDlgID(HWND parent, LONG type, LONG flags, BSTR* id) = 0;
    virtual HRESULT STDMETHODCALLTYPE RegisterEventCallbackInterface(LONG flags, BSTR id, const GUID* event,
                                                                     IUnknown* callback,
                                                                     IUnknown** registered) = 0;
    virtual HRESULT STDMETHODCALLTYPE RegisterEventCallbackProgram(LONG flags, BSTR id, const GUID* event,
                                                                   BSTR program, BSTR arguments, BSTR name,
                                                                   BSTR text, BSTR icon) = 0;
    virtual HRESULT STDMETHODCALLTYPE RegisterEventCallbackCLSID(LONG flags, BSTR id, const GUID* event,
                                                                 const GUID* handler, BSTR name, BSTR text,
                                                                 BSTR icon) = 0;
    virtual HRESULT STDMETHODCALLTYPE GetImageDlg(LONG flags, BSTR id, HWND parent, BSTR folder, BSTR file,
                                                  LONG* count, BSTR** paths, IWiaItem2** item) = 0;
};

}  // namespace devices::wia
