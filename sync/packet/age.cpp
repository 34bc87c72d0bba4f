#include "sync/packet/age.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/text.h"
#include "sync/packet/chunk_cipher.h"
#include "sync/packet/crypto.h"

namespace packet {
namespace {

using base::Bytes;
using base::ByteView;
using base::Code;
using base::fail;
using base::Failure;
using base::Result;
using base::SecretBytes;

constexpr std::string_view kIntro = "age-encryption.org/v1\n";
constexpr std::string_view kX25519Info = "age-encryption.org/v1/X25519";
constexpr std::size_t kFileKey = 16;
constexpr std::size_t kPayloadNonce = 16;
constexpr std::size_t kTag = crypto_aead_chacha20poly1305_ietf_ABYTES;
constexpr std::size_t kChunk = 64u << 10;
constexpr std::size_t kSealedChunk = kChunk + kTag;
constexpr std::size_t kBodyColumns = 64;
constexpr std::size_t kMostHeader = 64u << 10;

Failure badHeader(const char* why) {
    return fail(Code::BadInput, std::string("age header: ") + why);
}

// --- text ---

// age writes base64 without padding.
std::string toUnpadded(ByteView bytes) {
    std::string text = base::toBase64(bytes);
    while (text.ends_with('=')) text.pop_back();
    return text;
}

Result<Bytes> fromUnpadded(std::string_view text) {
    if (text.find('=') != std::string_view::npos) return badHeader("padded base64");
    std::string padded(text);
    while (padded.size() % 4 != 0) padded.push_back('=');
    auto bytes = base::fromBase64(padded);
    if (!bytes) return badHeader("not base64");
    return bytes;
}

// --- keys ---

// The key that wraps a file key for one recipient. Nothing when the share is a low-order point.
std::optional<SecretBytes> wrapKey(const SecretBytes& scalar, ByteView point, ByteView share,
                                   ByteView recipient) {
    SecretBytes shared(crypto_scalarmult_BYTES);
    if (crypto_scalarmult(shared.data(), scalar.data(), point.data()) != 0) return std::nullopt;
    Bytes salt(share.begin(), share.end());
    salt.insert(salt.end(), recipient.begin(), recipient.end());
    return hkdf(shared.view(), salt, kX25519Info, kKeySize);
}

std::array<std::uint8_t, 32> headerMac(const SecretBytes& fileKey, std::string_view header) {
    const SecretBytes key = hkdf(fileKey.view(), {}, "header", 32);
    std::array<std::uint8_t, 32> mac{};
    crypto_auth_hmacsha256(mac.data(), base::viewOf(header).data(), header.size(), key.data());
    return mac;
}

constexpr std::array<std::uint8_t, crypto_aead_chacha20poly1305_ietf_NPUBBYTES> kZeroNonce{};

// The nonces of the payload: a counter of 11 bytes, big endian, and a byte that marks the last chunk.
enum class Place { Unknown = 0, Middle, Last };

class ChunkNonce {
public:
    const ChunkSealer::Nonce& next(Place place) {
        for (std::size_t i = 0; i < 8; ++i) bytes_[10 - i] = static_cast<std::uint8_t>(counter_ >> 8 * i);
        bytes_[11] = place == Place::Last ? 1 : 0;
        ++counter_;
        return bytes_;
    }
    bool first() const { return counter_ == 0; }

private:
    std::uint64_t counter_ = 0;
    ChunkSealer::Nonce bytes_{};
};

// --- header ---

Result<std::string> stanzaFor(const AgeRecipient& recipient, const SecretBytes& fileKey) {
    const AgeIdentity ephemeral = AgeIdentity::generate();
    const ByteView share = ephemeral.recipient().bytes();
    const auto key = wrapKey(ephemeral.secret(), recipient.bytes(), share, recipient.bytes());
    if (!key) return fail(Code::BadInput, "age recipient is a low-order point");
    std::array<std::uint8_t, kFileKey + kTag> body{};
    crypto_aead_chacha20poly1305_ietf_encrypt(body.data(), nullptr, fileKey.data(), fileKey.size(), nullptr,
                                              0, nullptr, kZeroNonce.data(), key->data());
    return "-> X25519 " + toUnpadded(share) + "\n" + toUnpadded(body) + "\n";
}

struct Stanza {
    std::vector<std::string_view> arguments;
    Bytes body;
};

struct Header {
    std::vector<Stanza> stanzas;
    std::string_view authenticated;  // what the MAC covers
    Bytes mac;
};

// Reads line by line; every line ends with a line feed.
class HeaderLines {
public:
    explicit HeaderLines(std::string_view text) : text_(text) {}
    std::optional<std::string_view> next() {
        const std::size_t end = text_.find('\n', at_);
        if (end == std::string_view::npos) return std::nullopt;
        const std::string_view line = text_.substr(at_, end - at_);
        at_ = end + 1;
        return line;
    }
    std::size_t at() const { return at_; }

private:
    std::string_view text_;
    std::size_t at_ = 0;
};

bool isArgument(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= 33 && c <= 126; });
}

