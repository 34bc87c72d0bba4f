// Packets and a station's store, looked at from outside by the real program.
#include "shell.h"

#include "base/digest.h"
#include "base/path.h"
#include "sync/packet/packet.h"
#include "sync/packet/provisioning.h"
#include "sync/store/store.h"

using namespace shell;
namespace fs = std::filesystem;

namespace {

constexpr const char* kPacket = "0190b8a0-0000-7000-8000-000000000001";
constexpr const char* kDraft = "0190b8a0-0000-7000-8000-000000000002";
const base::Instant kAt = base::parseUtc("2026-11-21T01:00:00.000Z").value();

// A packet of an invented person with everything one needs to look at it, in `folder`.
struct Sealed {
    packet::SigningKey station = packet::SigningKey::generate();
    packet::SigningKey officer = packet::SigningKey::generate();
    packet::AgeIdentity upstream = packet::AgeIdentity::generate();
    packet::SealedPacket packet;
    std::string age, header, identity, keys;  // files

    explicit Sealed(const fs::path& folder)
        : packet(seal()),
          age((folder / (std::string(kPacket) + ".age")).string()),
          header((folder / (std::string(kPacket) + ".header.json")).string()),
          identity((folder / "upstream.key").string()),
          keys((folder / "keys.json").string()) {
        write(base::pathOf(age), packet.age);
        write(base::pathOf(header), packet.headerEnvelope);
        write(base::pathOf(identity), "# upstream\n" + std::string(base::textOf(upstream.text().view())) + "\n");
        write(base::pathOf(keys), packet::signStationKeys({"tram-01",
                                             station.verifyKey(),
                                             packet::AgeIdentity::generate().recipient(),
                                             {{"officer-1", officer.verifyKey()}},
                                             kAt},
                                            station));
    }

private:
    packet::SealedPacket seal() const {
        packet::Manifest m;
        m.id = kPacket;
        m.kind = "card-14plus";
        m.schemaVersion = "2026.1";
        m.station = "tram-01";
        m.unit = "27000";
        m.officer = "officer-1";
        m.startedAt = m.sealedAt = kAt;
        m.purpose = packet::Purpose::Training;
        m.sequence = 1;
        m.journalHead = std::string(64, 'a');
        m.record = R"({"fields":{"full_name":"NGUYỄN VĂN MẪU"}})";
        const std::vector<packet::Attachment> attachments = {
            {"portrait.jpg", "image/jpeg", base::bytesOf("a picture"), R"({"score":91})"}};
        const packet::AgeRecipient recipients[] = {upstream.recipient()};
        return packet::sealPacket(m, attachments, {station, officer}, recipients).value();
    }
};

// A station's data folder with one draft and, when asked, one sealed packet.
fs::path stationFolder(const std::string& name) {
    const auto folder = freshFolder(name);
    write(folder / "mode", std::string("training"));
    REQUIRE(base::makePrivateFolder(folder / "training"));
    return folder;
}

store::Store openStore(const fs::path& folder) {
    auto store = store::Store::open(folder / "training" / "station.db", kAt);
    if (!store) FAIL(store.error().detail);
    return std::move(*store);
}

void sealInto(store::Store& store, const Sealed& sealed) {
    const store::Act act{"officer-1", kAt};
    REQUIRE(store.createDraft({kDraft, "card-14plus", "2026.1", "", base::bytesOf("key"), ""}, {}, act));
    store::SealRequest request{kDraft,
                               kPacket,
                               store.sealSlot().value(),
                               sealed.packet.headerEnvelope,
                               base::sha256(sealed.packet.age),
                               kAt,
                               5};
    REQUIRE(store.sealDraft(request, sealed.packet.age, act));
}

}  // namespace

TEST_CASE("a packet is shown without keys, verified with the sender's, and opened with the upstream's") {
    const auto folder = freshFolder("packet");
    const Sealed sealed(folder);

    const auto shown = ask({"packet", "show", sealed.age}).value();
    CHECK(shown["header"]["id"] == kPacket);
    CHECK(shown["file"]["digest"] == sealed.packet.header.digest);
    CHECK(shown["signatureChecked"] == false);
    CHECK(ask({"packet", "show", sealed.header}).value()["header"] == shown["header"]);
    CHECK(shown.dump().find("MẪU") == std::string::npos);

    const auto verified = ask({"packet", "verify", sealed.age, "--keys", sealed.keys});
    CHECK(verified.code == 0);
    CHECK(verified.value()["contentOpened"] == false);
    const auto whole =
        ask({"packet", "verify", sealed.age, "--keys", sealed.keys, "--identity", sealed.identity});
    CHECK(whole.code == 0);
    CHECK(whole.value()["checks"].size() == 3);

    const auto out = (folder / "out").string();
    const auto opened = ask(
        {"packet", "open", sealed.age, "--identity", sealed.identity, "--out", out, "--keys", sealed.keys});
    REQUIRE(opened.code == 0);
    CHECK(opened.value()["signaturesChecked"] == true);
    CHECK(fileText(base::pathOf(out) / "attachments" / "portrait.jpg") == "a picture");
    CHECK(json::parse(fileText(base::pathOf(out) / "record.json"))["fields"]["full_name"] == "NGUYỄN VĂN MẪU");
    CHECK(base::privacyOf(base::pathOf(out)).value() == base::Privacy::OwnerOnly);
    CHECK(ask({"packet", "open", sealed.age, "--identity", sealed.identity, "--out", out}).code ==
          1);  // not empty
    const auto unsure =
        ask({"packet", "open", sealed.age, "--identity", sealed.identity, "--out", out + "2"});
    CHECK(unsure.value()["signaturesChecked"] == false);
}

