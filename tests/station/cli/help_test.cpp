// What enrollctl says of itself, forms, cards and the machine it stands on.
#include <map>
#include <regex>

#include "shell.h"

using namespace shell;
namespace fs = std::filesystem;

namespace {

// The lines of the help that name a command.
std::vector<std::string> commandLines(const std::string& help) {
    std::vector<std::string> out;
    std::istringstream lines(help);
    for (std::string line; std::getline(lines, line);) {
        if (line.size() > 2 && line.starts_with("  ") && line[2] != ' ') out.push_back(line.substr(2));
    }
    return out;
}

json checkOf(const json& answer, const std::string& name) {
    for (const auto& check : answer["checks"]) {
        if (check["check"] == name) return check;
    }
    FAIL("no check " << name);
    return {};
}

}  // namespace

TEST_CASE("the help lists every command, and so does the document") {
    const auto help = run({"--help"});
    REQUIRE(help.code == 0);
    const auto lines = commandLines(help.out);
    CHECK(lines.size() >= 24);  // 15 of the station and the gateway's
    const std::string document = fileText(fs::path(ENROLL_TEST_SOURCE) / "docs" / "enrollctl.md");
    for (const auto& line : lines) {
        INFO(line);
        CHECK(document.find("\n" + std::string("  ") + line + "\n") != std::string::npos);
    }
    const auto group = run({"store", "--help"});
    CHECK(group.code == 0);
    CHECK(commandLines(group.out).size() == 5);
    CHECK(run({"gateway", "--help"}).out.find("issue-station") != std::string::npos);
}

TEST_CASE("the gateway's manual page explains every command with all its words") {
    const std::string page = fileText(fs::path(ENROLL_TEST_SOURCE) / "installer/linux/man/enrollment-gateway.1.in");
    const auto help = run({"gateway", "--help"});
    REQUIRE(help.code == 0);
    const auto lines = commandLines(help.out);
    CHECK(lines.size() >= 9);
    for (const auto& line : lines) {
        INFO(line);
        std::string name = line.substr(0, line.find(' '));
        for (std::size_t at = 0; (at = name.find('-', at)) != std::string::npos; at += 2) name.insert(at, "\\");
        CHECK((page.find("\n\\fB" + name) != std::string::npos || page.find("\n.B " + name + "\n") != std::string::npos));
        static const std::regex option("--([a-z-]+)");
        for (std::sregex_iterator it(line.begin(), line.end(), option), end; it != end; ++it) {
            std::string word = std::regex_replace(it->str(), std::regex("-"), "\\-");
            INFO(word);
            CHECK(page.find(word) != std::string::npos);
        }
    }
}

TEST_CASE("a wrong call ends with code 2 and says what is expected") {
    CHECK(run({}).code == 2);
    CHECK(run({"dance"}).code == 2);
    CHECK(run({"packet"}).code == 2);
    const auto missing = run({"store", "backup"});
    CHECK(missing.code == 2);
    CHECK(missing.err.find("--out is missing") != std::string::npos);
    CHECK(missing.err.find("usage: enrollctl store backup") != std::string::npos);
    CHECK(run({"card", "read"}).code == 2);
    CHECK(run({"forms", "list", "--colour", "red"}).code == 2);
    CHECK(run({"gateway", "list"}).code == 2);
}

TEST_CASE("the gateway's commands are reached through enrollctl") {
    const auto folder = freshFolder("gateway");
    const auto made = ask({"gateway", "init", "--data", (folder / "g").string(), "--name", "Cổng thử",
                           "--url", "https://127.0.0.1:8443", "--training"});
    REQUIRE(made.code == 0);
    CHECK(made.value()["training"] == true);
    CHECK(ask({"gateway", "stations", "--data", (folder / "g").string()}).value().empty());
}

