#include <catch2/catch.hpp>

#include "base/files.h"
#include "base/id.h"
#include "hands.h"
#include "sync/packet/envelope.h"
#include "sync/packet/pack.h"
#include "sync/packet/pack_notice.h"
#include "sync/packet/pack_shelf.h"

using namespace packet;
using base::Bytes;
using base::Code;

namespace {

namespace fs = std::filesystem;

KeyLookup trusted() {
    KeyRing ring;
    ring.add(hands::signingKey(1).verifyKey());
    return ring.lookup();
}

Pack packOf(std::uint64_t version) {
    return {version, base::parseUtc("2026-11-22T08:00:00.000Z").value(), "Thông tư mới",
            {{"data/fees.json", base::bytesOf("{\"f\": " + std::to_string(version) + "}")}, {"schemas/a.json", base::bytesOf("{}")}}};
}

Bytes signedPack(std::uint64_t version) { return signPack(packOf(version), hands::signingKey(1)).value(); }

base::Result<void> takeAll(const Pack&) { return {}; }

fs::path freshShelf() { return fs::absolute("shelf") / base::newId(std::chrono::system_clock::now()); }

std::uint64_t inUse(const PackShelf& shelf) {
    const auto pack = shelf.current();
    REQUIRE(pack.has_value());
    return *pack ? (*pack)->version : 0;
}

Code codeOf(const base::Result<Pack>& pack) { return pack ? Code::Unknown : pack.error().code; }

}  // namespace

TEST_CASE("a pack has one form to the byte and gives back what was signed") {
    const auto bytes = signedPack(7);
    const auto payload = peekEnvelope(bytes).value().payload;
    CHECK(base::textOf(payload) ==
          R"({"files":[{"content":"eyJmIjogN30","name":"data/fees.json"},{"content":"e30","name":"schemas/a.json"}],"format":1,)"
          R"("issuedAt":"2026-11-22T08:00:00.000Z","note":"Thông tư mới","version":7})");
    CHECK(verifyPack(bytes, trusted()).value() == packOf(7));
    CHECK(peekPack(bytes).value() == packOf(7));
}

TEST_CASE("a pack that was tampered with, or that another key signed, is refused") {
    auto bytes = signedPack(7);
    KeyRing other;
    other.add(hands::signingKey(2).verifyKey());
    CHECK(codeOf(verifyPack(bytes, other.lookup())) == Code::KeyUnknown);
    CHECK(codeOf(verifyPack(signEnvelope("receipt", peekEnvelope(bytes)->payload, hands::signingKey(1)), trusted())) == Code::ProtocolError);
    std::size_t refused = 0, changes = 0;
    for (std::size_t i = 0; i < bytes.size(); i += 3, ++changes) {
        const auto kept = bytes[i];
        bytes[i] = bytes[i] == 'A' ? 'B' : 'A';
        if (!verifyPack(bytes, trusted())) ++refused;
        bytes[i] = kept;
    }
    CHECK(refused == changes);
    CHECK(verifyPack(bytes, trusted()).has_value());
}

TEST_CASE("names that leave the folders, other orders and other spellings are refused") {
    for (const char* name : {"../a.json", "schemas/../a.json", "schemas/.a.json", "schemas/a.csv", "schemas/a", "documents/a.csv",
                             "documents/.a.json", "data/A.json", "data/a.exe", "data/sub/a.json", "data\\a.json", "other/a.json", "/data/a.json", "a.json", "data/"}) {
        INFO(name);
        auto pack = packOf(1);
        pack.files = {{name, base::bytesOf("{}")}};
        CHECK(signPack(pack, hands::signingKey(1)).error().code == Code::BadInput);
    }
    auto twice = packOf(1);
    twice.files.push_back(twice.files.back());
    CHECK_FALSE(signPack(twice, hands::signingKey(1)).has_value());
    auto none = packOf(1);
    none.files.clear();
    CHECK_FALSE(signPack(none, hands::signingKey(1)).has_value());
    CHECK_FALSE(signPack(packOf(0), hands::signingKey(1)).has_value());
    for (const char* payload : {"{}", "[]", R"({"files":[{"content":"e30","name":"data/a.json"}],"format":2,"issuedAt":"2026-11-22T08:00:00.000Z","note":"","version":1})",
                                R"({"files":[{"content":"e30","name":"data/a.json"}],"format":1,"issuedAt":"2026-11-22T08:00:00.000Z","more":1,"note":"","version":1})",
                                R"({"files": [{"content":"e30","name":"data/a.json"}],"format":1,"issuedAt":"2026-11-22T08:00:00.000Z","note":"","version":1})"}) {
        INFO(payload);
        CHECK(codeOf(verifyPack(signEnvelope(kPackType, base::viewOf(payload), hands::signingKey(1)), trusted())) == Code::BadInput);
    }
}

TEST_CASE("packs are taken in the order of their versions only") {
    PackShelf shelf(freshShelf(), trusted());
    CHECK(inUse(shelf) == 0);
    CHECK(shelf.take(signedPack(3), takeAll).has_value());
    CHECK(codeOf(shelf.take(signedPack(3), takeAll)) == Code::Conflict);
    CHECK(codeOf(shelf.take(signedPack(2), takeAll)) == Code::Conflict);
    CHECK(inUse(shelf) == 3);
    CHECK(shelf.take(signedPack(9), takeAll).has_value());
    CHECK(inUse(shelf) == 9);
}

