// Pictures of invented people and things, judged by the real program.
#include <qrcodegen.hpp>

#include "devices/fingerprint/grey_png.h"
#include "devices/portrait/portrait_crop.h"
#include "devices/virtual/face.h"
#include "devices/virtual/finger.h"
#include "shell.h"

using namespace shell;

namespace {

void writeQr(const std::string& file, const std::string& text) {
    const auto code = qrcodegen::QrCode::encodeText(text.c_str(), qrcodegen::QrCode::Ecc::MEDIUM);
    constexpr int kDots = 6, kMargin = 5;
    const int side = (code.getSize() + 2 * kMargin) * kDots;
    devices::Image picture{side, side, devices::PixelFormat::Grey8, 300, {}};
    for (int y = 0; y < side; ++y) {
        for (int x = 0; x < side; ++x)
            picture.pixels.push_back(code.getModule(x / kDots - kMargin, y / kDots - kMargin) ? 0 : 255);
    }
    write(file, devices::encodeGreyPng(picture).value());
}

}  // namespace

TEST_CASE("the code in a picture is read to its last letter") {
    writeQr("code.png", "ENR1|0190b8a0|Lê Thị Thử");
    const auto read = ask({"code", "read", "code.png"});
    CHECK(read.code == 0);
    REQUIRE(read.value()["codes"].size() == 1);
    CHECK(read.value()["codes"][0]["text"] == "ENR1|0190b8a0|Lê Thị Thử");
    CHECK(read.value()["codes"][0]["symbology"] == "qr");

    const auto blank = devices::emptyGlass(200, 200, 300, 1);
    write("blank.png", devices::encodeGreyPng(blank).value());
    CHECK(ask({"code", "read", "blank.png"}).code == 1);
    write("noise.png", std::string("\x89PNG\r\n\x1a\nnothing"));
    CHECK(ask({"code", "read", "noise.png"}).err.find("bad-input") != std::string::npos);
}

TEST_CASE("a card's QR and the three lines on its back are read from pictures and held against each other") {
    const std::string source = ENROLL_TEST_SOURCE;
    const auto back = ask({"card", "scan", source + "/tests/devices/mrz/zone-sharp.jpg", "--today", "2026-07-01"});
    CHECK(back.code == 0);
    CHECK(back.value()["qr"].is_null());
    CHECK(back.value()["mrz"]["fields"]["id_number"] == "001090999901");
    CHECK(back.value()["mrz"]["fields"]["full_name"] == "NGUYEN VAN THU NGHIEM");
    CHECK(back.value()["zone"]["nameSure"] == true);
    CHECK(back.value()["comparison"].is_null());

    writeQr("front.png", "001090999901||Nguyễn Văn Thử Nghiệm|01011990|Nam|Xã Mẫu, Tỉnh Mẫu|01012021");
    const auto front = ask({"card", "scan", "front.png"});
    CHECK(front.code == 0);
    CHECK(front.value()["qr"]["fields"]["id_number"] == "001090999901");
    CHECK(front.value()["mrz"].is_null());
    CHECK(front.value()["zone"].is_null());

    const auto blank = devices::emptyGlass(200, 200, 300, 1);
    write("no card.png", devices::encodeGreyPng(blank).value());
    CHECK(ask({"card", "scan", "no card.png"}).code == 1);
    CHECK(ask({"card", "scan", "missing.png"}).err.find("not-found") != std::string::npos);
}

TEST_CASE("a good print scores better than a dry one, and its resolution is taken from the file") {
    const auto master = devices::fingerMaster(3, devices::Finger::RightIndex);
    devices::Impression how;
    write("good.png", devices::encodeGreyPng(devices::renderSingle(*master, how, 400, 500, 500)).value());
    how.dryness = 1;
    how.coverage = 0.4;
    write("dry.png", devices::encodeGreyPng(devices::renderSingle(*master, how, 400, 500, 500)).value());
    const auto good = ask({"finger", "quality", "good.png"}).value();
    const auto dry = ask({"finger", "quality", "dry.png"}).value();
    CHECK(good["dpiAssumed"] == false);
    CHECK(good["dpi"].get<double>() == Approx(500).margin(1));
    CHECK(good["quality"]["score"].get<int>() > dry["quality"]["score"].get<int>());
    CHECK(good["quality"]["measures"].size() > 3);
    CHECK(ask({"finger", "quality", "good.png", "--dpi", "no"}).code == 1);
    CHECK(ask({"finger", "quality", "missing.png"}).code == 1);
}

TEST_CASE("a portrait is judged, and a picture without a person is refused with its reason") {
    const auto face = devices::renderFace(devices::makeFace(5), devices::sittingScene(1280, 960));
    write("face.jpg", devices::encodeJpeg(*face).value());
    const auto judged = ask({"portrait", "check", "face.jpg"});
    CHECK(judged.value()["faces"] == 1);
    CHECK((judged.code == 0) == judged.value()["ready"].get<bool>());

    const devices::Image wall{640, 480, devices::PixelFormat::Bgr24, 0,
                              std::vector<std::uint8_t>(640 * 480 * 3, 200)};
    write("wall.jpg", devices::encodeJpeg(wall).value());
    const auto empty = ask({"portrait", "check", "wall.jpg"});
    CHECK(empty.code == 1);
    CHECK(empty.value()["instruction"] == "no-face");
    CHECK(ask({"portrait", "check", "face.jpg", "--models", "no-such-folder"}).code == 1);

    const char* shared = std::getenv("ENROLL_SHARED");
    const auto models = std::filesystem::path(
                            shared != nullptr && *shared != '\0' ? shared : ENROLL_TEST_SOURCE "/../shared") /
                        "data" / "models";
    if (!std::filesystem::exists(models)) {
        WARN("SKIPPED: the face networks are not here");
        return;
    }
    const auto full = ask({"portrait", "check", "face.jpg", "--models", models.string()}).value();
    CHECK(full["models"] == "networks");
    CHECK(full["checksOff"].empty());
}
