// One transfer from a WIA scanner: gives the driver a stream of ours for each page, and hands each page over
// when it is whole. Private to the WIA family.
// Threads: created and finished on the COM thread; the driver calls from threads of COM while Download waits;
// cancel(), sign and running state from any thread.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <optional>

#include "base/bytes.h"
#include "devices/scanner/page_buffer.h"
#include "devices/scanner/wia_com_win.h"
#include "devices/scanner/wia_interfaces_win.h"
#include "devices/scanner/wia_settings.h"

namespace devices {

class WiaTransfer final : public wia::IWiaTransferCallback {
public:
    // Takes the file of one page; an error ends the transfer and is its result.
    using PageTaker = std::function<base::Result<void>(base::Bytes file)>;
    enum class Pages { Unknown = 0, One, All };

    WiaTransfer(Pages wanted, PageTaker taker);

    // On the COM thread: blocks until the paper is through. NoPaper when not one page came.
    base::Result<void> run(const ComPtr<wia::IWiaItem2>& item);
    // From any thread in the apartment. The driver may take a while still.
    void cancel();
    // When the driver was last heard of.
    std::chrono::steady_clock::time_point lastSign() const { return lastSign_.load(); }

    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID iid, void** out) override;
    ULONG STDMETHODCALLTYPE AddRef() override { return ++references_; }
    ULONG STDMETHODCALLTYPE Release() override;
    HRESULT STDMETHODCALLTYPE TransferCallback(LONG flags, wia::TransferParams* params) override;
    HRESULT STDMETHODCALLTYPE GetNextStream(LONG flags, BSTR item, BSTR fullItem, IStream** stream) override;

private:
    class PageStream;
    ~WiaTransfer() = default;

    HRESULT endPage();  // hands over what the driver has written
    base::Result<void> judge(HRESULT ended);
    void heard() { lastSign_ = std::chrono::steady_clock::now(); }

    std::atomic<ULONG> references_{1};
    std::atomic<bool> cancelled_{false};
    std::atomic<std::chrono::steady_clock::time_point> lastSign_;
    Pages wanted_;
    PageTaker taker_;

    std::mutex mutex_;                    // guards what follows
    ComPtr<wia::IWiaTransfer> transfer_;  // while it runs
    ComPtr<PageStream> page_;             // being written
    std::optional<base::Error> problem_;  // of ours: ends the transfer
    int pages_ = 0;
};

}  // namespace devices
