#include "station/workflow/status_words.h"

#include <nlohmann/json.hpp>

#include "base/log.h"
#include "sync/packet/envelope.h"

namespace station {

void addStatusWords(AppRow& row, const store::StoreView& store, const std::string& packetId) {
    const auto events = store.statusEvents(packetId);
    if (!events) {
        base::log::failure("status-events", events.error());
        return;
    }
    for (const auto& event : *events) {
        if (event.state != store::ItemState::Rejected) continue;
        // Verified before it was stored; here it is only read.
        const auto envelope = packet::peekEnvelope(event.content);
        if (!envelope) continue;
        const auto payload = nlohmann::json::parse(base::textOf(envelope->payload), nullptr, false);
        if (!payload.is_object()) continue;
        row.note = payload.value("note", "");
        row.reasons.clear();
        for (const auto& reason : payload.value("reasons", nlohmann::json::array())) {
            row.reasons.push_back({reason.value("field", ""), reason.value("text", "")});
        }
    }
}

}  // namespace station
