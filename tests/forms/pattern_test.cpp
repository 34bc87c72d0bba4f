#include "forms/pattern.h"

#include <catch2/catch.hpp>

using namespace forms;

namespace {

bool matches(std::string_view pattern, std::string_view text) {
    return Pattern::compile(pattern).value().matches(text);
}

}  // namespace

TEST_CASE("patterns match whole texts by code points") {
    CHECK(matches("^[0-9]{12}$", "001090999901"));
    CHECK_FALSE(matches("^[0-9]{12}$", "0010909999010"));
    CHECK(matches("^0[35789]\\d{8}$", "0905000123"));
    CHECK_FALSE(matches("^0[35789]\\d{8}$", "0105000123"));
    CHECK(matches("^a*ab?$", "aaa"));
    CHECK(matches("^a+b{1,2}c*$", "aabb"));
    CHECK_FALSE(matches("^a+b{1,2}c*$", "bb"));
    CHECK(matches("^[^@ ]+@[^@ ]+\\.vn$", "x.y@z.vn"));
    CHECK(matches("^.{3}$", "ễđư"));
    CHECK_FALSE(matches("^.{3}$", "a\nb"));
    CHECK(matches("^[a-cX-]{2,}$", "-X"));
    CHECK(matches("^a*a{2}$", "aaa"));
    CHECK(matches("^a*[ab]{2}b*$", "aab"));
    CHECK_FALSE(matches("^a*b{2}$", "aab"));
    CHECK(matches("^$", ""));
    CHECK_FALSE(matches("^$", "a"));
    CHECK(matches("^[\\]\\d]+$", "1]"));
}

TEST_CASE("without an anchor a part of the text suffices") {
    CHECK(matches("b{2}", "abbc"));
    CHECK_FALSE(matches("b{2}", "abcb"));
    CHECK(matches("^ab", "abc"));
    CHECK_FALSE(matches("^ab", "cab"));
    CHECK(matches("ab$", "cab"));
    CHECK_FALSE(matches("ab$", "abc"));
    CHECK(matches("^cost\\$", "cost$5"));
    CHECK(matches("", ""));
    CHECK(matches("", "a"));
    CHECK(matches("^", "a"));
}

TEST_CASE("what the subset does not have is refused") {
    for (const char* bad : {"^(a)$", "^a|b$", "^[a$", "^[]$", "^a{2$", "^a{3,1}$", "^a{99999}$", "^a**$",
                            "^\\w$", "^\\1$", "^a\\", "a^b", "^^a", "^[z-a]$", "^+$", "^a{,3}$", "^a$b$"}) {
        INFO(bad);
        CHECK_FALSE(Pattern::compile(bad).has_value());
    }
}

TEST_CASE("no pattern stalls on a long text") {
    const auto p = Pattern::compile("^a*a*a*a*a*a*a*a*a*a*b$").value();
    CHECK_FALSE(p.matches(std::string(8000, 'a')));
    CHECK(p.matches(std::string(8000, 'a') + "b"));
}
