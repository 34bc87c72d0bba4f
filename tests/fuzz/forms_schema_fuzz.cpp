// Any bytes as a schema file; what is taken must check, normalize and show without harm.
#include "base/bytes.h"
#include "forms/schema.h"
#include "forms/schema_review.h"

using namespace forms;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const auto parsed = Schema::parse(base::textOf({data, size}));
    if (!parsed) return 0;
    const Schema& schema = **parsed;
    constexpr base::Day kToday{2026, 11, 21};
    auto record = startRecord(schema);
    for (const bool atSeal : {false, true}) schema.check(record, {kToday, {}, atSeal});
    for (const auto& field : schema.fields()) {
        const auto text = schema.normalize(
            field.id, field.options.empty() ? "01/02/90" : field.options[0].label.vi, kToday);
        record.set(field.id, {text, Origin::Typed, true});
        shownText(field, text);
    }
    schema.check(relevantPart(schema, record), {kToday, {}, true});
    review(schema);
    return 0;
}
