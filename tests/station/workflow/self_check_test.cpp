// What the machine has and lacks, and the desk beside its minimum list.
#include <catch2/catch.hpp>
#include <fstream>
#include <set>

#include "base/access.h"
#include "base/files.h"
#include "station/workflow/desk_inventory.h"

using namespace station;
namespace fs = std::filesystem;

namespace {

fs::path freshFolder(const char* name) {
    const fs::path folder = fs::absolute(name);
    fs::remove_all(folder);
    REQUIRE(base::makePrivateFolder(folder));
    return folder;
}

void write(const fs::path& file, const std::string& text) {
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
}

Fact factNamed(const std::vector<Finding>& findings, const std::string& check) {
    for (const auto& finding : findings) {
        if (finding.words().check == check) return finding.fact;
    }
    return Fact::Unknown;
}

DeskDevice scannerWith(std::vector<devices::PageSource> sources, int dpi, double width, double height) {
    DeskDevice device;
    device.info.kind = devices::Kind::Scanner;
    device.scanner =
        devices::ScannerCaps{std::move(sources), {100, dpi}, {devices::ColorMode::Color}, width, height};
    return device;
}

DeskDevice cameraOf(int width, int height) {
    DeskDevice device;
    device.info.kind = devices::Kind::Camera;
    device.frameWidth = width;
    device.frameHeight = height;
    return device;
}

DeskDevice readerOf(double dpi, bool four) {
    DeskDevice device;
    device.info.kind = devices::Kind::Fingerprint;
    device.fingerprint.emplace();
    device.fingerprint->dpi = dpi;
    device.fingerprint->rightFour = four;
    return device;
}

bool met(const std::vector<MinimumLine>& lines, const std::string& item) {
    for (const auto& line : lines) {
        if (line.item == item) return line.met;
    }
    FAIL("no line for " << item);
    return false;
}

}  // namespace

TEST_CASE("every fact has its words in both languages, and a remedy where something is wrong") {
    std::set<std::string> sentences;
    int place = 0;
    for (const auto& words : everyFact()) {
        INFO(words.text.en);
        CHECK(static_cast<int>(words.fact) == ++place);
        CHECK(Finding{words.fact, ""}.words().text.en == words.text.en);
        CHECK(sentences.insert(words.text.vi).second);
        CHECK(sentences.insert(words.text.en).second);
        CHECK((words.fitness == Fitness::Good) == words.remedy.vi.empty());
        CHECK(words.remedy.vi.empty() == words.remedy.en.empty());
    }
    CHECK(place == static_cast<int>(Fact::ScannerFaulty));
}

TEST_CASE("a machine is looked at whole, and what is broken is named") {
    const fs::path home = freshFolder("machine");
    const fs::path data = home / "data";
    const Machine machine{data, home / "config", base::resourceFolder()};
    const auto before = checkMachine(machine);
    CHECK(factNamed(before, "permissions") == Fact::FolderNotYet);
    CHECK(factNamed(before, "forms") == Fact::FormsInOrder);
    CHECK(factNamed(before, "settings") == Fact::SettingsInOrder);
    CHECK(factNamed(before, "clock") == Fact::ClockPlausible);
    CHECK(factNamed(before, "drive") == Fact::DriveLocal);
    CHECK_FALSE(fs::exists(data));  // looking makes nothing

    REQUIRE(base::makePrivateFolder(data));
    CHECK(factNamed(checkMachine(machine), "permissions") == Fact::FolderPrivate);

    write(home / "config" / "station.toml", "language = \"vi\"\nidle_lok_minutes = 3\n");
    const auto faulty = checkMachine(machine);
    CHECK(factNamed(faulty, "settings") == Fact::SettingsFaulty);
    CHECK(faulty.back().detail.find("line 2") != std::string::npos);

    const auto bare = checkMachine({data, home / "other", home / "nothing"});
    CHECK(factNamed(bare, "forms") == Fact::FormsDamaged);
    CHECK((factNamed(bare, "models") == Fact::ModelsAbsent ||
           factNamed(bare, "models") == Fact::FacesNotFound));
}

TEST_CASE("face models that are not the pinned ones are called damaged, not absent") {
    const fs::path home = freshFolder("models");
    for (const char* name : {"face_detection_yunet_2022mar.onnx"})
        write(home / "models" / name, "not a network");
    write(home / "config" / "station.toml",
          "models_folder = \"" + (home / "models").generic_string() + "\"\n");
    const auto found = checkMachine({home / "data", home / "config", base::resourceFolder()});
    const Fact models = factNamed(found, "models");
    CHECK((models == Fact::ModelsDamaged || models == Fact::FacesNotFound));
}

