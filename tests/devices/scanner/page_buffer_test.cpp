#include <catch2/catch.hpp>
#include <limits>

#include "devices/scanner/page_buffer.h"

using base::Code;
using devices::PageBuffer;
using From = PageBuffer::From;

namespace {

base::Bytes bytesOf(std::string_view text) {
    return base::bytesOf(text);
}

}  // namespace

TEST_CASE("a driver may write its header last") {
    PageBuffer buffer(100);
    REQUIRE(buffer.write(bytesOf("....rows")));
    REQUIRE(buffer.seek(0, From::Begin).value() == 0);
    REQUIRE(buffer.write(bytesOf("head")));
    CHECK(buffer.seek(0, From::Here).value() == 4);
    CHECK(buffer.seek(-2, From::End).value() == 6);
    base::Bytes back(4);
    CHECK(buffer.read(back) == 2);
    CHECK(back[0] == 'w');
    CHECK(buffer.read(back) == 0);
    CHECK(buffer.take() == bytesOf("headrows"));
    CHECK(buffer.size() == 0);
    REQUIRE(buffer.write(bytesOf("next")));
    CHECK(buffer.take() == bytesOf("next"));
}

TEST_CASE("a gap that a driver leaves holds zeros") {
    PageBuffer buffer(100);
    REQUIRE(buffer.seek(3, From::Begin));
    CHECK(buffer.size() == 0);
    REQUIRE(buffer.write(bytesOf("x")));
    CHECK(buffer.take() == base::Bytes{0, 0, 0, 'x'});
    REQUIRE(buffer.resize(5));
    CHECK(buffer.take() == base::Bytes(5));
}

TEST_CASE("nothing grows beyond the limit and no place lies before the beginning") {
    PageBuffer buffer(8);
    REQUIRE(buffer.write(bytesOf("12345678")));
    CHECK(buffer.write(bytesOf("9")).error().code == Code::TooLarge);
    CHECK(buffer.resize(9).error().code == Code::TooLarge);
    CHECK(buffer.seek(1, From::End).error().code == Code::TooLarge);
    CHECK(buffer.seek(std::numeric_limits<std::int64_t>::max(), From::Here).error().code == Code::TooLarge);
    CHECK(buffer.seek(std::numeric_limits<std::int64_t>::min(), From::End).error().code == Code::BadInput);
    CHECK(buffer.seek(-9, From::Here).error().code == Code::BadInput);
    CHECK(buffer.take() == bytesOf("12345678"));
}
