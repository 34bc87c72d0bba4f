// Brings one packet upstream and comes back with its receipt, over a line that may break at any byte. The
// upload follows tus 1.0.0 (docs/formats/road.md); what was stored is asked for after every break, and
// sending goes on there.
//
// The only proof of storage is the receipt: signed by a pinned gateway key and naming the packet's digest. A
// success status alone is never one.
//
// Threads: an UploadClient belongs to one thread; retryNow() may be called from any. Callbacks come on the
// thread of upload(). A stop token ends upload() within 300 ms. Errors of upload(): Cancelled; NetworkDown,
// Timeout, ServerError, Busy (AutoRetry: later, with the state kept); TlsFailed; Refused (station revoked or
// unknown, header not wanted), KeyUnknown (register keys first), Conflict (another packet is stored under
// this id), TooLarge, DiskFull; SignatureInvalid, ProtocolError (the upstream does not keep the protocol),
// Corrupt (the bytes do not have the header's digest, again and again); and the error of the packet source.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <stop_token>
#include <string>

#include "sync/packet/receipt.h"
#include "sync/transport/http_line.h"

namespace transport {

struct Progress {
    std::uint64_t size = 0;     // of the packet
    std::uint64_t stored = 0;   // bytes the server has acknowledged as kept
    std::uint64_t arrived = 0;  // bytes the other side's system has acknowledged; a little ahead of `stored`
    std::uint64_t onWire = 0;   // all body bytes handed to the network so far, those sent twice counted twice
};

struct UploadJob {
    packet::PacketHeader header;
    base::Bytes headerEnvelope;
    std::string state;  // as last given to keepState; empty at first
    std::function<base::Result<base::Bytes>(std::uint64_t offset, std::size_t size)>
        read;                                                 // of the packet's bytes
    std::function<void(const std::string& state)> keepState;  // to persist; optional
    std::function<void(const Progress&)> progress;            // optional, some ten times a second
};

struct RetryRules {
    std::chrono::milliseconds first{200};  // pause after the first break without progress; doubled, jittered
    std::chrono::milliseconds longest{4000};    // so that sending goes on within 5 s after an outage
    std::chrono::milliseconds giveUp{120'000};  // without a byte of progress: the caller has other packets
    unsigned restarts = 2;                      // of an upload whose server forgot or refused its bytes
};

class UploadClient {
public:
    UploadClient(Upstream upstream, packet::KeyLookup gatewayKeys, LineTimes times = {},
                 RetryRules rules = {});

    // The receipt's envelope, verified.
    base::Result<base::Bytes> upload(const UploadJob& job, std::stop_token stop);
    // Ends a pause at once: the line has just come back, or an officer pressed "send now".
    void retryNow();

private:
    struct Run;
    base::Result<void> open(Run& run);
    base::Result<void> askOffset(Run& run);
    base::Result<void> send(Run& run);
    base::Result<base::Bytes> fetchReceipt(Run& run);
    base::Result<base::Bytes> attempt(Run& run);
    base::Result<void> judge(Run& run, const base::Error& error);
    base::Result<void> pause(Run& run, const base::Error& error);
    base::Result<HttpAnswer> call(Run& run, HttpCall call);
    void tell(const Run& run, std::uint64_t arrived, std::uint64_t onWire) const;

    HttpLine line_;
    packet::KeyLookup gatewayKeys_;
    RetryRules rules_;
    std::mutex mutex_;
    std::condition_variable_any wake_;
    bool retryNow_ = false;  // guarded by mutex_
};

}  // namespace transport
