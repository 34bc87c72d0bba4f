#include <catch2/catch.hpp>

#include <algorithm>
#include <thread>

#include "hands.h"

using namespace vault;
using base::Code;
using hands::codeOf;
using hands::Desk;
using hands::kChief;
using hands::kChiefPass;
using hands::kOfficerPass;
using std::chrono::seconds;

SCENARIO("the first officer makes the vault and logs in") {
    Desk desk("first");
    Vault v = desk.create();
    THEN("the station shows who may log in and that only passphrases guard it") {
        CHECK(v.logins().value().at(0).login == kChief);
        CHECK(v.protection().value() == Protection::PassphraseOnly);
        CHECK(codeOf(v.openStation()) == Code::Unsupported);
    }
    THEN("the passphrase opens it, also after a restart and however it was composed") {
        const Unlocked first = v.login(kChief, kChiefPass).value();
        CHECK(first.officer().displayName == "Trần Thị Trưởng");
        CHECK(first.officer().roles == Roles{Role::Supervisor, Role::Administrator});
        CHECK(first.officer().passphrase == PassphraseState::Own);
        CHECK(first.officer().verifyKey == first.signingKey().verifyKey().text());
        Vault again = desk.open();
        const Unlocked second = again.login("  Trưởng.CONG-AN ", kChiefPass).value();
        CHECK(second.signingKey().id() == first.signingKey().id());
        CHECK(second.station().signingKey().id() == first.station().signingKey().id());
        CHECK(second.station().correctionKey().recipient() == first.station().correctionKey().recipient());
        CHECK(second.station().signingKey().id() != second.signingKey().id());
        const std::string decomposed = "m\u1EADt kh\u1EA9u tr\u01B0\u01A1\u0309ng";
        CHECK(again.login(kChief, decomposed).has_value());
    }
    THEN("the file shows neither names nor keys") {
        const auto file = desk.file();
        CHECK(base::textOf(file).find("Trần") == std::string_view::npos);
        const Unlocked session = v.login(kChief, kChiefPass).value();
        CHECK(base::textOf(file).find(base::toBase64Url(session.signingKey().seed().view())) ==
              std::string_view::npos);
    }
    THEN("a second vault is not made over it") {
        CHECK(codeOf(Vault::create(desk.path(), hands::officer("x"), kOfficerPass, desk.settings())) ==
              Code::AlreadyExists);
        CHECK(desk.open().login(kChief, kChiefPass).has_value());
    }
    THEN("the session re-authenticates with its own passphrase only") {
        const Unlocked session = v.login(kChief, kChiefPass).value();
        CHECK(v.verifyPassphrase(session, kChiefPass).has_value());
        CHECK(codeOf(v.verifyPassphrase(session, "something else")) == Code::WrongPassphrase);
        CHECK(codeOf(v.verifyPassphrase(session, kChiefPass)) == Code::LockedOut);
    }
}

TEST_CASE("rules for logins, names and passphrases") {
    Desk desk("rules");
    const auto refused = [&](const NewOfficer& officer, std::string_view passphrase) {
        return codeOf(Vault::create(desk.path(), officer, passphrase, desk.settings()));
    };
    CHECK(refused({"a b", "Tên", {}}, kOfficerPass) == Code::BadInput);
    CHECK(refused({"", "Tên", {}}, kOfficerPass) == Code::BadInput);
    CHECK(refused({"a", "", {}}, kOfficerPass) == Code::BadInput);
    CHECK(refused({"a", "Tên", {Role::Unknown}}, kOfficerPass) == Code::BadInput);
    CHECK(refused({"a", "Tên", {}}, "bảy chữ") == Code::BadInput);
    CHECK(refused({"a", "Tên", {}}, "\xff\xff\xff\xff\xff\xff\xff\xff\xff") == Code::BadInput);
    CHECK_FALSE(std::filesystem::exists(desk.path()));
    CHECK(codeOf(Vault::open(desk.path(), desk.settings())) == Code::NotFound);
}

