#include "devices/fingerprint/quality.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>
#include <numeric>
#include <sstream>

#include "base/files.h"
#include "devices/fingerprint/grey_png.h"
#include "devices/virtual/finger.h"
#include "shared_data.h"

using namespace devices;

namespace {

QualityReport judged(const Impression& how, Finger finger = Finger::RightIndex) {
    return printQuality(renderSingle(*fingerMaster(9, finger), how, 400, 500, 500));
}

bool hasReason(const QualityReport& report, const std::string& reason) {
    return std::find(report.reasons.begin(), report.reasons.end(), reason) != report.reasons.end();
}

// A hair of blur calms noise and may bring some points.
constexpr int kSlack = 3;

// Scores along a ladder of one growing fault; no step may be better than the one before.
template <class Change>
std::vector<int> ladder(Change change) {
    std::vector<int> scores;
    for (int step = 0; step <= 5; ++step) {
        Impression how;
        change(how, step / 5.0);
        scores.push_back(judged(how).score);
    }
    return scores;
}

void checkFalling(const std::vector<int>& scores, int atLeastBy) {
    for (std::size_t i = 1; i < scores.size(); ++i) CHECK(scores[i] <= scores[i - 1] + kSlack);
    CHECK(scores.front() - scores.back() >= atLeastBy);
}

Image blurred(const Image& image, int radius) {
    Image out = image;
    for (int y = 0; y < image.height; ++y) {
        for (int x = 0; x < image.width; ++x) {
            int sum = 0;
            int count = 0;
            for (int v = std::max(0, y - radius); v <= std::min(image.height - 1, y + radius); ++v) {
                for (int u = std::max(0, x - radius); u <= std::min(image.width - 1, x + radius);
                     ++u, ++count) {
                    sum += image.pixels[static_cast<std::size_t>(v * image.width + u)];
                }
            }
            out.pixels[static_cast<std::size_t>(y * image.width + x)] =
                static_cast<std::uint8_t>(sum / count);
        }
    }
    return out;
}

std::vector<double> ranksOf(const std::vector<double>& values) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [&](auto a, auto b) { return values[a] < values[b]; });
    std::vector<double> ranks(values.size());
    for (std::size_t i = 0; i < order.size();) {
        std::size_t end = i;
        while (end < order.size() && values[order[end]] == values[order[i]]) ++end;
        for (std::size_t k = i; k < end; ++k) ranks[order[k]] = static_cast<double>(i + end - 1) / 2;
        i = end;
    }
    return ranks;
}

double spearman(const std::vector<double>& a, const std::vector<double>& b) {
    const auto ra = ranksOf(a);
    const auto rb = ranksOf(b);
    const double mean = static_cast<double>(a.size() - 1) / 2;
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        ab += (ra[i] - mean) * (rb[i] - mean);
        aa += (ra[i] - mean) * (ra[i] - mean);
        bb += (rb[i] - mean) * (rb[i] - mean);
    }
    return ab / std::sqrt(aa * bb);
}

}  // namespace

TEST_CASE("usual prints of every finger pass the usual gate with room to spare") {
    for (int code = 1; code <= 10; ++code) {
        const auto report =
            judged(usualImpression(static_cast<std::uint64_t>(code)), static_cast<Finger>(code));
        CHECK(report.score >= 55);
        CHECK(report.reasons.empty());
        CHECK(report.algorithm == kFullQualityName);
    }
}

TEST_CASE("the score falls as a print gets worse") {
    SECTION("dry") {
        checkFalling(ladder([](Impression& how, double s) { how.dryness = s; }), 20);
    }
    SECTION("wet") {
        checkFalling(ladder([](Impression& how, double s) { how.wetness = s; }), 20);
    }
    SECTION("pressed ever lighter") {
        checkFalling(ladder([](Impression& how, double s) { how.pressure = 0.7 - 0.6 * s; }), 20);
    }
    SECTION("a smaller part") {
        checkFalling(ladder([](Impression& how, double s) { how.coverage = 1 - 0.75 * s; }), 35);
    }
    SECTION("noise") {
        checkFalling(ladder([](Impression& how, double s) { how.noise = 1 + 130 * s; }), 10);
    }
    SECTION("blur") {
        const auto sharp = renderSingle(*fingerMaster(9, Finger::RightIndex), Impression{}, 400, 500, 500);
        std::vector<int> scores;
        Image image = sharp;  // blurred over and over: nearly Gaussian, growing with every round
        for (int round = 0; round <= 8; ++round, image = blurred(blurred(image, 1), 1))
            scores.push_back(printQuality(image).score);
        checkFalling(scores, 30);
    }
}

