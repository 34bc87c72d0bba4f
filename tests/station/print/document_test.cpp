// Printed documents, from the files in forms/documents to what pdffonts, pdftotext and pdftoppm find in the
// PDF.
#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "poppler.h"
#include "station/workflow/document_print.h"

using namespace station;
namespace fs = std::filesystem;

namespace {

const fs::path kForms = fs::path(ENROLL_TEST_SOURCE) / "forms";
constexpr base::Day kDay{2026, 3, 2};
// The longest legal name: nine words, 43 letters.
const std::string kLongName = "NGUYỄN HOÀNG THƯỢNG TRANG PHƯƠNG MINH KHUÊ ĐOAN ANH";
const std::string kLongAddress =
    "Số nhà 128B, ngõ 35/17 đường Nguyễn Thượng Trường Phương, tổ dân phố Mẫu Mười Hai, khu đô thị Mẫu "
    "Thượng, Phường Mẫu Trường, Thành "
    "phố Hồ Chí Minh";

struct Loaded {
    forms::DocumentSet documents = forms::DocumentSet::load(kForms / "documents").value();
    forms::SchemaSet schemas = forms::SchemaSet::load(kForms / "schemas").value();
    forms::Catalogues lists = forms::Catalogues::load(kForms / "data").value();
    forms::LawTables law = forms::LawTables::load(kForms / "data").value();
};
const Loaded& loaded() {
    static const Loaded all;
    return all;
}

forms::Record person(const std::string& name, const std::string& address = "Thôn 1, Xã Mẫu, Hà Nội") {
    forms::Record out;
    const auto set = [&](const char* field, const std::string& text) {
        out.set(field, {text, forms::Origin::Typed, true});
    };
    set("full_name", name);
    set("id_number", "001190000123");
    set("birth_date", "07/03/1990");
    set("sex", "F");
    set("nationality", "VN");
    set("ethnicity", "QD121:12");
    set("religion", "QD1019:00");
    set("permanent_address", address);
    set("phone", "0912345678");
    set("request_kind", "exchange");
    set("request_reason", "misprint");
    set("card_issue_date", "05/06/2022");
    set("delivery", "pickup");
    set("integrate", "health_insurance|tax_code");
    return out;
}

DocumentFacts facts() {
    DocumentFacts out;
    out.date = kDay;
    out.unit = "Công an xã Mẫu, Công an tỉnh Mẫu";
    out.officer = "Thượng úy Mẫu Văn A";
    out.place = "Xã Mẫu";
    out.number = "TK-03 / 000123";
    out.packetId = "0192f5a0-1111-7abc-8def-000000000001";
    out.digest = std::string(64, 'a');
    return out;
}

void save(const print::Document& document, const std::string& file) {
    const auto pdf = print::makeDocument(document, print::findFonts({}).value());
    REQUIRE(pdf.has_value());
    REQUIRE(base::writeFileDurably(file, *pdf).has_value());
}

// Prints and reads back: the words in the order of drawing.
std::string printed(const std::string& id, const forms::Record& record, const DocumentFacts& known) {
    const auto form = loaded().documents.toPrint(id, known.date.value_or(kDay));
    REQUIRE(form.has_value());
    const std::string file = id + ".pdf";
    save(fillDocument(**form, record, known, {loaded().schemas, loaded().lists, loaded().law}), file);
    return base::squeeze(poppler::run("pdftotext -raw " + file + " -"));
}

// The same PDF as people read and copy it.
std::string asRead(const std::string& id) {
    return base::squeeze(poppler::run("pdftotext " + id + ".pdf -"));
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

void checkInsideMargins(const std::string& file) {
    constexpr double kPoint = 72 / 25.4, kRounding = 0.5;
    const auto words = poppler::wordsOf(file);
    CHECK(words.size() > 20);
    for (const auto& word : words) {
        CAPTURE(file, word.text, word.page);
        CHECK(word.left >= print::kDocumentMargins.left * kPoint - kRounding);
        CHECK(word.right <= print::kDocumentMargins.right * kPoint + kRounding);
        CHECK(word.top >= print::kDocumentMargins.top * kPoint - kRounding);
        CHECK(word.bottom <= print::kDocumentMargins.bottom * kPoint + kRounding);
    }
    // Every line of text has its own height: what overlaps could not be read.
    for (std::size_t i = 1; i < words.size(); ++i) {
        const auto &a = words[i - 1], &b = words[i];
        const bool overlap = a.page == b.page && a.left < b.right - 1 && b.left < a.right - 1 &&
                             a.top < b.bottom - 4 && b.top < a.bottom - 4;
        CAPTURE(a.text, b.text);
        CHECK_FALSE(overlap);
    }
}

void checkFonts(const std::string& file) {
    const std::string report = poppler::run("pdffonts " + file);
    int fonts = 0;
    for (const auto line : base::split(report, '\n')) {
        if (line.find("NotoSans") == std::string::npos) continue;
        ++fonts;
        CAPTURE(line);
        CHECK(line.find(" yes yes ") != std::string::npos);  // embedded, subset
    }
    CHECK(fonts == 2);
}

std::vector<std::string> printable() {
    std::vector<std::string> out;
    for (const auto& form : loaded().documents.all()) {
        if (form->unknown.empty()) out.push_back(form->rule.id);
    }
    return out;
}

}  // namespace

SCENARIO(
    "every document keeps the longest and the rarest names whole, embeds its fonts and stays inside its "
    "margins") {
    struct Person {
        std::string name, address;
    };
    CHECK(base::codePoints(kLongName).size() == 43 + 8);
    for (const auto& one :
         {Person{kLongName, kLongAddress}, Person{"H'Hen Niê Kđăm", "Buôn Mẫu, Xã Mẫu, Đắk Lắk"},
          Person{"Brơ\u0306i", "Làng Mẫu, Xã Mẫu, Gia Lai"},
          Person{"Y Niê\u0306 Ư\u0306ng Êban", kLongAddress}}) {
        for (const auto& id : printable()) {
            CAPTURE(id, one.name);
            (void)printed(id, person(one.name, one.address), facts());
            const auto text = asRead(id);
            CHECK(has(text, one.name));
            if (id != "vneid_activation") CHECK(has(text, one.address));
            checkFonts(id + ".pdf");
            checkInsideMargins(id + ".pdf");
        }
    }
}

SCENARIO("an empty document has its labels, lines to write on and nothing of anybody") {
    for (const auto& id : printable()) {
        CAPTURE(id);
        DocumentFacts nothing;
        const auto text = printed(id, {}, nothing);
        CHECK(has(text, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc"));
        CHECK_FALSE(has(text, "{"));
        CHECK_FALSE(has(text, "2026"));
        checkInsideMargins(id + ".pdf");
    }
}

TEST_CASE("the request DC02 has the 23 fields of its form, with the box of the procedure ticked",
          "[4.1-dc02]") {
    const std::vector<std::string> kFields = {
        "Kính gửi: Công an xã Mẫu",
        "1. Họ, chữ đệm và tên khai sinh: " + kLongName,
        "2. Ngày, tháng, năm sinh: 07/03/1990",
        "3. Giới tính: Nữ",
        "4. Số định danh cá nhân: 001190000123",
        "5. Nơi cư trú: Thôn 1",
        "6. Họ, chữ đệm và tên khai sinh:",
        "7. Ngày, tháng, năm sinh:",
        "8. Giới tính:",
        "9. Số định danh cá nhân:",
        "X Cấp, cấp đổi, cấp lại thẻ căn cước",
        "Xác nhận số định danh cá nhân với số Chứng minh nhân dân 9 số",
        "Xác nhận số định danh cá nhân với số định danh cá nhân đã hủy",
        "Hủy, xác lập lại số định danh cá nhân",
        "Khai thác thông tin trong Cơ sở dữ liệu quốc gia về dân cư",
        "Khai thác thông tin trong Cơ sở dữ liệu căn cước",
        "Điều chỉnh thông tin trong Cơ sở dữ liệu quốc gia về dân cư",
        "Tích hợp thông tin vào thẻ căn cước",
        "Thu thập, cập nhật thông tin trong Cơ sở dữ liệu căn cước",
        "10. Nội dung cụ thể: Cấp đổi. Lý do: Đổi: thông tin in trên thẻ có sai sót",
        "11. Địa chỉ nhận kết quả: Tại nơi nộp hồ sơ",
        "Xã Mẫu, ngày",
        "ngày 02 tháng 03 năm 2026"};
    CHECK(kFields.size() == 23);
    const auto text = printed("dc02", person(kLongName), facts());
    for (const auto& field : kFields) {
        CAPTURE(field);
        CHECK(has(text, field));
    }
    const auto ticks = [](const std::string& all) {
        std::size_t count = 0;
        for (std::size_t at = all.find("X "); at != std::string::npos; at = all.find("X ", at + 1))
            if (at == 0 || all[at - 1] == ' ') ++count;
        return count;
    };
    CHECK(ticks(text) == ticks(printed("dc02", {}, facts())) + 1);
    const auto& form = *loaded().documents.toPrint("dc02", kDay).value();
    for (const auto& block : form.blocks) {
        if (block.kind == forms::BlockKind::Ticks) CHECK(block.ticks.size() == 9);
    }
}

TEST_CASE("CC01 is built from the law and says so", "[4.1-cc01]") {
    const auto text = printed("cc01", person("H'Hen Niê Kđăm"), facts());
    CHECK(has(text, "Mẫu in theo Luật Căn cước, chờ mẫu chính thức"));
    for (const auto* label : {"Tên gọi khác",
                              "Nơi sinh",
                              "Nơi đăng ký khai sinh",
                              "Quê quán",
                              "Dân tộc: Ê-đê",
                              "Tôn giáo: Không",
                              "Quốc tịch: Việt Nam",
                              "Nhóm máu",
                              "Số Chứng minh nhân dân 9 số",
                              "Thẻ đã cấp: ngày cấp: 05/06/2022",
                              "Cha",
                              "Mẹ",
                              "Vợ hoặc chồng",
                              "Con",
                              "Người đại diện hợp pháp",
                              "Người được đại diện",
                              "Nơi thường trú",
                              "Nơi tạm trú",
                              "Nơi ở hiện tại",
                              "tạm vắng",
                              "Số hồ sơ cư trú",
                              "Tình trạng hôn nhân",
                              "Quan hệ với chủ hộ",
                              "Thành viên hộ gia đình",
                              "chết hoặc mất tích",
                              "Số điện thoại: 0912 345 678",
                              "Thư điện tử",
                              "Nghề nghiệp",
                              "nhân dạng",
                              "Ảnh khuôn mặt",
                              "Vân tay",
                              "Mống mắt",
                              "ADN",
                              "Giọng nói"}) {
        CAPTURE(label);
        CHECK(has(text, label));
    }
}

TEST_CASE("the appointment slip says day, fee, place and code", "[4.2-seven-days][4.4-fees]") {
    auto record = person(kLongName);
    const auto slip = [&](const base::Day& day) {
        auto known = facts();
        known.date = day;
        return printed("cc02", record, known);
    };
    auto text = slip(kDay);
    CHECK(has(text, "Thời hạn trả kết quả: Chậm nhất 11/03/2026 (7 ngày làm việc)"));
    CHECK(has(text,
              "Lệ phí: 15.000 đồng (Đổi thẻ căn cước công dân sang thẻ căn cước; Thông tư 73/2024/TT-BTC, "
              "Điều 4(1)(a); Giảm 50% theo"));
    CHECK(has(text, "Nơi trả kết quả: Tại nơi nộp hồ sơ"));
    CHECK(has(text, "Mã hồ sơ: 0192f5a0-1111-7abc-8def-000000000001"));
    CHECK(has(slip({2027, 3, 1}), "Lệ phí: 30.000 đồng ("));
    CHECK(has(slip({2027, 2, 1}), "có thể muộn hơn vì lịch nghỉ chưa công bố: Tết Âm lịch"));
    record.set("card_issue_date", {});
    CHECK(
        has(slip(kDay), "; hoặc 25.000 đồng (Cấp đổi thẻ căn cước"));  // which card is exchanged is not said
    record.set("request_kind", {"reissue", forms::Origin::Typed, true});
    CHECK(has(slip(kDay), "Lệ phí: 35.000 đồng (Cấp lại thẻ căn cước"));
    record.set("request_kind", {"first", forms::Origin::Typed, true});
    CHECK(has(slip(kDay), "Lệ phí: Không thu (Cấp thẻ lần đầu"));
}

TEST_CASE("TK01 asks the least that is known, with the papers ticked", "[4.1-tk01]") {
    const auto text = printed("tk01", person("Brơ\u0306i"), facts());
    for (const auto* part :
         {"Số định danh cá nhân: 001190000123", "Số điện thoại chính chủ: 0912 345 678", "Thư điện tử",
          "X Thẻ bảo hiểm y tế", "X Mã số thuế", "Quan hệ", "11. Số điện thoại"}) {
        CAPTURE(part);
        CHECK(has(text, part));
    }
    CHECK_FALSE(has(text, "X Giấy phép lái xe"));
}

TEST_CASE("the sheet for VNeID has the steps of activation and its seven days", "[4.3-activation-steps]") {
    const auto text = printed("vneid_activation", person("Brơ\u0306i"), facts());
    std::size_t at = 0;
    for (const auto* step :
         {"trong 7 ngày kể từ ngày nhận được thông báo", "số định danh cá nhân (12 chữ số) và số điện thoại",
          "mã OTP", "8 đến 20 ký tự", "6 chữ số", "câu hỏi bảo mật"}) {
        CAPTURE(step);
        at = text.find(step, at);
        CHECK(at != std::string::npos);
    }
}

TEST_CASE("a refusal gives its reasons, on as many pages as they need") {
    auto known = facts();
    std::string all;
    for (int i = 1; i <= 90; ++i) {
        known.reasons.push_back(
            "Lý do số " + std::to_string(i) +
            ": thông tin về nơi cư trú khác với giấy tờ đã nộp, cần bổ sung giấy tờ chứng minh.");
        all += (i == 1 ? "" : " ") + std::to_string(i) + ". " + known.reasons.back();
    }
    const auto text = printed("cc03", person(kLongName, kLongAddress), known);
    for (const auto& reason : known.reasons) CHECK(has(text, reason));
    const auto pages = std::to_string(poppler::wordsOf("cc03.pdf").back().page + 1);
    CHECK(pages != "1");
    CHECK(has(text, "1/" + pages));
    CHECK(has(text, pages + "/" + pages));
    checkInsideMargins("cc03.pdf");
    const auto& form = *loaded().documents.toPrint("cc03", kDay).value();
    CHECK(forms::contains(form.names(), "@reasons"));
}

TEST_CASE("long tables, words without a blank and long labels stay on the paper") {
    print::Document document;
    document.title = document.symbol = "Bảng";
    print::Table table{{{"Quan hệ", 1}, {"Họ, chữ đệm và tên", 3}}, {}};
    std::string cell;
    for (int i = 0; i < 500; ++i) cell += "NGUYỄN THƯỢNG " + std::to_string(i) + ' ';
    for (int i = 0; i < 30; ++i) table.rows.push_back({"Con", kLongName});
    table.rows.push_back({"Con", cell});
    document.blocks.emplace_back(table);
    const std::string unbroken(400, 'W');
    document.blocks.emplace_back(print::FieldRow{{{kLongAddress, unbroken, 1, 1}, {kLongAddress, "", 2, 3}}});
    document.blocks.emplace_back(
        print::Signatures{{{kLongAddress, "NGƯỜI KÝ", "", unbroken}, {"", "NGƯỜI KÝ", "", kLongName}}});
    document.blocks.emplace_back(
        print::Ticks{2, {{kLongAddress, print::Tick::State::Ticked}, {unbroken, print::Tick::State::Open}}});
    document.foot = kLongAddress + ' ' + kLongAddress;
    save(document, "table.pdf");
    const auto text = base::squeeze(poppler::run("pdftotext -raw table.pdf -"));
    for (int i = 0; i < 500; ++i) CHECK(has(text, "THƯỢNG " + std::to_string(i)));
    CHECK(has(text, "1/"));
    checkInsideMargins("table.pdf");
    std::size_t letters = 0;
    for (const char c : text) letters += c == 'W' ? 1u : 0u;
    CHECK(letters == 3 * unbroken.size());
}

TEST_CASE("a document is printed in its days only, and never when its content is unknown",
          "[4.1-unknown-forms][4.1-form-in-force]") {
    const auto& documents = loaded().documents;
    for (const auto* id : {"dc02", "cc01", "cc02", "tk01"}) {
        CAPTURE(id);
        CHECK(documents.toPrint(id, {2024, 6, 30}).error().code == base::Code::NotInForce);
        CHECK(documents.toPrint(id, {2024, 7, 1}).has_value());
    }
    CHECK(documents.toPrint("cc03", {2025, 6, 30}).error().detail ==
          "document cc03 is not in force on 2025-06-30");
    for (const auto* id : {"cc04", "dc03"}) {
        CAPTURE(id);
        const auto answer = documents.toPrint(id, kDay);
        CHECK(answer.error().code == base::Code::Unsupported);
    }
    CHECK(documents.toPrint("dc99", kDay).error().code == base::Code::NotFound);
}

TEST_CASE("every value that a document asks a record for is a field of one of its procedures") {
    for (const auto& form : loaded().documents.all()) {
        for (const auto& name : form->names()) {
            CAPTURE(form->rule.id, name);
            const bool isFact = name.starts_with('@');
            const bool isField =
                std::any_of(form->procedures.begin(), form->procedures.end(), [&](const auto& id) {
                    return loaded().schemas.inForce(id, kDay).value()->field(name) != nullptr;
                });
            CHECK((isFact || isField));
        }
    }
}