TEST_CASE("a packet that was changed or is somebody else's does not pass") {
    const auto folder = freshFolder("packet-bad");
    const Sealed sealed(folder);
    const Sealed other(freshFolder("packet-other"));

    const auto stranger = ask({"packet", "verify", sealed.age, "--keys", other.keys});
    CHECK(stranger.code == 1);
    CHECK(stranger.value()["checks"][0]["code"] == "key-unknown");
    const auto locked =
        ask({"packet", "verify", sealed.age, "--keys", sealed.keys, "--identity", other.identity});
    CHECK(locked.code == 1);
    CHECK(locked.value()["checks"][2]["good"] == false);
    CHECK(
        ask({"packet", "open", sealed.age, "--identity", other.identity, "--out", (folder / "out").string()})
            .code == 1);
    CHECK_FALSE(fs::exists(folder / "out"));

    auto damaged = sealed.packet.age;
    damaged[damaged.size() / 2] ^= 1;
    write(base::pathOf(sealed.age), damaged);
    const auto changed = ask({"packet", "verify", sealed.age, "--keys", sealed.keys});
    CHECK(changed.code == 1);
    CHECK(changed.value()["checks"][1]["code"] == "corrupt");

    write("noise", std::string("{\"type\":\"packet-header\""));
    CHECK(ask({"packet", "show", "noise"}).code == 1);
    CHECK(ask({"packet", "verify", sealed.age, "--keys", "noise"}).code == 1);
    fs::remove(base::pathOf(sealed.header));
    CHECK(ask({"packet", "show", sealed.age}).value()["header"].is_null());
    CHECK(ask({"packet", "verify", sealed.age, "--keys", sealed.keys}).code == 1);
}

TEST_CASE("a store is counted, copied and audited while the station has it open") {
    const auto folder = stationFolder("store");
    const Sealed sealed(folder);
    auto running = openStore(folder);
    sealInto(running, sealed);

    const auto status = ask({"store", "status", "--data", folder.string()}).value();
    CHECK(status["applications"]["sealed"] == 1);
    CHECK(status["unsent"] == 1);
    CHECK(status["unsentBytes"] == sealed.packet.age.size());
    CHECK(status["nextSequence"] == 2);
    CHECK(ask({"store", "status"}, "", {{"ENROLL_HOME", (folder / "elsewhere").string()}}).code == 1);

    const auto copy = (folder / "copy.db").string();
    const auto copied = ask({"store", "backup", "--out", copy, "--data", folder.string()});
    REQUIRE(copied.code == 0);
    CHECK(copied.value()["journalWhole"] == true);
    CHECK(ask({"store", "status", "--store", copy}).value()["applications"]["sealed"] == 1);
    CHECK(ask({"store", "backup", "--out", copy, "--data", folder.string()}).code == 1);

    const auto journal = ask({"store", "journal-verify", "--data", folder.string()});
    CHECK(journal.code == 0);
    CHECK(journal.value()["entries"].get<int>() >= 2);
    const auto lines = (folder / "journal.jsonl").string();
    const auto written = ask({"store", "journal-export", "--out", lines, "--data", folder.string()}).value();
    std::istringstream text(fileText(base::pathOf(lines)));
    int count = 0;
    for (std::string line; std::getline(text, line); ++count) CHECK(json::accept(line));
    CHECK(count == written["entries"].get<int>());
    CHECK(count == journal.value()["entries"].get<int>());

    CHECK(ask({"store", "recover", "--out", (folder / "saved").string(), "--data", folder.string()}).code ==
          1);  // runs
}

TEST_CASE("packets of a damaged store are saved, and are the packets that were sealed") {
    const auto folder = stationFolder("recover");
    const Sealed sealed(folder);
    {
        auto store = openStore(folder);
        sealInto(store, sealed);
    }
    const auto saved = folder / "saved";
    const auto recovered = ask({"store", "recover", "--out", saved.string(), "--data", folder.string()});
    REQUIRE(recovered.code == 0);
    CHECK(recovered.value()["wholePackets"] == 1);
    const auto file = (saved / (std::string(kPacket) + ".age")).string();
    CHECK(ask({"packet", "verify", file, "--keys", sealed.keys, "--identity", sealed.identity}).code == 0);
    CHECK(ask({"store", "recover", "--out", "x", "--store", "no-such.db"}).code == 1);
    CHECK_FALSE(fs::exists("no-such.db.lock"));
}
