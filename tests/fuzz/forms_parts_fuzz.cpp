// Any bytes as a part and, behind a zero, a form that draws from it; what is taken must check without harm.
#include "base/bytes.h"
#include "forms/json.h"
#include "forms/schema.h"
#include "forms/schema_parts.h"

using namespace forms;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const std::string_view all = base::textOf({data, size});
    const auto cut = all.find('\0');
    if (cut == std::string_view::npos) return 0;
    SchemaParts parts;
    if (const auto part = json::parse(all.substr(0, cut), 1u << 20)) static_cast<void>(parts.add(*part));
    const auto schema = Schema::parse(all.substr(cut + 1), parts);
    if (!schema) return 0;
    const auto record = startRecord(**schema);
    for (const bool atSeal : {false, true}) (*schema)->check(record, {{2026, 11, 21}, {}, atSeal});
    static_cast<void>((*schema)->procedureCode(record));
    return 0;
}