TEST_CASE("the installed forms are listed, and a faulty one is refused with its place") {
    const auto forms = ask({"forms", "list"}).value();
    REQUIRE(forms.size() >= 3);
    std::map<std::string, int> inForce;  // of every form one version
    for (const auto& form : forms) {
        inForce[form["id"]] += form["inForce"] == true;
        CHECK(form["fields"].get<int>() > 5);
    }
    for (const auto& [id, versions] : inForce) {
        INFO(id);
        CHECK(versions == 1);
    }
    const fs::path good = fs::path(ENROLL_TEST_SOURCE) / "forms/schemas/card-14plus.json";
    const auto checked = ask({"forms", "check", good.string()});
    CHECK(checked.code == 0);
    CHECK(checked.value()["form"]["id"] == "card-14plus");
    const auto children = ask({"forms", "check", (good.parent_path() / "card-6to13.json").string()});  // with parts
    CHECK(children.code == 0);
    CHECK(children.value()["form"]["procedureCodes"][0] == "1.014062");
    auto broken = fileText(good);
    broken.replace(broken.find("\"fields\""), 8, "\"fjelds\"");
    write("broken.json", broken);
    const auto refused = ask({"forms", "check", "broken.json"});
    CHECK(refused.code == 1);
    CHECK(refused.value()["good"] == false);
    CHECK_FALSE(refused.value()["detail"].get<std::string>().empty());
    CHECK(run({"forms", "check", "no-such-file.json"}).code == 1);
}

TEST_CASE("a card is read from its QR text and from its zone, as argument and from standard input") {
    const std::string qr = "001090000001||Nguyễn Văn Mẫu|01021990|Nam|Thôn Thử, Xã Thử, Hà Nội|10052021";
    const auto read = ask({"card", "read", qr}).value();
    CHECK(read["source"] == "qr");
    CHECK(read["card"]["fields"]["full_name"] == "NGUYỄN VĂN MẪU");
    CHECK(read["card"]["fields"]["birth_date"] == "01/02/1990");
    CHECK(ask({"card", "read", "-"}, qr + "\n").value() == read);
    CHECK(run({"card", "read", qr}).out.find("full_name: NGUYỄN VĂN MẪU") != std::string::npos);

    const std::string zone = fileText(fs::path(ENROLL_TEST_SOURCE) / "tests/fuzz/corpus/mrz/mrz1");
    const auto mrz = ask({"card", "read", "-"}, zone).value();
    CHECK(mrz["source"] == "mrz");
    CHECK(mrz["card"]["fields"]["id_number"].get<std::string>().size() == 12);

    CHECK(ask({"card", "read", "hello"}).code == 1);
    CHECK(ask({"card", "read", "-"}, std::string(100'000, '|')).code == 1);
    CHECK(ask({"card", "read", "-"}, std::string("\xff|\0|\x1b[2J", 9)).code == 1);
}

TEST_CASE("the doctor names what is missing and how to mend it") {
    const auto folder = freshFolder("doctor");
    const std::vector<std::string> call = {"doctor", "--data", folder.string(), "--config",
                                           (folder / "config").string()};
    const auto healthy = ask(call);
    for (const char* name : {"fonts", "forms", "models", "disk", "drive", "permissions", "clock", "time-zone",
                             "settings", "camera", "fingerprint", "scanner"}) {
        const auto check = checkOf(healthy.value(), name);
        INFO(check);
        CHECK((check["state"] == "good" || check.contains("remedy")));
    }
    CHECK((healthy.code == 0) == healthy.value()["ready"].get<bool>());
    CHECK(checkOf(healthy.value(), "permissions")["state"] == "good");

    openToOthers(folder);
    auto inVietnamese = call;
    inVietnamese.emplace_back("--vi");
    const auto open = ask(inVietnamese);
    CHECK(open.code == 1);
    CHECK(checkOf(open.value(), "permissions")["state"] == "missing");
    CHECK(checkOf(open.value(), "permissions")["remedy"].get<std::string>().find("Đóng quyền") == 0);

    // A list of the administrator's own decides; the one that is installed advises.
    const auto lineOf = [](const json& answer, const std::string& item) {
        for (const auto& line : answer["minimum"]) {
            if (line["item"] == item) return line;
        }
        return json();
    };
    CHECK(lineOf(healthy.value(), "memory").contains("asked"));
    CHECK(lineOf(healthy.value(), "camera")["state"] != "missing");
    write(folder / "own.toml", "[camera]\ncount = 100\n");
    auto own = call;
    own.insert(own.end(), {"--minimum", (folder / "own.toml").string()});
    const auto short_ = ask(own);
    CHECK(short_.code == 1);
    CHECK(short_.value()["minimum"].size() == 1);
    CHECK(lineOf(short_.value(), "camera")["state"] == "missing");
    write(folder / "own.toml", "[camera]\ncount = many\n");
    const auto broken = run(own);
    CHECK(broken.code == 1);
    CHECK(broken.err.find("own.toml line 2") != std::string::npos);

    const auto bare = ask(call, "", {{"ENROLL_RESOURCES", (folder / "empty").string()}});
    CHECK(bare.code == 1);
    CHECK(checkOf(bare.value(), "forms")["state"] == "missing");
}
