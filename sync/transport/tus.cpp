#include "sync/transport/tus.h"

#include <algorithm>

#include "base/text.h"

namespace tus {
namespace {

using base::Code;
using base::fail;

constexpr std::uint64_t kLargestNumber = 1ull << 53;
constexpr std::uint32_t kLongestRetry = 3600;

bool isKeyLetter(char c) {
    return c > ' ' && c < 0x7f && c != ',';
}

bool isUrlLetter(char c) {
    return c > ' ' && c < 0x7f && c != '\\' && c != '"' && c != '<' && c != '>';
}

// Where the path of "scheme://authority/path" begins; npos when the text is no such address.
std::size_t pathStart(std::string_view url) {
    const auto scheme = url.find("://");
    if (scheme == std::string_view::npos || scheme == 0) return std::string_view::npos;
    const auto slash = url.find('/', scheme + 3);
    return slash == std::string_view::npos ? url.size() : slash;
}

}  // namespace

base::Result<Metadata> parseMetadata(std::string_view header) {
    if (header.size() > kMetadataLimit) return fail(Code::TooLarge, "Upload-Metadata is too long");
    Metadata metadata;
    if (header.empty()) return metadata;
    for (const auto pair : base::split(header, ',')) {
        const auto item = base::trim(pair);
        const auto blank = item.find(' ');
        const auto key = item.substr(0, blank);
        if (key.empty() || !std::all_of(key.begin(), key.end(), isKeyLetter)) {
            return fail(Code::BadInput, "Upload-Metadata holds a bad key");
        }
        auto value = base::fromBase64(blank == std::string_view::npos ? "" : item.substr(blank + 1));
        if (!value) return fail(Code::BadInput, "Upload-Metadata holds a value that is not base64");
        if (!metadata.emplace(std::string(key), std::move(*value)).second) {
            return fail(Code::BadInput, "Upload-Metadata names a key twice");
        }
    }
    return metadata;
}

std::string formatMetadata(const Metadata& metadata) {
    std::string text;
    for (const auto& [key, value] : metadata) {
        if (!text.empty()) text += ',';
        text += key;
        if (!value.empty()) text += ' ' + base::toBase64(value);
    }
    return text;
}

base::Result<std::uint64_t> parseNumber(std::string_view text) {
    if (text.empty() || text.size() > 16) return fail(Code::BadInput, "not a number");
    std::uint64_t number = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return fail(Code::BadInput, "not a number");
        number = number * 10 + static_cast<std::uint64_t>(c - '0');
    }
    if (number > kLargestNumber) return fail(Code::TooLarge, "number beyond 2^53");
    return number;
}

base::Result<Checksum> parseChecksum(std::string_view header) {
    const auto blank = header.find(' ');
    if (blank == std::string_view::npos) return fail(Code::BadInput, "Upload-Checksum lacks its digest");
    const auto name = header.substr(0, blank);
    Checksum checksum;
    if (name == "sha1") checksum.algorithm = Algorithm::Sha1;
    if (name == "sha256") checksum.algorithm = Algorithm::Sha256;
    if (checksum.algorithm == Algorithm::Unknown) {
        return fail(Code::Unsupported, "checksum algorithm is not offered");
    }
    auto digest = base::fromBase64(header.substr(blank + 1));
    const std::size_t expected = checksum.algorithm == Algorithm::Sha1 ? 20 : 32;
    if (!digest || digest->size() != expected)
        return fail(Code::BadInput, "Upload-Checksum digest is malformed");
    checksum.digest = std::move(*digest);
    return checksum;
}

base::Result<std::string> resolveLocation(std::string_view requestUrl, std::string_view location) {
    const auto path = pathStart(requestUrl);
    if (path == std::string_view::npos) return fail(Code::BadInput, "the request's address is malformed");
    if (location.empty() || location.size() > 2048 ||
        !std::all_of(location.begin(), location.end(), isUrlLetter)) {
        return fail(Code::BadInput, "Location is malformed");
    }
    const auto origin = requestUrl.substr(0, path);
    if (location.substr(0, 2) == "//") return fail(Code::BadInput, "Location names another host");
    if (location.front() == '/') return std::string(origin) + std::string(location);
    const auto locationPath = pathStart(location);
    if (locationPath != std::string_view::npos) {
        if (location.substr(0, locationPath) != origin) {
            return fail(Code::BadInput, "Location names another host");
        }
        return std::string(location);
    }
    // Relative to the folder of the request (RFC 3986 section 5.2.3); dots are not resolved but refused.
    if (location.find("..") != std::string_view::npos) return fail(Code::BadInput, "Location climbs folders");
    const auto query = requestUrl.find_first_of("?#", path);
    const auto folder = requestUrl.substr(0, query).rfind('/');
    if (folder == std::string_view::npos || folder < path)
        return std::string(origin) + '/' + std::string(location);
    return std::string(requestUrl.substr(0, folder + 1)) + std::string(location);
}

std::uint32_t retryAfterSeconds(std::string_view header) {
    const auto seconds = parseNumber(base::trim(header));
    if (!seconds) return 0;
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(*seconds, kLongestRetry));
}

}  // namespace tus
