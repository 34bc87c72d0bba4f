// Any bytes as a record: what is taken has one written form, and every shipped schema can check it.
#include <cstdlib>

#include "base/bytes.h"
#include "forms/schema.h"

using namespace forms;

namespace {

const std::vector<SchemaPtr>& shipped() {
    static const auto schemas = [] {
        const char* source = std::getenv("ENROLL_SOURCE");
        const auto set =
            SchemaSet::load(std::filesystem::path(source != nullptr ? source : ".") / "forms/schemas");
        return set ? set->offered({2026, 11, 21}, {"card_14plus", "eid_l2"}) : std::vector<SchemaPtr>();
    }();
    return schemas;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const auto record = Record::fromJson(base::textOf({data, size}));
    if (!record) return 0;
    const auto again = Record::fromJson(record->toJson());
    if (!again || !(*again == *record) || again->toJson() != record->toJson()) std::abort();
    for (const auto& schema : shipped()) {
        schema->check(*record, {{2026, 11, 21}, {}, true});
        relevantPart(*schema, *record);
    }
    return 0;
}
