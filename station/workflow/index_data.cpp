#include "station/workflow/index_data.h"

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "forms/field_ids.h"
#include "forms/id_number.h"

namespace station {
namespace {

using nlohmann::json;

constexpr char kPhoneField[] = "phone";
constexpr char kRepresentativePhoneField[] = "representative_phone";

json timeOf(const std::optional<base::Instant>& at) { return at ? json(base::formatUtc(*at)) : json(nullptr); }

std::optional<base::Instant> timeFrom(const json& value) {
    return value.is_string() ? base::parseUtc(value.get<std::string>()) : std::nullopt;
}

}  // namespace

IndexData indexOf(const forms::Record& record) {
    IndexData out;
    out.name = record.text(forms::field::kFullName);
    const auto number = forms::IdNumber::parse(record.text(forms::field::kIdNumber));
    if (number) out.idNumberMasked = number->masked();
    out.phone = record.text(kPhoneField);
    if (out.phone.empty()) out.phone = record.text(kRepresentativePhoneField);  // a child is reached through it
    out.born = !record.text(forms::field::kBirthDate).empty();
    return out;
}

base::Bytes sealIndex(const IndexData& data, const vault::StationCipher& cipher, const std::string& rowId) {
    const json out = {{"name", data.name},         {"number", data.idNumberMasked},       {"phone", data.phone},
                      {"officer", data.officer},   {"started", timeOf(data.startedAt)},   {"sealed", timeOf(data.sealedAt)},
                      {"digest", data.digest},     {"taken", data.taken},                 {"training", data.mode == Mode::Training}, {"born", data.born}};
    return cipher.seal(base::viewOf(out.dump()), rowId);
}

base::Result<IndexData> openIndex(base::ByteView sealed, const vault::StationCipher& cipher, const std::string& rowId) {
    const auto plain = cipher.open(sealed, rowId);
    if (!plain) return base::Failure(plain.error());
    try {
        const json in = json::parse(base::textOf(*plain));
        IndexData out;
        in.at("name").get_to(out.name);
        in.at("number").get_to(out.idNumberMasked);
        in.at("phone").get_to(out.phone);
        in.at("officer").get_to(out.officer);
        out.startedAt = timeFrom(in.at("started"));
        out.sealedAt = timeFrom(in.at("sealed"));
        in.at("digest").get_to(out.digest);
        in.at("taken").get_to(out.taken);
        out.mode = in.at("training").get<bool>() ? Mode::Training : Mode::Real;
        out.born = in.value("born", false);  // rows of before say nothing of it
        return out;
    } catch (const json::exception& e) {
        return base::fail(base::Code::BadInput, std::string("index row: ") + e.what());
    }
}

print::ReceiptData receiptOf(const IndexData& data, const UnitView& unit, const std::string& procedure, Mode mode) {
    print::ReceiptData out;
    out.station = unit.station;
    out.unit = unit.name;
    out.officer = data.officer;
    out.procedure = procedure;
    out.citizen = data.name;
    out.idNumber = data.idNumberMasked;
    out.taken = data.taken;
    out.digest = data.digest;
    if (data.sealedAt) out.sealedAt = *data.sealedAt;
    out.watermark = mode == Mode::Training ? print::Watermark::Training : print::Watermark::None;
    return out;
}

AppState stateOf(store::ItemState state) {
    switch (state) {
        case store::ItemState::Draft: return AppState::Draft;
        case store::ItemState::Sealed: return AppState::Sealed;
        case store::ItemState::Sending: return AppState::Sending;
        case store::ItemState::Received: return AppState::Received;
        case store::ItemState::Accepted: return AppState::Accepted;
        case store::ItemState::Rejected: return AppState::Rejected;
        case store::ItemState::CardPrinted: return AppState::CardPrinted;
        case store::ItemState::CardArrived: return AppState::CardArrived;
        case store::ItemState::HandedOver: return AppState::HandedOver;
        case store::ItemState::EidApproved: return AppState::EidApproved;
        case store::ItemState::Activated: return AppState::Activated;
        case store::ItemState::Discarded: return AppState::Discarded;
        case store::ItemState::Unknown: break;
    }
    return AppState::Unknown;
}

AppRow rowOf(const store::ItemRow& item, const IndexData& data) {
    AppRow row;
    row.id = item.id;
    row.packetId = item.packetId;
    row.state = stateOf(item.state);
    row.schemaId = item.kind;
    row.name = data.name;
    row.idNumberMasked = data.idNumberMasked;
    row.phone = data.phone;
    row.createdAt = item.createdAt;
    row.changedAt = item.changedAt;
    row.sealedAt = data.sealedAt;
    row.startedAt = data.startedAt;
    row.size = item.packetSize;
    row.training = data.mode == Mode::Training;
    row.canReopen = item.state == store::ItemState::Sealed && item.windowEndsAt.has_value();
    row.replaces = item.replaces;
    row.officerId = item.officer;
    row.attempts = item.attempts;
    row.lastError = item.lastError;
    return row;
}

}  // namespace station
