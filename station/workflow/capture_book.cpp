#include "station/workflow/capture_book.h"

#include <nlohmann/json.hpp>

#include "station/workflow/capture_json.h"

namespace station {
namespace {

using nlohmann::json;

json describe(const devices::Capture& capture) { return json::parse(captureToJson(capture)); }

devices::Capture captureOf(const json& value) {
    auto capture = captureFromJson(value.dump());
    if (!capture) throw std::invalid_argument(capture.error().detail);
    return std::move(*capture);
}

const char* nameOf(devices::PrintKind kind) { return kind == devices::PrintKind::Rolled ? "rolled" : "flat"; }

devices::Finger fingerOf(const json& value) {
    const int code = value.get<int>();
    if (code < 1 || code > 10) throw std::invalid_argument("finger position out of range");
    return static_cast<devices::Finger>(code);
}

json portraitJson(const PortraitNote& p) {
    return {{"number", p.number}, {"file", p.blob()}, {"capture", describe(p.capture)},
            {"taken", base::formatUtc(p.takenAt)}, {"override", p.overrideReason}};
}

json fingerJson(const FingerNote& f) {
    return {{"position", static_cast<int>(f.print.finger)}, {"kind", nameOf(f.print.kind)}, {"attempt", f.attempt},
            {"counts", f.counts}, {"file", f.blob()}, {"capture", describe(f.capture)}};
}

json pageJson(const PageNote& p) {
    return {{"file", p.id}, {"paper", p.paper}, {"turns", p.quarterTurns}, {"blank", p.looksBlank}, {"capture", describe(p.capture)}};
}

void readPortraits(const json& in, CaptureBook& out) {
    for (const json& one : in.at("portraits")) {
        PortraitNote note;
        note.number = one.at("number").get<int>();
        note.capture = captureOf(one.at("capture"));
        note.overrideReason = one.at("override").get<std::string>();
        if (const auto at = base::parseUtc(one.at("taken").get<std::string>())) note.takenAt = *at;
        out.portraits.push_back(std::move(note));
    }
    if (!in.at("chosen_portrait").is_null()) out.chosenPortrait = in.at("chosen_portrait").get<int>();
}

void readFingers(const json& in, CaptureBook& out) {
    for (const json& one : in.at("fingers")) {
        FingerNote note;
        note.print.finger = fingerOf(one.at("position"));
        note.print.kind = one.at("kind") == "rolled" ? devices::PrintKind::Rolled : devices::PrintKind::Flat;
        note.attempt = one.at("attempt").get<int>();
        note.counts = one.at("counts").get<bool>();
        note.capture = captureOf(one.at("capture"));
        out.fingers.push_back(std::move(note));
    }
    for (const json& one : in.at("missing_fingers")) {
        devices::MissingFinger why;
        why.reason = devices::missingReasonByName(one.at("reason").get<std::string>());
        why.note = one.at("note").get<std::string>();
        out.missing[fingerOf(one.at("position"))] = std::move(why);
    }
    for (const json& one : in.at("accepted_fingers")) {
        out.accepted[fingerOf(one.at("position"))] = one.at("reason").get<std::string>();
    }
}

void readPages(const json& in, CaptureBook& out) {
    for (const json& one : in.at("pages")) {
        PageNote note;
        note.id = one.at("file").get<std::string>();
        note.paper = one.at("paper").get<std::string>();
        note.quarterTurns = ((one.at("turns").get<int>() % 4) + 4) % 4;
        note.looksBlank = one.at("blank").get<bool>();
        note.capture = captureOf(one.at("capture"));
        out.pages.push_back(std::move(note));
    }
    out.lastPageNumber = in.at("last_page_number").get<int>();
}

}  // namespace

const FingerNote* CaptureBook::bestPrint(const devices::PrintKey& print) const {
    const FingerNote* best = nullptr;
    for (const FingerNote& note : fingers) {
        if (note.print != print || !note.counts) continue;
        if (best == nullptr || note.capture.quality.score > best->capture.quality.score) best = &note;
    }
    return best;
}

void CaptureBook::keepBestFingers() {
    std::vector<FingerNote> kept;
    for (const FingerNote& note : fingers) {
        if (missing.count(note.print.finger) == 0 && bestPrint(note.print) == &note) kept.push_back(note);
    }
    fingers = std::move(kept);
}

std::string CaptureBook::toJson() const {
    json out;
    out["portraits"] = json::array();
    for (const auto& p : portraits) out["portraits"].push_back(portraitJson(p));
    out["chosen_portrait"] = chosenPortrait ? json(*chosenPortrait) : json(nullptr);
    out["fingers"] = json::array();
    for (const auto& f : fingers) out["fingers"].push_back(fingerJson(f));
    out["missing_fingers"] = json::array();
    for (const auto& [finger, why] : missing) {
        out["missing_fingers"].push_back({{"position", static_cast<int>(finger)},
                                          {"reason", std::string(devices::missingReasonName(why.reason))},
                                          {"note", why.note}});
    }
    out["accepted_fingers"] = json::array();
    for (const auto& [finger, reason] : accepted) {
        out["accepted_fingers"].push_back({{"position", static_cast<int>(finger)}, {"reason", reason}});
    }
    out["pages"] = json::array();
    for (const auto& p : pages) out["pages"].push_back(pageJson(p));
    out["last_page_number"] = lastPageNumber;
    out["last_step"] = lastStep;
    return out.dump(-1, ' ', false, json::error_handler_t::replace);
}

base::Result<CaptureBook> CaptureBook::fromJson(std::string_view text) {
    try {
        const json in = json::parse(text);
        CaptureBook out;
        readPortraits(in, out);
        readFingers(in, out);
        readPages(in, out);
        in.at("last_step").get_to(out.lastStep);
        return out;
    } catch (const std::exception& e) {
        return base::fail(base::Code::BadInput, std::string("capture table: ") + e.what());
    }
}

}  // namespace station
