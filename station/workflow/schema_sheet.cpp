#include "station/workflow/schema_sheet.h"

#include <algorithm>
#include <utility>

#include "forms/schema_review.h"

namespace station {
namespace {

using forms::FieldReview;
using forms::Level;

constexpr int kColumns = 6;  // of a page's grid

const print::TextStyle kNote{9, print::Weight::Regular, print::Align::Left, {0.30f, 0.35f, 0.40f}};

std::string headingOf(const forms::Schema& schema) {
    std::string text = schema.id() + ", phiên bản " + schema.version() + ", áp dụng từ " +
                       base::formatDay(schema.validFrom());
    if (const auto last = schema.validTo()) text += " đến " + base::formatDay(*last);
    const auto codes = schema.procedureCodes();
    for (std::size_t i = 0; i < codes.size(); ++i) text += (i == 0 ? "; mã thủ tục " : ", ") + codes[i];
    return text;
}

const char* kindOf(const forms::Field& field) {
    using forms::Widget;
    switch (field.widget) {
        case Widget::Text:
            return "chữ";
        case Widget::Name:
            return "họ tên, ghi chữ in hoa";
        case Widget::IdNumber:
            return "12 chữ số";
        case Widget::Cmnd9:
            return "9 chữ số";
        case Widget::Date:
            return field.partialDate ? "ngày, cho phép thiếu ngày hoặc tháng" : "ngày";
        case Widget::Choice:
            return "chọn một";
        case Widget::MultiChoice:
            return "chọn nhiều";
        case Widget::Phone:
            return "số điện thoại";
        case Widget::Email:
            return "thư điện tử";
        case Widget::Address:
            return "địa chỉ";
        case Widget::Note:
            return "ghi chú";
        case Widget::Unknown:
            break;
    }
    return "";
}

bool isFreeText(forms::Widget widget) {
    using forms::Widget;
    return widget == Widget::Text || widget == Widget::Name || widget == Widget::Email ||
           widget == Widget::Address || widget == Widget::Note;
}

std::string catalogueOf(const forms::Field& field) {
    if (field.catalogue == "provinces") return "tỉnh, thành phố";
    if (field.catalogue == "communes") return "xã, phường, đặc khu";
    if (field.catalogue == "ethnic") return "dân tộc";
    if (field.catalogue == "religions") return "tôn giáo";
    return field.catalogue;
}

// What stands below a field: how it is filled, what can be chosen, when it is asked.
std::string noteOf(const FieldReview& review) {
    const auto& field = *review.field;
    std::string text = field.label.vi + ": " + kindOf(field);
    if (isFreeText(field.widget)) text += ", nhiều nhất " + std::to_string(field.maxLength) + " ký tự";
    if (!field.catalogue.empty()) text += ", theo danh mục " + catalogueOf(field);
    for (std::size_t i = 0; i < field.options.size(); ++i)
        text += (i == 0 ? " (" : "; ") + field.options[i].label.vi;
    if (!field.options.empty()) text += ")";
    if (!field.defaultText.empty()) text += ", điền sẵn " + forms::shownText(field, field.defaultText).vi;
    if (!field.hint.vi.empty()) text += ", gợi ý: " + field.hint.vi;
    if (review.alwaysRequired)
        text += ". Bắt buộc";
    else if (!review.requiredWhen.empty())
        text += ". Bắt buộc khi " + review.requiredWhen;
    if (!review.shownWhen.empty()) text += ". Chỉ hỏi khi " + review.shownWhen;
    return text + ".";
}

// Fields side by side as on the screen, then what is to be said of each.
void addFields(print::Document& sheet, const std::vector<FieldReview>& fields) {
    print::FieldRow row;
    int taken = 0;
    for (const auto& one : fields) {
        const int columns = std::clamp(one.field->columns, 1, kColumns);
        if (taken + columns > kColumns) {
            sheet.blocks.emplace_back(std::exchange(row, {}));
            taken = 0;
        }
        row.parts.push_back({one.field->label.vi + (one.alwaysRequired ? " *" : ""), {}, columns, 1});
        taken += columns;
    }
    if (!row.parts.empty()) sheet.blocks.emplace_back(std::move(row));
    for (const auto& one : fields) sheet.blocks.emplace_back(print::Paragraph{noteOf(one), kNote});
}

void addPages(print::Document& sheet, const forms::Schema& schema, const forms::SchemaReview& review) {
    auto next = review.fields.begin();
    for (const auto& page : schema.pages()) {
        for (const auto& section : page.sections) {
            sheet.blocks.emplace_back(
                print::Section{page.title.vi + (section.title.vi.empty() ? "" : " - " + section.title.vi)});
            const auto last = next + static_cast<std::ptrdiff_t>(section.fields.size());
            addFields(sheet, {next, last});
            next = last;
        }
    }
}

void addCaptures(print::Document& sheet, const forms::SchemaReview& review) {
    if (review.captures.empty()) return;
    sheet.blocks.emplace_back(print::Section{"Ảnh, vân tay và giấy tờ thu nhận"});
    print::Table table{{{"Thu nhận", 3}, {"Ít nhất", 1}, {"Khi nào", 4}}, {}};
    for (const auto& one : review.captures) {
        std::string when = one.when.empty() ? std::string("luôn luôn") : "khi " + one.when;
        if (!one.unless.empty()) when += "; trừ khi " + one.unless;
        if (!one.requiredWhen.empty())
            when += "; bắt buộc khi " + one.requiredWhen;
        else if (!one.need.required)
            when += "; không bắt buộc";
        table.rows.push_back({one.need.label.vi, std::to_string(one.need.minPages), when});
    }
    sheet.blocks.emplace_back(std::move(table));
}

const char* sayLevel(Level level) {
    switch (level) {
        case Level::Error:
            return "Chặn";
        case Level::Warning:
            return "Cần lý do";
        case Level::Info:
            return "Thông báo";
        case Level::Unknown:
            break;
    }
    return "";
}

void addRules(print::Document& sheet, const forms::SchemaReview& review) {
    if (review.rules.empty()) return;
    sheet.blocks.emplace_back(print::Section{"Quy tắc kiểm tra"});
    print::Table table{{{"Mức", 1}, {"Quy tắc", 4}, {"Lời báo cho cán bộ", 4}}, {}};
    for (const auto& one : review.rules) {
        std::string rule = one.field.empty() ? std::string() : one.field + ": ";
        if (!one.when.empty()) rule += "khi " + one.when + (one.require.empty() ? "" : " thì ");
        rule += one.require.empty() ? (one.when.empty() ? "luôn báo" : ", báo") : "phải: " + one.require;
        if (one.atSealOnly) rule += " (chỉ khi niêm phong)";
        table.rows.push_back({sayLevel(one.level), rule + " [" + one.id + "]", one.text.vi});
    }
    sheet.blocks.emplace_back(std::move(table));
}

}  // namespace

print::Document schemaSheet(const forms::Schema& schema) {
    const auto review = forms::review(schema);
    print::Document sheet;
    sheet.title = schema.title().vi;
    sheet.symbol = schema.id() + " " + schema.version();
    sheet.foot = "Bản xem lại biểu mẫu " + schema.id() + " " + schema.version();
    sheet.watermark = print::Watermark::Preview;
    sheet.blocks.emplace_back(print::Title{schema.title().vi, headingOf(schema)});
    addPages(sheet, schema, review);
    addCaptures(sheet, review);
    addRules(sheet, review);
    return sheet;
}

}  // namespace station
