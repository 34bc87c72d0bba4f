#include "station/cli/remedies.h"

namespace station::cli {

const Remedies& remedies() {
    static const Remedies kTable{
        {"Install the station again; its fonts lie in resources\\fonts.", "Cài lại phần mềm; phông chữ nằm trong resources\\fonts."},
        {"Install the station again; the files lie in resources\\haarcascades.",
         "Cài lại phần mềm; các tệp nằm trong resources\\haarcascades."},
        {"Give the folder to the user who runs the station: icacls FOLDER /grant %USERNAME%:(OI)(CI)F",
         "Cấp quyền thư mục cho người dùng chạy phần mềm: icacls THƯ-MỤC /grant %USERNAME%:(OI)(CI)F"},
        {"Close it to others: icacls FOLDER /inheritance:r /grant:r %USERNAME%:(OI)(CI)F",
         "Đóng quyền với người khác: icacls THƯ-MỤC /inheritance:r /grant:r %USERNAME%:(OI)(CI)F"},
        {"tzutil /s \"SE Asia Standard Time\"", "tzutil /s \"SE Asia Standard Time\""}};
    return kTable;
}

}  // namespace station::cli
