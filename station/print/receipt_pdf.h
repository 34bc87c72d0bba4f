// The receipt a citizen takes home: A5, printed from this PDF. Its QR carries the packet's id and a check, nothing about
// the person. Threads: pure function. Errors: those of PdfPage.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/clock.h"
#include "station/print/pdf_page.h"

namespace print {

struct ReceiptData {
    std::string packetId;
    std::string digest;          // SHA-256 of the packet, hex
    std::string station;
    std::uint64_t sequence = 0;  // of this station
    std::string unit;
    std::string officer;
    base::Instant sealedAt;
    std::string procedure;       // Vietnamese title
    std::string citizen;
    std::string idNumber;        // as to be printed (masked by the caller)
    std::string due;                 // "Chậm nhất 11/03/2026 (7 ngày làm việc)"; empty: not said
    std::vector<std::string> taken;  // "Ảnh chân dung", "Vân tay: 10 ngón", "Giấy khai sinh: 2 trang"
    Watermark watermark = Watermark::None;
};

// What the QR says: "ENR1|<packet id>|<first ten hex digits of the digest>".
std::string receiptQrText(const std::string& packetId, const std::string& digest);
base::Result<base::Bytes> makeReceipt(const ReceiptData& data, const FontFiles& fonts);

}  // namespace print
