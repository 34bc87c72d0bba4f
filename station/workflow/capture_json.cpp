#include "station/workflow/capture_json.h"

#include <nlohmann/json.hpp>

namespace station {
namespace {

using devices::Outcome;
using nlohmann::json;

const char* nameOf(Outcome outcome) {
    switch (outcome) {
        case Outcome::Pass: return "pass";
        case Outcome::Warn: return "warn";
        case Outcome::Fail: return "fail";
        case Outcome::NotChecked: return "not-checked";
        case Outcome::Unknown: break;
    }
    return "unknown";
}

Outcome outcomeOf(const std::string& name) {
    for (const Outcome outcome : {Outcome::Pass, Outcome::Warn, Outcome::Fail, Outcome::NotChecked}) {
        if (name == nameOf(outcome)) return outcome;
    }
    return Outcome::Unknown;
}

}  // namespace

std::string captureToJson(const devices::Capture& capture) {
    json measures = json::array();
    for (const auto& m : capture.quality.measures) {
        json one = {{"name", m.name}, {"raw", m.raw}, {"outcome", nameOf(m.outcome)}};
        if (m.component >= 0) one["component"] = m.component;
        if (!m.reason.empty()) one["reason"] = m.reason;
        measures.push_back(std::move(one));
    }
    json out = {{"subject", capture.subject}, {"media_type", capture.mediaType}, {"width", capture.width},
                {"height", capture.height},   {"dpi", capture.dpi},              {"device", capture.device},
                {"virtual", capture.fromVirtualDevice}};
    out["quality"] = {{"score", capture.quality.score},
                      {"algorithm", capture.quality.algorithm},
                      {"measures", std::move(measures)},
                      {"reasons", capture.quality.reasons}};
    return out.dump(-1, ' ', false, json::error_handler_t::replace);
}

base::Result<devices::Capture> captureFromJson(std::string_view text) {
    try {
        const json in = json::parse(text);
        devices::Capture out;
        in.at("subject").get_to(out.subject);
        in.at("media_type").get_to(out.mediaType);
        in.at("width").get_to(out.width);
        in.at("height").get_to(out.height);
        in.at("dpi").get_to(out.dpi);
        in.at("device").get_to(out.device);
        in.at("virtual").get_to(out.fromVirtualDevice);
        const json& quality = in.at("quality");
        quality.at("score").get_to(out.quality.score);
        quality.at("algorithm").get_to(out.quality.algorithm);
        quality.at("reasons").get_to(out.quality.reasons);
        for (const json& one : quality.at("measures")) {
            devices::Measure m;
            one.at("name").get_to(m.name);
            one.at("raw").get_to(m.raw);
            m.outcome = outcomeOf(one.at("outcome").get<std::string>());
            m.component = one.value("component", -1);
            m.reason = one.value("reason", "");
            out.quality.measures.push_back(std::move(m));
        }
        return out;
    } catch (const json::exception& e) {
        return base::fail(base::Code::BadInput, std::string("capture description: ") + e.what());
    }
}

}  // namespace station
