// What a station says and hears beside its uploads: it registers its public keys, reads its status feed and
// fetches forms packs. Threads: a StatusClient belongs to one thread; a stop token ends a call within 300 ms.
// Errors: those of HttpLine and errorOfAnswer; Conflict (the certificate registered another signing key
// before); SignatureInvalid, ProtocolError (an event that is forged, of another station, or out of order).
// Nothing of a page with such an event is handed out.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "sync/packet/pack_notice.h"
#include "sync/packet/receipt.h"
#include "sync/transport/http_line.h"

namespace transport {

struct FeedEvent {
    packet::StatusEvent event;
    base::Bytes envelope;  // as signed, to be kept
};

struct FeedPage {
    std::vector<FeedEvent> events;
    std::optional<packet::PackNotice> pack;  // a forms pack later than the one the station knows
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
    // The same, and it also ends when a forms pack above version `packKnown` is published.
    base::Result<FeedPage> page(std::uint64_t after, std::optional<std::uint64_t> packKnown,
                                std::chrono::seconds wait, std::stop_token stop);
    // The next bytes of a pack's file from an offset; at least one. NotFound when the upstream has it no
    // more.
    base::Result<base::Bytes> packPart(std::uint64_t version, std::uint64_t from, std::stop_token stop);
    // Whether the upstream can be reached and accepts this station.
    base::Result<void> check(std::stop_token stop);

private:
    HttpLine line_;
    std::string station_;
    packet::KeyLookup gatewayKeys_;
};

// What stands in a feed page, not yet verified. BadInput for anything else than
// {"events":[{...},...],"pack":{...}}, where "pack" may be absent.
struct FeedEnvelopes {
    std::vector<base::Bytes> events;  // in order
    base::Bytes pack;                 // empty: none
};
base::Result<FeedEnvelopes> parseFeedPage(base::ByteView page);

}  // namespace transport
