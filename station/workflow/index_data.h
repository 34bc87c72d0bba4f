// What the station remembers of an application in its index row, encrypted under the station key: enough to list, search
// and reprint a receipt after the content is gone. What finds duplicates stands in alike.h.
// Threads: pure functions and values. Errors: CryptoFailed, BadInput.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "forms/record.h"
#include "station/print/receipt_pdf.h"
#include "station/workflow/views.h"
#include "sync/store/store_types.h"
#include "sync/vault/ciphers.h"

namespace station {

struct IndexData {
    std::string name;
    std::string idNumberMasked;
    std::string phone;
    bool born = false;                    // a date of birth was given
    std::string officer;                  // display name of who sealed it
    std::optional<base::Instant> startedAt;
    std::optional<base::Instant> sealedAt;
    std::string digest;                   // of the packet, once sealed
    std::vector<std::string> taken;       // lines for the receipt
    Mode mode = Mode::Unknown;
};

IndexData indexOf(const forms::Record& record);   // the person's part; the rest is the caller's
base::Bytes sealIndex(const IndexData& data, const vault::StationCipher& cipher, const std::string& rowId);
base::Result<IndexData> openIndex(base::ByteView sealed, const vault::StationCipher& cipher, const std::string& rowId);

// The receipt as far as the index row knows it; packet id, digest, number and time are the caller's.
print::ReceiptData receiptOf(const IndexData& data, const UnitView& unit, const std::string& procedure, Mode mode);

// The list's row of a stored one.
AppRow rowOf(const store::ItemRow& item, const IndexData& data);
AppState stateOf(store::ItemState state);

}  // namespace station
