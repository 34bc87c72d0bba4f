#include "devices/fingerprint/segmentation.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "devices/fingerprint/finger_layout.h"
#include "devices/fingerprint/finger_names.h"
#include "devices/fingerprint/ink_map.h"

namespace devices {
namespace {

// Sizes in millimeters.
constexpr double kLeastAreaMm2 = 22;
constexpr double kLeastWidthMm = 5;
constexpr double kMarginMm = 0.5;
constexpr double kLongestToWidth = 1.65;  // a longer one also shows the second joint
constexpr double kMostRolledMm = 45;

struct Candidate {
    Blob blob;
    double left = 0;  // in pixels of the platen
    double top = 0;
    double right = 0;
    double bottom = 0;
    double weight = 0;
    double centerX() const { return (left + right) / 2; }
};

double pixelsPerMm(const Image& platen) {
    return (platen.dpi > 0 ? platen.dpi : 500) / 25.4;
}

// Two patches above one another are joints of one finger: the upper one is its tip.
bool sameFinger(const Candidate& a, const Candidate& b) {
    const double overlap = std::min(a.right, b.right) - std::max(a.left, b.left);
    return overlap > 0.45 * std::min(a.right - a.left, b.right - b.left);
}

void keepTips(std::vector<Candidate>& candidates) {
    std::sort(candidates.begin(), candidates.end(),
              [](const auto& a, const auto& b) { return a.top < b.top; });
    std::vector<Candidate> tips;
    for (auto& candidate : candidates) {
        const auto above = std::find_if(tips.begin(), tips.end(),
                                        [&](const auto& tip) { return sameFinger(tip, candidate); });
        if (above == tips.end()) {
            tips.push_back(candidate);
        } else if (above->weight < 0.3 * candidate.weight) {
            *above = candidate;  // a speck above the finger
        }
    }
    candidates = std::move(tips);
}

// A patch that also shows the second joint is cut to the length of a fingertip.
void cutToTip(Candidate& candidate) {
    const double width = candidate.right - candidate.left;
    candidate.bottom = std::min(candidate.bottom, candidate.top + kLongestToWidth * width);
}

std::vector<Candidate> findCandidates(const Image& platen, Placement placement) {
    const InkMap ink = mapInk(platen);
    const double perMm = pixelsPerMm(platen);
    std::vector<Candidate> candidates;
    for (const auto& blob : findBlobs(ink)) {
        Candidate c{blob, 0, 0, 0, 0, 0};
        c.left = blob.left * ink.cell;
        c.top = blob.top * ink.cell;
        c.right = (blob.right + 1) * ink.cell;
        c.bottom = (blob.bottom + 1) * ink.cell;
        const double areaMm2 = blob.cells * ink.cell * ink.cell / (perMm * perMm);
        const double widthMm = (c.right - c.left) / perMm;
        const double heightMm = (c.bottom - c.top) / perMm;
        const double filled = areaMm2 / (widthMm * heightMm);
        if (areaMm2 < kLeastAreaMm2 || widthMm < kLeastWidthMm || heightMm < kLeastWidthMm || filled < 0.35)
            continue;
        if (placement != Placement::Rolled) cutToTip(c);
        if (placement == Placement::Rolled && heightMm > kMostRolledMm) continue;
        c.weight = areaMm2;
        candidates.push_back(c);
    }
    if (placement != Placement::Single && placement != Placement::Rolled) keepTips(candidates);
    return candidates;
}

// The `count` heaviest, from left to right.
void keepHeaviest(std::vector<Candidate>& candidates, std::size_t count) {
    std::sort(candidates.begin(), candidates.end(),
              [](const auto& a, const auto& b) { return a.weight > b.weight; });
    if (candidates.size() > count) candidates.resize(count);
    std::sort(candidates.begin(), candidates.end(),
              [](const auto& a, const auto& b) { return a.centerX() < b.centerX(); });
}

FingerImage cut(const Image& platen, const Candidate& c, Finger finger) {
    const int margin = static_cast<int>(kMarginMm * pixelsPerMm(platen));
    FingerImage out;
    out.finger = finger;
    out.left = std::max(0, static_cast<int>(c.left) - margin);
    out.top = std::max(0, static_cast<int>(c.top) - margin);
    const int right = std::min(platen.width, static_cast<int>(c.right) + margin);
    const int bottom = std::min(platen.height, static_cast<int>(c.bottom) + margin);
    out.image =
        std::make_shared<const Image>(cropped(platen, out.left, out.top, right - out.left, bottom - out.top));
    return out;
}

std::vector<Fingertip> tipsOf(const std::vector<Candidate>& candidates) {
    std::vector<Fingertip> tips;
    for (const auto& c : candidates) tips.push_back({c.centerX(), c.top, c.right - c.left});
    return tips;
}

Hand askedHand(Placement placement) {
    if (placement == Placement::RightFour) return Hand::Right;
    if (placement == Placement::LeftFour) return Hand::Left;
    return Hand::Unknown;
}

}  // namespace

Segmentation segmentPrints(const Image& platen, Placement placement, std::vector<Finger> expected) {
    Segmentation result;
    if (platen.format != PixelFormat::Grey8 || platen.width <= 0 || platen.height <= 0) return result;
    const auto order = fingersOf(placement);
    if (order.empty() && expected.empty()) expected = {Finger::Unknown};
    if (expected.empty()) expected = order;
    if (!order.empty()) {  // in the order of the glass
        std::vector<Finger> sorted;
        for (const Finger finger : order) {
            if (std::find(expected.begin(), expected.end(), finger) != expected.end())
                sorted.push_back(finger);
        }
        expected = std::move(sorted);
    }
    auto candidates = findCandidates(platen, placement);
    const bool extra = candidates.size() > expected.size();
    keepHeaviest(candidates, expected.size());
    const auto tips = tipsOf(candidates);
    const auto names = nameTips(tips, expected);
    for (std::size_t i = 0; i < candidates.size(); ++i)
        result.fingers.push_back(cut(platen, candidates[i], names[i]));
    for (const Finger finger : expected) {
        if (std::find(names.begin(), names.end(), finger) == names.end()) result.missing.push_back(finger);
    }
    const Hand asked = askedHand(placement);
    if (asked != Hand::Unknown) result.looksLike = judgeHand(tips, names, result.fingers);
    if (candidates.empty()) {
        result.advice = "no-finger";
    } else if (asked != Hand::Unknown && result.looksLike != Hand::Unknown && result.looksLike != asked) {
        result.advice = "wrong-hand";
    } else if (!result.missing.empty()) {
        result.advice = "missing-finger";
    } else if (extra) {
        result.advice = "extra-finger";
    }
    return result;
}

Image cropped(const Image& picture, int left, int top, int width, int height) {
    left = std::clamp(left, 0, picture.width);
    top = std::clamp(top, 0, picture.height);
    width = std::clamp(width, 0, picture.width - left);
    height = std::clamp(height, 0, picture.height - top);
    Image out{width, height, PixelFormat::Grey8, picture.dpi, {}};
    out.pixels.reserve(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
    for (int y = top; y < top + height; ++y) {
        const auto row = picture.pixels.begin() + static_cast<std::ptrdiff_t>(y) * picture.width + left;
        out.pixels.insert(out.pixels.end(), row, row + width);
    }
    return out;
}

}  // namespace devices
