#include "tests/station/ui/gallery/gallery.h"

#include <wx/checkbox.h>
#include <wx/panel.h>
#include <wx/sizer.h>
#include <wx/wrapsizer.h>

#include <cmath>

#include "base/text.h"
#include "station/ui/text.h"
#include "station/ui/widgets/action_button.h"
#include "station/ui/widgets/bar_chart.h"
#include "station/ui/widgets/card.h"
#include "station/ui/widgets/chip.h"
#include "station/ui/widgets/choice_box.h"
#include "station/ui/widgets/date_field.h"
#include "station/ui/widgets/field_row.h"
#include "station/ui/widgets/finger_tile.h"
#include "station/ui/widgets/frame_painter.h"
#include "station/ui/widgets/inline_message.h"
#include "station/ui/widgets/label.h"
#include "station/ui/widgets/rail.h"
#include "station/ui/widgets/step_bar.h"

namespace uitest {
namespace {

using namespace ui;

wxString w(const char* text) { return toWx(text); }

// Rings like a print, drawn by a formula.
devices::ImagePtr rings(int width, int height) {
    auto image = std::make_shared<devices::Image>();
    image->width = width;
    image->height = height;
    image->format = devices::PixelFormat::Grey8;
    image->pixels.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const double r = std::hypot(x - width / 2.0, (y - height / 2.0) * 0.8);
            const double shade = r > width * 0.45 ? 255 : 150 + 100 * std::sin(r * 0.9);
            image->pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)] =
                static_cast<std::uint8_t>(shade);
        }
    }
    return image;
}

Card* fieldsCard(wxWindow* parent) {
    auto* card = new Card(parent, w("Thông tin"));
    auto* grid = new wxFlexGridSizer(2, card->FromDIP(kSpace12), card->FromDIP(kSpace16));
    grid->AddGrowableCol(0, 1);
    grid->AddGrowableCol(1, 1);
    const auto add = [&](FieldRow* row) { grid->Add(row, 1, wxEXPAND); };
    auto* number = new FieldRow(card, w("Số định danh cá nhân"));
    number->setControl(textField(number, "049190000007"));
    number->setOrigin(w("từ QR"), OriginLook::Confirmed);
    add(number);
    auto* name = new FieldRow(card, w("Họ, chữ đệm và tên khai sinh"));
    name->setControl(textField(name, w("NGUYỄN THỊ THU MẪU")));
    name->setOrigin(w("từ QR"), OriginLook::Unconfirmed);
    add(name);
    auto* birth = new FieldRow(card, w("Ngày sinh"));
    birth->setControl(new DateField(birth, w("Ngày sinh"), [](std::string_view t) { return std::string(t); }));
    birth->setMessage(Tone::Neutral, w("ngày/tháng/năm, chỉ gõ số"));
    add(birth);
    auto* people = new FieldRow(card, w("Dân tộc"));
    people->setControl(new ChoiceBox(people, w("Dân tộc"), [](const std::string&) {
        return std::vector<Choice>{{"01", w("Kinh"), w("gần đây")}, {"30", "Co", {}}};
    }));
    people->setMessage(Tone::Neutral, w("gõ không dấu: “co”"));
    add(people);
    auto* phone = new FieldRow(card, w("Số điện thoại chính chủ"));
    phone->setControl(textField(phone, "0905 000 123"));
    phone->setMessage(Tone::Attention, w("Số này có ở một hồ sơ khác hôm nay. Đúng thì nêu lý do."));
    add(phone);
    auto* mail = new FieldRow(card, w("Thư điện tử (nếu có)"));
    mail->setControl(textField(mail, "mau@"));
    mail->setMessage(Tone::Bad, w("Thiếu tên miền sau @."));
    add(mail);
    card->body()->Add(grid, 0, wxEXPAND | wxTOP, card->FromDIP(kSpace8));
    card->body()->Add(new wxCheckBox(card, wxID_ANY, w("Bảo hiểm y tế")), 0, wxTOP, card->FromDIP(kSpace12));
    return card;
}