SCENARIO("an administrator adds officers") {
    Desk desk("add");
    Vault v = desk.create();
    const Unlocked chief = v.login(kChief, kChiefPass).value();
    const OfficerInfo added = v.addOfficer(chief, hands::officer("Thử.Lê"), kOfficerPass).value();
    CHECK(added.login == "thu.le");
    THEN("the new officer logs in with keys of his own and must change the passphrase") {
        const Unlocked session = v.login("thu.le", kOfficerPass).value();
        CHECK(session.officer().id == added.id);
        CHECK(session.officer().passphrase == PassphraseState::MustChange);
        CHECK(session.signingKey().id() != chief.signingKey().id());
        CHECK(session.station().signingKey().id() == chief.station().signingKey().id());
        REQUIRE(v.changePassphrase(session, kOfficerPass, "một mật khẩu mới"));
        CHECK(codeOf(v.login("thu.le", kOfficerPass)) == Code::WrongPassphrase);
        desk.clock.advance(seconds(1));
        const Unlocked renewed = v.login("thu.le", "một mật khẩu mới").value();
        CHECK(renewed.officer().passphrase == PassphraseState::Own);
        CHECK(renewed.signingKey().id() == session.signingKey().id());
    }
    THEN("a passphrase is changed by who knows the old one, and not to a short one") {
        const Unlocked session = v.login("thu.le", kOfficerPass).value();
        CHECK(codeOf(v.changePassphrase(session, kOfficerPass, "ngắn")) == Code::BadInput);
        CHECK(codeOf(v.changePassphrase(session, "not the old one", "một mật khẩu mới")) ==
              Code::WrongPassphrase);
    }
    THEN("nobody else may administrate") {
        const Unlocked session = v.login("thu.le", kOfficerPass).value();
        CHECK(codeOf(v.addOfficer(session, hands::officer("x"), kOfficerPass)) == Code::PermissionDenied);
        CHECK(codeOf(v.resetByAdministrator(session, chief.officer().id, "mật khẩu cướp được")) ==
              Code::PermissionDenied);
        CHECK(codeOf(v.setState(session, chief.officer().id, OfficerState::Disabled)) ==
              Code::PermissionDenied);
    }
    THEN("logins are unique after folding and need a role") {
        CHECK(codeOf(v.addOfficer(chief, hands::officer("THU.LE"), kOfficerPass)) == Code::AlreadyExists);
        CHECK(codeOf(v.addOfficer(chief, {"x", "Tên", {}}, kOfficerPass)) == Code::BadInput);
        CHECK(codeOf(v.addOfficer(chief, hands::officer("x"), "short")) == Code::BadInput);
    }
    THEN("the list names everyone") {
        const auto list = v.listOfficers(chief.station()).value();
        REQUIRE(list.size() == 2);
        CHECK(list[1] == added);
        CHECK(list[0].displayName == "Trần Thị Trưởng");
    }
    THEN("a disabled officer does not get in, and the last administrator cannot be disabled") {
        REQUIRE(v.setState(chief, added.id, OfficerState::Disabled));
        CHECK(codeOf(v.login("thu.le", kOfficerPass)) == Code::PermissionDenied);
        CHECK(codeOf(v.login("thu.le", "guessing guessing")) == Code::WrongPassphrase);
        REQUIRE(v.setState(chief, added.id, OfficerState::Active));
        desk.clock.advance(seconds(1));
        CHECK(v.login("thu.le", kOfficerPass).has_value());
        CHECK(codeOf(v.setState(chief, chief.officer().id, OfficerState::Disabled)) == Code::WrongState);
        CHECK(codeOf(v.setState(chief, "nobody", OfficerState::Disabled)) == Code::NotFound);
        CHECK(codeOf(v.setState(chief, added.id, OfficerState::Unknown)) == Code::BadInput);
    }
    THEN("a session of an administrator who was disabled meanwhile has no power") {
        const OfficerInfo second =
            v.addOfficer(chief, {"second", "Phó", {Role::Administrator}}, kOfficerPass).value();
        const Unlocked other = v.login("second", kOfficerPass).value();
        REQUIRE(v.setState(other, chief.officer().id, OfficerState::Disabled));
        CHECK(codeOf(v.addOfficer(chief, hands::officer("x"), kOfficerPass)) == Code::PermissionDenied);
        CHECK(codeOf(v.setState(other, second.id, OfficerState::Disabled)) == Code::WrongState);
    }
}

