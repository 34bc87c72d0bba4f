// What the upstream said of a packet. The signed event carries the whole correction and is verified when it comes; what
// the store keeps for the list are its words.
// Threads: pure functions, and the reader's. Errors: words that cannot be read are logged and left out.
#pragma once

#include "station/workflow/views.h"
#include "sync/packet/receipt.h"
#include "sync/store/store_view.h"

namespace station {

// Reasons and note of a verified event, as the store keeps them.
base::Bytes wordsOf(const packet::StatusEvent& event);
// Reasons and note of the newest rejection into the row.
void addStatusWords(AppRow& row, const store::StoreView& store, const std::string& packetId);

}  // namespace station
