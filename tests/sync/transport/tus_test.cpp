#include <catch2/catch.hpp>

#include "sync/transport/status_client.h"
#include "sync/transport/tus.h"

TEST_CASE("Upload-Metadata says what was put in") {
    const tus::Metadata metadata{{"header", base::bytesOf("{\"a\":1}")}, {"note", {}}};
    const auto text = tus::formatMetadata(metadata);
    CHECK(text == "header eyJhIjoxfQ==,note");
    CHECK(tus::parseMetadata(text) == metadata);
    CHECK(tus::parseMetadata("")->empty());
    CHECK(tus::parseMetadata("a YQ==, b Yg==")->at("b") == base::bytesOf("b"));
}

TEST_CASE("hostile Upload-Metadata is refused") {
    const auto text = GENERATE(as<std::string>{}, ",", "a YQ==,", "a YQ==,a Yg==", "a Y", "a YQ", " ",
                               "a  YQ==", "a YQ== YQ==", "\x01 YQ==", "a \xff\xfe", "k\xc3\xa9 YQ==");
    CAPTURE(text);
    CHECK_FALSE(tus::parseMetadata(text));
    CHECK(tus::parseMetadata(std::string(tus::kMetadataLimit + 1, 'a')).error().code == base::Code::TooLarge);
}

TEST_CASE("numbers are digits and nothing else") {
    CHECK(tus::parseNumber("0") == 0u);
    CHECK(tus::parseNumber("9007199254740992") == (1ull << 53));
    const auto text = GENERATE(as<std::string>{}, "", "-1", "+1", " 1", "1 ", "0x10", "1e3",
                               "9007199254740993", "99999999999999999999999", "1\n");
    CAPTURE(text);
    CHECK_FALSE(tus::parseNumber(text));
}

TEST_CASE("a checksum names an algorithm that is offered and a digest of its size") {
    const auto good = tus::parseChecksum("sha1 qUqP5cyxm6YcTAhz05Hph5gvu9M=");
    REQUIRE(good);
    CHECK(good->algorithm == tus::Algorithm::Sha1);
    CHECK(good->digest.size() == 20);
    CHECK_FALSE(tus::parseChecksum("sha256 qUqP5cyxm6YcTAhz05Hph5gvu9M="));
    CHECK_FALSE(tus::parseChecksum("sha1"));
    CHECK(tus::parseChecksum("md5 qUqP5cyxm6YcTAhz05Hph5gvu9M=").error().code == base::Code::Unsupported);
}

TEST_CASE("an upload never leaves the server it was opened with") {
    const std::string request = "https://upstream.example:8443/v1/uploads";
    CHECK(tus::resolveLocation(request, "/v1/uploads/0a") == "https://upstream.example:8443/v1/uploads/0a");
    CHECK(tus::resolveLocation(request, "uploads/0a") == "https://upstream.example:8443/v1/uploads/0a");
    CHECK(tus::resolveLocation(request, "https://upstream.example:8443/x") ==
          "https://upstream.example:8443/x");
    const auto text = GENERATE(as<std::string>{}, "", "//evil.example/x", "http://upstream.example:8443/x",
                               "https://upstream.example/x", "https://upstream.example:8443@evil.example/x",
                               "https://evil.example:8443/x", "../x", "a b", "/x\r\nHost: y");
    CAPTURE(text);
    CHECK_FALSE(tus::resolveLocation(request, text));
}

TEST_CASE("Retry-After counts in seconds, at most an hour") {
    CHECK(tus::retryAfterSeconds("7") == 7);
    CHECK(tus::retryAfterSeconds("99999") == 3600);
    CHECK(tus::retryAfterSeconds("Fri, 31 Dec 2027 23:59:59 GMT") == 0);
    CHECK(tus::retryAfterSeconds("") == 0);
}

TEST_CASE("a feed page is taken apart or refused whole") {
    const auto page = transport::parseFeedPage(base::viewOf(R"({"events":[{"b":2,"a":1},{}]})"));
    REQUIRE(page);
    CHECK(page->events.size() == 2);
    CHECK(base::textOf(page->events.front()) == R"({"a":1,"b":2})");
    CHECK(page->pack.empty());
    const auto told = transport::parseFeedPage(base::viewOf(R"({"events":[],"pack":{"b":2,"a":1}})"));
    REQUIRE(told);
    CHECK(base::textOf(told->pack) == R"({"a":1,"b":2})");
    const auto text = GENERATE(as<std::string>{}, "", "[]", "{}", R"({"events":1})", R"({"events":[1]})",
                               R"({"events":[],"pack":1})",
                               "{\"events\":[", "\xff");
    CAPTURE(text);
    CHECK_FALSE(transport::parseFeedPage(base::viewOf(text)));
}
