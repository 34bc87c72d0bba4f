// What a thief or a careless hand does to the vault file.
#include <catch2/catch.hpp>

#include <functional>
#include <nlohmann/json.hpp>

#include "base/digest.h"
#include "hands.h"

using namespace vault;
using base::Code;
using hands::codeOf;
using hands::Desk;
using hands::kChief;
using hands::kChiefPass;
using hands::kOfficerPass;
using nlohmann::json;

namespace {

// The file as the program would write it, with a checksum that fits (docs/formats/keys.md).
std::string withSum(json whole) {
    whole.erase("sum");
    whole["sum"] = base::sha256Hex(base::viewOf(whole.dump()));
    return whole.dump(1) + "\n";
}

// Another value of the same shape.
json spoiled(const json& value) {
    if (value.is_number()) return value.get<std::uint64_t>() + 1;
    std::string text = value.get<std::string>();
    if (text.empty()) return "AAAA";
    for (const auto& [from, to] : {std::pair{"active", "disabled"},
                                   {"own", "must-change"},
                                   {"administrator", "clerk"},
                                   {"supervisor", "officer"}}) {
        if (text == from) return to;
    }
    const std::size_t at = text.size() / 2;
    text[at] = text[at] == '1' ? '2' : '1';
    return text;
}

void eachLeaf(const json& value, const json::json_pointer& at,
              const std::function<void(const json::json_pointer&)>& visit) {
    if (!value.is_structured()) return visit(at);
    if (value.is_object()) {
        for (const auto& [name, inner] : value.items()) eachLeaf(inner, at / name, visit);
    } else {
        for (std::size_t i = 0; i < value.size(); ++i) eachLeaf(value[i], at / i, visit);
    }
}

// What the chief gets with the right passphrase.
Code loginCode(Desk& desk) {
    auto v = Vault::open(desk.path(), desk.settings());
    if (!v) return v.error().code;
    auto session = v->login(kChief, kChiefPass);
    if (!session) return session.error().code;
    return codeOf(v->listOfficers(session->station()));
}

}  // namespace

TEST_CASE("every field of the vault file that is changed is noticed") {
    Desk desk("tamper");
    {
        Vault v = desk.create();
        const Unlocked chief = v.login(kChief, kChiefPass).value();
        REQUIRE(v.addOfficer(chief, hands::officer("thu.le"), kOfficerPass));
    }
    const std::string sound(base::textOf(desk.file()));
    const json whole = json::parse(sound);
    CHECK(withSum(whole) == sound);
    int leaves = 0;
    eachLeaf(whole, json::json_pointer(), [&](const json::json_pointer& at) {
        INFO(at.to_string());
        json changed = whole;
        changed[at] = spoiled(whole[at]);
        if (at.to_string() != "/sum") {  // a careless hand does not know of the checksum
            desk.replace(changed.dump(1) + "\n");
            const Code code = loginCode(desk);
            CHECK((code == Code::Corrupt || code == Code::Unsupported));
        }
        if (at.to_string() == "/sum" || at.to_string() == "/generation") return;
        desk.replace(withSum(changed));  // a thief does
        const Code code = loginCode(desk);
        CHECK((code == Code::Corrupt || code == Code::WrongPassphrase || code == Code::Unsupported));
        ++leaves;
    });
    CHECK(leaves > 40);
    desk.replace(sound);
    CHECK(loginCode(desk) == Code::Unknown);
}

TEST_CASE("members that are added or left out make the file corrupt") {
    Desk desk("members");
    { (void)desk.create(); }
    const json whole = json::parse(base::textOf(desk.file()));
    std::vector<json> files;
    for (const auto& [name, value] : whole.items()) {
        if (name == "sum") continue;
        files.push_back(whole);
        files.back().erase(name);
    }
    for (const auto& [name, value] : whole["body"].items()) {
        files.push_back(whole);
        files.back()["body"].erase(name);
    }
    files.push_back(whole);
    files.back()["more"] = 1;
    files.push_back(whole);
    files.back()["body"]["more"] = 1;
    files.push_back(whole);
    files.back()["attempts"]["x"] = {{"failures", 0}, {"last", "2026-11-21T01:00:00.000Z"}};
    for (const json& file : files) {
        desk.replace(withSum(file));
        CHECK(codeOf(Vault::open(desk.path(), desk.settings())) == Code::Corrupt);
    }
    json noSum = whole;
    noSum.erase("sum");
    desk.replace(noSum.dump(1) + "\n");
    CHECK(codeOf(Vault::open(desk.path(), desk.settings())) == Code::Corrupt);
    for (const char* text : {"", "{", "null", "[]", "{}", "\xff"}) {
        desk.replace(text);
        CHECK(codeOf(Vault::open(desk.path(), desk.settings())) == Code::Corrupt);
    }
}

TEST_CASE("an officer's keys put in another's place open nothing") {
    Desk desk("swap");
    {
        Vault v = desk.create();
        const Unlocked chief = v.login(kChief, kChiefPass).value();
        REQUIRE(v.addOfficer(chief, hands::officer("thu.le"), kOfficerPass));
    }
    json whole = json::parse(base::textOf(desk.file()));
    auto& officers = whole["body"]["officers"];
    std::swap(officers[0]["slot"], officers[1]["slot"]);
    desk.replace(withSum(whole));
    CHECK(codeOf(desk.open().login(kChief, kChiefPass)) == Code::WrongPassphrase);
    Vault v = desk.open();
    desk.clock.advance(std::chrono::seconds(300));
    // His own passphrase fits the slot now, but what it opens is bound to himself.
    CHECK(codeOf(v.login(kChief, kOfficerPass)) == Code::Corrupt);
}

TEST_CASE("a file that replaces the vault while it is open is noticed or taken up") {
    Desk desk("replace");
    Vault v = desk.create();
    const Unlocked chief = v.login(kChief, kChiefPass).value();
    const std::string old(base::textOf(desk.file()));
    REQUIRE(v.addOfficer(chief, hands::officer("thu.le"), kOfficerPass));

    desk.replace(old);  // an older state of the same vault is what everyone then works on
    CHECK(v.listOfficers(chief.station()).value().size() == 1);
    REQUIRE(v.addOfficer(chief, hands::officer("moi"), kOfficerPass));
    CHECK(v.listOfficers(chief.station()).value().size() == 2);

    std::filesystem::remove(desk.path());
    CHECK(codeOf(v.login(kChief, kChiefPass)) == Code::NotFound);
    CHECK(codeOf(v.addOfficer(chief, hands::officer("x"), kOfficerPass)) == Code::NotFound);
    Vault other = desk.create();  // another vault in its place
    CHECK(codeOf(v.login(kChief, kChiefPass)) == Code::Corrupt);
    CHECK(codeOf(v.addOfficer(chief, hands::officer("x"), kOfficerPass)) == Code::Corrupt);
    CHECK(codeOf(other.addOfficer(chief, hands::officer("x"), kOfficerPass)) == Code::PermissionDenied);
    CHECK(codeOf(other.listOfficers(chief.station())) == Code::Corrupt);
}

TEST_CASE("while another process writes, the vault is busy and unchanged") {
    Desk desk("busy");
    Vault v = desk.create();
    const auto before = desk.file();
    std::filesystem::path lockFile = desk.path();
    lockFile += ".lock";
    {
        const auto lock = base::FileLock::acquire(lockFile).value();
        CHECK(codeOf(v.login(kChief, kChiefPass)) == Code::Busy);
    }
    CHECK(desk.file() == before);
    CHECK(v.login(kChief, kChiefPass).has_value());
}
