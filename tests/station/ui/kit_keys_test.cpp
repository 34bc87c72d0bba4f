// The kit under real keys: Vietnamese text arrives as typed, the focus follows Tab and Enter, choices and
// dates are taken without a mouse and nothing changes under the hands.
#include <wx/panel.h>
#include <wx/sizer.h>
#include <wx/textctrl.h>

#include <catch2/catch.hpp>
#include <thread>

#include "base/text.h"
#include "station/ui/text.h"
#include "station/ui/widgets/action_button.h"
#include "station/ui/widgets/choice_box.h"
#include "station/ui/widgets/date_field.h"
#include "station/ui/widgets/field_row.h"
#include "station/ui/widgets/finger_tile.h"
#include "station/ui/widgets/frame_painter.h"
#include "station/ui/widgets/inline_message.h"
#include "station/ui/widgets/rail.h"
#include "station/ui/widgets/step_bar.h"
#include "tests/station/ui/support/gui.h"

using uitest::pressKey;
using uitest::pumpUntil;
using uitest::settle;
using uitest::typeText;

namespace {

struct Window {
    wxFrame* frame = uitest::openFrame({900, 600});
    wxPanel* panel = new wxPanel(frame);
    wxBoxSizer* column = new wxBoxSizer(wxVERTICAL);
    Window() {
        panel->SetBackgroundColour(frame->GetBackgroundColour());
        panel->SetSizer(column);
        frame->SendSizeEvent();
    }
    ~Window() {
        frame->Destroy();
        settle();
    }
    template <class W>
    W* add(W* window) {
        column->Add(window, 0, wxEXPAND | wxALL, 6);
        panel->Layout();
        settle();
        return window;
    }
};

std::string valueOf(const wxTextCtrl& control) {
    return ui::fromWx(control.GetValue());
}

bool holds(const wxTextCtrl& control, const std::string& text) {
    return pumpUntil([&] { return valueOf(control) == text; });
}

}  // namespace

SCENARIO("A Vietnamese name arrives letter by letter as it was typed") {
    if (!uitest::startGui()) return;
    Window window;
    auto* row = new ui::FieldRow(window.panel, "Name");
    wxTextCtrl* field = ui::textField(row);
    row->setControl(field);
    window.add(row);
    field->SetFocus();
    settle();
    typeText("Nguyễn Thị Thu Mẫu, đường Lý Thường Kiệt, ă â ê ô ơ ư đ Đ");
    INFO(valueOf(*field));
    CHECK(holds(*field, "Nguyễn Thị Thu Mẫu, đường Lý Thường Kiệt, ă â ê ô ơ ư đ Đ"));
}

SCENARIO("A word still being composed is kept when Enter moves on") {
    if (!uitest::startGui()) return;
    Window window;
    auto* first = new ui::FieldRow(window.panel, "First");
    auto* second = new ui::FieldRow(window.panel, "Second");
    wxTextCtrl* one = ui::textField(first);
    wxTextCtrl* two = ui::textField(second);
    first->setControl(one);
    second->setControl(two);
    window.add(first);
    window.add(second);
    one->SetFocus();
    settle();
    typeText("Nguy");
    pressKey("ctrl+shift+u");  // GTK's own input method: a composition of four keys
    typeText("1ec5");
    CHECK(valueOf(*one) == "Nguy");  // the composition is not text yet
    pressKey("Return");              // commits the letter
    CHECK(holds(*one, "Nguyễ"));
    typeText("n");
    CHECK(holds(*one, "Nguyễn"));
    pressKey("Return");  // now it moves on
    CHECK(pumpUntil([&] { return two->HasFocus(); }));
}

SCENARIO("Tab and Shift+Tab visit fields and buttons in their order") {
    if (!uitest::startGui()) return;
    Window window;
    auto* row = new ui::FieldRow(window.panel, "Name");
    wxTextCtrl* field = ui::textField(row);
    row->setControl(field);
    window.add(row);
    auto* choice = window.add(new ui::ChoiceBox(
        window.panel, "People", [](const std::string&) { return std::vector<ui::Choice>{}; }));
    auto* button = window.add(new ui::ActionButton(window.panel, "Save", "Ctrl+S", ui::ButtonKind::Primary));
    int pressed = 0;
    button->onPress([&] { ++pressed; });
    field->SetFocus();
    settle();
    pressKey("Tab");
    CHECK(choice->entry()->HasFocus());
    pressKey("Tab");
    CHECK(button->HasFocus());
    pressKey("space");
    pressKey("Return");
    CHECK(pressed == 2);
    button->refuse("nothing to save");
    pressKey("space");
    CHECK(pressed == 2);
    CHECK(ui::fromWx(ui::accessibleName(*button)).find("nothing to save") != std::string::npos);
    pressKey("shift+Tab");
    CHECK(choice->entry()->HasFocus());
    uitest::click(*button);
    CHECK(button->HasFocus());
    button->allow();
    uitest::click(*button);
    CHECK(pressed == 3);
}

