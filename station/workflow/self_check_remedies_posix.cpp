#include "station/workflow/self_check_remedies.h"

namespace station {

Remedies remedies() {
    return {{"Cài gói fonts-noto-core.", "Install the package fonts-noto-core."},
            {"Cài gói opencv-data.", "Install the package opencv-data."},
            {"Cấp quyền thư mục cho người dùng chạy phần mềm: chmod u+rwx.",
             "Give the folder to the user who runs the station: chmod u+rwx."},
            {"Đóng quyền với người khác: chmod go-rwx.", "Close it to others: chmod go-rwx."},
            {"Chạy lệnh: timedatectl set-timezone Asia/Ho_Chi_Minh",
             "Run: timedatectl set-timezone Asia/Ho_Chi_Minh"},
            {"Cài phần mềm bằng gói .deb (có sẵn quy tắc udev), rồi rút ra cắm lại thiết bị.",
             "Install the station from its .deb package, which brings the udev rule; then unplug the device "
             "and plug it in again."},
            {"Cài trình điều khiển của nhà sản xuất cho Linux, rồi rút ra cắm lại thiết bị.",
             "Install the maker's driver for Linux, then unplug the device and plug it in again."}};
}

}  // namespace station
