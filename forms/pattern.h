// Inside of this room: the patterns a schema may use, a small subset of ECMA-262 that is matched in time
// proportional to pattern times text, so that neither a schema nor a record can stall the station: single
// signs, '.', \d, escaped punctuation and classes [a-z0-9], each with ? * + {n} {n,} {n,m}; ^ may stand first
// and $ last. No groups, no alternatives. Threads: immutable after compiling.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"

namespace forms {

class Pattern {
public:
    static base::Result<Pattern> compile(
        std::string_view text);                 // SchemaInvalid, saying what is not supported
    const std::string& text() const { return text_; }
    bool matches(std::string_view text) const;  // by code points; without ^ or $ some part of the text

private:
    struct Item {
        std::vector<std::pair<char32_t, char32_t>> ranges;
        bool negated = false;
        std::size_t least = 1;
        std::size_t most = 1;
        bool takes(char32_t c) const;
    };
    friend class PatternReader;
    std::string text_;
    std::vector<Item> items_;
    bool fromStart_ = false;
    bool toEnd_ = false;
};

}  // namespace forms
