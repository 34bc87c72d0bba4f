// The words of the tus 1.0.0 resumable upload protocol (tus.io/protocols/resumable-upload, extensions
// creation, checksum, termination, expiration), read and written the same way at both ends of the road.
// Everything read here comes from outside and is refused when it is not exactly what the protocol allows.
// Threads: pure functions. Errors: BadInput, TooLarge; Unsupported for an unknown checksum algorithm.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "base/bytes.h"

namespace tus {

inline constexpr std::string_view kVersion = "1.0.0";
inline constexpr std::string_view kExtensions = "creation,expiration,checksum,termination";
inline constexpr std::string_view kChecksumAlgorithms = "sha256,sha1";
inline constexpr std::string_view kContentType = "application/offset+octet-stream";
inline constexpr unsigned kChecksumMismatch = 460;       // the status the checksum extension defines
inline constexpr std::size_t kMetadataLimit = 12 << 10;  // bytes of the whole Upload-Metadata header

using Metadata = std::map<std::string, base::Bytes>;

// "key b64,key b64": keys unique, ASCII without blank or comma, values base64 or absent.
base::Result<Metadata> parseMetadata(std::string_view header);
std::string formatMetadata(const Metadata& metadata);

// Decimal digits only: no sign, no blank, at most 2^53 so that every peer can hold it.
base::Result<std::uint64_t> parseNumber(std::string_view text);

enum class Algorithm { Unknown = 0, Sha1, Sha256 };

struct Checksum {
    Algorithm algorithm = Algorithm::Unknown;
    base::Bytes digest;
};
// "sha256 b64": the digest has the algorithm's size.
base::Result<Checksum> parseChecksum(std::string_view header);

// The address a Location header means, seen from the request's URL. Another scheme, host or port is refused:
// an upload never leaves the server it was opened with.
base::Result<std::string> resolveLocation(std::string_view requestUrl, std::string_view location);

// Whole seconds of a Retry-After header; its date form and anything else count as absent (0). At most an
// hour.
std::uint32_t retryAfterSeconds(std::string_view header);

}  // namespace tus
