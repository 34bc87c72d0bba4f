#include <catch2/catch.hpp>

#include "base/digest.h"
#include "sample.h"
#include "sync/packet/age.h"
#include "sync/packet/envelope.h"
#include "sync/packet/gzip.h"
#include "sync/packet/manifest.h"
#include "sync/packet/tar.h"

using namespace packet;
using base::Bytes;
using base::ByteView;
using base::Code;

namespace {

Code openCode(const PacketHeader& header, ByteView age, const OpenLimits& limits = {}) {
    const auto result = openPacket(header, age, sample::upstream(), sample::senderKeys(), limits);
    return result ? Code::Unknown : result.error().code;
}

// --- packets that a hostile or broken sender with sound keys could make ---

struct File {
    TarName name;
    Bytes content;
};

void append(Bytes& out, ByteView bytes) {
    out.insert(out.end(), bytes.begin(), bytes.end());
}

Bytes tarOf(const std::vector<File>& files) {
    Bytes tar;
    for (const File& file : files) {
        append(tar, tarHeader(file.name, file.content.size(), 0));
        append(tar, file.content);
        tar.resize(tar.size() + tarPadding(file.content.size()));
    }
    tar.resize(tar.size() + kTarEnd);
    return tar;
}

Bytes gzipOf(ByteView bytes) {
    Bytes out;
    GzipWriter gzip([&out](ByteView made) -> base::Result<void> {
        append(out, made);
        return {};
    });
    REQUIRE(gzip.write(bytes, Content::Compressible));
    REQUIRE(gzip.finish());
    return out;
}

struct Forged {
    PacketHeader header;
    Bytes age;
};

Forged forge(ByteView plain) {
    Forged out;
    out.header = sample::seal().header;
    const std::vector<AgeRecipient> recipients = {sample::upstream().recipient()};
    out.age = ageEncrypt(plain, recipients).value();
    out.header.size = out.age.size();
    out.header.digest = base::sha256Hex(out.age);
    return out;
}

Code openForged(ByteView plain, const OpenLimits& limits = {}) {
    const Forged forged = forge(plain);
    return openCode(forged.header, forged.age, limits);
}

// The files of a sound packet, to be spoilt one way at a time.
std::vector<File> soundFiles() {
    const SigningKey station = sample::station();
    const SigningKey officer = sample::officer();
    Manifest manifest = sample::manifest();
    manifest.officerKey = officer.id();
    const auto attachments = sample::attachments();
    const Bytes text = base::bytesOf(manifestJson(manifest, attachments).value());
    std::vector<File> files = {{{"", "manifest.json"}, text},
                               {{"", "manifest.sig.json"}, manifestSignatures(text, {station, officer})}};
    for (const Attachment& attachment : attachments) {
        files.push_back({{"attachments", attachment.name}, attachment.bytes});
    }
    return files;
}

Code openFiles(const std::vector<File>& files) {
    return openForged(gzipOf(tarOf(files)));
}

}  // namespace

SCENARIO("an application is sealed at the station and opened upstream") {
    GIVEN("a sealed packet") {
        const SealedPacket sealed = sample::seal();
        THEN("its header says what travels and verifies by the station's key") {
            const PacketHeader header =
                verifyPacketHeader(sealed.headerEnvelope, sample::senderKeys().station).value();
            CHECK(header == sealed.header);
            CHECK(header.size == sealed.age.size());
            CHECK(header.digest == base::sha256Hex(sealed.age));
            CHECK(header.officerKey == sample::officer().id());
        }
        THEN("upstream and escrow open it, each alone, and find what was sealed") {
            for (const AgeIdentity& identity : {sample::upstream(), sample::escrow()}) {
                const OpenedPacket opened =
                    openPacket(sealed.header, sealed.age, identity, sample::senderKeys()).value();
                Manifest expected = sample::manifest();
                expected.officerKey = sample::officer().id();
                CHECK(opened.manifest == expected);
                const auto attachments = sample::attachments();
                REQUIRE(opened.attachments.size() == attachments.size());
                for (std::size_t i = 0; i < attachments.size(); ++i) {
                    CHECK(opened.attachments[i].name == attachments[i].name);
                    CHECK(opened.attachments[i].mediaType == attachments[i].mediaType);
                    CHECK(opened.attachments[i].bytes == attachments[i].bytes);
                    CHECK(opened.attachments[i].quality == attachments[i].quality);
                }
            }
        }
        THEN("nobody else opens it") {
            CHECK(openPacket(sealed.header, sealed.age, hands::identity(99), sample::senderKeys())
                      .error()
                      .code == Code::KeyUnknown);
        }
        THEN("neither header nor age file shows a word of the application") {
            CHECK(base::textOf(sealed.age).find("NGUY") == std::string_view::npos);
            const auto payload = peekEnvelope(sealed.headerEnvelope).value().payload;
            CHECK(base::textOf(payload).find("NGUY") == std::string_view::npos);
            CHECK(base::textOf(payload).find("Lê") == std::string_view::npos);
        }
    }
}