SCENARIO("an officer forgets the passphrase and loses nothing") {
    Desk desk("forgotten");
    Vault v = desk.create();
    const Unlocked chief = v.login(kChief, kChiefPass).value();
    const OfficerInfo officer = v.addOfficer(chief, hands::officer("thu.le"), kOfficerPass).value();
    const Unlocked before = v.login("thu.le", kOfficerPass).value();
    const NewDraft draft = before.drafts().create("draft-1");
    const auto blob = draft.key.seal(base::viewOf("portrait"), "portrait", 1);
    for (int i = 0; i < 3; ++i) {
        CHECK(codeOf(v.login("thu.le", "forgotten forgotten")) == Code::WrongPassphrase);
        desk.clock.advance(seconds(300));
    }
    REQUIRE(v.resetByAdministrator(chief, officer.id, "mật khẩu tạm thời"));
    CHECK(v.waitFor("thu.le").value().count() == 0);
    const Unlocked after = v.login("thu.le", "mật khẩu tạm thời").value();
    CHECK(after.officer().passphrase == PassphraseState::MustChange);
    CHECK(after.signingKey().id() == before.signingKey().id());
    const DraftKey key = after.drafts().unlock("draft-1", draft.wraps).value();
    CHECK(base::textOf(key.open(blob, "portrait", 1).value()) == "portrait");
    CHECK(codeOf(v.login("thu.le", kOfficerPass)) == Code::WrongPassphrase);
    CHECK(codeOf(v.resetByAdministrator(chief, "nobody", "mật khẩu tạm thời")) == Code::NotFound);
    CHECK(codeOf(v.resetByAdministrator(chief, officer.id, "short")) == Code::BadInput);
}

SCENARIO("wrong passphrases wait longer and longer") {
    Desk desk("delay");
    Vault v = desk.create();
    const auto wrong = [&](Vault& at) { return codeOf(at.login(kChief, "wrong wrong wrong")); };
    THEN("1 s, 2 s, 4 s ... and never more than 5 min") {
        for (const int expected : {1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300}) {
            CHECK(wrong(v) == Code::WrongPassphrase);
            CHECK(v.waitFor(kChief).value() == seconds(expected));
            const auto refused = v.login(kChief, kChiefPass);
            REQUIRE_FALSE(refused);
            CHECK(refused.error().code == Code::LockedOut);
            CHECK_THAT(refused.error().detail, Catch::Contains(std::to_string(expected) + " s"));
            desk.clock.advance(seconds(expected) - base::Duration(1));
            CHECK(codeOf(v.login(kChief, kChiefPass)) == Code::LockedOut);
            desk.clock.advance(base::Duration(1));
        }
        CHECK(v.login(kChief, kChiefPass).has_value());
        CHECK(v.waitFor(kChief).value().count() == 0);
        CHECK(wrong(v) == Code::WrongPassphrase);
        CHECK(v.waitFor(kChief).value() == seconds(1));
    }
    THEN("neither a calendar that jumps nor a restart makes it shorter") {
        for (int i = 0; i < 5; ++i) {
            CHECK(wrong(v) == Code::WrongPassphrase);
            desk.clock.advance(seconds(300));
        }
        CHECK(wrong(v) == Code::WrongPassphrase);
        CHECK(v.waitFor(kChief).value() == seconds(32));
        desk.clock.jumpTo(base::parseUtc("2030-01-01T00:00:00Z").value());
        CHECK(v.waitFor(kChief).value() == seconds(32));
        desk.clock.jumpTo(base::parseUtc("2001-01-01T00:00:00Z").value());
        CHECK(v.waitFor(kChief).value() == seconds(32));
        desk.clock.advance(seconds(20));
        Vault restarted = desk.open();
        CHECK(restarted.waitFor(kChief).value() == seconds(32));
        CHECK(codeOf(restarted.login(kChief, kChiefPass)) == Code::LockedOut);
        desk.clock.advance(seconds(32));
        CHECK(restarted.login(kChief, kChiefPass).has_value());
    }
    THEN("a try counts before it is judged, and counts for all who have the file open") {
        Vault other = desk.open();
        CHECK(wrong(v) == Code::WrongPassphrase);
        CHECK(codeOf(other.login(kChief, kChiefPass)) == Code::LockedOut);
        CHECK(other.waitFor(kChief).value() == seconds(1));
    }
    THEN("an unknown login is told no more than a wrong passphrase") {
        CHECK(codeOf(v.login("nobody", "wrong wrong wrong")) == Code::WrongPassphrase);
        CHECK(v.waitFor("nobody").value().count() == 0);
    }
}

