#include <catch2/catch.hpp>

#include "hands.h"

using namespace vault;
using base::Bytes;
using base::Code;
using hands::codeOf;
using hands::Desk;
using hands::kChief;
using hands::kChiefPass;
using hands::kOfficerPass;

namespace {

struct Station {
    explicit Station(const std::string& name) : desk(name), vault(desk.create()) {
        const Unlocked chief = vault.login(kChief, kChiefPass).value();
        (void)vault.addOfficer(chief, hands::officer("mot"), kOfficerPass).value();
        (void)vault.addOfficer(chief, hands::officer("hai"), kOfficerPass).value();
    }
    Unlocked login(const char* name) { return vault.login(name, kOfficerPass).value(); }
    Desk desk;
    Vault vault;
};

}  // namespace

SCENARIO("a draft opens for the officer who took it, at this device") {
    Station station("draft");
    const Unlocked one = station.login("mot");
    const NewDraft draft = one.drafts().create("draft-1");
    const Bytes blob = draft.key.seal(base::viewOf("NGUYEN VAN MAU"), "record", 3);
    CHECK(base::textOf(blob).find("NGUYEN") == std::string_view::npos);
    THEN("he opens it again after the next login") {
        const Unlocked later = station.login("mot");
        const DraftKey key = later.drafts().unlock("draft-1", draft.wraps).value();
        CHECK(key.draft() == "draft-1");
        CHECK(base::textOf(key.open(blob, "record", 3).value()) == "NGUYEN VAN MAU");
    }
    THEN("his colleague does not, and another device does not") {
        CHECK(codeOf(station.login("hai").drafts().unlock("draft-1", draft.wraps)) == Code::KeyUnknown);
        Station elsewhere("draft-elsewhere");
        CHECK(codeOf(elsewhere.login("mot").drafts().unlock("draft-1", draft.wraps)) == Code::KeyUnknown);
        CHECK(
            codeOf(
                elsewhere.vault.login(kChief, kChiefPass).value().drafts().recover("draft-1", draft.wraps)) ==
            Code::KeyUnknown);
    }
    THEN("a supervisor recovers it and may take it over") {
        const Unlocked chief = station.vault.login(kChief, kChiefPass).value();
        CHECK(codeOf(chief.drafts().unlock("draft-1", draft.wraps)) == Code::KeyUnknown);
        const DraftKey key = chief.drafts().recover("draft-1", draft.wraps).value();
        CHECK(base::textOf(key.open(blob, "record", 3).value()) == "NGUYEN VAN MAU");
        const Bytes taken = chief.drafts().wrap(key);
        CHECK(chief.drafts().unlock("draft-1", taken).has_value());
        CHECK(codeOf(one.drafts().unlock("draft-1", taken)) == Code::KeyUnknown);
    }
    THEN("an officer who is no supervisor recovers nothing") {
        CHECK(codeOf(station.login("hai").drafts().recover("draft-1", draft.wraps)) ==
              Code::PermissionDenied);
    }
    THEN("its wraps are good for this draft only and whole only") {
        const Unlocked chief = station.vault.login(kChief, kChiefPass).value();
        CHECK(codeOf(one.drafts().unlock("draft-2", draft.wraps)) == Code::KeyUnknown);
        CHECK(codeOf(chief.drafts().recover("draft-2", draft.wraps)) == Code::Corrupt);
        CHECK(codeOf(one.drafts().unlock("draft-1", {})) == Code::Corrupt);
        for (std::size_t i = 0; i < draft.wraps.size(); ++i) {
            Bytes changed = draft.wraps;
            changed[i] ^= 1;
            CHECK_FALSE(
                (one.drafts().unlock("draft-1", changed) && chief.drafts().recover("draft-1", changed)));
        }
    }
    THEN("a blob opens only in its place") {
        CHECK(codeOf(draft.key.open(blob, "portrait", 3)) == Code::CryptoFailed);
        CHECK(codeOf(draft.key.open(blob, "record", 2)) == Code::CryptoFailed);
        const NewDraft other = one.drafts().create("draft-1");
        CHECK(codeOf(other.key.open(blob, "record", 3)) == Code::CryptoFailed);
        Bytes changed = blob;
        changed.back() ^= 1;
        CHECK(codeOf(draft.key.open(changed, "record", 3)) == Code::CryptoFailed);
        CHECK(draft.key.open(draft.key.seal({}, "empty", 1), "empty", 1).value().empty());
    }
}

TEST_CASE("the station's cipher serves every officer and survives the lock") {
    Station station("index");
    std::optional<StationSession> underLock;
    Bytes row;
    KeyedHash hash{};
    {
        const Unlocked one = station.login("mot");
        row = one.station().cipher().seal(base::viewOf("Nguyễn Văn Mẫu"), "row-1");
        hash = one.station().cipher().keyedHash("name", "nguyen van mau");
        underLock = one.station().clone();
    }
    CHECK(base::textOf(underLock->cipher().open(row, "row-1").value()) == "Nguyễn Văn Mẫu");
    const Unlocked two = station.login("hai");
    const StationCipher& cipher = two.station().cipher();
    CHECK(base::textOf(cipher.open(row, "row-1").value()) == "Nguyễn Văn Mẫu");
    CHECK(codeOf(cipher.open(row, "row-2")) == Code::CryptoFailed);
    CHECK(codeOf(cipher.open({}, "row-1")) == Code::CryptoFailed);
    CHECK(cipher.keyedHash("name", "nguyen van mau") == hash);
    CHECK(cipher.keyedHash("name", "nguyen van mai") != hash);
    CHECK(cipher.keyedHash("number", "nguyen van mau") != hash);
    Station elsewhere("index-elsewhere");
    CHECK(elsewhere.login("mot").station().cipher().keyedHash("name", "nguyen van mau") != hash);
    CHECK(codeOf(elsewhere.login("mot").station().cipher().open(row, "row-1")) == Code::CryptoFailed);
}
