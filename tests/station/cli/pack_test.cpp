// enrollctl form pack ...: a decree that reaches a shelf as one signed file, and back.
#include "shell.h"

using namespace shell;
namespace fs = std::filesystem;

namespace {

std::string path(const fs::path& file) { return base::pathForSystem(file); }

void replaceIn(const fs::path& file, const std::string& from, const std::string& to) {
    auto text = fileText(file);
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    write(file, text.replace(at, from.size(), to));
}

// The forms of the checkout in a folder of the test's own, a pack key, and packs made of them.
struct Upstream {
    fs::path folder = freshFolder("pack");
    fs::path forms = folder / "forms";
    std::string key;

    Upstream() {
        for (const char* name : {"schemas", "data"}) {
            REQUIRE(base::makePrivateFolder(forms / name));
            for (const auto& entry : fs::directory_iterator(fs::path(ENROLL_TEST_SOURCE) / "forms" / name))
                if (entry.path().extension() != ".py") write(forms / name / entry.path().filename(), fileText(entry.path()));
        }
        key = ask({"form", "pack", "key", "--out", path(folder / "pack.key")}).value()["key"];
    }
    fs::path file(int version) const { return folder / ("forms-" + std::to_string(version) + ".pack"); }
    Ran make(int version) const {
        return ask({"form", "pack", "make", "--from", path(forms), "--version", std::to_string(version), "--key", path(folder / "pack.key"), "--out",
                    path(file(version)), "--note", "Thông tư mới"});
    }
    Ran verify(int version) const { return ask({"form", "pack", "verify", path(file(version)), "--key", key}); }
    Ran install(int version) const {
        return ask({"form", "pack", "install", path(file(version)), "--key", key, "--shelf", path(folder / "shelf")});
    }
    Ran rollback() const { return ask({"form", "pack", "rollback", "--key", key, "--shelf", path(folder / "shelf")}); }
};

}  // namespace

TEST_CASE("a pack is made of what loads, shows what it holds and verifies") {
    const Upstream upstream;
    CHECK(upstream.key.starts_with("ed25519:"));
    CHECK(ask({"form", "pack", "key", "--out", path(upstream.folder / "pack.key")}).code == 1);  // never over a key
    REQUIRE(upstream.make(1).code == 0);
    const auto shown = ask({"form", "pack", "show", path(upstream.file(1))}).value();
    CHECK(shown["version"] == 1);
    CHECK(shown["note"] == "Thông tư mới");
    CHECK(shown["signatureChecked"] == false);
    CHECK(shown["files"].size() == 21);
    CHECK(upstream.verify(1).code == 0);

    replaceIn(upstream.forms / "data" / "fees.json", "\"amount\": 70000", "\"amount\": -1");
    const auto bad = upstream.make(2);
    CHECK(bad.code == 1);
    CHECK(bad.err.find("schema-invalid: fees.json: fees[3].amount: a number") != std::string::npos);
    CHECK(upstream.make(0).code == 1);
}

TEST_CASE("a tampered pack, another key's pack and an unknown table are refused with what is wrong") {
    const Upstream upstream;
    REQUIRE(upstream.make(1).code == 0);
    auto bytes = fileText(upstream.file(1));
    bytes[bytes.size() / 2] = bytes[bytes.size() / 2] == 'A' ? 'B' : 'A';
    write(upstream.file(1), bytes);
    const auto tampered = upstream.verify(1);
    CHECK(tampered.code == 1);
    CHECK(tampered.value()["code"] == "signature-invalid");
    CHECK(upstream.install(1).code == 1);

    const Upstream other;
    REQUIRE(other.make(1).code == 0);
    const auto foreign = ask({"form", "pack", "verify", path(other.file(1)), "--key", upstream.key});
    CHECK(foreign.code == 1);
    CHECK(foreign.value()["code"] == "key-unknown");

    write(other.forms / "data" / "weather.csv", std::string("a;b\n"));
    CHECK(other.make(2).err.find("data/weather.csv: no such table") != std::string::npos);
}

TEST_CASE("packs go onto a shelf in their order, one step back leads to the one before") {
    const Upstream upstream;
    for (const int version : {1, 2, 3}) REQUIRE(upstream.make(version).code == 0);
    CHECK(upstream.install(2).value()["inUse"] == 2);
    const auto older = upstream.install(1);
    CHECK(older.code == 1);
    CHECK(older.value()["code"] == "conflict");
    CHECK(older.value()["detail"] == "pack 1 is not later than pack 2, which was taken before");
    CHECK(upstream.install(3).value()["inUse"] == 3);
    CHECK(upstream.rollback().value()["inUse"] == 2);
    CHECK(upstream.install(3).code == 1);  // a withdrawn pack does not return
    CHECK(upstream.rollback().value()["inUse"].is_null());
    const auto nothing = upstream.rollback();
    CHECK(nothing.code == 1);
    CHECK(nothing.value()["code"] == "wrong-state");
}
