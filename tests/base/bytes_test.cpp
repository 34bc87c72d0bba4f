#include <catch2/catch.hpp>

#include "base/bytes.h"
#include "base/clock.h"
#include "base/digest.h"
#include "base/id.h"
#include "base/log.h"
#include "base/secret_bytes.h"

using namespace base;

TEST_CASE("hex and base64 give back what went in and refuse anything else") {
    const Bytes bytes = {0x00, 0xff, 0x10, 0x7f, 0x80};
    CHECK(toHex(bytes) == "00ff107f80");
    CHECK(fromHex("00FF107f80").value() == bytes);
    CHECK(fromHex("0").error().code == Code::BadInput);
    CHECK(fromHex("zz").error().code == Code::BadInput);
    CHECK(toBase64(viewOf("foobar")) == "Zm9vYmFy");
    CHECK(toBase64(viewOf("fooba")) == "Zm9vYmE=");
    CHECK(toBase64Url(viewOf("fooba")) == "Zm9vYmE");
    CHECK(textOf(fromBase64("Zm9vYmE=").value()) == "fooba");
    CHECK_FALSE(fromBase64("Zm9v YmE=").has_value());
    CHECK_FALSE(fromBase64Url("Zm9vYmE=").has_value());
    CHECK(fromBase64("").value().empty());
}

TEST_CASE("SHA-256 agrees with the FIPS 180-4 example and may be fed in pieces") {
    const std::string expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    CHECK(toHex(sha256(viewOf("abc"))) == expected);
    Sha256 pieces;
    pieces.update(viewOf("a"));
    pieces.update(viewOf("bc"));
    CHECK(toHex(pieces.finish()) == expected);
}

// The values for empty input and for one byte of zero stand in xxHash's own test vectors.
TEST_CASE("the check against damage sees a single bit") {
    CHECK(toHex(damageCheck({})) == "99aa06d3014798d86001c324468d497f");
    Bytes bytes(300'000, 7);
    const auto before = damageCheck(bytes);
    bytes[123'456] ^= 1;
    CHECK(damageCheck(bytes) != before);
}

TEST_CASE("identifiers sort by time and nothing else passes as one") {
    const Instant t0 = parseUtc("2026-11-21T00:00:00Z").value();
    const std::string early = newId(t0), late = newId(t0 + std::chrono::seconds(1));
    CHECK(early < late);
    CHECK(isId(early));
    CHECK(early[14] == '7');
    CHECK_FALSE(isId("../../etc/passwd"));
    CHECK_FALSE(isId(early + "0"));
    CHECK_FALSE(isId("01234567-89AB-7def-8123-456789abcdef"));
}

TEST_CASE("a secret is moved, not shared, and compares by content") {
    SecretBytes key = SecretBytes::copyOf(viewOf("0123456789abcdef"));
    SecretBytes moved = std::move(key);
    CHECK(key.empty());
    CHECK(moved.equals(viewOf("0123456789abcdef")));
    CHECK_FALSE(moved.equals(viewOf("0123456789abcdeg")));
    CHECK_FALSE(moved.equals(viewOf("short")));
    CHECK_FALSE(SecretBytes::random(32).equals(SecretBytes::random(32).view()));
}

TEST_CASE("a log field is JSON whatever it holds") {
    CHECK(log::Field("a", "x\"y\n\x01").json() == "\"x\\\"y\\u000a\\u0001\"");
    CHECK(log::Field("n", 42).json() == "42");
    CHECK(log::Field("b", true).json() == "true");
    STATIC_REQUIRE_FALSE(std::is_constructible_v<log::Field, std::string_view, Pii<std::string>>);
}
