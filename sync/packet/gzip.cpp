#include "sync/packet/gzip.h"

#include <libdeflate.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace packet {
namespace {

using base::Bytes;
using base::ByteView;
using base::Code;
using base::fail;
using base::Result;

constexpr int kRawWindow = -15;       // the largest window, no clothes: the writer makes its own
constexpr int kGzipWindow = 15 + 16;  // the largest window, in gzip clothes (zlib.h)
constexpr int kMemory = 8;            // zlib's default
constexpr int kDeflate = 6;
constexpr int kStore = 0;
constexpr std::size_t kOut = 128u << 10;
constexpr std::size_t kMostAtOnce = 1u << 30;  // zlib counts in unsigned int

// Deflate, no name, no time, written on Unix: what zlib itself would put in front (RFC 1952, section 2.3).
constexpr std::array<std::uint8_t, 10> kGzipHeader{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3};

Bytef* inputOf(ByteView bytes) {
    return const_cast<Bytef*>(bytes.data());
}  // zlib does not write there

}  // namespace

// The check is libdeflate's: eight times as fast as zlib's, which is most of what storing a picture costs.
struct GzipWriter::State {
    ByteSink sink;
    z_stream stream{};
    std::uint32_t check = 0;  // CRC-32 of what was written
    std::uint32_t size = 0;   // its bytes modulo 2^32
    int level = kDeflate;
    Bytes out = Bytes(kOut);

    // Hands over what zlib has written and gives it the whole buffer again.
    Result<void> flushOut() {
        const std::size_t made = out.size() - stream.avail_out;
        stream.next_out = out.data();
        stream.avail_out = static_cast<uInt>(out.size());
        if (made == 0) return {};
        return sink(ByteView(out).first(made));
    }

    Result<void> writeTrailer() {
        std::array<std::uint8_t, 8> trailer{};
        for (std::size_t i = 0; i < 4; ++i) {
            trailer[i] = static_cast<std::uint8_t>(check >> 8 * i);
            trailer[4 + i] = static_cast<std::uint8_t>(size >> 8 * i);
        }
        return sink(trailer);
    }

    Result<void> setLevel(int wanted) {
        if (wanted == level) return {};
        level = wanted;
        while (true) {
            if (auto flushed = flushOut(); !flushed) return flushed;
            const int result = deflateParams(&stream, wanted, Z_DEFAULT_STRATEGY);
            if (result == Z_OK) return {};
            if (result != Z_BUF_ERROR) return fail(Code::Internal, "deflateParams failed");
        }
    }
};

GzipWriter::GzipWriter(ByteSink sink) : state_(std::make_unique<State>()) {
    state_->sink = std::move(sink);
    // Fails only without memory.
    if (deflateInit2(&state_->stream, kDeflate, Z_DEFLATED, kRawWindow, kMemory, Z_DEFAULT_STRATEGY) !=
        Z_OK) {
        std::abort();
    }
    std::copy(kGzipHeader.begin(), kGzipHeader.end(), state_->out.begin());
    state_->stream.next_out = state_->out.data() + kGzipHeader.size();
    state_->stream.avail_out = static_cast<uInt>(state_->out.size() - kGzipHeader.size());
}

GzipWriter::~GzipWriter() {
    deflateEnd(&state_->stream);
}

Result<void> GzipWriter::write(ByteView bytes, Content content) {
    if (bytes.size() > kMostAtOnce) return fail(Code::TooLarge, "too much for one gzip write");
    if (auto set = state_->setLevel(content == Content::Compressed ? kStore : kDeflate); !set) return set;
    if (bytes.empty()) return {};
    z_stream& stream = state_->stream;
    state_->check = libdeflate_crc32(state_->check, bytes.data(), bytes.size());
    state_->size += static_cast<std::uint32_t>(bytes.size());
    stream.next_in = inputOf(bytes);
    stream.avail_in = static_cast<uInt>(bytes.size());
    while (stream.avail_in > 0) {
        if (deflate(&stream, Z_NO_FLUSH) != Z_OK) return fail(Code::Internal, "deflate failed");
        if (stream.avail_out == 0) {
            if (auto flushed = state_->flushOut(); !flushed) return flushed;
        }
    }
    return {};
}

Result<void> GzipWriter::finish() {
    while (true) {
        const int result = deflate(&state_->stream, Z_FINISH);
        if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR) {
            return fail(Code::Internal, "deflate failed");
        }
        if (auto flushed = state_->flushOut(); !flushed) return flushed;
        if (result == Z_STREAM_END) return state_->writeTrailer();
    }
}

struct GzipReader::State {
    ByteSink sink;
    z_stream stream{};
    Bytes out = Bytes(kOut);
    bool ended = false;
};

GzipReader::GzipReader(ByteSink sink) : state_(std::make_unique<State>()) {
    state_->sink = std::move(sink);
    if (inflateInit2(&state_->stream, kGzipWindow) != Z_OK) std::abort();  // fails only without memory
}

GzipReader::~GzipReader() {
    inflateEnd(&state_->stream);
}

Result<void> GzipReader::write(ByteView bytes) {
    if (bytes.size() > kMostAtOnce) return fail(Code::TooLarge, "too much for one gzip read");
    z_stream& stream = state_->stream;
    stream.next_in = inputOf(bytes);
    stream.avail_in = static_cast<uInt>(bytes.size());
    bool outputFull = false;
    while (stream.avail_in > 0 || outputFull) {
        if (state_->ended) return fail(Code::Corrupt, "bytes behind the end of gzip");
        stream.next_out = state_->out.data();
        stream.avail_out = static_cast<uInt>(state_->out.size());
        const int result = inflate(&stream, Z_NO_FLUSH);
        if (result == Z_BUF_ERROR) return {};  // it wants more input
        if (result != Z_OK && result != Z_STREAM_END) return fail(Code::Corrupt, "gzip is damaged");
        const std::size_t made = state_->out.size() - stream.avail_out;
        if (made > 0) {
            if (auto taken = state_->sink(ByteView(state_->out).first(made)); !taken) return taken;
        }
        state_->ended = result == Z_STREAM_END;
        outputFull = !state_->ended && stream.avail_out == 0;
    }
    return {};
}

Result<void> GzipReader::finish() {
    if (!state_->ended) return fail(Code::Corrupt, "gzip ends early");
    return {};
}

}  // namespace packet
