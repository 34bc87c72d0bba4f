// Reading and writing the JSON of packet and vault. Internal: included by .cpp files only, since it brings
// nlohmann in. A reader takes members out of one object and remembers the first that is missing or breaks its
// rule; members that it does not ask for are passed over, so that a newer sender may add some.
#pragma once

#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/clock.h"
#include "sync/packet/keys.h"
#include "sync/packet/packet.h"

namespace packet::json {

using Value = nlohmann::json;

inline constexpr int kMostDepth = 16;

// BadInput for anything but one JSON object in UTF-8, nested kMostDepth deep at most.
base::Result<Value> parseObject(base::ByteView bytes);
// Keys sorted, no blanks, UTF-8 unescaped. BadInput when a text in it is not UTF-8.
base::Result<std::string> dump(const Value& value);

class Reader {
public:
    // `object` must outlive the reader. Anything but an object is the first error.
    explicit Reader(const Value& object, std::string where = "");

    std::string text(const char* name, std::size_t most);    // may be empty
    std::string filled(const char* name, std::size_t most);  // not empty
    std::string token(const char* name);                     // isToken
    std::string id(const char* name);                        // base::isId
    std::string idOrNone(const char* name);                  // base::isId or empty
    std::string hex(const char* name, std::size_t digits);   // lower case
    base::Bytes bytes(const char* name, std::size_t most);   // base64url
    std::uint64_t number(const char* name, std::uint64_t least, std::uint64_t most);
    base::Instant time(const char* name);
    Purpose purpose(const char* name);
    // Calls `each` for every element of an array of at most `most`.
    void list(const char* name, std::size_t most, const std::function<void(const Value&)>& each);
    const Value& object(const char* name);  // an empty object when it is missing

    // For rules of the caller's own.
    void refuse(std::string_view what);
    bool good() const { return problem_.empty(); }
    base::Result<void> done() const;  // BadInput with the first problem

private:
    const Value* find(const char* name);
    const Value& object_;
    std::string where_;
    std::string problem_;
};

// What names kinds, stations, units and versions: [A-Za-z0-9._-], 1 to 64 characters.
bool isToken(std::string_view text);
bool isHex(std::string_view text, std::size_t digits);
std::string_view purposeName(Purpose purpose);

}  // namespace packet::json
