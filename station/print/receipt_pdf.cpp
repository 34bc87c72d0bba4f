#include "station/print/receipt_pdf.h"

#include <array>
#include <cstdio>

namespace print {
namespace {

constexpr double kLeft = 12, kRight = 136, kWidth = kRight - kLeft;
constexpr Ink kInk{0.09f, 0.13f, 0.17f}, kMuted{0.36f, 0.41f, 0.46f}, kLine{0.80f, 0.84f, 0.87f}, kPrimary{0.04f, 0.36f, 0.54f};

TextStyle style(double points, Weight weight, Ink ink, Align align = Align::Left) { return {points, weight, align, ink}; }

// A label and its value on one or more lines; the next baseline.
double row(PdfPage& page, double y, std::string_view label, std::string_view value) {
    constexpr double kValueLeft = kLeft + 34;
    page.text(kLeft, y, label, style(9.5, Weight::Regular, kMuted));
    const double next = page.paragraph(kValueLeft, y, kRight - kValueLeft, value, style(11, Weight::Bold, kInk));
    page.line(kLeft, next - 3, kRight, next - 3, 0.15, kLine);
    return next + 1.6;
}

std::string number(const ReceiptData& data) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%06llu", static_cast<unsigned long long>(data.sequence));
    return data.station + " / " + text.data();
}

double head(PdfPage& page, const ReceiptData& data) {
    double y = page.paragraph(kLeft, 16, kWidth, data.unit, style(10.5, Weight::Bold, kInk));
    page.line(kLeft, y - 2, kRight, y - 2, 0.4, kPrimary);
    y += 8;
    page.text((kLeft + kRight) / 2, y, "BIÊN NHẬN HỒ SƠ", style(18, Weight::Bold, kPrimary, Align::Center));
    y += 8;
    page.text((kLeft + kRight) / 2, y, "Số: " + number(data), style(14, Weight::Bold, kInk, Align::Center));
    return y + 11;
}

void foot(PdfPage& page, const ReceiptData& data) {
    constexpr double kTop = 158, kSide = 34;
    page.qr(kRight - kSide, kTop, kSide, receiptQrText(data.packetId, data.digest));
    const double width = kWidth - kSide - 6;
    double y = page.paragraph(kLeft, kTop + 5, width,
                              "Dữ liệu đã được mã hóa và niêm phong tại máy này, chỉ đơn vị cấp trên mở được.",
                              style(9, Weight::Regular, kInk));
    y = page.paragraph(kLeft, y + 1, width, "Giữ biên nhận này để tra cứu. Mã QR không chứa thông tin cá nhân.",
                       style(9, Weight::Regular, kInk));
    page.paragraph(kLeft, y + 1, width, "Mã hồ sơ: " + data.packetId, style(8, Weight::Regular, kMuted));
}

}  // namespace

std::string receiptQrText(const std::string& packetId, const std::string& digest) {
    return "ENR1|" + packetId + "|" + digest.substr(0, 10);
}

base::Result<base::Bytes> makeReceipt(const ReceiptData& data, const FontFiles& fonts) {
    auto page = PdfPage::create(kA5, fonts, "Biên nhận hồ sơ");
    if (!page) return base::Failure(page.error());
    if (data.watermark == Watermark::Training) page->watermark("TẬP HUẤN - KHÔNG CÓ GIÁ TRỊ");
    double y = head(*page, data);
    y = row(*page, y, "Thủ tục", data.procedure);
    y = row(*page, y, "Người nộp", data.citizen);
    y = row(*page, y, "Số định danh", data.idNumber);
    y = row(*page, y, "Thời gian", base::formatTimeInVietnam(data.sealedAt) + ", ngày " + base::formatDay(base::dayInVietnam(data.sealedAt)));
    y = row(*page, y, "Cán bộ thu nhận", data.officer);
    if (!data.due.empty()) y = row(*page, y, "Hẹn trả kết quả", data.due);
    std::string taken;
    for (const std::string& item : data.taken) taken += (taken.empty() ? "" : "; ") + item;
    if (!taken.empty()) row(*page, y, "Đã thu nhận", taken);
    foot(*page, data);
    return page->finish();
}

}  // namespace print
