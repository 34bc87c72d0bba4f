// What the portrait tests share: a good scene, the analyzers, the folder of real test pictures.
#pragma once

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

#include "devices/portrait/portrait_analysis.h"
#include "devices/virtual/face.h"

namespace fixture {

// $ENROLL_SHARED, or the folder `shared` beside the source; nothing when neither exists.
inline std::optional<std::filesystem::path> sharedFolder() {
    namespace fs = std::filesystem;
    std::error_code ignored;
    if (const char* set = std::getenv("ENROLL_SHARED"); set && *set && fs::exists(set, ignored))
        return fs::path(set);
    if (const char* source = std::getenv("ENROLL_SOURCE"); source && *source) {
        const auto beside = fs::path(source) / ".." / "shared";
        if (fs::exists(beside, ignored)) return beside;
    }
    return std::nullopt;
}

inline devices::PortraitAnalyzer& cascades() {
    static auto analyzer = [] {
        devices::useThreads(devices::Parallel::Alone);
        auto models = devices::FaceModels::fromCascades();
        REQUIRE(models);
        auto made = devices::PortraitAnalyzer::create(*models);
        REQUIRE(made);
        return std::move(*made);
    }();
    return analyzer;
}

// Null, with a loud word, where the models are not at hand.
inline devices::PortraitAnalyzer* networks() {
    static auto analyzer = []() -> std::optional<devices::PortraitAnalyzer> {
        devices::useThreads(devices::Parallel::Alone);
        const auto shared = sharedFolder();
        if (!shared) return std::nullopt;
        auto models = devices::FaceModels::fromFolder(*shared / "data" / "models");
        REQUIRE(models);
        auto made = devices::PortraitAnalyzer::create(*models);
        REQUIRE(made);
        return std::move(*made);
    }();
    if (!analyzer) WARN("SKIPPED: no face models (set ENROLL_SHARED): the networks were not tested");
    return analyzer ? &*analyzer : nullptr;
}

// A citizen before a white wall as the camera should see one.
inline devices::FaceScene goodScene() {
    return devices::sittingScene(1280, 720);
}

// An average person, the same in every test that is not about people.
inline devices::FaceLook somebody() {
    return devices::makeFace(25);
}

inline bool hasReason(const devices::PortraitReport& report, const std::string& reason) {
    for (const auto& r : report.quality.reasons) {
        if (r == reason) return true;
    }
    return false;
}

inline std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
    return text;
}

// The left part of one picture beside the right part of the other.
inline devices::Image sideBySide(const devices::Image& left, const devices::Image& right) {
    devices::Image both = left;
    for (int y = 0; y < both.height; ++y) {
        const auto row = static_cast<std::size_t>(y) * static_cast<std::size_t>(both.width) * 3;
        const auto half = static_cast<std::size_t>(both.width / 2) * 3;
        const auto end = static_cast<std::size_t>(both.width) * 3;
        std::copy(right.pixels.begin() + static_cast<std::ptrdiff_t>(row + half),
                  right.pixels.begin() + static_cast<std::ptrdiff_t>(row + end),
                  both.pixels.begin() + static_cast<std::ptrdiff_t>(row + half));
    }
    return both;
}

}  // namespace fixture
