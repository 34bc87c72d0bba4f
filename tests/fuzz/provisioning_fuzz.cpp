// Any bytes as a provisioning file, and as its payload under a sound signature. Costs above the cheapest are
// refused before they are paid, since here they would only be slow.
#include "sync/packet/provisioning.h"

#include <string_view>

#include "sync/packet/envelope.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const packet::SigningKey kKey = packet::SigningKey::fromSeed(base::Bytes(32, 31)).value();
    const base::ByteView bytes(data, size);
    const std::string_view text = base::textOf(bytes);
    const auto peeked = packet::peekEnvelope(bytes);
    const bool costly =
        peeked && base::textOf(peeked->payload).find("\"memory\":8192,") == std::string_view::npos;
    if (!costly) (void)packet::openProvisioning(bytes, "7KQ2M-ABCDE-23456-XYZWR");
    if (text.find("\"memory\"") == std::string_view::npos ||
        text.find("\"memory\":8192,") != std::string_view::npos) {
        const auto file = packet::signEnvelope(packet::kProvisioningType, bytes, kKey);
        (void)packet::openProvisioning(file, "7KQ2M-ABCDE-23456-XYZWR");
    }
    return 0;
}