SCENARIO("A choice is found without accents and taken with Enter") {
    if (!uitest::startGui()) return;
    Window window;
    const std::vector<ui::Choice> all = {{"46", ui::toWx("Thừa Thiên Huế"), {}},
                                         {"48", ui::toWx("Đà Nẵng"), {}},
                                         {"49", ui::toWx("Quảng Nam"), {}}};
    const auto source = [&](const std::string& typed) {
        std::vector<ui::Choice> found;
        for (const auto& choice : all) {
            if (base::fold(ui::fromWx(choice.label)).find(base::fold(typed)) != std::string::npos ||
                choice.code == typed)
                found.push_back(choice);
        }
        return found;
    };
    auto* box = window.add(new ui::ChoiceBox(window.panel, "Province", source));
    auto* after = window.add(ui::textField(window.panel));
    std::vector<std::string> told;
    wxString unknown;
    box->onChosen([&](const std::string& code) { told.push_back(code); });
    box->onUnknown([&](const wxString& text) { unknown = text; });
    box->SetFocus();
    settle();

    WHEN("part of the name is typed and Enter pressed") {
        typeText("hue");
        CHECK(box->isOpen());
        CHECK(valueOf(*box->entry()) == "hue");  // nothing is completed under the hands
        pressKey("Return");
        CHECK(box->code() == "46");
        CHECK(valueOf(*box->entry()) == "Thừa Thiên Huế");
        CHECK(after->HasFocus());
        CHECK(told == std::vector<std::string>{"46"});
    }
    WHEN("the list is walked with the arrows and left with Tab") {
        pressKey("Down");
        CHECK(box->isOpen());
        pressKey("Down");
        pressKey("Tab");
        CHECK(pumpUntil([&] { return box->code() == "48"; }));
        CHECK_FALSE(box->isOpen());
        CHECK(after->HasFocus());
    }
    WHEN("the code is typed and the field left") {
        typeText("49");
        pressKey("Escape");
        CHECK_FALSE(box->isOpen());
        pressKey("Tab");
        CHECK(pumpUntil([&] { return box->code() == "49"; }));
    }
    WHEN("what is typed is no option") {
        typeText("xyz");
        pressKey("Tab");
        CHECK(pumpUntil([&] { return unknown == "xyz"; }));
        CHECK(valueOf(*box->entry()) == "xyz");
        CHECK(box->code().empty());
    }
    WHEN("the chosen text is removed") {
        box->setValue("46", all[0].label);
        pressKey("ctrl+a");
        pressKey("BackSpace");
        pressKey("Tab");
        CHECK(pumpUntil([&] { return told == std::vector<std::string>{""}; }));
        CHECK(box->code().empty());
    }
    WHEN("an option is clicked") {
        pressKey("Down");
        wxWindow* list = uitest::findNamed(*window.frame, "Thừa");
        REQUIRE(list != nullptr);
        uitest::click(*list, {40, 50});
        CHECK(pumpUntil([&] { return box->code() == "48"; }));
        CHECK(box->entry()->HasFocus());
    }
}

SCENARIO("A date is typed as eight digits") {
    if (!uitest::startGui()) return;
    Window window;
    const auto normalize = [](std::string_view typed) {
        return typed == "1/2/90" ? std::string("01/02/1990") : std::string(typed);
    };
    auto* date = window.add(new ui::DateField(window.panel, "Birth", normalize));
    auto* after = window.add(ui::textField(window.panel));
    std::vector<std::string> told;
    date->onChanged([&](const std::string& text) { told.push_back(text); });
    date->SetFocus();
    settle();
    WHEN("only digits are typed") {
        typeText("07031990");
        CHECK(valueOf(*date) == "07/03/1990");
        pressKey("Return");
        CHECK(after->HasFocus());
        CHECK(pumpUntil([&] { return told == std::vector<std::string>{"07/03/1990"}; }));
    }
    WHEN("the slashes are typed, too, and something is corrected") {
        typeText("07/04");
        pressKey("BackSpace");
        typeText("3/1990");
        CHECK(valueOf(*date) == "07/03/1990");
    }
    WHEN("a short form is left") {
        typeText("1/2/90");
        CHECK(valueOf(*date) == "1/2/90");
        pressKey("Tab");
        CHECK(holds(*date, "01/02/1990"));
        CHECK(told == std::vector<std::string>{"01/02/1990"});
    }
    WHEN("digits come faster than the machine answers") {
        for (const char* digits : {"0", "7", "03", "1", "9", "9", "0"}) date->WriteText(digits);
        settle();
        CHECK(valueOf(*date) == "07/03/1990");
    }
    WHEN("a digit is taken back before the machine answers") {
        date->WriteText("0");
        date->WriteText("7");
        date->WriteText("0");
        date->Remove(2, 3);
        settle();
        CHECK(valueOf(*date) == "07");
        date->WriteText("3");
        settle();
        CHECK(valueOf(*date) == "07/3");
    }
    WHEN("a digit is put in the middle") {
        typeText("0703");
        pressKey("Home");
        typeText("1");
        CHECK(valueOf(*date) == "107/03");
    }
}

