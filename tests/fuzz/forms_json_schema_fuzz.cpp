// Any bytes as a schema and, after the first line end, a document: both read, the one checked by the other.
#include "base/bytes.h"
#include "forms/json_schema.h"

using namespace forms;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    constexpr std::size_t kLimit = 1u << 16;
    const auto text = base::textOf({data, size});
    const auto end = text.find('\n');
    if (end == std::string_view::npos) return 0;
    const auto schema = json::parse(text.substr(0, end), kLimit, json::Numbers::All);
    const auto document = json::parse(text.substr(end + 1), kLimit, json::Numbers::All);
    if (!schema || !document) return 0;
    const auto compiled = JsonSchema::compile(*schema);
    if (compiled) compiled->check(*document);
    return 0;
}
