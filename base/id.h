// Identifiers that sort by time: UUID version 7 (RFC 9562 section 5.7), lower case with hyphens.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace base {

std::string newId(std::chrono::system_clock::time_point now);
// True for any well-formed lower-case UUID; what arrives from outside is checked with it before it names a file.
bool isId(std::string_view text);

}  // namespace base