TEST_CASE("the reason names the cause") {
    Impression how;
    SECTION("dry") {
        how.dryness = 0.8;
        CHECK(hasReason(judged(how), "too-dry"));
    }
    SECTION("wet") {
        how.wetness = 0.8;
        CHECK(hasReason(judged(how), "too-wet"));
    }
    SECTION("light") {
        how.pressure = 0.12;
        CHECK(hasReason(judged(how), "too-light"));
    }
    SECTION("small") {
        how.coverage = 0.3;
        CHECK(hasReason(judged(how), "too-small"));
    }
    SECTION("at the rim") {
        Image glass = emptyGlass(400, 500, 500, 1);
        press(glass, *fingerMaster(9, Finger::RightIndex), how, 20, 250);
        CHECK(hasReason(printQuality(glass), "off-center"));
    }
    SECTION("moved") {
        auto report = judged(how);
        const int before = report.score;
        markMoved(report);
        CHECK(report.reasons.front() == "moved");
        CHECK(report.score < before);
    }
}

TEST_CASE("the resolution of the reader does not change the score much") {
    const auto master = fingerMaster(9, Finger::LeftThumb);
    const int at500 = printQuality(renderSingle(*master, Impression{}, 420, 520, 500)).score;
    const int at569 = printQuality(renderSingle(*master, Impression{}, 478, 592, 569)).score;
    CHECK(std::abs(at500 - at569) <= 6);
}

TEST_CASE("no print, no score; nonsense is no crash") {
    CHECK(printQuality(emptyGlass(400, 500, 500, 3)).score == 0);
    CHECK(printQuality(Image{}).score == 0);
    CHECK(livePrintQuality(emptyGlass(400, 500, 500, 3)).score == 0);
    Image small = emptyGlass(20, 20, 500, 3);
    CHECK(printQuality(small).score == 0);
    Image lying = emptyGlass(400, 500, 500, 3);
    lying.width = 4000;
    CHECK(printQuality(lying).score == 0);
    Image uniform{300, 300, PixelFormat::Grey8, 500, std::vector<std::uint8_t>(90000, 0)};
    CHECK(printQuality(uniform).score == 0);
}

TEST_CASE("scores rank real prints as NFIQ 2 does") {
    const auto shared = sharedFolder();
    if (!shared) {
        WARN("SKIPPED: real prints with NFIQ 2 scores are not here (ENROLL_SHARED)");
        return;
    }
    const auto folder = *shared / "data/fingerprints/fvc2002";
    const auto table = base::readFile(folder / "nfiq2_v2.3_scores.csv");
    REQUIRE(table);
    std::istringstream lines{std::string(base::textOf(*table))};
    std::string line;
    std::getline(lines, line);
    std::vector<double> full;
    std::vector<double> live;
    std::vector<double> nfiq;
    while (std::getline(lines, line)) {
        const auto comma = line.find(',');
        const auto file = line.substr(0, comma);
        if (line.compare(comma + 1, 2, "NA") == 0) continue;  // NFIQ 2 gave no score
        const auto bytes = base::readFile(folder / file);
        REQUIRE(bytes);
        auto image = decodeGreyPng(*bytes);
        REQUIRE(image);
        image->dpi = file.find("_db2/") != std::string::npos ? 569 : 500;
        nfiq.push_back(std::atof(line.c_str() + comma + 1));
        full.push_back(printQuality(*image).score);
        live.push_back(livePrintQuality(*image).score);
    }
    REQUIRE(nfiq.size() == 319);
    const double ofFull = spearman(full, nfiq);
    const double ofLive = spearman(live, nfiq);
    WARN("Spearman with NFIQ 2 over 319 prints: full " << ofFull << ", live " << ofLive);
    CHECK(ofFull >= 0.80);
    CHECK(ofLive >= 0.75);
}
