// What a station says and hears beside its uploads: it registers its public keys, and it reads its status
// feed. Threads: a StatusClient belongs to one thread; a stop token ends a call within 300 ms. Errors: those
// of HttpLine and errorOfAnswer; Conflict (the certificate registered another signing key before);
// SignatureInvalid, ProtocolError (an event that is forged, of another station, or out of order). Nothing of
// a page with such an event is handed out.
#pragma once

#include <chrono>
#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

#include "sync/packet/receipt.h"
#include "sync/transport/http_line.h"

namespace transport {

struct FeedEvent {
    packet::StatusEvent event;
    base::Bytes envelope;  // as signed, to be kept
};

class StatusClient {
public:
    StatusClient(Upstream upstream, std::string station, packet::KeyLookup gatewayKeys, LineTimes times = {});

    // `signedKeys` is made by packet::signStationKeys. Repeating it is harmless.
    base::Result<void> registerKeys(base::ByteView signedKeys, std::stop_token stop);
    // Events after number `after`, verified and gapless. Waits up to `wait` (at most 25 s) for one to come;
    // an empty list when none did.
    base::Result<std::vector<FeedEvent>> events(std::uint64_t after, std::chrono::seconds wait,
                                                std::stop_token stop);
    // Whether the upstream can be reached and accepts this station.
    base::Result<void> check(std::stop_token stop);

private:
    HttpLine line_;
    std::string station_;
    packet::KeyLookup gatewayKeys_;
};

// The feed page's envelopes, in order. BadInput for anything else than {"events":[{...},...]}.
base::Result<std::vector<base::Bytes>> parseFeedPage(base::ByteView page);

}  // namespace transport
