#include "devices/scanner/wia_transfer_win.h"

#include <algorithm>

#include "base/log.h"

namespace devices {
namespace {

using base::Code;

constexpr std::uint64_t kMaxPageBytes = 256u << 20;  // an A3 at 600 dpi in color has 200 MiB
constexpr int kMaxPages = 1000;                      // of one feeder load

}  // namespace

// A page's file as the driver sees it. The driver may keep a reference longer than we do.
class WiaTransfer::PageStream final : public IStream {
public:
    explicit PageStream(WiaTransfer& owner) : owner_(&owner) { owner_->AddRef(); }

    base::Result<base::Bytes> take() {
        const std::lock_guard lock(mutex_);
        if (tooLarge_) return base::fail(Code::TooLarge, "a WIA page beyond the limit");
        return buffer_.take();
    }

    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID iid, void** out) override {
        if (out == nullptr) return E_POINTER;
        const bool known = iid == IID_IUnknown || iid == IID_ISequentialStream || iid == IID_IStream;
        *out = known ? static_cast<IStream*>(this) : nullptr;
        if (known) AddRef();
        return known ? S_OK : E_NOINTERFACE;
    }
    ULONG STDMETHODCALLTYPE AddRef() override { return ++references_; }
    ULONG STDMETHODCALLTYPE Release() override {
        const ULONG left = --references_;
        if (left == 0) delete this;
        return left;
    }

    HRESULT STDMETHODCALLTYPE Write(const void* bytes, ULONG count, ULONG* written) override {
        owner_->heard();
        const std::lock_guard lock(mutex_);
        if (written != nullptr) *written = 0;
        if (bytes == nullptr && count > 0) return STG_E_INVALIDPOINTER;
        if (tooLarge_ || !buffer_.write({static_cast<const std::uint8_t*>(bytes), count})) return full();
        if (written != nullptr) *written = count;
        return S_OK;
    }
    HRESULT STDMETHODCALLTYPE Read(void* out, ULONG count, ULONG* got) override {
        const std::lock_guard lock(mutex_);
        if (out == nullptr && count > 0) return STG_E_INVALIDPOINTER;
        const auto taken = static_cast<ULONG>(buffer_.read({static_cast<std::uint8_t*>(out), count}));
        if (got != nullptr) *got = taken;
        return taken == count ? S_OK : S_FALSE;
    }
    HRESULT STDMETHODCALLTYPE Seek(LARGE_INTEGER distance, DWORD from, ULARGE_INTEGER* place) override {
        using From = PageBuffer::From;
        if (from > STREAM_SEEK_END) return STG_E_INVALIDFUNCTION;
        const From start = from == STREAM_SEEK_SET   ? From::Begin
                           : from == STREAM_SEEK_CUR ? From::Here
                                                     : From::End;
        const std::lock_guard lock(mutex_);
        const auto at = buffer_.seek(distance.QuadPart, start);
        if (!at) return STG_E_INVALIDFUNCTION;
        if (place != nullptr) place->QuadPart = *at;
        return S_OK;
    }
    HRESULT STDMETHODCALLTYPE SetSize(ULARGE_INTEGER size) override {
        const std::lock_guard lock(mutex_);
        return buffer_.resize(size.QuadPart) ? S_OK : full();
    }
    HRESULT STDMETHODCALLTYPE Stat(STATSTG* facts, DWORD) override {
        if (facts == nullptr) return STG_E_INVALIDPOINTER;
        const std::lock_guard lock(mutex_);
        *facts = {};
        facts->type = STGTY_STREAM;
        facts->cbSize.QuadPart = buffer_.size();
        facts->grfMode = STGM_READWRITE;
        return S_OK;
    }
    HRESULT STDMETHODCALLTYPE Commit(DWORD) override { return S_OK; }
    HRESULT STDMETHODCALLTYPE Revert() override { return STG_E_INVALIDFUNCTION; }
    HRESULT STDMETHODCALLTYPE CopyTo(IStream*, ULARGE_INTEGER, ULARGE_INTEGER*, ULARGE_INTEGER*) override {
        return E_NOTIMPL;
    }
    HRESULT STDMETHODCALLTYPE LockRegion(ULARGE_INTEGER, ULARGE_INTEGER, DWORD) override {
        return STG_E_INVALIDFUNCTION;
    }
    HRESULT STDMETHODCALLTYPE UnlockRegion(ULARGE_INTEGER, ULARGE_INTEGER, DWORD) override {
        return STG_E_INVALIDFUNCTION;
    }
    HRESULT STDMETHODCALLTYPE Clone(IStream**) override { return E_NOTIMPL; }

private:
    ~PageStream() { owner_->Release(); }
    HRESULT full() {
        tooLarge_ = true;
        return STG_E_MEDIUMFULL;
    }

