#include "station/workflow/self_check_remedies.h"

namespace station {

Remedies remedies() {
    return {
        {"Cài lại phần mềm; phông chữ nằm trong resources\\fonts.",
         "Install the station again; its fonts lie in resources\\fonts."},
        {"Cài lại phần mềm; các tệp nằm trong resources\\haarcascades.",
         "Install the station again; the files lie in resources\\haarcascades."},
        {"Cấp quyền thư mục cho người dùng chạy phần mềm: icacls THƯ-MỤC /grant %USERNAME%:(OI)(CI)F",
         "Give the folder to the user who runs the station: icacls FOLDER /grant %USERNAME%:(OI)(CI)F"},
        {"Đóng quyền với người khác: icacls THƯ-MỤC /inheritance:r /grant:r %USERNAME%:(OI)(CI)F",
         "Close it to others: icacls FOLDER /inheritance:r /grant:r %USERNAME%:(OI)(CI)F"},
        {"Chạy lệnh: tzutil /s \"SE Asia Standard Time\"", "Run: tzutil /s \"SE Asia Standard Time\""},
        {"Đóng chương trình khác đang dùng thiết bị; với máy ảnh, xem thêm Settings, Privacy, Camera.",
         "Close any other program that uses the device; for a camera, see Settings, Privacy, Camera as "
         "well."},
        {"Cài trình điều khiển: với máy lấy vân tay, tệp uareu-winusb.inf trong thư mục drivers của phần "
         "mềm.",
         "Install its driver: for a fingerprint reader, uareu-winusb.inf in the station's drivers folder."}};
}

}  // namespace station
