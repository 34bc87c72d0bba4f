#include "station/workflow/status_words.h"

#include <nlohmann/json.hpp>

#include "base/log.h"

namespace station {

using nlohmann::json;

base::Bytes wordsOf(const packet::StatusEvent& event) {
    json reasons = json::array();
    for (const auto& reason : event.reasons) reasons.push_back({{"field", reason.field}, {"text", reason.text}});
    return base::bytesOf(json{{"reasons", std::move(reasons)}, {"note", event.note}}.dump());
}

void addStatusWords(AppRow& row, const store::StoreView& store, const std::string& packetId) {
    const auto events = store.statusEvents(packetId);
    if (!events) {
        base::log::failure("status-events", events.error());
        return;
    }
    for (const auto& event : *events) {
        if (event.state != store::ItemState::Rejected) continue;
        const auto words = json::parse(base::textOf(event.content), nullptr, false);
        if (!words.is_object()) {
            base::log::warning("status-words", {{"packet", packetId}});
            continue;
        }
        row.note = words.value("note", "");
        row.reasons.clear();
        for (const auto& reason : words.value("reasons", json::array())) {
            row.reasons.push_back({reason.value("field", ""), reason.value("text", "")});
        }
    }
}

}  // namespace station
