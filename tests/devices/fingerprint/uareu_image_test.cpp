#include "devices/fingerprint/uareu_image.h"

#include <catch2/catch.hpp>

#include "devices/virtual/dice.h"

using namespace devices;
using base::Code;

namespace {

base::Bytes frameOf(int rows, std::initializer_list<UareuBlock> blocks) {
    base::Bytes frame(kUareuHeaderSize + static_cast<std::size_t>(rows) * kUareuWidth, 0);
    frame[4] = static_cast<std::uint8_t>(rows);
    frame[5] = static_cast<std::uint8_t>(rows >> 8);
    std::size_t at = 16;
    for (const auto& block : blocks) {
        frame[at++] = block.flags;
        frame[at++] = block.rows;
    }
    return frame;
}

base::Result<std::uint32_t> anyKey(std::uint8_t number) {
    return 0xC0FFEEu + number;
}

}  // namespace

TEST_CASE("a header tells rows and blocks, and lies are refused") {
    const auto header = parseUareuHeader(frameOf(289, {{2, 200}, {0, 89}}));
    REQUIRE(header);
    CHECK(header->rows == 289);
    CHECK(header->blocks.size() == 2);
    CHECK(parseUareuHeader({}).error().code == Code::DeviceFault);
    CHECK(parseUareuHeader(base::Bytes(63)).error().code == Code::DeviceFault);
    CHECK(parseUareuHeader(frameOf(0, {{2, 1}})).error().code == Code::ProtocolError);
    CHECK(parseUareuHeader(frameOf(291, {{2, 1}})).error().code == Code::ProtocolError);
    CHECK(parseUareuHeader(frameOf(10, {})).error().code == Code::ProtocolError);
    CHECK(parseUareuHeader(frameOf(10, {{2, 255}, {2, 255}})).error().code == Code::ProtocolError);
}

TEST_CASE("a plain picture is inverted and turned; a failing key exchange is passed on") {
    auto frame = frameOf(2, {{0, 2}});
    frame[kUareuHeaderSize] = 7;
    const auto image = decodeUareuFrame(frame, anyKey);
    REQUIRE(image);
    CHECK(image->height == 2);
    CHECK(image->pixels.back() == 248);
    CHECK(image->pixels.front() == 255);

    auto noise = frameOf(4, {{2, 4}});
    Dice dice(5);
    for (std::size_t i = kUareuHeaderSize; i < noise.size(); ++i)
        noise[i] = static_cast<std::uint8_t>(dice.bits());
    CHECK(looksScrambled(noise));
    CHECK(decodeUareuFrame(noise, anyKey));
    const auto refused = decodeUareuFrame(noise, [](std::uint8_t) {
        return base::Result<std::uint32_t>(base::fail(Code::Disconnected, "gone"));
    });
    CHECK(refused.error().code == Code::Disconnected);
    noise.resize(noise.size() - 1);
    CHECK(decodeUareuFrame(noise, anyKey).error().code == Code::DeviceFault);
}

TEST_CASE("no frame of random or changed bytes leaves the rails") {
    Dice dice(99);
    const auto seed = frameOf(8, {{2, 3}, {1, 1}, {0x82, 4}});
    for (int round = 0; round < 3000; ++round) {
        auto frame = seed;
        for (std::size_t i = kUareuHeaderSize; i < frame.size(); i += 3)
            frame[i] = static_cast<std::uint8_t>(dice.bits());
        for (int change = 0; change < 4; ++change)
            frame[dice.bits() % kUareuHeaderSize] = static_cast<std::uint8_t>(dice.bits());
        frame.resize(dice.bits() % (frame.size() + 1));
        const auto image = decodeUareuFrame(frame, anyKey);
        if (!image) continue;
        CHECK(image->height <= kUareuMostRows);
        CHECK(image->pixels.size() == static_cast<std::size_t>(image->width * image->height));
    }
}
