// Inside of this room: JSON read once, strictly, into a plain tree, so that the parser library stays in one
// file. Strict: UTF-8 only, no duplicate keys, bounded nesting and length, whole input. Threads: plain
// values.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace forms::json {

inline constexpr std::size_t kMaxDepth = 32;
inline constexpr std::size_t kMaxMembers = 2000;  // of one object or list

enum class Kind { Unknown = 0, Null, Boolean, Integer, Number, Text, List, Object };
// Whether fractions are taken. A fraction of zero is an integer: 1.0 is 1.
enum class Numbers { Unknown = 0, Integers, All };

struct Member;

struct Value {
    Kind kind = Kind::Null;
    bool boolean = false;
    long long integer = 0;
    double number = 0;  // Number: what no Integer is
    std::string text;
    std::vector<Value> items;     // of a list
    std::vector<Member> members;  // of an object, in the order of the file

    const Value* find(std::string_view key) const;
};

struct Member {
    std::string name;
    Value value;
};

// BadInput with the place; TooLarge beyond `limit` bytes.
base::Result<Value> parse(std::string_view text, std::size_t limit, Numbers numbers = Numbers::Integers);

// The text as a JSON string with its quotes; control characters escaped, everything else as it is.
std::string quoted(std::string_view text);

// The same text for values that are equal, whatever the order of an object's keys.
std::string canonical(const Value& value);

}  // namespace forms::json