TEST_CASE("a pack whose files cannot be used, or whose signature is wrong, changes nothing") {
    PackShelf shelf(freshShelf(), trusted());
    REQUIRE(shelf.take(signedPack(1), takeAll).has_value());
    const auto refused = shelf.take(signedPack(2), [](const Pack&) { return base::Result<void>(base::fail(Code::SchemaInvalid, "fees.json: x")); });
    CHECK(codeOf(refused) == Code::SchemaInvalid);
    CHECK(codeOf(shelf.take(signPack(packOf(5), hands::signingKey(2)).value(), takeAll)) == Code::KeyUnknown);
    CHECK(inUse(shelf) == 1);
    CHECK(shelf.take(signedPack(2), takeAll).has_value());
}

TEST_CASE("the way back leads to the previous pack, and a withdrawn one never returns") {
    PackShelf shelf(freshShelf(), trusted());
    CHECK(shelf.goBack().error().code == Code::WrongState);
    REQUIRE(shelf.take(signedPack(1), takeAll).has_value());
    REQUIRE(shelf.take(signedPack(2), takeAll).has_value());
    REQUIRE(shelf.goBack().value()->version == 1);
    CHECK(inUse(shelf) == 1);
    CHECK(codeOf(shelf.take(signedPack(2), takeAll)) == Code::Conflict);
    REQUIRE(shelf.take(signedPack(3), takeAll).has_value());
    REQUIRE(shelf.goBack().value()->version == 1);
    CHECK_FALSE(shelf.goBack().value().has_value());  // to the program's own forms
    CHECK(inUse(shelf) == 0);
}

TEST_CASE("a pack that was changed on the disk is not used") {
    const auto folder = freshShelf();
    PackShelf shelf(folder, trusted());
    REQUIRE(shelf.take(signedPack(1), takeAll).has_value());
    auto bytes = base::readFile(folder / "current.pack").value();
    bytes[bytes.size() / 2] ^= 1;
    REQUIRE(base::writeFileDurably(folder / "current.pack", bytes));
    CHECK_FALSE(shelf.current().has_value());
}

TEST_CASE("a power cut while a pack is taken leaves a shelf that works") {
    const auto folder = freshShelf();
    PackShelf shelf(folder, trusted());
    REQUIRE(shelf.take(signedPack(1), takeAll).has_value());
    // After the first of the two writes: the pack in use stands in both files.
    REQUIRE(base::writeFileDurably(folder / "previous.pack", signedPack(1)));
    CHECK(inUse(shelf) == 1);
    CHECK_FALSE(shelf.goBack().value().has_value());
    CHECK(inUse(shelf) == 0);
    CHECK(shelf.take(signedPack(2), takeAll).has_value());
}

TEST_CASE("a damaged shelf is mended by a pack that is brought once more") {
    const auto folder = freshShelf();
    PackShelf shelf(folder, trusted());
    REQUIRE(shelf.take(signedPack(1), takeAll).has_value());
    REQUIRE(shelf.take(signedPack(2), takeAll).has_value());
    REQUIRE(base::writeFileDurably(folder / "current.pack", base::bytesOf("torn")));
    CHECK_FALSE(shelf.current().has_value());
    CHECK(shelf.highest().value() == 1);
    CHECK(codeOf(shelf.take(signedPack(1), takeAll)) == Code::Conflict);
    REQUIRE(shelf.take(signedPack(2), takeAll).has_value());
    CHECK(inUse(shelf) == 2);
    CHECK(shelf.goBack().value()->version == 1);  // the damaged file did not take its place
}

TEST_CASE("every pack that was in use stays known for the records it made") {
    const auto folder = freshShelf();
    PackShelf shelf(folder, trusted());
    CHECK(shelf.taken().empty());
    for (const std::uint64_t version : {1, 2, 10}) REQUIRE(shelf.take(signedPack(version), takeAll).has_value());
    REQUIRE(shelf.goBack().has_value());
    REQUIRE(base::writeFileDurably(folder / "taken-2.pack", base::bytesOf("torn")));
    std::vector<std::uint64_t> versions;
    for (const auto& pack : shelf.taken()) versions.push_back(pack.version);
    CHECK(versions == std::vector<std::uint64_t>{10, 1});
}

TEST_CASE("a pack notice is believed from a gateway key only, and says no more than its rules allow") {
    const PackNotice notice{7, 1000, std::string(64, 'a'), base::parseUtc("2026-11-22T08:00:00Z").value()};
    CHECK(verifyPackNotice(signPackNotice(notice, hands::signingKey(1)), trusted()).value() == notice);
    CHECK(verifyPackNotice(signPackNotice(notice, hands::signingKey(2)), trusted()).error().code == Code::KeyUnknown);
    auto wrong = notice;
    wrong.version = 0;
    CHECK(verifyPackNotice(signPackNotice(wrong, hands::signingKey(1)), trusted()).error().code == Code::BadInput);
    wrong = notice;
    wrong.digest = "abc";
    CHECK(verifyPackNotice(signPackNotice(wrong, hands::signingKey(1)), trusted()).error().code == Code::BadInput);
    wrong = notice;
    wrong.size = kMaxPack + 1;
    CHECK(verifyPackNotice(signPackNotice(wrong, hands::signingKey(1)), trusted()).error().code == Code::BadInput);
}