TEST_CASE("a packet that is handed over while it is made is one like any other") {
    auto attachments = sample::attachments();
    for (int i = 0; i < 6; ++i) {  // above the size from which two threads digest
        attachments.push_back({"page-" + std::to_string(i) + ".jpg", "image/jpeg",
                               hands::noise(300'000 + static_cast<std::size_t>(i) * 77'777, 40u + static_cast<unsigned>(i)), ""});
    }
    const SigningKey station = sample::station();
    const SigningKey officer = sample::officer();
    const std::vector<AgeRecipient> recipients = {sample::upstream().recipient()};
    Bytes age;
    std::size_t most = 0;
    const auto streamed =
        sealPacket(sample::manifest(), attachments, {station, officer}, recipients, [&](ByteView bytes) -> base::Result<void> {
            most = std::max(most, bytes.size());
            append(age, bytes);
            return {};
        }).value();
    CHECK(most <= (64u << 10) + 16);
    CHECK(streamed.header.size == age.size());
    CHECK(streamed.header.digest == base::sha256Hex(age));
    CHECK(verifyPacketHeader(streamed.headerEnvelope, sample::senderKeys().station).value() == streamed.header);

    const SealedPacket whole = sample::seal(sample::manifest(), attachments);
    const auto openedOf = [](const PacketHeader& header, ByteView bytes) {
        return openPacket(header, bytes, sample::upstream(), sample::senderKeys()).value();
    };
    const OpenedPacket opened = openedOf(streamed.header, age);
    const OpenedPacket expected = openedOf(whole.header, whole.age);
    CHECK(opened.manifestBytes == expected.manifestBytes);
    CHECK(opened.signatures == expected.signatures);
    REQUIRE(opened.attachments.size() == attachments.size());
    for (std::size_t i = 0; i < attachments.size(); ++i) CHECK(opened.attachments[i].bytes == attachments[i].bytes);
}

