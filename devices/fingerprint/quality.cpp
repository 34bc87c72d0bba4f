// The weights below were fitted by ridge regression of NFIQ 2 v2.3 scores on the 320 prints of FVC2002 set B
// (four sensors). Left out one sensor at a time, the rank correlation with NFIQ 2 was 0.62 .. 0.87;
// quality_test prints the present figure.
#include "devices/fingerprint/quality.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <vector>

#include "devices/fingerprint/ridge_field.h"

namespace devices {
namespace {

struct Traits {
    int skin = 0;
    double areaMm2 = 0;
    double certainty = 0;
    double coherence = 0;
    double contrast = 0;
    double meanGrey = 255;
    double frequency = 0;
    double clarity = 0;
    double darkShare = 0;  // pixels nearer to the darkest than to the lightest grey of the print
    double cutShare =
        0;  // of one side of the print, cut straight by the rim while the opposite side is whole
};

constexpr double kMmPerInch = 25.4;
constexpr int kMostBlocks = 470;  // a larger print (a rolled one) is not better for it

// Limits behind the reasons.
constexpr double kSmallMm2 = 90;
constexpr double kLightContrast = 42;
constexpr double kCutShare = 0.5;
constexpr double kDryDark = 0.34;
constexpr double kWetDark = 0.64;
constexpr double kGoodClarity = 0.76;
constexpr int kUnclearBelow = 40;

double blockMm2() {
    const double side = kRidgeBlock * kMmPerInch / kRidgeDpi;
    return side * side;
}

// How far a print is cut off on one side only: a large finger that fills the glass on all sides is not off
// center.
double cutShareOf(const RidgeField& field) {
    std::array<int, 4> rim{};  // left, right, top, bottom
    std::vector<char> inColumn(static_cast<std::size_t>(field.columns), 0);
    std::vector<char> inRow(static_cast<std::size_t>(field.rows), 0);
    for (int row = 0; row < field.rows; ++row) {
        for (int column = 0; column < field.columns; ++column) {
            if (!field.at(column, row).skin) continue;
            inColumn[static_cast<std::size_t>(column)] = 1;
            inRow[static_cast<std::size_t>(row)] = 1;
            if (column == 0) ++rim[0];
            if (column == field.columns - 1) ++rim[1];
            if (row == 0) ++rim[2];
            if (row == field.rows - 1) ++rim[3];
        }
    }
    const auto across = static_cast<double>(std::count(inColumn.begin(), inColumn.end(), 1));
    const auto along = static_cast<double>(std::count(inRow.begin(), inRow.end(), 1));
    if (across == 0 || along == 0) return 0;
    return std::max(std::abs(rim[0] - rim[1]) / along, std::abs(rim[2] - rim[3]) / across);
}

Traits liveTraits(const RidgeField& field) {
    Traits traits;
    double grey = 0;
    for (int row = 0; row < field.rows; ++row) {
        for (int column = 0; column < field.columns; ++column) {
            const auto& block = field.at(column, row);
            if (!block.skin) continue;
            ++traits.skin;
            traits.certainty += block.certainty;
            traits.coherence += block.coherence;
            traits.contrast += block.deviation;
            grey += block.mean;
        }
    }
    if (traits.skin == 0) return traits;
    traits.areaMm2 = traits.skin * blockMm2();
    traits.certainty /= traits.skin;
    traits.coherence /= traits.skin;
    traits.contrast /= traits.skin;
    traits.meanGrey = grey / traits.skin;
    traits.cutShare = cutShareOf(field);
    return traits;
}

// Share of dark pixels in the skin, measured between the 2nd and the 98th percentile of its grey levels.
double darkShareOf(const RidgeField& field) {
    std::array<int, 256> histogram{};
    int total = 0;
    for (int row = 0; row < field.rows; ++row) {
        for (int column = 0; column < field.columns; ++column) {
            if (!field.at(column, row).skin) continue;
            for (int y = row * kRidgeBlock; y < (row + 1) * kRidgeBlock; ++y) {
                const std::uint8_t* line =
                    field.picture.pixels.data() + static_cast<std::size_t>(y) * field.picture.width;
                for (int x = column * kRidgeBlock; x < (column + 1) * kRidgeBlock; ++x) ++histogram[line[x]];
            }
            total += kRidgeBlock * kRidgeBlock;
        }
    }
    if (total == 0) return 0;
    const auto percentile = [&](double share) {
        int seen = 0;
        for (int grey = 0; grey < 256; ++grey) {
            seen += histogram[static_cast<std::size_t>(grey)];
            if (seen >= share * total) return grey;
        }
        return 255;
    };
    const int middle = (percentile(0.02) + percentile(0.98)) / 2;
    int dark = 0;
    for (int grey = 0; grey < middle; ++grey) dark += histogram[static_cast<std::size_t>(grey)];
    return static_cast<double>(dark) / total;
}

Traits fullTraits(const RidgeField& field) {
    Traits traits = liveTraits(field);
    if (traits.skin == 0) return traits;
    for (int row = 0; row < field.rows; ++row) {
        for (int column = 0; column < field.columns; ++column) {
            if (!field.at(column, row).skin) continue;
            const RidgeWave wave = waveAt(field, column, row);
            traits.frequency += wave.frequency;
            traits.clarity += wave.clarity;
        }
    }
    traits.frequency /= traits.skin;
    traits.clarity /= traits.skin;
    traits.darkShare = darkShareOf(field);
    return traits;
}

int toScore(double value) {
    return static_cast<int>(std::lround(std::clamp(value, 0.0, 100.0)));
}

double areaTerm(const Traits& traits) {
    return std::log(std::clamp(traits.skin, 4, kMostBlocks));
}

int liveScore(const Traits& t) {
    if (t.skin == 0) return 0;
    return toScore(-210.2 + 37.76 * areaTerm(t) + 72.1 * t.coherence);
}

int fullScore(const Traits& t) {
    if (t.skin == 0) return 0;
    return toScore(-226.6 + 32.87 * areaTerm(t) + 59.64 * t.frequency + 66.76 * t.clarity +
                   32.58 * t.certainty);
}

Outcome outcomeOf(bool good) {
    return good ? Outcome::Pass : Outcome::Warn;
}

void addMeasure(QualityReport& report, const char* name, double raw, double best, Outcome outcome,
                const char* reason) {
    Measure measure{name, raw, best > 0 ? toScore(100 * raw / best) : -1, outcome, {}};
    if (outcome == Outcome::Warn) {
        measure.reason = reason;
        report.reasons.emplace_back(reason);
    }
    report.measures.push_back(std::move(measure));
}

void addLiveMeasures(QualityReport& report, const Traits& t) {
    addMeasure(report, "contact-area", t.areaMm2, 200, outcomeOf(t.areaMm2 >= kSmallMm2), "too-small");
    addMeasure(report, "contrast", t.contrast, 80, outcomeOf(t.skin == 0 || t.contrast >= kLightContrast),
               "too-light");
    addMeasure(report, "cut-share", t.cutShare, 0, outcomeOf(t.cutShare <= kCutShare), "off-center");
    addMeasure(report, "orientation-certainty", t.certainty, 1, Outcome::Pass, "");
    addMeasure(report, "coherence", t.coherence, 1, Outcome::Pass, "");
}

// Dry and wet skin show only where the ridges also lose clarity: a strong clear print may be dark as well.
void addSkinMeasures(QualityReport& report, const Traits& t) {
    const bool unclear = t.clarity < kGoodClarity;
    const bool wet = t.darkShare > kWetDark && unclear;
    const bool dry = t.darkShare < kDryDark && unclear && t.contrast >= kLightContrast;
    addMeasure(report, "ridge-share", t.darkShare, 0, outcomeOf(!wet && !dry), wet ? "too-wet" : "too-dry");
    addMeasure(report, "ridge-frequency", t.frequency, 0.6, Outcome::Pass, "");
    addMeasure(report, "ridge-clarity", t.clarity, 1, Outcome::Pass, "");
}

}  // namespace

QualityReport livePrintQuality(const Image& print) {
    const Traits traits = liveTraits(findRidges(print));
    QualityReport report;
    report.algorithm = kLiveQualityName;
    report.score = liveScore(traits);
    addLiveMeasures(report, traits);
    return report;
}

QualityReport printQuality(const Image& print) {
    const Traits traits = fullTraits(findRidges(print));
    QualityReport report;
    report.algorithm = kFullQualityName;
    report.score = fullScore(traits);
    addLiveMeasures(report, traits);
    addSkinMeasures(report, traits);
    if (report.score < kUnclearBelow && report.reasons.empty()) report.reasons.emplace_back("unclear");
    return report;
}

void markMoved(QualityReport& report) {
    constexpr int kMovedAtMost = 20;
    report.score = std::min(report.score, kMovedAtMost);
    report.reasons.insert(report.reasons.begin(), "moved");
    report.measures.push_back({"motion", 1, 0, Outcome::Warn, "moved"});
}

}  // namespace devices
