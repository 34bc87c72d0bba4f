#include <catch2/catch.hpp>

#include <vector>

#include "hands.h"
#include "sync/packet/age.h"

using namespace packet;
using base::Bytes;
using base::ByteView;
using base::Code;

namespace {

constexpr std::size_t kChunk = 65536;
constexpr std::size_t kPlenty = 64u << 20;

std::vector<AgeRecipient> toOne() {
    return {hands::identity(1).recipient()};
}

std::size_t headerSize(const Bytes& file) {
    const auto text = base::textOf(file);
    return text.find('\n', text.find("\n--- ") + 1) + 1;
}

base::Code codeOf(const base::Result<Bytes>& result) {
    return result ? Code::Unknown : result.error().code;
}

// A file of another header text over the same payload.
Bytes withHeader(const std::string& header, const Bytes& file) {
    Bytes out = base::bytesOf(header);
    out.insert(out.end(), file.begin() + static_cast<std::ptrdiff_t>(headerSize(file)), file.end());
    return out;
}

}  // namespace

TEST_CASE("age files of every length around the chunk borders open again") {
    const std::size_t size = GENERATE(as<std::size_t>{}, 0, 1, 15, 16, 17, kChunk - 1, kChunk, kChunk + 1,
                                      2 * kChunk, 3 * kChunk + 100);
    const Bytes plain = hands::noise(size, size + 1);
    const Bytes file = ageEncrypt(plain, toOne()).value();
    CHECK(ageDecrypt(file, hands::identity(1), kPlenty).value() == plain);
    const std::size_t chunks = size == 0 ? 1 : (size + kChunk - 1) / kChunk;
    CHECK(file.size() == headerSize(file) + 16 + size + 16 * chunks);
}

TEST_CASE("every recipient opens an age file and nobody else") {
    const std::vector<AgeRecipient> both = {hands::identity(1).recipient(), hands::identity(2).recipient()};
    const Bytes file = ageEncrypt(base::viewOf("hello"), both).value();
    CHECK(base::textOf(ageDecrypt(file, hands::identity(1), kPlenty).value()) == "hello");
    CHECK(base::textOf(ageDecrypt(file, hands::identity(2), kPlenty).value()) == "hello");
    CHECK(codeOf(ageDecrypt(file, hands::identity(3), kPlenty)) == Code::KeyUnknown);
    CHECK(codeOf(ageEncrypt(base::viewOf("hello"), {})) == Code::BadInput);
}

TEST_CASE("writing and reading in pieces of any size is the same file") {
    const Bytes plain = hands::noise(2 * kChunk + 4321, 3);
    const std::size_t piece =
        GENERATE(as<std::size_t>{}, 1000, 4096, 65535, 65536, 65537, 65552, 65553, 131072);
    Bytes file;
    auto writer = AgeWriter::start(toOne(), [&](ByteView bytes) -> base::Result<void> {
        file.insert(file.end(), bytes.begin(), bytes.end());
        return {};
    });
    REQUIRE(writer.has_value());
    for (std::size_t at = 0; at < plain.size(); at += piece) {
        REQUIRE(writer->write(ByteView(plain).subspan(at, std::min(piece, plain.size() - at))));
    }
    REQUIRE(writer->finish());
    CHECK(writer->finish().error().code == Code::WrongState);
    CHECK(writer->write(plain).error().code == Code::WrongState);

    Bytes back;
    AgeReader reader(hands::identity(1), [&](ByteView bytes) -> base::Result<void> {
        back.insert(back.end(), bytes.begin(), bytes.end());
        return {};
    });
    for (std::size_t at = 0; at < file.size(); at += piece) {
        REQUIRE(reader.write(ByteView(file).subspan(at, std::min(piece, file.size() - at))));
    }
    REQUIRE(reader.finish());
    CHECK(back == plain);
    CHECK(ageDecrypt(file, hands::identity(1), kPlenty).value() == plain);
}

TEST_CASE("an age file read byte by byte opens") {
    const Bytes file = ageEncrypt(base::viewOf("slowly"), toOne()).value();
    Bytes back;
    AgeReader reader(hands::identity(1), [&](ByteView bytes) -> base::Result<void> {
        back.insert(back.end(), bytes.begin(), bytes.end());
        return {};
    });
    for (const std::uint8_t& byte : file) REQUIRE(reader.write(ByteView(&byte, 1)));
    REQUIRE(reader.finish());
    CHECK(base::textOf(back) == "slowly");
}