SCENARIO("The rail and the steps are walked with arrows") {
    if (!uitest::startGui()) return;
    Window window;
    auto* rail = window.add(new ui::Rail(window.panel));
    rail->setItems({{"a", ui::Mark::Clock, "One"}, {"b", ui::Mark::List, "Two"}});
    std::string place;
    rail->onChosen([&](const std::string& id) { place = id; });
    auto* bar = window.add(new ui::StepBar(window.panel));
    bar->setSteps({{"First", ui::StepLook::Done}, {"Second", ui::StepLook::Attention}});
    std::size_t step = 99;
    bar->onChosen([&](std::size_t chosen) { step = chosen; });
    window.panel->Layout();
    uitest::findNamed(*rail, "One")->SetFocus();
    settle();
    pressKey("Down");
    pressKey("Return");
    CHECK(place == "b");
    rail->select("b");
    CHECK(ui::fromWx(ui::accessibleName(*rail->GetChildren().back())).find("Two, ") == 0);
    bar->GetChildren().front()->SetFocus();
    settle();
    pressKey("Right");
    pressKey("space");
    CHECK(step == 1);
    CHECK(ui::fromWx(ui::accessibleName(*bar->GetChildren().back())).find("Second") != std::string::npos);
}

SCENARIO("Frames from a worker are painted newest first and never pile up") {
    if (!uitest::startGui()) return;
    Window window;
    auto* painter = window.add(new ui::FramePainter(window.panel, "Camera"));
    ui::ViewSize told;
    painter->onViewSize([&](ui::ViewSize size) { told = size; });
    window.frame->SetSize(900, 620);
    settle();
    const auto sink = painter->sink();
    constexpr int kFrames = 500;
    std::thread worker([&] {
        for (int i = 1; i <= kFrames; ++i) {
            auto image = std::make_shared<devices::Image>();
            image->width = 8 + i % 2;
            image->height = 6;
            image->format = devices::PixelFormat::Bgr24;
            image->pixels.assign(static_cast<std::size_t>(image->width) * 6 * 3,
                                 static_cast<std::uint8_t>(i));
            if (i == kFrames) image->width = 9;  // still enough bytes: 8 columns would be 144
            if (i == kFrames) image->pixels.assign(9 * 6 * 3, 7);
            sink(std::move(image));
        }
    });
    worker.join();
    CHECK(pumpUntil([&] { return painter->painted() >= 1 && painter->pictureBox().m_width > 0; }));
    settle();
    CHECK(painter->painted() < kFrames / 10);
    CHECK(painter->pictureBox().m_width / painter->pictureBox().m_height == Approx(9.0 / 6));
    CHECK(told.width == painter->viewSize().width);
    CHECK(painter->viewSize().height == painter->GetClientSize().y);

    WHEN("the window closes while the worker still sends") {
        std::jthread late([sink](const std::stop_token& stop) {
            while (!stop.stop_requested()) sink(std::make_shared<devices::Image>());
        });
        painter->Destroy();
        settle();
        late.request_stop();
        late.join();
        settle();
        SUCCEED("no window is touched after it has gone");
    }
}

SCENARIO("A toast rises, offers its action and goes") {
    if (!uitest::startGui()) return;
    Window window;
    auto* toast = new ui::Toast(window.panel);
    bool undone = false;
    toast->show(ui::Tone::Good, "Page deleted", {"Undo", [&] { undone = true; }});
    settle();
    CHECK(toast->IsShown());
    wxWindow* undo = uitest::findNamed(*toast, "Undo");
    REQUIRE(undo != nullptr);
    uitest::click(*undo);
    CHECK(undone);
    CHECK_FALSE(toast->IsShown());
}

SCENARIO("A finger tile says its state and is chosen with a key") {
    if (!uitest::startGui()) return;
    Window window;
    auto* tile = window.add(new ui::FingerTile(window.panel, "Index"));
    bool chosen = false;
    tile->onPress([&] { chosen = true; });
    tile->set({ui::FingerLook::Poor, {}, "38", nullptr});
    CHECK(ui::fromWx(ui::accessibleName(*tile)).find("Index, ") == 0);
    CHECK(ui::fromWx(ui::accessibleName(*tile)).find("38") != std::string::npos);
    tile->SetFocus();
    settle();
    pressKey("Return");
    CHECK(chosen);
}
