// What the upstream said of a packet, from the signed events the store keeps.
// Threads: the reader's. Errors: an event that cannot be read is logged and left out.
#pragma once

#include "station/workflow/views.h"
#include "sync/store/store_view.h"

namespace station {

// Reasons and note of the newest rejection into the row.
void addStatusWords(AppRow& row, const store::StoreView& store, const std::string& packetId);

}  // namespace station
