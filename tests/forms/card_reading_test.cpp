#include "forms/card_reading.h"

#include <catch2/catch.hpp>

#include "forms/card_qr.h"
#include "forms/field_ids.h"
#include "forms/mrz.h"

using namespace forms;

namespace {

const std::string kQr =
    "001090999901|012345678|Nguyễn Văn Thu Nghiêm|01011990|Nam|Thôn 1, Xã Mẫu, Huyện Mẫu, Hà Nội|15042021";

CardReading qr() {
    return parseCardQr(kQr).value();
}

CardReading mrz() {
    return parseMrz(
               "IDVNM0909999010001090999901<<1 9001011M3001019VNM<<<<<<<<<<<2 NGUYEN<<VAN<THU<NGHIEM<<<<<<<<",
               {2026, 11, 21})
        .value()
        .card;
}

MergeOutcome outcomeOf(const std::vector<MergedField>& merged, std::string_view field) {
    for (const auto& m : merged) {
        if (m.field == field) return m.outcome;
    }
    return MergeOutcome::Unknown;
}

std::string replaced(const std::string& from, const std::string& to) {
    auto text = kQr;
    return text.replace(text.find(from), from.size(), to);
}

base::Code codeOf(const std::string& text) {
    const auto reading = parseCardQr(text);
    return reading ? base::Code::Unknown : reading.error().code;
}

}  // namespace

TEST_CASE("the seven fields of a card's QR are read") {
    const auto r = qr();
    CHECK(r.idNumber == "001090999901");
    CHECK(r.cmnd9 == "012345678");
    CHECK(r.fullName == "NGUYỄN VĂN THU NGHIÊM");
    CHECK(r.birthDate == "01/01/1990");
    CHECK(r.sex == "M");
    CHECK(r.address == "Thôn 1, Xã Mẫu, Huyện Mẫu, Hà Nội");
    CHECK(r.issueDate == "15/04/2021");
    CHECK(r.extras.empty());
    CHECK(parseCardQr(writeCardQr(r)).value() == r);
    CHECK(parseCardQr(kQr + "\r\n").value() == r);  // as a keyboard reader ends it
}

TEST_CASE("decomposed letters and unknown days are taken as they are meant", "[3.1-partial-birth][3.1-nfc]") {
    CHECK(parseCardQr(replaced("Nguyễn", "Nguye\u0302\u0303n")).value().fullName == "NGUYỄN VĂN THU NGHIÊM");
    CHECK(parseCardQr(replaced("01011990", "00001990")).value().birthDate == "1990");
    CHECK(parseCardQr(replaced("01011990", "00051990")).value().birthDate == "05/1990");
    CHECK(parseCardQr(replaced("|012345678|", "||")).value().cmnd9.empty());
}

TEST_CASE("further fields of newer cards are told apart by shape and kept") {
    const auto r =
        parseCardQr(replaced("|012345678|", "||") + "|012345679||Trần Thị Mẫu|001090999902|#x1").value();
    REQUIRE(r.extras.size() == 4);
    CHECK(r.extras[0] == ExtraField{7, "012345679", ExtraKind::Cmnd9});
    CHECK(r.extras[1] == ExtraField{9, "Trần Thị Mẫu", ExtraKind::Name});
    CHECK(r.extras[2] == ExtraField{10, "001090999902", ExtraKind::CancelledNumber});
    CHECK(r.extras[3] == ExtraField{11, "#x1", ExtraKind::Unknown});
    CHECK(r.cmnd9 == "012345679");
    CHECK(parseCardQr(writeCardQr(r)).value().extras == r.extras);
}

TEST_CASE("damaged letters are refused rather than filled in", "[3.1-mojibake]") {
    CHECK(codeOf(replaced("Nguyễn", "Nguyá»…n")) == base::Code::Corrupt);  // UTF-8 read as Windows-1252
    CHECK(codeOf(replaced("Nguyễn", "Nguy?n")) == base::Code::Corrupt);
    CHECK(codeOf(replaced("Nguyễn", "Nguy\uFFFDn")) == base::Code::Corrupt);
    CHECK(codeOf(replaced("Nguyễn", "Nguy\xE5n")) == base::Code::Corrupt);   // not UTF-8
    CHECK(codeOf(replaced("Nguyễn", "NguyÔn V¨n")) == base::Code::Corrupt);  // TCVN3
    CHECK(codeOf(replaced("Xã", "XÃ£")) == base::Code::Corrupt);
    CHECK(codeOf(replaced("Xã", "X?")) == base::Code::Corrupt);
    CHECK(codeOf(replaced("Nam", "Ná»¯")) == base::Code::Corrupt);
}

TEST_CASE("what is no card QR is refused") {
    for (const char* text :
         {"", "|", "||||||", "https://example.vn/a", "00109099990|||||||", "|||||||||||||||||||||||||"}) {
        CHECK(codeOf(text) == base::Code::BadInput);
    }
    CHECK(codeOf(replaced("01011990", "31021990")) == base::Code::BadInput);
    CHECK(codeOf(replaced("15042021", "00002021")) == base::Code::BadInput);
    CHECK(codeOf(replaced("012345678", "01234567")) == base::Code::BadInput);
    CHECK(codeOf(replaced("Nguyễn Văn Thu Nghiêm", "")) == base::Code::BadInput);
    CHECK(codeOf(replaced("Nam", "X")) == base::Code::BadInput);
    CHECK(codeOf(kQr + std::string(3000, '|')) == base::Code::TooLarge);
    CHECK(parseCardQr(std::string("\0\0\0", 3)).has_value() == false);
}

