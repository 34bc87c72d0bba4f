// Any bytes as a vault file.
#include <cstdlib>

#include "sync/vault/document.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto document = vault::readDocument({data, size});
    // What is understood is understood whole.
    if (document && vault::writeDocument(*document) != base::Bytes(data, data + size)) std::abort();
    return 0;
}
