#include "station/workflow/identify_flow.h"

#include "base/text.h"
#include "devices/mrz/mrz_picture.h"
#include "forms/card_qr.h"
#include "forms/id_number.h"
#include "forms/mrz.h"

namespace station {
namespace {

// A code that is read again and again while the card lies there is told once.
constexpr std::chrono::seconds kSameCodeQuiet{3};

// A zone is looked for once in so many frames: by then the code's reader has tried all its ways.
constexpr int kFramesForCode = 4;

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
    if (lookForCode(*frame.image)) framesWithoutCode_ = 0;
    else if (++framesWithoutCode_ % kFramesForCode == 0) lookForZone(*frame.image);
}

bool IdentifyFlowModel::lookForCode(const devices::Image& picture) {
    const auto codes = reader_.read(picture, devices::Effort::OneWay);
    if (!codes) return false;
    bool found = false;
    for (const devices::Barcode& code : *codes) {
        if (code.symbology != devices::Symbology::Qr) continue;
        found = true;
        tell(std::string(base::textOf(code.bytes)), forms::Origin::Qr);
    }
    return found;
}

// What its own signs or its check digits speak against is not told: the next frame is as good. The name has no check digit,
// so it must be sure, and the same in two frames.
void IdentifyFlowModel::lookForZone(const devices::Image& picture) {
    const auto zone = devices::readMrzPicture(picture);
    if (!zone || !*zone || (*zone)->nameLead < devices::kSureOfName) return;
    std::string text = (*zone)->text();
    if (text == zoneBefore_ && forms::parseMrz(text, base::dayInVietnam(clock_.now()))) tell(text, forms::Origin::Mrz);
    zoneBefore_ = std::move(text);
}

void IdentifyFlowModel::tell(std::string text, forms::Origin origin) {
    dispatcher_.post([alive = alive_, text = std::move(text), origin] {
        if (alive->model != nullptr) alive->model->seen(text, origin);
    });
}

void IdentifyFlowModel::seen(const std::string& text, forms::Origin origin) {
    const auto now = clock_.steady();
    const bool again = text == lastText_ && now - lastSeen_ < kSameCodeQuiet;
    lastText_ = text;
    lastSeen_ = now;
    if (again) return;
    const auto reading = readAs(origin, text);
    if (!reading) {
        unreadable.emit(reading.error());
        return;
    }
    enrollment_.apply(*reading, origin);
    cardRead.emit(*reading);
}

base::Result<forms::CardReading> IdentifyFlowModel::readAs(forms::Origin origin, std::string_view text) const {
    if (origin == forms::Origin::Qr) return forms::parseCardQr(text);
    auto zone = forms::parseMrz(text, base::dayInVietnam(clock_.now()));
    if (!zone) return base::Failure(zone.error());
    return std::move(zone->card);
}

base::Result<forms::CardReading> IdentifyFlowModel::read(std::string_view typed) {
    const std::string text(base::trim(typed));
    const bool bars = text.find('|') != std::string::npos;
    if (bars || text.find('<') != std::string::npos) {
        const auto origin = bars ? forms::Origin::Qr : forms::Origin::Mrz;
        auto reading = readAs(origin, text);
        if (reading) enrollment_.apply(*reading, origin);
        return reading;
    }
    const auto number = forms::IdNumber::parse(text);
    if (!number) return base::fail(base::Code::BadInput, "neither a card's QR, nor its machine-readable zone, nor 12 digits");
    forms::CardReading reading;
    reading.idNumber = number->digits();
    enrollment_.apply(reading, forms::Origin::Typed);
    return reading;
}

}  // namespace station
