// Receipts as the standard tools see them: pdffonts, pdftotext and pdftoppm of poppler-utils.
#include <catch2/catch.hpp>

#include "base/files.h"
#include "base/text.h"
#include "poppler.h"
#include "station/print/receipt_pdf.h"

using namespace print;
using poppler::run;

namespace {

ReceiptData sample() {
    ReceiptData data;
    data.packetId = "0192f5a0-1111-7abc-8def-000000000001";
    data.digest = std::string(64, 'a');
    data.station = "TK-03";
    data.sequence = 123;
    data.unit = "Công an xã Mẫu, Công an tỉnh Mẫu";
    data.officer = "Thượng úy Mẫu Văn A";
    data.sealedAt = base::parseUtc("2026-11-21T03:04:05Z").value();
    data.procedure = "Cấp thẻ căn cước và tài khoản định danh mức 2";
    data.citizen = "NGUYỄN THỊ THUÝ Ằ ĐỨC H'HEN NIÊ KĐĂM";
    data.idNumber = "049...0007";
    data.due = "Chậm nhất 01/12/2026 (7 ngày làm việc; có thể muộn hơn vì lịch nghỉ chưa công bố: Ngày Văn hóa Việt Nam)";
    data.taken = {"Ảnh chân dung", "Vân tay: 10 ngón", "Giấy khai sinh: 2 trang"};
    return data;
}

void save(const char* name, const ReceiptData& data) {
    const auto pdf = makeReceipt(data, findFonts({}).value());
    REQUIRE(pdf.has_value());
    REQUIRE(base::writeFileDurably(name, *pdf).has_value());
}

}  // namespace

SCENARIO("a receipt embeds its fonts and gives its Vietnamese text back") {
    save("receipt.pdf", sample());
    const std::string fonts = run("pdffonts receipt.pdf");
    CHECK(fonts.find("NotoSans") != std::string::npos);
    CHECK(fonts.find(" yes yes ") != std::string::npos);  // embedded, subset
    const std::string text = base::squeeze(run("pdftotext -layout receipt.pdf -"));
    for (const char* expected : {"BIÊN NHẬN HỒ SƠ", "TK-03 / 000123", "NGUYỄN THỊ THUÝ Ằ ĐỨC H'HEN NIÊ KĐĂM", "10:04:05, ngày 21/11/2026",
                                 "Thượng úy Mẫu Văn A", "Hẹn trả kết quả", "Chậm nhất 01/12/2026 (7 ngày làm việc", "Giấy khai sinh: 2 trang", "chỉ đơn vị cấp trên mở được"}) {
        CAPTURE(expected);
        CHECK(text.find(expected) != std::string::npos);
    }
    CHECK(text.find("TẬP HUẤN") == std::string::npos);
}

SCENARIO("a very long name wraps and stays on the paper") {
    ReceiptData data = sample();
    data.citizen.clear();
    for (int i = 0; i < 12; ++i) data.citizen += "NGUYỄN THƯỢNGƯỜNGHIÊNG ";
    data.unit = std::string(120, 'W');
    save("long.pdf", data);
    // Anything off the paper would be missing from the text of the page's box.
    const std::string text = run("pdftotext -x 0 -y 0 -W 420 -H 596 -layout long.pdf -");
    std::size_t count = 0;
    for (std::size_t at = text.find("NGHIÊNG"); at != std::string::npos; at = text.find("NGHIÊNG", at + 1)) ++count;
    CHECK(count == 12);
}

SCENARIO("the longest values that a form takes leave the receipt's foot free") {
    ReceiptData data = sample();
    data.citizen.clear();
    for (int i = 0; i < 5; ++i) data.citizen += "NGUYỄN THƯỢNGƯỜNGHIÊNGX ";  // 120 of 128 letters
    data.unit = "Công an xã Mẫu Một Mẫu Hai Mẫu Ba, Công an tỉnh Mẫu Bốn Mẫu Năm, đội lưu động số mười hai";
    data.taken.insert(data.taken.end(), {"Giấy tờ chứng minh quyền đại diện: 3 trang", "Giấy tờ chứng minh thông tin thay đổi: 2 trang",
                                         "Thẻ cũ thu lại: 2 trang", "Phiếu đề nghị DC02: 1 trang"});
    save("full.pdf", data);
    constexpr const char* kAboveFoot = "pdftotext -x 0 -y 0 -W 420 -H 447 -layout full.pdf -";  // points; the foot begins at 158 mm
    const std::string text = base::squeeze(run(kAboveFoot));
    CHECK(text.find("Ngày Văn hóa Việt Nam)") != std::string::npos);
    CHECK(text.find("DC02: 1 trang") != std::string::npos);
}

SCENARIO("a training receipt says so across the page") {
    ReceiptData data = sample();
    data.watermark = Watermark::Training;
    save("training.pdf", data);
    std::string letters;  // slanted text comes out letter by letter
    for (const char c : run("pdftotext -raw training.pdf -")) {
        if (c != '\n' && c != ' ') letters += c;
    }
    CHECK(letters.find("TẬPHUẤN-KHÔNGCÓGIÁTRỊ") != std::string::npos);
}

TEST_CASE("the receipt's QR has an id and a check and nothing else") {
    CHECK(receiptQrText("0192f5a0-1111-7abc-8def-000000000001", std::string(64, 'a')) ==
          "ENR1|0192f5a0-1111-7abc-8def-000000000001|aaaaaaaaaa");
}
