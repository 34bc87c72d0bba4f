#include "station/cli/remedies.h"

namespace station::cli {

const Remedies& remedies() {
    static const Remedies kTable{
        {"Install the package fonts-noto-core.", "Cài gói fonts-noto-core."},
        {"Install the package opencv-data.", "Cài gói opencv-data."},
        {"Give the folder to the user who runs the station: chmod u+rwx.",
         "Cấp quyền thư mục cho người dùng chạy phần mềm: chmod u+rwx."},
        {"Close it to others: chmod go-rwx.", "Đóng quyền với người khác: chmod go-rwx."},
        {"timedatectl set-timezone Asia/Ho_Chi_Minh", "timedatectl set-timezone Asia/Ho_Chi_Minh"}};
    return kTable;
}

}  // namespace station::cli