TEST_CASE("processes that change the vault at once lose nothing of each other") {
    Desk desk("together");
    Vault v = desk.create();
    const Unlocked chief = v.login(kChief, kChiefPass).value();
    constexpr int kEach = 8;
    const auto addSome = [&](const std::string& prefix) {
        Vault mine = desk.open();
        for (int i = 0; i < kEach; ++i) {
            const auto officer = hands::officer(prefix + std::to_string(i));
            auto added = mine.addOfficer(chief, officer, kOfficerPass);
            while (!added && added.error().code == Code::Busy)
                added = mine.addOfficer(chief, officer, kOfficerPass);
            if (!added) return;
        }
    };
    std::thread one([&] { addSome("one"); });
    std::thread two([&] { addSome("two"); });
    one.join();
    two.join();
    CHECK(v.listOfficers(chief.station()).value().size() == 1 + 2 * kEach);
}

TEST_CASE("one vault object is used from several threads") {
    Desk desk("threads");
    Vault v = desk.create();
    const Unlocked chief = v.login(kChief, kChiefPass).value();
    const auto use = [&](const std::string& login) {
        if (!v.addOfficer(chief, hands::officer(login), kOfficerPass)) return;
        (void)v.login(login, kOfficerPass);
        (void)v.waitFor(login);
        (void)v.logins();
    };
    std::thread one([&] { use("one"); });
    std::thread two([&] { use("two"); });
    one.join();
    two.join();
    CHECK(v.listOfficers(chief.station()).value().size() == 3);
    CHECK(v.login("one", kOfficerPass).has_value());
    CHECK(v.login("two", kOfficerPass).has_value());
}

namespace {

// Keeps a key as a system would: under one that never leaves this object.
class KeptBySystem final : public DeviceKeyProtector {
public:
    std::string name() const override { return "test-system"; }
    base::Result<base::Bytes> wrap(base::ByteView deviceKey, std::string_view boundTo) override {
        if (broken) return base::fail(Code::CryptoFailed, "no profile");
        return packet::sealBox(key_.view(), deviceKey, base::viewOf(boundTo));
    }
    base::Result<base::SecretBytes> unwrap(base::ByteView wrapped, std::string_view boundTo) override {
        return packet::openBox(key_.view(), wrapped, base::viewOf(boundTo));
    }
    bool broken = false;

private:
    base::SecretBytes key_ = base::SecretBytes::random(32);
};

}  // namespace

TEST_CASE("where the system guards the device key, the station opens without a login") {
    Desk desk("system");
    KeptBySystem system;
    desk.protector = &system;
    Vault v = desk.create();
    CHECK(v.protection().value() == Protection::System);
    const StationSession station = v.openStation().value();
    CHECK(station.signingKey().id() == v.login(kChief, kChiefPass).value().station().signingKey().id());
}

