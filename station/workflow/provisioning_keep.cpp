#include "station/workflow/provisioning_keep.h"

#include <nlohmann/json.hpp>

namespace station {
namespace {

using nlohmann::json;
constexpr std::string_view kRow = "provisioning";

template <class Key>
base::Result<std::vector<Key>> parseKeys(const json& texts) {
    std::vector<Key> out;
    for (const json& text : texts) {
        auto key = Key::parse(text.get<std::string>());
        if (!key) return base::Failure(key.error());
        out.push_back(std::move(*key));
    }
    return out;
}

template <class Key>
json keyTexts(const std::vector<Key>& keys) {
    json out = json::array();
    for (const Key& key : keys) out.push_back(key.text());
    return out;
}

}  // namespace

base::Bytes sealProvisioningForStation(const packet::Provisioning& p, const vault::StationCipher& cipher) {
    const json out = {{"station", p.station},
                      {"unit_code", p.unit.code},
                      {"unit_name", p.unit.name},
                      {"capabilities", p.unit.capabilities},
                      {"upstream", p.upstream},
                      {"ca", p.caCertificate},
                      {"certificate", p.clientCertificate},
                      {"key", std::string(base::textOf(p.clientKey.view()))},
                      {"recipients", keyTexts(p.recipients)},
                      {"gateway_keys", keyTexts(p.gatewayKeys)},
                      {"pack_keys", keyTexts(p.packKeys)},
                      {"training", p.purpose == packet::Purpose::Training},
                      {"issued", base::formatUtc(p.issuedAt)}};
    return cipher.seal(base::viewOf(out.dump()), kRow);
}

base::Result<packet::Provisioning> openProvisioningOfStation(base::ByteView sealed, const vault::StationCipher& cipher) {
    const auto plain = cipher.open(sealed, kRow);
    if (!plain) return base::Failure(plain.error());
    try {
        const json in = json::parse(base::textOf(*plain));
        packet::Provisioning p;
        in.at("station").get_to(p.station);
        in.at("unit_code").get_to(p.unit.code);
        in.at("unit_name").get_to(p.unit.name);
        in.at("capabilities").get_to(p.unit.capabilities);
        in.at("upstream").get_to(p.upstream);
        in.at("ca").get_to(p.caCertificate);
        in.at("certificate").get_to(p.clientCertificate);
        p.clientKey = base::SecretBytes::copyOf(base::viewOf(in.at("key").get_ref<const std::string&>()));
        auto recipients = parseKeys<packet::AgeRecipient>(in.at("recipients"));
        auto gatewayKeys = parseKeys<packet::VerifyKey>(in.at("gateway_keys"));
        auto packKeys = parseKeys<packet::VerifyKey>(in.value("pack_keys", json::array()));  // none in one from before packs
        const auto issued = base::parseUtc(in.at("issued").get<std::string>());
        if (!recipients || !gatewayKeys || !packKeys || !issued) return base::fail(base::Code::BadInput, "kept provisioning: keys or time");
        p.recipients = std::move(*recipients);
        p.gatewayKeys = std::move(*gatewayKeys);
        p.packKeys = std::move(*packKeys);
        p.purpose = in.at("training").get<bool>() ? packet::Purpose::Training : packet::Purpose::Real;
        p.issuedAt = *issued;
        return p;
    } catch (const json::exception& e) {
        return base::fail(base::Code::BadInput, std::string("kept provisioning: ") + e.what());
    }
}

}  // namespace station