TEST_CASE("QR and machine-readable zone are compared field by field") {
    const auto all = compareReadings(qr(), mrz());
    const auto likeness = [&](std::string_view field) {
        for (const auto& c : all) {
            if (c.field == field) return c.likeness;
        }
        return Likeness::Unknown;
    };
    CHECK(likeness(field::kIdNumber) == Likeness::Same);
    CHECK(likeness(field::kFullName) == Likeness::Compatible);
    CHECK(likeness(field::kBirthDate) == Likeness::Same);
    CHECK(likeness(field::kPermanentAddress) == Likeness::LeftOnly);
    CHECK(likeness(field::kCardExpiry) == Likeness::RightOnly);
    CHECK(compareValues(field::kFullName, "TRẦN THỊ MAI", "TRẦN THỊ MÀI") == Likeness::Different);
    CHECK(compareValues(field::kFullName, "LÊ HOÀNG HIẾU NGHĨA ĐỆ NHẤT THƯƠNG TÂM NHÂN",
                        "LE HOANG HIEU NGHIA DE NHAT T") == Likeness::Compatible);
    CHECK(compareValues(field::kBirthDate, "1990", "01/01/1990") == Likeness::Compatible);
    CHECK(compareValues(field::kBirthDate, "1991", "01/01/1990") == Likeness::Different);
}

TEST_CASE("a reading fills an empty form, unconfirmed, with its origin") {
    Record record;
    const auto merged = mergeReading(record, qr(), Origin::Qr);
    CHECK(outcomeOf(merged, field::kFullName) == MergeOutcome::Filled);
    CHECK(*record.find(field::kFullName) == FieldValue{"NGUYỄN VĂN THU NGHIÊM", Origin::Qr, false});
    CHECK(record.text(field::kCardReadNumber) == "001090999901");
    const auto again = mergeReading(record, mrz(), Origin::Mrz);
    CHECK(outcomeOf(again, field::kFullName) == MergeOutcome::Agreed);
    CHECK(outcomeOf(again, field::kCardExpiry) == MergeOutcome::Filled);
    CHECK(record.text(field::kFullName) == "NGUYỄN VĂN THU NGHIÊM");
}

TEST_CASE("the fuller reading replaces the poorer one while nobody has confirmed it") {
    Record record;
    mergeReading(record, mrz(), Origin::Mrz);
    CHECK(record.text(field::kFullName) == "NGUYEN VAN THU NGHIEM");
    const auto merged = mergeReading(record, qr(), Origin::Qr);
    CHECK(outcomeOf(merged, field::kFullName) == MergeOutcome::Replaced);
    CHECK(record.text(field::kFullName) == "NGUYỄN VĂN THU NGHIÊM");
}

TEST_CASE("what was typed is never overwritten") {
    Record record;
    record.set(field::kFullName, {"NGUYỄN VĂN THU NGHIỆM", Origin::Typed, true});
    record.set(field::kBirthDate, {"02/01/1990", Origin::Qr, true});  // read and confirmed
    const auto before = record;
    const auto merged = mergeReading(record, qr(), Origin::Qr);
    CHECK(outcomeOf(merged, field::kFullName) == MergeOutcome::Differs);
    CHECK(outcomeOf(merged, field::kBirthDate) == MergeOutcome::Differs);
    CHECK(*record.find(field::kFullName) == *before.find(field::kFullName));
    CHECK(*record.find(field::kBirthDate) == *before.find(field::kBirthDate));
}

TEST_CASE("an address that was translated still agrees with the card that it was read from") {
    Record record;
    mergeReading(record, qr(), Origin::Qr);
    auto address = *record.find("permanent_address");
    record.set("permanent_address", {"Thôn 1, Phường Ba Đình, TP Hà Nội", Origin::Typed, true, address.text});
    for (const auto& merged : mergeReading(record, qr(), Origin::Qr)) {
        if (merged.field == "permanent_address") CHECK(merged.outcome == MergeOutcome::Agreed);
    }
    CHECK(record.text("permanent_address") == "Thôn 1, Phường Ba Đình, TP Hà Nội");
    for (const auto& compared : compareWithRecord(record, qr())) {
        if (compared.field == "permanent_address") CHECK(compared.likeness == Likeness::Same);
    }
}

TEST_CASE("another person's card fills nothing") {
    Record record;
    record.set(field::kIdNumber, {"048307999902", Origin::Typed, true});
    const auto before = record;
    const auto merged = mergeReading(record, qr(), Origin::Qr);
    CHECK(outcomeOf(merged, field::kIdNumber) == MergeOutcome::Differs);
    CHECK(outcomeOf(merged, field::kFullName) == MergeOutcome::Withheld);
    CHECK(record == before);
}

TEST_CASE("the right card read after a wrong one leaves nothing of the wrong one") {
    Record record;
    mergeReading(record, qr(), Origin::Qr);
    auto other = qr();
    other.idNumber = "048307999902";
    other.fullName = "TRẦN THỊ MAI";
    other.cmnd9.clear();
    const auto merged = mergeReading(record, other, Origin::Qr);
    CHECK(outcomeOf(merged, field::kCmnd9) == MergeOutcome::Removed);
    CHECK(record.find(field::kCmnd9) == nullptr);
    CHECK(record.text(field::kFullName) == "TRẦN THỊ MAI");
    CHECK(record.text(field::kCardReadNumber) == "048307999902");
}