Result<Bytes> readBody(HeaderLines& lines) {
    std::string encoded;
    while (true) {
        const auto line = lines.next();
        if (!line || line->size() > kBodyColumns) return badHeader("stanza body of wrong shape");
        encoded += *line;
        if (line->size() < kBodyColumns) return fromUnpadded(encoded);
    }
}

Result<Header> parseHeader(std::string_view text) {
    Header header;
    HeaderLines lines(text);
    if (!text.starts_with(kIntro)) return badHeader("not an age v1 file");
    (void)lines.next();
    while (true) {
        const std::size_t start = lines.at();
        const auto line = lines.next();
        if (!line) return badHeader("ends early");
        if (line->starts_with("--- ")) {
            header.authenticated = text.substr(0, start + 3);
            auto mac = fromUnpadded(line->substr(4));
            if (!mac || mac->size() != 32) return badHeader("malformed MAC");
            header.mac = std::move(*mac);
            if (header.stanzas.empty()) return badHeader("no recipient");
            return header;
        }
        if (!line->starts_with("-> ")) return badHeader("unexpected line");
        Stanza stanza;
        stanza.arguments = base::split(line->substr(3), ' ');
        if (!std::all_of(stanza.arguments.begin(), stanza.arguments.end(), isArgument)) {
            return badHeader("malformed stanza arguments");
        }
        auto body = readBody(lines);
        if (!body) return Failure(body.error());
        stanza.body = std::move(*body);
        header.stanzas.push_back(std::move(stanza));
    }
}

// The file key if this stanza is for the identity; nothing if it is for someone else.
Result<std::optional<SecretBytes>> unwrap(const Stanza& stanza, const AgeIdentity& identity) {
    if (stanza.arguments[0] != "X25519") return std::optional<SecretBytes>();
    if (stanza.arguments.size() != 2) return badHeader("X25519 stanza of wrong shape");
    const auto share = fromUnpadded(stanza.arguments[1]);
    if (!share || share->size() != crypto_scalarmult_BYTES || stanza.body.size() != kFileKey + kTag) {
        return badHeader("X25519 stanza of wrong shape");
    }
    const auto key = wrapKey(identity.secret(), *share, *share, identity.recipient().bytes());
    if (!key) return badHeader("X25519 share of low order");
    SecretBytes fileKey(kFileKey);
    if (crypto_aead_chacha20poly1305_ietf_decrypt(fileKey.data(), nullptr, nullptr, stanza.body.data(),
                                                  stanza.body.size(), nullptr, 0, kZeroNonce.data(),
                                                  key->data()) != 0) {
        return std::optional<SecretBytes>();
    }
    return std::optional<SecretBytes>(std::move(fileKey));
}

Result<SecretBytes> fileKeyOf(const Header& header, const AgeIdentity& identity) {
    std::optional<SecretBytes> fileKey;
    for (const Stanza& stanza : header.stanzas) {
        if (stanza.arguments[0] == "scrypt" && header.stanzas.size() > 1) {
            return badHeader("scrypt stanza among others");
        }
        auto unwrapped = unwrap(stanza, identity);
        if (!unwrapped) return Failure(unwrapped.error());
        if (*unwrapped && !fileKey) fileKey = std::move(**unwrapped);
    }
    if (!fileKey) return fail(Code::KeyUnknown, "age file is not for this identity");
    const auto mac = headerMac(*fileKey, header.authenticated);
    if (sodium_memcmp(mac.data(), header.mac.data(), mac.size()) != 0) {
        return fail(Code::Corrupt, "age header was changed");
    }
    return std::move(*fileKey);
}

// Where the header ends in `text` (behind the MAC line), if it does.
std::optional<std::size_t> headerEnd(std::string_view text) {
    const std::size_t mac = text.find("\n---");
    if (mac == std::string_view::npos) return std::nullopt;
    const std::size_t end = text.find('\n', mac + 1);
    if (end == std::string_view::npos) return std::nullopt;
    return end + 1;
}

}  // namespace

// --- writing ---