Card* statesCard(wxWindow* parent) {
    auto* card = new Card(parent, w("Trạng thái"));
    auto* chips = new wxWrapSizer(wxHORIZONTAL);
    const auto chip = [&](const char* text, Tone tone) { chips->Add(new Chip(card, w(text), tone), 0, wxRIGHT | wxBOTTOM, card->FromDIP(kSpace8)); };
    chip("đạt", Tone::Good);
    chip("quay trái 9°", Tone::Attention);
    chip("bị trả về", Tone::Bad);
    chip("đã gửi", Tone::Primary);
    chip("nháp", Tone::Neutral);
    chips->Add(new Badge(card, "12", Tone::Bad), 0, wxRIGHT, card->FromDIP(kSpace8));
    card->body()->Add(chips, 0, wxEXPAND | wxTOP, card->FromDIP(kSpace8));
    auto* note = new InlineMessage(card);
    card->body()->Add(note, 0, wxEXPAND | wxBOTTOM, card->FromDIP(kSpace8));
    note->show(Tone::Attention, w("Không có đường truyền. Hồ sơ được giữ an toàn trong máy và tự gửi khi có mạng."), {w("Thử ngay"), [] {}});
    auto* buttons = new wxBoxSizer(wxHORIZONTAL);
    buttons->Add(new ActionButton(card, w("Chụp lại"), "F5", ButtonKind::Secondary));
    auto* off = new ActionButton(card, w("Niêm phong"), "F9", ButtonKind::Secondary);
    off->refuse(w("còn thiếu vân tay"));
    buttons->Add(off);
    buttons->Add(new ActionButton(card, w("Mở"), {}, ButtonKind::Quiet));
    card->body()->Add(buttons);
    auto* fingers = new wxBoxSizer(wxHORIZONTAL);
    const auto finger = [&](const char* name, FingerTileState state) {
        auto* tile = new FingerTile(card, w(name));
        tile->set(std::move(state));
        fingers->Add(tile);
    };
    finger("Trỏ", {FingerLook::Good, {}, "74", rings(120, 140)});
    finger("Út", {FingerLook::Poor, {}, w("38 · lần 2"), rings(120, 140)});
    finger("Cái", {FingerLook::Taking, w("đang lấy"), {}, nullptr});
    finger("Giữa", {FingerLook::Missing, w("cụt"), {}, nullptr});
    card->body()->Add(fingers, 0, wxTOP, card->FromDIP(kSpace8));
    return card;
}

}  // namespace

wxWindow* makeGallery(wxWindow* parent) {
    auto* root = new wxPanel(parent);
    root->SetBackgroundColour(palette().background);
    auto* rail = new Rail(root);
    rail->setItems({{"a", Mark::Clock, w("Hôm nay")}, {"b", Mark::Plus, w("Hồ sơ mới")}, {"c", Mark::List, w("Danh sách")},
                    {"d", Mark::Device, w("Thiết bị")}, {"e", Mark::Sliders, w("Cài đặt")}});
    rail->select("b");
    auto* steps = new StepBar(root);
    steps->setSteps({{w("Nhận diện"), StepLook::Done}, {w("Thông tin"), StepLook::Partial}, {w("Ảnh chân dung"), StepLook::Attention},
                     {w("Vân tay"), StepLook::Untouched}, {w("Giấy tờ"), StepLook::NotNeeded}, {w("Kiểm tra, niêm phong"), StepLook::Untouched}});
    steps->select(1);
    auto* picture = new FramePainter(root, w("Ảnh từ máy ảnh"));
    picture->setPreferred({200, 240});
    picture->show(rings(360, 480));
    picture->setInstruction(w("Quay mặt thẳng vào máy ảnh"), Tone::Attention);
    auto* pill = new InstructionPill(root);
    pill->set(w("Ngón nhẫn mờ: ấn mạnh hơn một chút"), Tone::Neutral);
    auto* chartCard = new Card(root, w("Theo giờ"));
    auto* chart = new BarChart(chartCard, w("Theo giờ"));
    chart->setBars({{"7h", 2}, {"8h", 5}, {"9h", 6}, {"10h", 4}, {"11h", 0}, {"12h", 3}});
    chartCard->body()->Add(chart, 1, wxEXPAND);
    const int gap = root->FromDIP(kSpace16);
    auto* top = new wxBoxSizer(wxHORIZONTAL);
    top->Add(fieldsCard(root), 3, wxEXPAND | wxRIGHT, gap);
    top->Add(statesCard(root), 2, wxEXPAND);
    auto* bottom = new wxBoxSizer(wxHORIZONTAL);
    bottom->Add(picture, 1, wxEXPAND | wxRIGHT, gap);
    bottom->Add(chartCard, 1, wxEXPAND);
    auto* column = new wxBoxSizer(wxVERTICAL);
    column->Add(steps, 0, wxEXPAND);
    column->Add(top, 0, wxEXPAND | wxALL, gap);
    column->Add(pill, 0, wxALIGN_CENTER_HORIZONTAL);
    column->Add(bottom, 1, wxEXPAND | wxALL, gap);
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    row->Add(rail, 0, wxEXPAND);
    row->Add(column, 1, wxEXPAND);
    root->SetSizer(row);
    return root;
}

}  // namespace uitest
