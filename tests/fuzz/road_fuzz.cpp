// Everything the road's two ends parse before they trust anyone: tus headers, Location, feed pages, upload
// ids.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "sync/gateway/content.h"
#include "sync/gateway/home.h"
#include "sync/transport/status_client.h"
#include "sync/transport/tus.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (const auto metadata = tus::parseMetadata(text)) {
        // What was understood is understood again.
        const auto again = tus::parseMetadata(tus::formatMetadata(*metadata));
        if (!again || *again != *metadata) __builtin_trap();
    }
    if (const auto number = tus::parseNumber(text)) {
        if (*number > (1ull << 53)) __builtin_trap();
    }
    (void)tus::parseChecksum(text);
    (void)tus::retryAfterSeconds(text);
    constexpr std::string_view kOrigin = "https://upstream.example:8443";
    if (const auto url = tus::resolveLocation("https://upstream.example:8443/v1/uploads", text)) {
        const auto rest = std::string_view(*url).substr(std::min(url->size(), kOrigin.size()));
        if (url->substr(0, kOrigin.size()) != kOrigin || (!rest.empty() && rest.front() != '/'))
            __builtin_trap();
    }
    (void)transport::parseFeedPage({data, size});
    if (gateway::isUploadId(text) && text.find('/') != std::string_view::npos) __builtin_trap();
    if (gateway::isStationId(text) && text.find('.') != std::string_view::npos) __builtin_trap();
    (void)gateway::isHttpsUrl(text);
    return 0;
}
