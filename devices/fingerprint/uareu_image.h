// The picture format of the DigitalPersona U.are.U 4500 / 4000B: a 64-byte header, then rows of 384 grey
// bytes in blocks, most of them scrambled by a 32-bit shift register. Bytes come from a device and are not
// trusted. Source: the published protocol facts of the libfprint project and a recording of a real reader.
// Threads: pure functions. Errors: DeviceFault (shorter than it promises), ProtocolError (a header that
// cannot be).
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "devices/image.h"

namespace devices {

constexpr int kUareuWidth = 384;
constexpr int kUareuMostRows = 290;
constexpr std::size_t kUareuHeaderSize = 64;
constexpr double kUareuDpi = 512;  // nominal; the maker names 512 dpi for this sensor

struct UareuBlock {
    std::uint8_t flags = 0;
    std::uint8_t rows = 0;
};

struct UareuHeader {
    int rows = 0;  // as the header counts them: those present in the data
    std::uint8_t keyNumber = 0;
    std::vector<UareuBlock> blocks;  // up to the first empty one
};

base::Result<UareuHeader> parseUareuHeader(base::ByteView frame);

// A scrambled picture is noise: neighboring rows have nothing in common.
bool looksScrambled(base::ByteView frame);

// Asks the reader for the key of that number (the register value XOR our seed).
using UareuKeySource = std::function<base::Result<std::uint32_t>(std::uint8_t keyNumber)>;

// The picture as one looks at it: unscrambled, ridges dark, turned by 180 degrees (the 4500 lies upside
// down).
base::Result<Image> decodeUareuFrame(base::ByteView frame, const UareuKeySource& keyOf);

// One step of the scrambling register, and the byte it yields. Public for the scripted reader of the tests.
std::uint32_t nextUareuKey(std::uint32_t key);
std::uint8_t uareuKeyByte(std::uint32_t key);

}  // namespace devices
