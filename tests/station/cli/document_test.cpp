// enrollctl form documents, print and preview. What stands on the paper is shown in tests/station/print.
#include "shell.h"

using namespace shell;
namespace fs = std::filesystem;

namespace {

std::string path(const fs::path& file) {
    return base::pathForSystem(file);
}

// An invented person.
const char* const kRecord = R"({"fields": {
  "id_number": {"text": "001190000123", "origin": "typed", "confirmed": true},
  "full_name": {"text": "H'Hen Niê Kđăm", "origin": "typed", "confirmed": true},
  "request_kind": {"text": "first", "origin": "typed", "confirmed": true}
}, "format": 1, "reasons": {}})";

bool isPdf(const fs::path& file) {
    return fileText(file).starts_with("%PDF-");
}

}  // namespace

TEST_CASE("form documents says which are in force on a day and why some are not printed") {
    const auto now = ask({"form", "documents", "--date", "2026-11-30"}).value();
    REQUIRE(now.size() == 8);
    for (const auto& one : now) {
        CHECK(one["inForce"] == true);
        CHECK(one["printed"] == (one["id"] != "cc04" && one["id"] != "dc03"));
        CHECK(one["why"].get<std::string>().empty() == one["printed"].get<bool>());
        CHECK_FALSE(one["source"].get<std::string>().empty());
    }
    for (const auto& one : ask({"form", "documents", "--date", "2024-06-30"}).value())
        CHECK(one["inForce"] == false);
    CHECK(ask({"form", "documents", "--date", "today"}).code == 1);
    CHECK(ask({"form", "documents"}).code == 2);
}

TEST_CASE("form print writes a document in force, and refuses every other with its reason") {
    const auto folder = freshFolder("form-print");
    write(folder / "record.json", std::string(kRecord));
    const auto print = [&](const std::string& id, const std::string& date,
                           std::vector<std::string> more = {}) {
        std::vector<std::string> args{"form",       "print", path(folder / "record.json"),
                                      "--document", id,      "--date",
                                      date,         "--out", path(folder / (id + ".pdf"))};
        args.insert(args.end(), more.begin(), more.end());
        return ask(args);
    };
    const auto slip = print("cc02", "2026-11-30",
                            {"--unit", "Công an xã Mẫu", "--packet", "0192f5a0-1111-7abc-8def-000000000001",
                             "--digest", std::string(64, 'a')});
    CHECK(slip.value()["symbol"] == "Mẫu CC02");
    CHECK(isPdf(folder / "cc02.pdf"));
    CHECK(print("cc03", "2026-11-30",
                {"--reason", "Lý do một", "--reason", "Lý do hai", "--procedure", "card-14plus"})
              .code == 0);

    const auto early = print("dc02", "2024-06-30");
    CHECK(early.code == 1);
    CHECK(early.err.find("not-in-force: document dc02 is not in force on 2024-06-30") != std::string::npos);
    CHECK(print("cc04", "2026-11-30").err.find("unsupported") != std::string::npos);
    CHECK(print("dc99", "2026-11-30").err.find("not-found") != std::string::npos);
    CHECK(print("dc02", "2026-11-30", {"--procedure", "passport"}).err.find("not-found") !=
          std::string::npos);
    CHECK(print("cc02", "2026-11-30", {"--packet", "x"}).code == 1);
    for (const auto* id : {"dc02", "cc04", "dc99"})
        CHECK_FALSE(fs::exists(folder / (std::string(id) + ".pdf")));
}

TEST_CASE(
    "form preview prints every form, and every document empty and with an invented person, of the program and of a pack") {
    const auto folder = freshFolder("form-preview");
    const auto schemas = ask({"form", "list"}).value().size();
    REQUIRE(schemas > 5);
    const auto own = ask({"form", "preview", "--out", path(folder / "own")}).value();
    CHECK(own["files"].size() == 12 + schemas);
    CHECK(own["notPrinted"].size() == 2);
    for (const auto& file : own["files"])
        CHECK(isPdf(folder / "own" / fs::path(file["file"].get<std::string>())));

    // A pack with one document of its own, and one with none.
    const fs::path forms = folder / "forms";
    for (const char* name : {"schemas", "data"}) {
        REQUIRE(base::makePrivateFolder(forms / name));
        for (const auto& entry : fs::directory_iterator(fs::path(ENROLL_TEST_SOURCE) / "forms" / name))
            if (entry.path().extension() != ".py")
                write(forms / name / entry.path().filename(), fileText(entry.path()));
    }
    REQUIRE(ask({"form", "pack", "key", "--out", path(folder / "pack.key")}).code == 0);
    const auto make = [&](const std::string& version) {
        return ask({"form", "pack", "make", "--from", path(forms), "--version", version, "--key",
                    path(folder / "pack.key"), "--out", path(folder / (version + ".pack"))});
    };
    REQUIRE(make("1").code == 0);
    CHECK(ask({"form", "preview", "--out", path(folder / "first"), "--pack", path(folder / "1.pack")})
              .value()["files"]
              .size() == 12 + schemas);

    REQUIRE(base::makePrivateFolder(forms / "documents"));
    auto text = fileText(fs::path(ENROLL_TEST_SOURCE) / "forms" / "documents" / "tk01.json");
    write(forms / "documents" / "tk01.json", text);
    REQUIRE(make("2").code == 0);
    const auto second =
        ask({"form", "preview", "--out", path(folder / "second"), "--pack", path(folder / "2.pack")}).value();
    REQUIRE(second["files"].size() == 2 + schemas);
    CHECK(second["files"][0]["file"] == "tk01-2024.1-empty.pdf");
    CHECK(isPdf(folder / "second" / "tk01-2024.1-sample.pdf"));

    write(forms / "documents" / "tk01.json", text.replace(text.find("{phone}"), 7, "{@phone}"));
    const auto faulty = make("3");
    CHECK(faulty.code == 1);
    CHECK(faulty.err.find("schema-invalid: tk01.json: blocks[") != std::string::npos);
}
