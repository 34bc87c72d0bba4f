// Any bytes as an age file, for an identity that some corpus files are for: header, stanzas and stream.
#include "sync/packet/age.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    // The identity that tests/sync/packet/golden/age-*.age are for.
    static const packet::AgeIdentity kIdentity =
        packet::AgeIdentity::parse(
            "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX")
            .value();
    const base::ByteView file(data, size);
    const auto whole = packet::ageDecrypt(file, kIdentity, 1u << 20);

    // In two pieces it must come to the same end.
    base::Bytes plain;
    packet::AgeReader reader(kIdentity, [&plain](base::ByteView bytes) -> base::Result<void> {
        plain.insert(plain.end(), bytes.begin(), bytes.end());
        return {};
    });
    const bool pieces = reader.write(file.first(size / 2)) && reader.write(file.subspan(size / 2)) &&
                        reader.finish().has_value();
    if (whole && (!pieces || *whole != plain)) std::abort();
    return 0;
}
