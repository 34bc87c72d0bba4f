// Any bytes as a card's QR: what is taken survives being written and read again, and merges into any record.
#include <cstdlib>

#include "base/bytes.h"
#include "forms/card_qr.h"

using namespace forms;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const auto reading = parseCardQr(base::textOf({data, size}));
    if (!reading) return 0;
    const auto again = parseCardQr(writeCardQr(*reading));
    if (!again || again->idNumber != reading->idNumber || again->fullName != reading->fullName) std::abort();
    Record record;
    mergeReading(record, *reading, Origin::Qr);
    for (const auto& merged : mergeReading(record, *again, Origin::Qr)) {
        if (merged.outcome != MergeOutcome::Agreed) std::abort();
    }
    compareReadings(*reading, *again);
    return 0;
}