TEST_CASE("an error of whoever takes the packet ends the sealing") {
    const SigningKey station = sample::station();
    const SigningKey officer = sample::officer();
    const std::vector<AgeRecipient> recipients = {sample::upstream().recipient()};
    const std::vector<Attachment> attachments = {{"page.jpg", "image/jpeg", hands::noise(2'000'000, 5), ""}};
    std::size_t taken = 0;
    const auto sealed =
        sealPacket(sample::manifest(), attachments, {station, officer}, recipients, [&](ByteView bytes) -> base::Result<void> {
            if (taken > 500'000) return base::fail(Code::DiskFull, "no space");
            taken += bytes.size();
            return {};
        });
    CHECK(sealed.error().code == Code::DiskFull);
    CHECK(taken < 600'000);
}

TEST_CASE("officials open a packet with the standard age and tar") {
    if (!hands::hasAge()) {
        WARN("SKIPPED: the age tool is not installed");
        return;
    }
    const hands::Folder folder("packet-by-hand");
    Manifest manifest = sample::manifest();
    auto attachments = sample::attachments();
    attachments.push_back({std::string(97, 'x') + "jpg", "image/jpeg", hands::noise(1000, 4), ""});
    hands::write(folder / "p.age", sample::seal(manifest, attachments).age);
    hands::write(folder / "key", sample::upstream().text().view());
    REQUIRE(hands::shell("cd '" + folder.text() + "' && age -d -i key p.age | tar xz") == 0);
    for (const Attachment& attachment : attachments) {
        CHECK(hands::read(folder / ("attachments/" + attachment.name)) == attachment.bytes);
    }
    const auto text = hands::read(folder / "manifest.json");
    CHECK(base::textOf(text).find("NGUYỄN VĂN MẪU") != std::string_view::npos);
    CHECK(std::filesystem::exists(folder / "manifest.sig.json"));
}

TEST_CASE("pictures are stored and texts deflated") {
    const std::size_t noise = 300000;
    const auto sizeOf = [](const Attachment& attachment) {
        return sample::seal(sample::manifest(), {attachment}).age.size();
    };
    const auto empty = sizeOf({"a", "image/jpeg", {}, ""});
    CHECK(sizeOf({"a", "image/jpeg", hands::noise(noise, 1), ""}) < empty + noise + noise / 1000 + 1000);
    CHECK(sizeOf({"a", "image/jpeg", Bytes(noise, 'a'), ""}) > noise);  // not even tried
    CHECK(sizeOf({"a", "text/plain", Bytes(noise, 'a'), ""}) < empty + 3000);
}

TEST_CASE("sealing refuses what breaks a rule of the format, by name") {
    const auto refusal = [](const auto& spoil) {
        Manifest manifest = sample::manifest();
        auto attachments = sample::attachments();
        spoil(manifest, attachments);
        const SigningKey station = sample::station();
        const SigningKey officer = sample::officer();
        const std::vector<AgeRecipient> recipients = {sample::upstream().recipient()};
        const auto sealed = sealPacket(manifest, attachments, {station, officer}, recipients);
        if (sealed) return std::string("sealed");
        CHECK(sealed.error().code == Code::BadInput);
        return sealed.error().detail;
    };
    using Files = std::vector<Attachment>;
    CHECK_THAT(refusal([](Manifest& m, Files&) { m.id = "7"; }), Catch::Contains("id"));
    CHECK_THAT(refusal([](Manifest& m, Files&) { m.kind = "../x"; }), Catch::Contains("kind"));
    CHECK_THAT(refusal([](Manifest& m, Files&) { m.station = ""; }), Catch::Contains("station"));
    CHECK_THAT(refusal([](Manifest& m, Files&) { m.purpose = Purpose::Unknown; }),
               Catch::Contains("purpose"));
    CHECK_THAT(refusal([](Manifest& m, Files&) { m.sequence = 0; }), Catch::Contains("sequence"));
    CHECK_THAT(refusal([](Manifest& m, Files&) { m.journalHead = "ab"; }), Catch::Contains("journalHead"));
    CHECK_THAT(refusal([](Manifest& m, Files&) { m.record = ""; }), Catch::Contains("record"));
    CHECK_THAT(refusal([](Manifest& m, Files&) { m.record = "\xff\xff"; }), Catch::Contains("UTF-8"));
    CHECK_THAT(refusal([](Manifest& m, Files&) { m.replaces = "x"; }), Catch::Contains("replaces"));
    CHECK_THAT(refusal([](Manifest&, Files& f) { f[0].name = "../a"; }), Catch::Contains("name"));
    CHECK_THAT(refusal([](Manifest&, Files& f) { f[1].name = f[0].name; }), Catch::Contains("twice"));
    CHECK_THAT(refusal([](Manifest&, Files& f) { f[0].mediaType = ""; }), Catch::Contains("mediaType"));
    CHECK_THAT(refusal([](Manifest&, Files& f) { f.resize(501, f[2]); }), Catch::Contains("attachments"));
    const SigningKey key = sample::station();
    CHECK(sealPacket(sample::manifest(), {}, {key, key}, {}).error().code == Code::BadInput);
}

TEST_CASE("attachment names are strict") {
    CHECK(isAttachmentName("finger-01.wsq"));
    CHECK(isAttachmentName(std::string(100, 'a')));
    for (const std::string& name :
         {std::string(), std::string(101, 'a'), std::string("."), std::string(".."), std::string("a/b"),
          std::string("a\\b"), std::string(".a"), std::string("A"), std::string("a b"), std::string("-rf"),
          std::string("a\0b", 3), std::string("à")}) {
        CHECK_FALSE(isAttachmentName(name));
    }
}

TEST_CASE("a header that was changed or is of another kind is refused") {
    const SealedPacket sealed = sample::seal();
    const KeyLookup keys = sample::senderKeys().station;
    Bytes changed = sealed.headerEnvelope;
    changed[60] ^= 1;
    CHECK_FALSE(verifyPacketHeader(changed, keys));
    CHECK(verifyPacketHeader(sealed.headerEnvelope, KeyRing().lookup()).error().code == Code::KeyUnknown);
    const Bytes other = signEnvelope("receipt", base::viewOf("{}"), sample::station());
    CHECK(verifyPacketHeader(other, keys).error().code == Code::ProtocolError);
    const Bytes empty = signEnvelope(kPacketHeaderType, base::viewOf("{}"), sample::station());
    CHECK(verifyPacketHeader(empty, keys).error().code == Code::BadInput);
    std::string newer = headerJson(sealed.header).value();
    newer.replace(newer.find("\"format\":1"), 10, "\"format\":2");
    const auto refused =
        verifyPacketHeader(signEnvelope(kPacketHeaderType, base::viewOf(newer), sample::station()), keys);
    REQUIRE_FALSE(refused);
    CHECK_THAT(refused.error().detail, Catch::Contains("newer"));
}

TEST_CASE("a packet that is not the one its header names does not open") {
    const SealedPacket sealed = sample::seal();
    Bytes changed = sealed.age;
    changed[changed.size() / 2] ^= 1;
    CHECK(openCode(sealed.header, changed) == Code::Corrupt);
    CHECK(openCode(sealed.header, ByteView(sealed.age).first(sealed.age.size() - 1)) == Code::Corrupt);
    Bytes longer = sealed.age;
    longer.push_back(0);
    CHECK(openCode(sealed.header, longer) == Code::Corrupt);
    OpenLimits small;
    small.packet = sealed.age.size() - 1;
    CHECK(openCode(sealed.header, sealed.age, small) == Code::TooLarge);
}

TEST_CASE("header and manifest must say the same") {
    const SealedPacket sealed = sample::seal();
    const auto withHeader = [&](const auto& change) {
        PacketHeader header = sealed.header;
        change(header);
        return openCode(header, sealed.age);
    };
    CHECK(withHeader([](PacketHeader&) {}) == Code::Unknown);
    CHECK(withHeader([](PacketHeader& h) { h.id = sample::kOtherId; }) == Code::Conflict);
    CHECK(withHeader([](PacketHeader& h) { h.kind = "eid-level2"; }) == Code::Conflict);
    CHECK(withHeader([](PacketHeader& h) { h.schemaVersion = "2"; }) == Code::Conflict);
    CHECK(withHeader([](PacketHeader& h) { h.station = "tram-02"; }) == Code::Conflict);
    CHECK(withHeader([](PacketHeader& h) { h.unit = "1"; }) == Code::Conflict);
    CHECK(withHeader([](PacketHeader& h) { h.officerKey = std::string(16, '0'); }) == Code::Conflict);
    CHECK(withHeader([](PacketHeader& h) { h.sealedAt += base::Duration(1); }) == Code::Conflict);
    CHECK(withHeader([](PacketHeader& h) { h.replaces = sample::kOtherId; }) == Code::Conflict);
    CHECK(withHeader([](PacketHeader& h) { h.purpose = Purpose::Real; }) == Code::Conflict);
    CHECK(withHeader([](PacketHeader& h) { h.sequence = 8; }) == Code::Conflict);
    CHECK(withHeader([](PacketHeader& h) { h.journalHead = std::string(64, 'b'); }) == Code::Conflict);
}

TEST_CASE("both signatures must be by the keys of their holders") {
    const SealedPacket sealed = sample::seal();
    const auto with = [&](const SigningKey& station, const SigningKey& officer) {
        KeyRing stations;
        KeyRing officers;
        stations.add(station.verifyKey());
        officers.add(officer.verifyKey());
        const auto opened =
            openPacket(sealed.header, sealed.age, sample::upstream(), {stations.lookup(), officers.lookup()});
        return opened ? Code::Unknown : opened.error().code;
    };
    CHECK(with(sample::station(), sample::officer()) == Code::Unknown);
    CHECK(with(sample::officer(), sample::officer()) == Code::KeyUnknown);
    CHECK(with(sample::station(), sample::station()) == Code::KeyUnknown);

    std::vector<File> files = soundFiles();
    CHECK(openFiles(files) == Code::Unknown);
    const SigningKey station = sample::station();
    const SigningKey officer = sample::officer();
    files[1].content = manifestSignatures(files[0].content, {officer, officer});
    CHECK(openFiles(files) == Code::KeyUnknown);  // an officer does not speak for the station
    files[1].content = manifestSignatures(files[0].content, {station, station});
    CHECK(openFiles(files) == Code::Conflict);  // another key than manifest and header name
    files[1].content = manifestSignatures(base::viewOf("another manifest"), {station, officer});
    CHECK(openFiles(files) == Code::SignatureInvalid);
    files[1].content = base::bytesOf("{}");
    CHECK(openFiles(files) == Code::BadInput);
    files = soundFiles();
    files[0].content.back() = ' ';
    CHECK(openFiles(files) == Code::BadInput);
    files = soundFiles();
    files[0].content.push_back(' ');
    CHECK(openFiles(files) == Code::SignatureInvalid);
}

TEST_CASE("files that are missing, too many, twice, changed or in another order are refused") {
    std::vector<File> files = soundFiles();
    files.pop_back();
    CHECK(openFiles(files) == Code::ProtocolError);
    files = soundFiles();
    files.push_back({{"attachments", "more.txt"}, base::bytesOf("more")});
    CHECK(openFiles(files) == Code::ProtocolError);
    files = soundFiles();
    files.push_back(files.back());
    CHECK(openFiles(files) == Code::ProtocolError);
    files = soundFiles();
    std::swap(files[2], files[3]);
    CHECK(openFiles(files) == Code::ProtocolError);
    files = soundFiles();
    std::swap(files[0], files[1]);
    CHECK(openFiles(files) == Code::ProtocolError);
    files = soundFiles();
    files[2].content[5] ^= 1;
    CHECK(openFiles(files) == Code::Corrupt);
    files = soundFiles();
    files[2].content.push_back(0);
    CHECK(openFiles(files) == Code::Corrupt);
    CHECK(openFiles({}) == Code::ProtocolError);
}

TEST_CASE("names that lead out of the folder, and entries that are no plain files, are refused") {
    for (const TarName& name :
         {TarName{"attachments", "../../etc/passwd"}, TarName{"", "/etc/passwd"}, TarName{"..", "a"},
          TarName{"", "other.json"}, TarName{"attachments/..", "a"}, TarName{"attachments", ".hidden"},
          TarName{"attachments", ""}, TarName{"Attachments", "a"}}) {
        std::vector<File> files = soundFiles();
        files.push_back({name, base::bytesOf("x")});
        CHECK(openFiles(files) == Code::ProtocolError);
    }
    const auto withHeader = [](const auto& spoil) {
        Bytes tar = tarOf(soundFiles());
        TarBlock block{};
        std::copy_n(tar.begin(), kTarBlock, block.begin());
        spoil(block);
        std::uint32_t sum = 8 * ' ';
        for (std::size_t i = 0; i < block.size(); ++i) sum += i < 148 || i >= 156 ? block[i] : 0u;
        for (int i = 5; i >= 0; --i, sum >>= 3)
            block[148 + static_cast<std::size_t>(i)] = static_cast<std::uint8_t>('0' + (sum & 7));
        std::copy(block.begin(), block.end(), tar.begin());
        return openForged(gzipOf(tar));
    };
    CHECK(withHeader([](TarBlock&) {}) == Code::Unknown);
    for (const char type : {'1', '2', '3', '5', 'L', 'x', 'S', '\0'}) {
        CHECK(withHeader([&](TarBlock& b) { b[156] = static_cast<std::uint8_t>(type); }) ==
              Code::ProtocolError);
    }
    CHECK(withHeader([](TarBlock& b) { b[157] = 'a'; }) == Code::ProtocolError);   // link name
    CHECK(withHeader([](TarBlock& b) { b[104] = '7'; }) == Code::ProtocolError);   // mode
    CHECK(withHeader([](TarBlock& b) { b[124] = 0x80; }) == Code::ProtocolError);  // GNU's binary size
    CHECK(withHeader([](TarBlock& b) { b[511] = 1; }) == Code::ProtocolError);
    CHECK(withHeader([](TarBlock& b) { b[99] = 'x'; }) == Code::ProtocolError);  // behind the name's end
}

TEST_CASE("damaged or overlong gzip and tar are refused") {
    const Bytes tar = tarOf(soundFiles());
    const Bytes gzip = gzipOf(tar);
    CHECK(openForged(gzip) == Code::Unknown);
    CHECK(openForged({}) == Code::Corrupt);
    CHECK(openForged(tar) == Code::Corrupt);  // not compressed at all
    CHECK(openForged(ByteView(gzip).first(gzip.size() - 1)) == Code::Corrupt);
    CHECK(openForged(ByteView(gzip).first(gzip.size() / 2)) == Code::Corrupt);
    Bytes more = gzip;
    more.push_back(0);
    CHECK(openForged(more) == Code::Corrupt);
    more = gzip;
    append(more, gzip);
    CHECK(openForged(more) == Code::Corrupt);
    Bytes crc = gzip;
    crc[crc.size() - 8] ^= 1;
    CHECK(openForged(crc) == Code::Corrupt);
    Bytes behind = tar;
    behind.resize(tar.size() + kTarBlock);
    CHECK(openForged(gzipOf(behind)) == Code::Corrupt);
    CHECK(openForged(gzipOf(ByteView(tar).first(tar.size() - kTarBlock))) == Code::Corrupt);
    CHECK(openForged(gzipOf(ByteView(tar).first(700))) == Code::Corrupt);
    Bytes padding = tar;
    padding[tar.size() - kTarEnd - 600] = 1;  // behind note.txt, whose 5000 bytes end in padding
    CHECK(openForged(gzipOf(padding)) == Code::Corrupt);
    Bytes sum = tar;
    sum[150] ^= 1;
    CHECK(openForged(gzipOf(sum)) == Code::Corrupt);
}

TEST_CASE("what unpacks to more than the limits is refused early") {
    std::vector<File> files = soundFiles();
    files.push_back({{"attachments", "bomb.txt"}, Bytes(40u << 20, 0)});
    const Bytes bomb = gzipOf(tarOf(files));
    CHECK(bomb.size() < 200000);
    OpenLimits limits;
    limits.plain = 1u << 20;
    CHECK(openForged(bomb, limits) == Code::TooLarge);

    const Bytes sound = gzipOf(tarOf(soundFiles()));
    limits = {};
    limits.attachments = 3;
    CHECK(openForged(sound, limits) == Code::TooLarge);
    limits = {};
    limits.manifest = 100;
    CHECK(openForged(sound, limits) == Code::TooLarge);

    // A size that is only claimed takes no memory.
    Bytes claim;
    append(claim, tarHeader({"", "manifest.json"}, 15u << 20, 0));
    CHECK(openForged(gzipOf(claim)) == Code::Corrupt);
}