TEST_CASE("an age file cut anywhere does not open") {
    const Bytes file = ageEncrypt(hands::noise(kChunk + 50, 1), toOne()).value();
    const std::size_t header = headerSize(file);
    std::vector<std::size_t> cuts;
    for (std::size_t at = 0; at < header + 40; ++at) cuts.push_back(at);
    for (std::size_t at : {kChunk, kChunk + 16, kChunk + 17, kChunk + 32, kChunk + 33, kChunk + 60}) {
        cuts.push_back(header + 16 + at);
    }
    cuts.push_back(file.size() - 1);
    for (const std::size_t at : cuts) {
        const auto opened = ageDecrypt(ByteView(file).first(at), hands::identity(1), kPlenty);
        REQUIRE_FALSE(opened.has_value());
        CHECK(opened.error().code == (at < header ? Code::BadInput : Code::Corrupt));
    }
}

TEST_CASE("an age file with any byte changed, or bytes added, does not open") {
    const Bytes file = ageEncrypt(base::viewOf("a short message"), toOne()).value();
    for (std::size_t i = 0; i < file.size(); ++i) {
        Bytes changed = file;
        changed[i] ^= 0x01;
        CHECK_FALSE(ageDecrypt(changed, hands::identity(1), kPlenty).has_value());
    }
    Bytes longer = file;
    longer.push_back(0);
    CHECK(codeOf(ageDecrypt(longer, hands::identity(1), kPlenty)) == Code::Corrupt);
}

TEST_CASE("chunks cannot be dropped, swapped or repeated") {
    const Bytes plain = hands::noise(3 * kChunk, 9);
    const Bytes file = ageEncrypt(plain, toOne()).value();
    const auto start = file.begin() + static_cast<std::ptrdiff_t>(headerSize(file) + 16);
    const std::ptrdiff_t sealed = kChunk + 16;
    Bytes dropped = file;
    dropped.resize(file.size() - kChunk - 16);
    CHECK(codeOf(ageDecrypt(dropped, hands::identity(1), kPlenty)) == Code::Corrupt);
    Bytes swapped(file.begin(), start);
    swapped.insert(swapped.end(), start + sealed, start + 2 * sealed);
    swapped.insert(swapped.end(), start, start + sealed);
    swapped.insert(swapped.end(), start + 2 * sealed, file.end());
    CHECK(codeOf(ageDecrypt(swapped, hands::identity(1), kPlenty)) == Code::Corrupt);
    Bytes repeated = file;
    repeated.insert(repeated.end(), start + 2 * sealed, file.end());
    CHECK(codeOf(ageDecrypt(repeated, hands::identity(1), kPlenty)) == Code::Corrupt);
}

TEST_CASE("malformed age headers are refused for what they are") {
    const Bytes file = ageEncrypt(base::viewOf("x"), toOne()).value();
    const std::string header(base::textOf(file).substr(0, headerSize(file)));
    const std::string intro = "age-encryption.org/v1\n";
    const std::string stanza = header.substr(intro.size(), header.find("--- ") - intro.size());
    const std::string mac = header.substr(header.find("--- "));
    const std::string body = stanza.substr(stanza.find('\n') + 1);
    const std::string share = stanza.substr(10, 43);
    const std::string bad = GENERATE_COPY(values<std::string>({
        "age-encryption.org/v2\n" + stanza + mac,
        intro + mac,                                            // no recipient
        intro + "-> X25519\n" + body + mac,                     // no share
        intro + "-> X25519 " + share + " more\n" + body + mac,  // an argument too many
        intro + "-> X25519  " + share + "\n" + body + mac,      // an empty argument
        intro + "-> X25519 " + share + "=\n" + body + mac,      // padding
        intro + "-> X25519 " + share.substr(0, 42) + "\n" + body + mac,
        intro + "-> X25519 " + share + "\r\n" + body + mac,
        intro + "-> X25519 " + share + "\nAAAA\n" + mac,                  // body of wrong length
        intro + "-> X25519 " + std::string(43, 'A') + "\n" + body + mac,  // low order
        intro + stanza + "\n" + mac,                                      // an empty line between
        intro + "->X25519 " + share + "\n" + body + mac,
        intro + stanza + "---  " + mac.substr(4),
        intro + stanza + "---" + mac.substr(4),
        intro + stanza + "-> scrypt bBjlhJVYZeE4aqUdmtRHfw 15\n" + body + mac,
        intro + stanza + "-> long\n" + std::string(65, 'A') + "\n" + mac,
        intro + "-> " + std::string(70000, 'A') + "\n" + body + mac,
    }));
    CHECK(codeOf(ageDecrypt(withHeader(bad, file), hands::identity(1), kPlenty)) == Code::BadInput);
}

