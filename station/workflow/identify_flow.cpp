#include "station/workflow/identify_flow.h"

#include "base/text.h"
#include "forms/card_qr.h"
#include "forms/id_number.h"
#include "forms/mrz.h"

namespace station {
namespace {

// A code that is read again and again while the card lies there is told once.
constexpr std::chrono::seconds kSameCodeQuiet{3};

}  // namespace

IdentifyFlowModel::IdentifyFlowModel(Enrollment& enrollment, DeviceRoom& room, Dispatcher& dispatcher, base::Clock& clock)
    : enrollment_(enrollment), room_(room), dispatcher_(dispatcher), clock_(clock), alive_(std::make_shared<Alive>(this)),
      worker_([this](devices::Frame frame) { look(frame); }),
      feed_(room.camera(), dispatcher, [this](const devices::Frame& frame) { worker_.give(frame); }),
      deviceLink_(room.changed.connect([this](devices::Kind kind) {
          if (kind == devices::Kind::Camera) deviceChanged.emit();
      })),
      viewLink_(feed_.viewReady.connect([this] { viewReady.emit(); })) {
    if (devices::Desk* desk = room.desk()) desk->show(devices::CameraScene::Card);
}

IdentifyFlowModel::~IdentifyFlowModel() {
    alive_->model = nullptr;
    if (devices::Desk* desk = room_.desk()) desk->show(devices::CameraScene::Face);
}

void IdentifyFlowModel::setView(int width, int height) { feed_.setView(width, height); }

std::optional<CameraView> IdentifyFlowModel::takeView() { return feed_.takeView(); }

DeviceChip IdentifyFlowModel::camera() const { return room_.chip(devices::Kind::Camera); }

void IdentifyFlowModel::look(const devices::Frame& frame) {
    const auto codes = reader_.read(*frame.image, devices::Effort::OneWay);
    if (!codes) return;
    for (const devices::Barcode& code : *codes) {
        if (code.symbology != devices::Symbology::Qr) continue;
        dispatcher_.post([alive = alive_, text = std::string(base::textOf(code.bytes))] {
            if (alive->model != nullptr) alive->model->seen(text);
        });
    }
}

void IdentifyFlowModel::seen(const std::string& text) {
    const auto now = clock_.steady();
    const bool again = text == lastText_ && now - lastSeen_ < kSameCodeQuiet;
    lastText_ = text;
    lastSeen_ = now;
    if (again) return;
    const auto reading = forms::parseCardQr(text);
    if (!reading) {
        unreadable.emit(reading.error());
        return;
    }
    enrollment_.apply(*reading, forms::Origin::Qr);
    cardRead.emit(*reading);
}

base::Result<forms::CardReading> IdentifyFlowModel::read(std::string_view typed) {
    const std::string text(base::trim(typed));
    if (text.find('|') != std::string::npos) {
        auto qr = forms::parseCardQr(text);
        if (qr) enrollment_.apply(*qr, forms::Origin::Qr);
        return qr;
    }
    if (text.find('<') != std::string::npos) {
        auto mrz = forms::parseMrz(text, base::dayInVietnam(clock_.now()));
        if (!mrz) return base::Failure(mrz.error());
        enrollment_.apply(mrz->card, forms::Origin::Mrz);
        return mrz->card;
    }
    const auto number = forms::IdNumber::parse(text);
    if (!number) return base::fail(base::Code::BadInput, "neither a card's QR, nor its machine-readable zone, nor 12 digits");
    forms::CardReading reading;
    reading.idNumber = number->digits();
    enrollment_.apply(reading, forms::Origin::Typed);
    return reading;
}

}  // namespace station
