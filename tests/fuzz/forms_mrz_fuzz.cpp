// Any bytes as a machine-readable zone: what is taken can be written, and reads the same again.
#include <cstdlib>

#include "base/bytes.h"
#include "forms/mrz.h"

using namespace forms;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    constexpr base::Day kToday{2026, 11, 21};
    const auto reading = parseMrz(base::textOf({data, size}), kToday);
    if (!reading) return 0;
    const auto lines = writeMrz(reading->card);
    if (!lines) std::abort();
    const auto again = parseMrz((*lines)[0] + (*lines)[1] + (*lines)[2], kToday);
    if (!again || again->repairs != 0 || again->card.idNumber != reading->card.idNumber ||
        again->card.birthDate != reading->card.birthDate ||
        again->card.expiryDate != reading->card.expiryDate) {
        std::abort();
    }
    return 0;
}
