// enrollctl doctor: looks at everything the station needs from the machine, and says what to do where it is
// missing.
#include <algorithm>
#include <array>
#include <cstdlib>

#include "base/access.h"
#include "base/files.h"
#include "devices/portrait/face_models.h"
#include "forms/catalogue.h"
#include "forms/schema.h"
#include "station/cli/command.h"
#include "station/cli/device_list.h"
#include "station/cli/remedies.h"
#include "station/print/pdf_page.h"

namespace station::cli {
namespace {

namespace fs = std::filesystem;
using base::Result;
using gateway::Arguments;

constexpr std::uint64_t kNeededBytes = std::uint64_t{512} << 20;  // below this the store begins no draft
constexpr std::uint64_t kWiseBytes = std::uint64_t{5} << 30;
constexpr int kNoEarlierThan = 2025;
constexpr int kNoLaterThan = 2099;

// Bad: the station cannot work as it should. Weak: it works with less.
enum class State { Unknown = 0, Good, Weak, Bad };

struct Finding {
    const char* name;
    State state;
    std::string detail;  // figures and paths, the same in both languages
    Words words;
    Words remedy{"", ""};
};

struct Room {
    fs::path data, config, resources, models;
};

Finding checkFonts(const Room& room) {
    if (const auto fonts = print::findFonts(room.resources))
        return {"fonts",
                State::Good,
                fonts->regular.string(),
                {"The receipt's font is installed.", "Có phông chữ cho giấy hẹn."}};
    return {"fonts",
            State::Bad,
            "",
            {"Noto Sans is missing; receipts cannot be printed.",
             "Thiếu phông Noto Sans; không in được giấy hẹn."},
            remedies().fonts};
}

Finding checkForms(const Room& room) {
    const auto schemas = forms::SchemaSet::load(room.resources / "forms" / "schemas");
    const auto catalogues = forms::Catalogues::load(room.resources / "forms" / "data");
    if (schemas && catalogues)
        return {"forms",
                State::Good,
                "",
                {"Form schemas and lists are in order.", "Biểu mẫu và danh mục đầy đủ."}};
    const auto& error = schemas ? catalogues.error() : schemas.error();
    return {"forms",
            State::Bad,
            error.detail,
            {"Form schemas or lists are missing or damaged.", "Biểu mẫu hoặc danh mục bị thiếu hoặc hỏng."},
            {"Install the station again.", "Cài lại phần mềm."}};
}

Finding checkModels(const Room& room) {
    const auto networks = devices::FaceModels::fromFolder(room.models);
    if (networks)
        return {"models",
                State::Good,
                room.models.string(),
                {"All portrait checks are available.", "Đủ mô hình kiểm tra ảnh chân dung."}};
    const bool damaged = networks.error().code != base::Code::NotFound;
    if (devices::FaceModels::fromCascades()) {
        return {"models",
                State::Weak,
                networks.error().detail,
                damaged ? Words{"The portrait networks are damaged; fewer checks are made.",
                                "Mô hình ảnh chân dung bị hỏng; chỉ kiểm tra được ít mục hơn."}
                        : Words{"The portrait networks are absent; fewer checks are made.",
                                "Không có mô hình ảnh chân dung; chỉ kiểm tra được ít mục hơn."},
                {"Put the model files into the models folder beside the program.",
                 "Chép các tệp mô hình vào thư mục models cạnh chương trình."}};
    }
    return {"models",
            State::Bad,
            networks.error().detail,
            {"Faces cannot be found: neither networks nor cascades are here.",
             "Không nhận được khuôn mặt: thiếu cả mô hình lẫn bộ dò có sẵn."},
            remedies().cascades};
}

// The folder itself or, before the first start, the nearest one above it.
fs::path nearestExisting(fs::path folder) {
    std::error_code error;
    while (!fs::exists(folder, error) && folder.has_parent_path() && folder != folder.parent_path())
        folder = folder.parent_path();
    return folder;
}

Finding checkDisk(const Room& room) {
    const auto space = base::diskSpace(nearestExisting(room.data));
    if (!space)
        return {"disk",
                State::Bad,
                space.error().detail,
                {"The disk of the data folder cannot be asked.", "Không đọc được ổ đĩa chứa dữ liệu."},
                {"Check that the disk is mounted.", "Kiểm tra ổ đĩa đã được gắn."}};
    const std::string detail = std::to_string(space->freeBytes >> 20) + " MiB";
    const Words remedy{"Free disk space, or move the data folder.",
                       "Dọn bớt ổ đĩa hoặc chuyển thư mục dữ liệu."};
    if (space->freeBytes < kNeededBytes)
        return {"disk",
                State::Bad,
                detail,
                {"The disk is full; no new application can be begun.", "Ổ đĩa đầy; không mở được hồ sơ mới."},
                remedy};
    if (space->freeBytes < kWiseBytes)
        return {"disk", State::Weak, detail, {"Little disk space is left.", "Ổ đĩa sắp đầy."}, remedy};
    return {"disk", State::Good, detail, {"There is enough disk space.", "Ổ đĩa còn đủ chỗ."}};
}

Finding checkDrive(const Room& room) {
    if (base::driveKind(nearestExisting(room.data)) != base::DriveKind::Network)
        return {"drive",
                State::Good,
                "",
                {"The data folder is on a local disk.", "Dữ liệu nằm trên ổ đĩa của máy."}};
    return {
        "drive",
        State::Bad,
        "",
        {"The data folder is on a network drive, where the store is not safe.",
         "Dữ liệu nằm trên ổ mạng, không an toàn."},
        {"Set ENROLL_HOME to a folder on a local disk.", "Đặt ENROLL_HOME vào thư mục trên ổ đĩa của máy."}};
}

Finding checkPermissions(const Room& room) {
    const auto privacy = base::privacyOf(room.data);
    if (!privacy && privacy.error().code == base::Code::NotFound)
        return {"permissions",
                State::Good,
                "",
                {"The data folder will be made at the first start.",
                 "Thư mục dữ liệu sẽ được tạo khi chạy lần đầu."}};
    if (!base::mayWriteInto(room.data))
        return {"permissions",
                State::Bad,
                room.data.string(),
                {"The data folder cannot be written.", "Không ghi được vào thư mục dữ liệu."},
                remedies().ownFolder};
    if (!privacy || *privacy != base::Privacy::OwnerOnly)
        return {"permissions",
                State::Bad,
                room.data.string(),
                {"Other users of this computer can look into the data folder.",
                 "Người dùng khác trên máy xem được thư mục dữ liệu."},
                remedies().closeFolder};
    return {"permissions",
            State::Good,
            "",
            {"Only its owner can look into the data folder.", "Chỉ chủ sở hữu xem được thư mục dữ liệu."}};
}

Finding checkClock(const Room&) {
    const auto now = base::SystemClock().now();
    const int year = base::dayInVietnam(now).year;
    const std::string detail = base::formatUtc(now);
    if (year < kNoEarlierThan || year > kNoLaterThan)
        return {"clock",
                State::Bad,
                detail,
                {"The computer's date is impossible.", "Ngày giờ của máy sai."},
                {"Set date and time, and let them be kept by NTP.", "Chỉnh ngày giờ và bật đồng bộ NTP."}};
    return {"clock", State::Good, detail, {"The computer's date is plausible.", "Ngày giờ của máy hợp lý."}};
}

Finding checkZone(const Room&) {
    const auto offset = base::machineOffset(base::SystemClock().now());
    const auto hours = std::chrono::duration_cast<std::chrono::hours>(offset).count();
    if (offset == base::kVietnamOffset)
        return {"time-zone", State::Good, "UTC+7", {"The time zone is Vietnam's.", "Múi giờ Việt Nam."}};
    // The station computes Vietnam's time by itself; other programs on the desk would show another one.
    return {"time-zone",
            State::Weak,
            "UTC" + std::string(hours < 0 ? "" : "+") + std::to_string(hours),
            {"The computer is not set to Vietnam's time zone; the station still uses UTC+7.",
             "Máy không đặt múi giờ Việt Nam; phần mềm vẫn dùng UTC+7."},
            remedies().zone};
}

Finding checkKind(const std::vector<devices::DeviceInfo>& found, devices::Kind kind, const char* name,
                  const Words& missing) {
    const auto at =
        std::find_if(found.begin(), found.end(), [kind](const auto& device) { return device.kind == kind; });
    if (at != found.end()) return {name, State::Good, at->name, {"A device is there.", "Đã nhận thiết bị."}};
    return {name,
            State::Weak,
            "",
            missing,
            {"Plug it in and switch it on; training mode works without.",
             "Cắm và bật thiết bị; chế độ tập huấn không cần thiết bị."}};
}

const char* nameOf(State state) {
    switch (state) {
        case State::Good:
            return "good";
        case State::Weak:
            return "weak";
        case State::Bad:
            return "missing";
        case State::Unknown:
            break;
    }
    return "unknown";
}

std::vector<Finding> examine(const Room& room, const Preferences& preferences) {
    std::vector<Finding> findings;
    for (const auto check : {checkFonts, checkForms, checkModels, checkDisk, checkDrive, checkPermissions,
                             checkClock, checkZone})
        findings.push_back(check(room));
    const auto found = realDevices(preferences);
    findings.push_back(
        checkKind(found, devices::Kind::Camera, "camera", {"No camera is seen.", "Không thấy máy ảnh."}));
    findings.push_back(checkKind(found, devices::Kind::Fingerprint, "fingerprint",
                                 {"No fingerprint reader is seen.", "Không thấy máy quét vân tay."}));
    findings.push_back(checkKind(found, devices::Kind::Scanner, "scanner",
                                 {"No document scanner is seen.", "Không thấy máy quét giấy tờ."}));
    return findings;
}

Result<Answer> doctor(const Arguments& arguments) {
    const std::string config = arguments.value("config");
    Room room;
    room.data = stationFolder(arguments);
    room.config = config.empty() ? base::configFolder() : pathOf(config);
    room.resources = base::resourceFolder();
    const auto preferences = loadPreferences(room.config);
    room.models = preferences && !preferences->modelsFolder.empty() ? preferences->modelsFolder
                                                                    : room.resources / "models";
    auto findings = examine(room, preferences.value_or(Preferences{}));
    if (!preferences) {
        findings.push_back({"settings",
                            State::Bad,
                            preferences.error().detail,
                            {"The settings file cannot be used.", "Không dùng được tệp cài đặt."},
                            {"Mend the line that is named.", "Sửa dòng được nêu."}});
    }
    const bool vietnamese = arguments.has("vi");
    const auto say = [vietnamese](const Words& words) { return vietnamese ? words.vi : words.en; };
    Report checks = Report::list();
    const bool needs =
        std::any_of(findings.begin(), findings.end(), [](const Finding& f) { return f.state == State::Bad; });
    for (const auto& finding : findings) {
        Report item = Report::object();
        item.set("check", finding.name).set("state", nameOf(finding.state)).set("text", say(finding.words));
        if (!finding.detail.empty()) item.set("detail", finding.detail);
        if (*finding.remedy.en != '\0') item.set("remedy", say(finding.remedy));
        checks.add(std::move(item));
    }
    return Answer{std::move(Report::object().set("ready", !needs).set("checks", std::move(checks))),
                  needs ? Verdict::Bad : Verdict::Good};
}

}  // namespace

std::span<const Command> doctorCommands() {
    static const Command kTable[] = {
        {"doctor",
         "[--data DIR] [--config DIR] [--vi]",
         "Fonts, forms, models, disk, clock, permissions and devices, with remedies (--vi: in Vietnamese); "
         "exit code 1 when something needed is missing.",
         {{"data", "config"}, {}, {"vi"}, {}, 0},
         doctor},
    };
    return kTable;
}

}  // namespace station::cli
