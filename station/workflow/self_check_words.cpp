#include "station/workflow/self_check.h"
#include "station/workflow/self_check_remedies.h"

namespace station {
namespace {

struct DeviceWords {
    const char* check;
    const char* vi;       // "máy ảnh"
    const char* viTitle;  // "Máy ảnh"
    const char* en;       // "camera"
    Fact first;           // its facts follow one another: Ready, Absent, Forbidden, Busy, NoDriver, Faulty
};

constexpr DeviceWords kDevices[] = {
    {"camera", "máy ảnh", "Máy ảnh", "camera", Fact::CameraReady},
    {"fingerprint", "máy lấy vân tay", "Máy lấy vân tay", "fingerprint scanner", Fact::FingerprintReady},
    {"scanner", "máy quét giấy tờ", "Máy quét giấy tờ", "document scanner", Fact::ScannerReady}};

void addDevice(std::vector<FactWords>& out, const DeviceWords& device, const Remedies& remedy) {
    const std::string vi = device.vi, title = device.viTitle, en = device.en;
    int at = static_cast<int>(device.first);
    const auto add = [&](Fitness fitness, forms::LocalText text, forms::LocalText mend) {
        out.push_back({static_cast<Fact>(at++), device.check, fitness, std::move(text), std::move(mend)});
    };
    add(Fitness::Good, {title + " dùng được.", "The " + en + " can be used."}, {});
    add(Fitness::Weak, {"Không thấy " + vi + ".", "No " + en + " is seen."},
        {"Cắm và bật thiết bị; chế độ tập luyện không cần thiết bị.",
         "Plug it in and switch it on; training mode works without."});
    add(Fitness::Bad,
        {title + " đã cắm nhưng không được phép mở.",
         "The " + en + " is there, but this user may not open it."},
        remedy.allowDevice);
    add(Fitness::Weak, {title + " đang bị chương trình khác giữ.", "Another program holds the " + en + "."},
        {"Đóng chương trình đó lại.", "Close that program."});
    add(Fitness::Bad,
        {title + " đã cắm nhưng thiếu trình điều khiển.",
         "The " + en + " is there, but its driver is missing."},
        remedy.driver);
    add(Fitness::Bad,
        {title + " đã cắm nhưng không trả lời đúng.",
         "The " + en + " is there, but does not answer as it should."},
        {"Rút ra, chờ năm giây rồi cắm lại; thử cổng hoặc dây khác.",
         "Unplug it, wait five seconds, plug it in again; try another port or cable."});
}

std::vector<FactWords> makeFacts() {
    const Remedies remedy = remedies();
    const forms::LocalText again{"Cài lại phần mềm.", "Install the station again."};
    const forms::LocalText models{"Chép các tệp mô hình vào thư mục models cạnh chương trình.",
                                  "Put the model files into the models folder beside the program."};
    const forms::LocalText space{"Dọn bớt ổ đĩa hoặc chuyển thư mục dữ liệu.",
                                 "Free disk space, or move the data folder."};
    std::vector<FactWords> out = {
        {Fact::FontsThere,
         "fonts",
         Fitness::Good,
         {"Có phông chữ cho giấy hẹn.", "The receipt's font is installed."},
         {}},
        {Fact::FontsMissing,
         "fonts",
         Fitness::Bad,
         {"Thiếu phông Noto Sans; không in được giấy hẹn.",
          "Noto Sans is missing; receipts cannot be printed."},
         remedy.fonts},
        {Fact::FormsInOrder,
         "forms",
         Fitness::Good,
         {"Biểu mẫu và danh mục đầy đủ.", "Form schemas and lists are in order."},
         {}},
        {Fact::FormsDamaged,
         "forms",
         Fitness::Bad,
         {"Biểu mẫu hoặc danh mục bị thiếu hoặc hỏng.", "Form schemas or lists are missing or damaged."},
         again},
        {Fact::PackNone,
         "forms-pack",
         Fitness::Good,
         {"Dùng biểu mẫu kèm theo phần mềm.", "The forms that came with the program are used."},
         {}},
        {Fact::PackInUse,
         "forms-pack",
         Fitness::Good,
         {"Dùng gói biểu mẫu của cấp trên.", "A forms pack of the upstream unit is used."},
         {}},
        {Fact::PackDamaged,
         "forms-pack",
         Fitness::Bad,
         {"Gói biểu mẫu đã nạp bị hỏng; tạm dùng biểu mẫu kèm theo phần mềm, lệ phí và thời hạn có thể đã cũ.",
          "The forms pack is damaged; the program's own forms serve, fees and deadlines may be out of date."},
         {"Kết nối với cấp trên hoặc nạp lại gói biểu mẫu trong Cài đặt.",
          "Connect to the upstream unit, or load the pack again in Settings."}},
        {Fact::ModelsThere,
         "models",
         Fitness::Good,
         {"Đủ mô hình kiểm tra ảnh chân dung.", "All portrait checks are available."},
         {}},
        {Fact::ModelsAbsent,
         "models",
         Fitness::Weak,
         {"Không có mô hình ảnh chân dung; chỉ kiểm tra được ít mục hơn.",
          "The portrait networks are absent; fewer checks are made."},
         models},
        {Fact::ModelsDamaged,
         "models",
         Fitness::Weak,
         {"Mô hình ảnh chân dung bị hỏng; chỉ kiểm tra được ít mục hơn.",
          "The portrait networks are damaged; fewer checks are made."},
         models},
        {Fact::FacesNotFound,
         "models",
         Fitness::Bad,
         {"Không nhận được khuôn mặt: thiếu cả mô hình lẫn bộ dò có sẵn.",
          "Faces cannot be found: neither networks nor cascades are here."},
         remedy.cascades},
        {Fact::CodesUnreadable,
         "codes",
         Fitness::Bad,
         {"Thiếu một tệp của phần mềm; máy ảnh không đọc được mã QR.",
          "A file of the program is gone; the camera cannot read QR codes."},
         again},
        {Fact::DiskFine, "disk", Fitness::Good, {"Ổ đĩa còn đủ chỗ.", "There is enough disk space."}, {}},
        {Fact::DiskLow, "disk", Fitness::Weak, {"Ổ đĩa sắp đầy.", "Little disk space is left."}, space},
        {Fact::DiskFull,
         "disk",
         Fitness::Bad,
         {"Ổ đĩa đầy; không mở được hồ sơ mới.", "The disk is full; no new application can be begun."},
         space},
        {Fact::DiskUnreadable,
         "disk",
         Fitness::Bad,
         {"Không đọc được ổ đĩa chứa dữ liệu.", "The disk of the data folder cannot be asked."},
         {"Kiểm tra ổ đĩa đã được gắn.", "Check that the disk is mounted."}},
        {Fact::DriveLocal,
         "drive",
         Fitness::Good,
         {"Dữ liệu nằm trên ổ đĩa của máy.", "The data folder is on a local disk."},
         {}},
        {Fact::DriveNetwork,
         "drive",
         Fitness::Bad,
         {"Dữ liệu nằm trên ổ mạng, không an toàn.",
          "The data folder is on a network drive, where the store is not safe."},
         {"Đặt ENROLL_HOME vào thư mục trên ổ đĩa của máy.", "Set ENROLL_HOME to a folder on a local disk."}},
        {Fact::FolderPrivate,
         "permissions",
         Fitness::Good,
         {"Chỉ chủ sở hữu xem được thư mục dữ liệu.", "Only its owner can look into the data folder."},
         {}},
        {Fact::FolderNotYet,
         "permissions",
         Fitness::Good,
         {"Thư mục dữ liệu sẽ được tạo khi chạy lần đầu.",
          "The data folder will be made at the first start."},
         {}},
        {Fact::FolderReadOnly,
         "permissions",
         Fitness::Bad,
         {"Không ghi được vào thư mục dữ liệu.", "The data folder cannot be written."},
         remedy.ownFolder},
        {Fact::FolderOpen,
         "permissions",
         Fitness::Bad,
         {"Người dùng khác trên máy xem được thư mục dữ liệu.",
          "Other users of this computer can look into the data folder."},
         remedy.closeFolder},
        {Fact::ClockPlausible,
         "clock",
         Fitness::Good,
         {"Ngày giờ của máy hợp lý.", "The computer's date is plausible."},
         {}},
        {Fact::ClockImpossible,
         "clock",
         Fitness::Bad,
         {"Ngày giờ của máy sai.", "The computer's date is impossible."},
         {"Chỉnh ngày giờ và bật đồng bộ NTP.", "Set date and time, and let them be kept by NTP."}},
        {Fact::ZoneVietnam,
         "time-zone",
         Fitness::Good,
         {"Múi giờ Việt Nam.", "The time zone is Vietnam's."},
         {}},
        // The station computes Vietnam's time by itself; other programs on the desk would show another one.
        {Fact::ZoneOther,
         "time-zone",
         Fitness::Weak,
         {"Máy không đặt múi giờ Việt Nam; phần mềm vẫn dùng UTC+7.",
          "The computer is not set to Vietnam's time zone; the station still uses UTC+7."},
         remedy.zone},
        {Fact::SettingsInOrder,
         "settings",
         Fitness::Good,
         {"Tệp cài đặt hợp lệ.", "The settings files are in order."},
         {}},
        {Fact::SettingsFaulty,
         "settings",
         Fitness::Bad,
         {"Không dùng được tệp cài đặt.", "The settings file cannot be used."},
         {"Sửa dòng được nêu.", "Mend the line that is named."}}};
    for (const auto& device : kDevices) addDevice(out, device, remedy);
    return out;
}

}  // namespace

std::span<const FactWords> everyFact() {
    static const std::vector<FactWords> kAll = makeFacts();
    return kAll;
}

const FactWords& Finding::words() const {
    return everyFact()[static_cast<std::size_t>(fact) - 1];
}

}  // namespace station