struct AgeWriter::State {
    ByteSink sink;
    ChunkSealer cipher;
    ChunkNonce nonce;
    Bytes pending;  // plain text short of a chunk, or one full chunk that may be the last
    Bytes sealed;
    bool finished = false;

    State(ByteSink&& out, const SecretBytes& key) : sink(std::move(out)), cipher(key.view()) {}

    Result<void> emit(ByteView plain, Place place) {
        sealed.resize(plain.size() + kTag);
        cipher.seal(plain, nonce.next(place), sealed.data());
        return sink(sealed);
    }
};

AgeWriter::AgeWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}
AgeWriter::AgeWriter(AgeWriter&&) noexcept = default;
AgeWriter& AgeWriter::operator=(AgeWriter&&) noexcept = default;

AgeWriter::~AgeWriter() {
    if (state_) sodium_memzero(state_->pending.data(), state_->pending.size());
}

Result<AgeWriter> AgeWriter::start(std::span<const AgeRecipient> recipients, ByteSink sink) {
    if (recipients.empty()) return fail(Code::BadInput, "age file without a recipient");
    cryptoReady();
    const SecretBytes fileKey = SecretBytes::random(kFileKey);
    std::string header(kIntro);
    for (const AgeRecipient& recipient : recipients) {
        auto stanza = stanzaFor(recipient, fileKey);
        if (!stanza) return Failure(stanza.error());
        header += *stanza;
    }
    header += "---";
    header += " " + toUnpadded(headerMac(fileKey, header)) + "\n";
    std::array<std::uint8_t, kPayloadNonce> nonce{};
    base::fillRandom(nonce);

    auto state = std::make_unique<State>(std::move(sink), hkdf(fileKey.view(), nonce, "payload", kKeySize));
    state->pending.reserve(kChunk);
    if (auto written = state->sink(base::viewOf(header)); !written) return Failure(written.error());
    if (auto written = state->sink(nonce); !written) return Failure(written.error());
    return AgeWriter(std::move(state));
}

Result<void> AgeWriter::write(ByteView plain) {
    if (state_->finished) return fail(Code::WrongState, "age file is finished");
    Bytes& pending = state_->pending;
    while (!plain.empty()) {
        if (pending.size() == kChunk) {
            if (auto written = state_->emit(pending, Place::Middle); !written) return written;
            pending.clear();
        }
        // Whole chunks with more behind them need no copy.
        while (pending.empty() && plain.size() > kChunk) {
            if (auto written = state_->emit(plain.first(kChunk), Place::Middle); !written) return written;
            plain = plain.subspan(kChunk);
        }
        const std::size_t take = std::min(plain.size(), kChunk - pending.size());
        pending.insert(pending.end(), plain.begin(), plain.begin() + static_cast<std::ptrdiff_t>(take));
        plain = plain.subspan(take);
    }
    return {};
}

Result<void> AgeWriter::finish() {
    if (std::exchange(state_->finished, true)) return fail(Code::WrongState, "age file is finished");
    return state_->emit(state_->pending, Place::Last);
}

// --- reading ---

struct AgeReader::State {
    AgeIdentity identity;
    ByteSink sink;
    Bytes pending;           // header bytes, then the nonce, then sealed bytes short of a chunk
    SecretBytes payloadKey;  // empty until header and nonce are read
    ChunkNonce nonce;
    Bytes plain;
    std::optional<base::Error> failed;  // the first error; every later call repeats it

    State(AgeIdentity&& who, ByteSink&& out) : identity(std::move(who)), sink(std::move(out)) {}

    Result<void> emit(ByteView sealed, Place place) {
        const bool first = nonce.first();
        plain.resize(sealed.size() - kTag);
        if (crypto_aead_chacha20poly1305_ietf_decrypt(plain.data(), nullptr, nullptr, sealed.data(),
                                                      sealed.size(), nullptr, 0, nonce.next(place).data(),
                                                      payloadKey.data()) != 0) {
            return fail(Code::Corrupt, "age payload was changed or cut");
        }
        if (plain.empty() && !first) return fail(Code::Corrupt, "age payload ends with an empty chunk");
        return sink(plain);
    }