    std::atomic<ULONG> references_{1};
    WiaTransfer* owner_;
    std::mutex mutex_;
    PageBuffer buffer_{kMaxPageBytes};
    bool tooLarge_ = false;
};

WiaTransfer::WiaTransfer(Pages wanted, PageTaker taker)
    : lastSign_(std::chrono::steady_clock::now()), wanted_(wanted), taker_(std::move(taker)) {}

HRESULT WiaTransfer::QueryInterface(REFIID iid, void** out) {
    if (out == nullptr) return E_POINTER;
    const bool known = iid == IID_IUnknown || iid == kIid;
    *out = known ? static_cast<wia::IWiaTransferCallback*>(this) : nullptr;
    if (known) AddRef();
    return known ? S_OK : E_NOINTERFACE;
}

ULONG WiaTransfer::Release() {
    const ULONG left = --references_;
    if (left == 0) delete this;
    return left;
}

// An empty stream is no page: drivers ask for one before they know that the feeder is empty.
HRESULT WiaTransfer::endPage() {
    ComPtr<PageStream> page;
    {
        const std::lock_guard lock(mutex_);
        if (problem_) return S_FALSE;
        page = std::exchange(page_, {});
        if (!page || (wanted_ == Pages::One && pages_ > 0)) return S_OK;
    }
    auto file = page->take();
    if (file && file->empty()) return S_OK;
    auto taken = file ? taker_(std::move(*file)) : base::Result<void>(tl::unexpected(file.error()));
    const std::lock_guard lock(mutex_);
    if (taken && ++pages_ > kMaxPages) taken = base::fail(Code::DeviceFault, "the WIA feeder does not end");
    if (!taken) problem_ = taken.error();
    return taken ? S_OK : S_FALSE;
}

HRESULT WiaTransfer::TransferCallback(LONG, wia::TransferParams* params) {
    heard();
    if (cancelled_) return S_FALSE;
    if (params == nullptr || params->message != wia::kMessageEndOfStream) return S_OK;
    return endPage();
}

HRESULT WiaTransfer::GetNextStream(LONG, BSTR, BSTR, IStream** stream) {
    heard();
    if (stream == nullptr) return E_POINTER;
    *stream = nullptr;
    // A driver that does not tell the end of a stream tells it by asking for the next one.
    if (cancelled_ || endPage() != S_OK) return S_FALSE;
    ComPtr<PageStream> page(new PageStream(*this));
    page->AddRef();
    *stream = page.get();
    const std::lock_guard lock(mutex_);
    page_ = std::move(page);
    return S_OK;
}

void WiaTransfer::cancel() {
    cancelled_ = true;
    ComPtr<wia::IWiaTransfer> transfer;
    {
        const std::lock_guard lock(mutex_);
        transfer = transfer_;
    }
    if (!transfer) return;
    const HRESULT status = transfer->Cancel();
    if (FAILED(status)) base::log::failure("wia-cancel", wiaError(status, "cancel"));
}

base::Result<void> WiaTransfer::judge(HRESULT ended) {
    const bool ownEnd = [&] {
        const std::lock_guard lock(mutex_);
        return cancelled_ || problem_.has_value();
    }();
    if (!ownEnd && SUCCEEDED(ended)) (void)endPage();
    const std::lock_guard lock(mutex_);
    page_ = {};
    if (problem_) return tl::unexpected(*problem_);
    if (cancelled_ || ended == S_FALSE) return base::fail(Code::Cancelled, "scan cancelled");
    if (FAILED(ended)) {
        const base::Error error = wiaError(ended, "transfer");
        const bool feederDone = error.code == Code::NoPaper && pages_ > 0;
        if (!feederDone) return tl::unexpected(error);
    }
    if (pages_ == 0) return base::fail(Code::NoPaper, "the WIA scanner gave no page");
    return {};
}

base::Result<void> WiaTransfer::run(const ComPtr<wia::IWiaItem2>& item) {
    const auto transfer = item.as<wia::IWiaTransfer>();
    if (!transfer) return base::fail(Code::Unsupported, "the WIA item transfers nothing");
    {
        const std::lock_guard lock(mutex_);
        if (cancelled_) return base::fail(Code::Cancelled, "scan cancelled");
        transfer_ = transfer;
    }
    heard();
    const HRESULT ended = transfer->Download(0, this);
    {
        const std::lock_guard lock(mutex_);
        transfer_ = {};
    }
    auto result = judge(ended);
    cancelled_ = true;  // a driver that calls again is told so
    return result;
}

}  // namespace devices
