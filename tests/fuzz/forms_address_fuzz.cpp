// Any bytes as an address: every answer ends in a commune of today, is stored text where the question was, reads as an
// address of today, and is not asked about again.
#include <cstdlib>

#include "base/bytes.h"
#include "base/text.h"
#include "forms/address.h"

using namespace forms;

namespace {

const Catalogues& lists() {
    static const auto loaded = [] {
        const char* source = std::getenv("ENROLL_SOURCE");
        if (source == nullptr) std::abort();
        return Catalogues::load(std::filesystem::path(source) / "forms/data").value();
    }();
    return loaded;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const auto text = base::textOf({data, size});
    const bool stored = base::toNfc(text).value_or("\xFF") == text;
    for (const auto& answer : addressesToday(lists(), text)) {
        if (!answer.text.ends_with(answer.commune->label)) std::abort();
        if (stored && base::toNfc(answer.text).value_or("\xFF") != answer.text) std::abort();
        if (readAddress(lists(), answer.text).commune != answer.commune->code) std::abort();
        if (!addressesToday(lists(), answer.text).empty()) std::abort();
        if (writtenAddress(lists(), {std::string(text)}, answer.text) != text) std::abort();
    }
    return 0;
}