    // Once all of header and nonce are there, makes the payload key and leaves what follows in `pending`.
    Result<void> readHeader() {
        const std::string_view text = base::textOf(pending);
        const std::size_t compared = std::min(text.size(), kIntro.size());
        if (text.substr(0, compared) != kIntro.substr(0, compared)) return badHeader("not an age v1 file");
        const auto end = headerEnd(text);
        if (!end || *end > kMostHeader) {
            if (text.size() > kMostHeader) return badHeader("too long");
            return {};
        }
        if (pending.size() < *end + kPayloadNonce) return {};
        const auto header = parseHeader(text.substr(0, *end));
        if (!header) return Failure(header.error());
        const auto fileKey = fileKeyOf(*header, identity);
        if (!fileKey) return Failure(fileKey.error());
        const ByteView payloadNonce = ByteView(pending).subspan(*end, kPayloadNonce);
        payloadKey = hkdf(fileKey->view(), payloadNonce, "payload", kKeySize);
        pending.erase(pending.begin(), pending.begin() + static_cast<std::ptrdiff_t>(*end + kPayloadNonce));
        return {};
    }

    Result<void> readPayload(ByteView sealed) {
        while (!sealed.empty()) {
            if (pending.size() == kSealedChunk) {  // more follows, so it is not the last
                if (auto written = emit(pending, Place::Middle); !written) return written;
                pending.clear();
            }
            while (pending.empty() && sealed.size() > kSealedChunk) {
                if (auto written = emit(sealed.first(kSealedChunk), Place::Middle); !written) return written;
                sealed = sealed.subspan(kSealedChunk);
            }
            const std::size_t take = std::min(sealed.size(), kSealedChunk - pending.size());
            pending.insert(pending.end(), sealed.begin(), sealed.begin() + static_cast<std::ptrdiff_t>(take));
            sealed = sealed.subspan(take);
        }
        return {};
    }

    Result<void> accept(ByteView file) {
        while (payloadKey.empty() && !file.empty()) {
            const std::size_t take = std::min<std::size_t>(file.size(), 4096);
            pending.insert(pending.end(), file.begin(), file.begin() + static_cast<std::ptrdiff_t>(take));
            file = file.subspan(take);
            if (auto read = readHeader(); !read) return read;
        }
        if (payloadKey.empty()) return {};
        return readPayload(file);
    }

    Result<void> remember(Result<void> result) {
        if (!result) failed = result.error();
        return result;
    }
};

AgeReader::AgeReader(const AgeIdentity& identity, ByteSink sink)
    : state_(std::make_unique<State>(identity.clone(), std::move(sink))) {
    cryptoReady();
}
AgeReader::AgeReader(AgeReader&&) noexcept = default;
AgeReader& AgeReader::operator=(AgeReader&&) noexcept = default;

AgeReader::~AgeReader() {
    if (state_) sodium_memzero(state_->plain.data(), state_->plain.size());
}

Result<void> AgeReader::write(ByteView file) {
    if (state_->failed) return Failure(*state_->failed);
    return state_->remember(state_->accept(file));
}

Result<void> AgeReader::finish() {
    if (state_->failed) return Failure(*state_->failed);
    if (state_->payloadKey.empty()) {
        const bool headerRead = headerEnd(base::textOf(state_->pending)).has_value();
        if (headerRead) return fail(Code::Corrupt, "age file ends before its payload");
        return badHeader("ends early");
    }
    if (state_->pending.size() < kTag) return fail(Code::Corrupt, "age payload was changed or cut");
    auto last = state_->remember(state_->emit(state_->pending, Place::Last));
    if (last)
        state_->failed = base::Error{Code::WrongState, base::Recovery::Bug, "age file is read to its end"};
    return last;
}

// --- whole files ---

Result<Bytes> ageEncrypt(ByteView plain, std::span<const AgeRecipient> recipients) {
    Bytes file;
    file.reserve(plain.size() + plain.size() / kChunk * kTag + 1024);
    auto writer = AgeWriter::start(recipients, [&file](ByteView bytes) -> Result<void> {
        file.insert(file.end(), bytes.begin(), bytes.end());
        return {};
    });
    if (!writer) return Failure(writer.error());
    if (auto written = writer->write(plain); !written) return Failure(written.error());
    if (auto finished = writer->finish(); !finished) return Failure(finished.error());
    return file;
}

Result<Bytes> ageDecrypt(ByteView file, const AgeIdentity& identity, std::size_t limit) {
    Bytes plain;
    AgeReader reader(identity, [&plain, limit](ByteView bytes) -> Result<void> {
        if (bytes.size() > limit - plain.size()) return fail(Code::TooLarge, "plain text over limit");
        plain.insert(plain.end(), bytes.begin(), bytes.end());
        return {};
    });
    if (auto read = reader.write(file); !read) return Failure(read.error());
    if (auto finished = reader.finish(); !finished) return Failure(finished.error());
    return plain;
}

}  // namespace packet