TEST_CASE("a vault brought to another computer opens by passphrase and says so") {
    Desk desk("moved");
    KeptBySystem system;
    desk.protector = &system;
    const std::string key = desk.create().openStation().value().signingKey().id();

    SECTION("to one with a key store, which guards it from the next login on") {
        KeptBySystem other;
        desk.protector = &other;
        Vault moved = desk.open();
        CHECK(moved.protection().value() == Protection::Elsewhere);
        CHECK(codeOf(moved.openStation()) == Code::CryptoFailed);
        const Unlocked chief = moved.login(kChief, kChiefPass).value();
        CHECK(chief.station().signingKey().id() == key);
        REQUIRE(moved.guardBySystem(chief.station()).has_value());
        CHECK(moved.protection().value() == Protection::System);
        CHECK(moved.openStation().value().signingKey().id() == key);
        const base::Bytes guarded = desk.file();
        REQUIRE(moved.guardBySystem(chief.station()).has_value());
        CHECK(desk.file() == guarded);  // it is guarded already
    }
    SECTION("to one without, which leaves the other's part alone") {
        desk.protector = nullptr;
        const base::Bytes brought = desk.file();
        Vault moved = desk.open();
        CHECK(moved.protection().value() == Protection::Elsewhere);
        CHECK(codeOf(moved.openStation()) == Code::Unsupported);
        const Unlocked chief = moved.login(kChief, kChiefPass).value();
        CHECK(chief.station().signingKey().id() == key);
        REQUIRE(moved.guardBySystem(chief.station()).has_value());
        desk.protector = &system;
        CHECK(desk.open().protection().value() == Protection::System);
    }
}

TEST_CASE("a vault made without a key store is guarded by one later") {
    Desk desk("upgraded");
    KeptBySystem system;
    system.broken = true;
    desk.protector = &system;
    Vault v = desk.create();
    CHECK(v.protection().value() == Protection::PassphraseOnly);
    const Unlocked chief = v.login(kChief, kChiefPass).value();
    CHECK(codeOf(v.guardBySystem(chief.station())) == Code::CryptoFailed);
    CHECK(v.login(kChief, kChiefPass).has_value());
    system.broken = false;
    REQUIRE(v.guardBySystem(chief.station()).has_value());
    CHECK(v.protection().value() == Protection::System);
    CHECK(v.listOfficers(v.openStation().value()).value().size() == 1);
}

TEST_CASE("a wrapped device key serves only the vault it was wrapped for") {
    const auto store = deviceKeyProtector();
    if (!store) {
        WARN("SKIPPED: this system has no key store of its own");
        return;
    }
    const base::SecretBytes key = base::SecretBytes::random(32);
    const base::Bytes wrapped = store->wrap(key.view(), "vault/a").value();
    CHECK(store->unwrap(wrapped, "vault/a").value().equals(key.view()));
    CHECK(codeOf(store->unwrap(wrapped, "vault/b")) == Code::CryptoFailed);
    CHECK(codeOf(store->unwrap({}, "vault/a")) == Code::CryptoFailed);
    for (std::size_t i = 0; i < wrapped.size(); ++i) {
        base::Bytes damaged = wrapped;
        damaged[i] ^= 1;
        const auto opened = store->unwrap(damaged, "vault/a");
        INFO("byte " << i << " of " << wrapped.size());
        CHECK((!opened || opened->equals(key.view())));  // never another key
    }
    CHECK(std::search(wrapped.begin(), wrapped.end(), key.view().begin(), key.view().end()) == wrapped.end());

    Desk desk("own-store");
    desk.protector = store.get();
    Vault v = desk.create();
    CHECK(v.protection().value() == Protection::System);
    CHECK(desk.open().openStation().value().signingKey().id() ==
          v.login(kChief, kChiefPass).value().station().signingKey().id());
}