TEST_CASE("an unknown stanza is passed over, but counts for the header's MAC") {
    const Bytes file = ageEncrypt(base::viewOf("x"), toOne()).value();
    const std::string header(base::textOf(file).substr(0, headerSize(file)));
    const std::size_t mac = header.find("--- ");
    const std::string grease = header.substr(0, mac) + "-> odd-grease ~~ !\nAAAA\n" + header.substr(mac);
    CHECK(codeOf(ageDecrypt(withHeader(grease, file), hands::identity(1), kPlenty)) == Code::Corrupt);
}

TEST_CASE("a limit and a failing sink stop the stream") {
    const Bytes file = ageEncrypt(hands::noise(100000, 5), toOne()).value();
    CHECK(codeOf(ageDecrypt(file, hands::identity(1), 99999)) == Code::TooLarge);
    CHECK(ageDecrypt(file, hands::identity(1), 100000).has_value());
    AgeReader reader(hands::identity(1),
                     [](ByteView) -> base::Result<void> { return base::fail(Code::DiskFull, "full"); });
    CHECK(reader.write(file).error().code == Code::DiskFull);
    CHECK(reader.write(file).error().code == Code::DiskFull);
    CHECK(reader.finish().error().code == Code::DiskFull);
    CHECK(AgeWriter::start(toOne(),
                           [](ByteView) -> base::Result<void> { return base::fail(Code::DiskFull, "full"); })
              .error()
              .code == Code::DiskFull);
}

TEST_CASE("files that the standard age tool wrote once are opened, without the tool too") {
    // Written by age 1.1.1 of Debian 12, for the key pair of keys_test.cpp.
    const AgeIdentity identity =
        AgeIdentity::parse("AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX")
            .value();
    const auto golden = [](const char* name) {
        return hands::read(hands::sourceFolder() / "tests" / "sync" / "packet" / "golden" / name);
    };
    CHECK(base::textOf(ageDecrypt(golden("age-one.age"), identity, kPlenty).value()) == "xin chào");
    CHECK(base::textOf(ageDecrypt(golden("age-two.age"), identity, kPlenty).value()) == "xin chào");
    CHECK(ageDecrypt(golden("age-empty.age"), identity, kPlenty).value().empty());
    CHECK(codeOf(ageDecrypt(golden("age-one.age"), hands::identity(1), kPlenty)) == Code::KeyUnknown);
}

TEST_CASE("the standard age tool opens our files, and we open its files") {
    if (!hands::hasAge()) {
        WARN("SKIPPED: the age tool is not installed");
        return;
    }
    const hands::Folder folder("age-interop");
    const AgeIdentity ours = AgeIdentity::generate();
    const AgeIdentity other = AgeIdentity::generate();
    hands::write(folder / "key", ours.text().view());
    const std::string in = "cd '" + folder.text() + "' && ";
    for (const std::size_t size : {std::size_t{0}, std::size_t{5}, kChunk, 2 * kChunk + 77}) {
        const Bytes plain = hands::noise(size, size + 40);
        const std::vector<AgeRecipient> both = {other.recipient(), ours.recipient()};
        hands::write(folder / "ours.age", ageEncrypt(plain, both).value());
        REQUIRE(hands::shell(in + "age -d -i key ours.age > ours.out") == 0);
        CHECK(hands::read(folder / "ours.out") == plain);

        hands::write(folder / "plain", plain);
        REQUIRE(hands::shell(in + "age -r " + other.recipient().text() + " -r " + ours.recipient().text() +
                             " -o theirs.age plain") == 0);
        CHECK(ageDecrypt(hands::read(folder / "theirs.age"), ours, kPlenty).value() == plain);
    }
    if (hands::shell("age-keygen --version >/dev/null 2>&1") == 0) {
        REQUIRE(hands::shell(in + "age-keygen -y key > recipient") == 0);
        CHECK(base::textOf(hands::read(folder / "recipient")) == ours.recipient().text() + "\n");
    }
}