TEST_CASE("why a device cannot be used is told apart") {
    const devices::DeviceInfo info{
        {"uareu", "1-2/3"}, devices::Kind::Fingerprint, "U.are.U 4500", "", devices::Reality::Real};
    const auto with = [&](base::Code code) {
        return checkDevice(devices::Kind::Fingerprint, info, base::Error{code, base::Recovery::Fatal, "said"})
            .fact;
    };
    CHECK(checkDevice(devices::Kind::Fingerprint, info, std::nullopt).fact == Fact::FingerprintReady);
    CHECK(checkDevice(devices::Kind::Fingerprint, std::nullopt, std::nullopt).fact ==
          Fact::FingerprintAbsent);
    CHECK(with(base::Code::PermissionDenied) == Fact::FingerprintForbidden);
    CHECK(with(base::Code::Busy) == Fact::FingerprintBusy);
    CHECK(with(base::Code::Unsupported) == Fact::FingerprintNoDriver);
    CHECK(with(base::Code::DeviceFault) == Fact::FingerprintFaulty);
    CHECK(with(base::Code::Timeout) == Fact::FingerprintFaulty);
    CHECK(with(base::Code::Disconnected) == Fact::FingerprintAbsent);
    CHECK(checkDevice(devices::Kind::Camera, std::nullopt, std::nullopt).fact == Fact::CameraAbsent);
    CHECK(checkDevice(devices::Kind::Scanner, std::nullopt, std::nullopt).fact == Fact::ScannerAbsent);
}

TEST_CASE("a desk is compared with its minimum list line by line") {
    const auto minimum =
        readDeskMinimum(base::resourceFolder() / "desk-minimum.toml").value();  // the one we install
    CHECK(minimum.fingerprint.fourFingers);
    using devices::PageSource;
    Inventory desk;
    desk.memoryBytes = std::uint64_t{4} << 30;
    desk.freeDiskBytes = std::uint64_t{6} << 30;
    for (const auto& line : compare(desk, minimum)) {
        INFO(line.item);
        CHECK(line.met == (std::string(line.item) == "memory" || std::string(line.item) == "disk"));
        CHECK_FALSE(line.text.vi.empty());
    }
    desk.devices = {cameraOf(1280, 720), readerOf(500, true),
                    scannerWith({PageSource::Flatbed, PageSource::Feeder}, 300, 215.9, 297)};
    for (const auto& line : compare(desk, minimum)) CHECK(line.met);

    desk.devices[0] = cameraOf(1280, 480);
    CHECK_FALSE(met(compare(desk, minimum), "camera"));
    desk.devices[1] = readerOf(500, false);
    CHECK_FALSE(met(compare(desk, minimum), "fingerprint"));
    desk.devices[1] = readerOf(499, true);
    CHECK_FALSE(met(compare(desk, minimum), "fingerprint"));
    desk.devices[2] = scannerWith({PageSource::Flatbed}, 300, 216, 297);
    CHECK_FALSE(met(compare(desk, minimum), "scanner"));
    desk.devices[2] = scannerWith({PageSource::FeederDuplex}, 300, 216, 297);
    CHECK(met(compare(desk, minimum), "scanner"));
    desk.devices[2] = scannerWith({PageSource::Feeder}, 200, 216, 297);
    CHECK_FALSE(met(compare(desk, minimum), "scanner"));
    desk.devices[2] = scannerWith({PageSource::Feeder}, 300, 148, 297);
    CHECK_FALSE(met(compare(desk, minimum), "scanner"));

    desk.devices[0] = cameraOf(1920, 1080);
    desk.devices[0].problem = base::Error{base::Code::Busy, base::Recovery::AutoRetry, "held"};
    const auto held = compare(desk, minimum);
    CHECK_FALSE(met(held, "camera"));
    CHECK(held.front().found == "0/1");
}

TEST_CASE("a minimum list says where it is wrong, and asks only for what it names") {
    const fs::path file = freshFolder("minimum") / "desk-minimum.toml";
    const auto read = [&](const std::string& text) {
        write(file, text);
        return readDeskMinimum(file);
    };
    CHECK(compare({}, read("").value()).empty());
    CHECK(compare({}, read("[scanner]\ncount = 2\n").value()).size() == 1);
    for (const auto& [text, line] :
         {std::pair{"[camera]\ncount = 1\nheigth = 720\n", "line 3"},
          std::pair{"[camera]\ncount = -1\n", "line 2"}, std::pair{"[scanner]\npaper = \"A9\"\n", "line 2"},
          std::pair{"[scanner]\nfeeder = 1\n", "line 2"}, std::pair{"printer = 1\n", "line 1"},
          std::pair{"[camera\n", "line 1"}}) {
        INFO(text);
        const auto result = read(text);
        REQUIRE_FALSE(result);
        CHECK(result.error().code == base::Code::BadInput);
        CHECK(result.error().detail.find(line) != std::string::npos);
    }
    CHECK(readDeskMinimum(file.parent_path() / "none.toml").error().code == base::Code::NotFound);
}
