// Any bytes as legacy text: what is offered is text, no longer reads as the legacy text it came from, and is
// what the conversion by itself makes.
#include <cstdlib>

#include "base/bytes.h"
#include "base/text.h"
#include "forms/legacy_text.h"
#include "forms/person_name.h"

using namespace forms;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const auto text = base::textOf({data, size});
    for (const auto encoding : {LegacyEncoding::Tcvn3, LegacyEncoding::Vni}) {
        const auto converted = convertLegacy(text, encoding);
        if (converted && base::toNfc(*converted).value_or("\xFF") != *converted) std::abort();
    }
    const auto readings = legacyReadings(text);
    if (readings.size() > 2) std::abort();
    for (const auto& reading : readings) {
        if (reading.text == text || convertLegacy(text, reading.encoding) != reading.text) std::abort();
    }
    spellingKey(text);
    looseKey(text);
    return 0;
}
