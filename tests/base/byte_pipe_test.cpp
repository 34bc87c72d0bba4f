#include <algorithm>
#include <catch2/catch.hpp>
#include <numeric>
#include <stdexcept>
#include <thread>

#include "base/byte_pipe.h"

using namespace base;

namespace {

Bytes counting(std::size_t size) {
    Bytes bytes(size);
    std::iota(bytes.begin(), bytes.end(), std::uint8_t{0});
    return bytes;
}

Code codeOf(const Result<void>& result) { return result ? Code::Unknown : result.error().code; }

// Reads to the end on a thread of its own; afterwards `sizes` are the pieces' and `all` their bytes.
struct Reading {
    std::vector<std::size_t> sizes;
    Bytes all;
    std::jthread thread;

    explicit Reading(PipeReader reader)
        : thread([this, reader = std::move(reader)]() mutable {
              while (true) {
                  const auto piece = reader.read();
                  if (!piece) return reader.close(Failure(piece.error()));
                  if (piece->empty()) return reader.close({});
                  sizes.push_back(piece->size());
                  all.insert(all.end(), piece->begin(), piece->end());
              }
          }) {}
};

}  // namespace

TEST_CASE("what is written in any portions is read in whole pieces and in order") {
    const std::size_t portion = GENERATE(1u, 7u, 64u, 1000u, 5003u);
    const Bytes sent = counting(5003);
    auto [writer, reader] = makePipe(64, 2);
    Reading reading(std::move(reader));
    for (std::size_t at = 0; at < sent.size(); at += portion) {
        REQUIRE(writer.write(ByteView(sent).subspan(at, std::min(portion, sent.size() - at))));
    }
    writer.finish();
    CHECK(writer.answer());
    reading.thread.join();
    CHECK(reading.all == sent);
    REQUIRE(reading.sizes.size() == 79);
    CHECK(std::all_of(reading.sizes.begin(), reading.sizes.end() - 1, [](std::size_t size) { return size == 64; }));
    CHECK(reading.sizes.back() == 5003 % 64);
}

TEST_CASE("a pipe without bytes ends at once") {
    auto [writer, reader] = makePipe(64, 2);
    writer.finish();
    CHECK(reader.read().value().empty());
    CHECK(reader.read().value().empty());
    reader.close({});
    CHECK(writer.answer());
    CHECK(codeOf(writer.write(counting(64))) == Code::Cancelled);
}

TEST_CASE("the writer's error is the reader's, and nothing half is read any more") {
    auto [writer, reader] = makePipe(64, 4);
    REQUIRE(writer.write(counting(200)));
    writer.fail({Code::CryptoFailed, Recovery::Fatal, "sealing stopped"});
    CHECK(reader.read().error().code == Code::CryptoFailed);
    reader.close(fail(Code::CryptoFailed, "rolled back"));
    CHECK(codeOf(writer.answer()) == Code::CryptoFailed);
}

TEST_CASE("a reader that closes wakes a writer that waits on a full pipe") {
    auto [writer, reader] = makePipe(64, 1);
    REQUIRE(writer.write(counting(64)));
    std::jthread closing([reader = std::move(reader)]() mutable {
        if (reader.read()) reader.close(fail(Code::DiskFull, "no space"));
    });
    Result<void> written;
    while (written) written = writer.write(counting(64));
    CHECK(codeOf(written) == Code::DiskFull);
    writer.finish();
    CHECK(codeOf(writer.answer()) == Code::DiskFull);
}

TEST_CASE("an end that goes away by an exception ends the other") {
    SECTION("the writer") {
        auto [writer, reader] = makePipe(64, 1);
        std::jthread writing([writer = std::move(writer)]() mutable {
            try {
                const PipeWriter end = std::move(writer);
                throw std::runtime_error("thrown while writing");
            } catch (const std::runtime_error&) {  // as whoever owns this thread would
            }
        });
        CHECK(reader.read().error().code == Code::Cancelled);
    }
    SECTION("the reader") {
        auto [writer, reader] = makePipe(64, 1);
        std::jthread reading([reader = std::move(reader)]() mutable {
            try {
                const PipeReader end = std::move(reader);
                throw std::runtime_error("thrown while reading");
            } catch (const std::runtime_error&) {  // as above
            }
        });
        Result<void> written;
        while (written) written = writer.write(counting(64));
        CHECK(codeOf(written) == Code::Cancelled);
        writer.fail(written.error());
        CHECK(codeOf(writer.answer()) == Code::Cancelled);
    }
    SECTION("the reader before it was ever run") {
        auto [writer, reader] = makePipe(64, 1);
        { const PipeReader dropped = std::move(reader); }
        CHECK(codeOf(writer.write(counting(1000))) == Code::Cancelled);
    }
}
