#include "devices/fingerprint/finger_layout.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>
#include <numbers>

#include "devices/fingerprint/finger_names.h"
#include "devices/fingerprint/ridge_field.h"

namespace devices {
namespace {

using Place = std::complex<double>;

// Fingertips of a hand laid flat, in units of the distance between neighboring fingers, y downwards. Right
// hand.
Place placeOf(Finger finger) {
    if (!isRightHand(finger)) {
        const Place right = placeOf(mirrored(finger));
        return {-right.real(), right.imag()};
    }
    switch (finger) {
        case Finger::RightIndex:
            return {-1.5, 0.0};
        case Finger::RightMiddle:
            return {-0.5, -0.32};
        case Finger::RightRing:
            return {0.5, -0.12};
        case Finger::RightLittle:
            return {1.45, 0.58};
        default:
            return {-0.7, 0};  // thumbs: a pair of their own
    }
}

// Mean distance of the tips from a hand that is shifted, turned by at most kMostTurn and scaled to fit; in
// finger distances.
double misfit(const std::vector<Fingertip>& tips, const std::vector<Finger>& names) {
    constexpr double kMostTurn = 25 * std::numbers::pi / 180;
    const auto count = static_cast<double>(tips.size());
    Place tipMiddle{};
    Place handMiddle{};
    for (std::size_t i = 0; i < tips.size(); ++i) {
        tipMiddle += Place(tips[i].x, tips[i].y) / count;
        handMiddle += placeOf(names[i]) / count;
    }
    Place cross{};
    double square = 0;
    for (std::size_t i = 0; i < tips.size(); ++i) {
        const Place hand = placeOf(names[i]) - handMiddle;
        cross += std::conj(hand) * (Place(tips[i].x, tips[i].y) - tipMiddle);
        square += std::norm(hand);
    }
    if (square <= 0) return 0;
    const double turn = std::clamp(std::arg(cross), -kMostTurn, kMostTurn);
    const double scale = std::max(1e-6, (cross * std::polar(1.0, -turn)).real() / square);
    double sum = 0;
    for (std::size_t i = 0; i < tips.size(); ++i) {
        const Place fitted = tipMiddle + std::polar(scale, turn) * (placeOf(names[i]) - handMiddle);
        sum += std::norm(Place(tips[i].x, tips[i].y) - fitted);
    }
    return std::sqrt(sum / count) / scale;
}

// Neighboring fingers lie about 1.2 widths apart; a candidate whose distances would say otherwise pays for
// it.
double spacingCost(const std::vector<Fingertip>& tips, const std::vector<Finger>& names) {
    if (tips.size() < 2) return 0;
    double width = 0;
    for (const auto& tip : tips) width += tip.width / static_cast<double>(tips.size());
    const double apart = std::abs(tips.back().x - tips.front().x);
    const double steps = std::abs(placeOf(names.back()).real() - placeOf(names.front()).real());
    constexpr double kWidthsApart = 1.3;
    return 0.5 * std::abs(std::log(std::max(apart, 1.0) / (steps * kWidthsApart * width)));
}

void tryNames(const std::vector<Fingertip>& tips, const std::vector<Finger>& expected, std::size_t from,
              std::vector<Finger>& chosen, std::vector<Finger>& best, double& bestCost) {
    if (chosen.size() == tips.size()) {
        const double cost = misfit(tips, chosen) + spacingCost(tips, chosen);
        if (cost < bestCost) {
            bestCost = cost;
            best = chosen;
        }
        return;
    }
    const std::size_t needed = tips.size() - chosen.size();
    for (std::size_t i = from; i + needed <= expected.size(); ++i) {
        chosen.push_back(expected[i]);
        tryNames(tips, expected, i + 1, chosen, best, bestCost);
        chosen.pop_back();
    }
}

// Positive when the ridges of the lower half lean as in loops that open to the right. -1 .. 1 for one print.
double loopLean(const Image& print) {
    const RidgeField field = findRidges(print);
    double lean = 0;
    double energy = 0;
    for (int row = field.rows / 2; row < field.rows; ++row) {
        for (int column = 0; column < field.columns; ++column) {
            const auto& block = field.at(column, row);
            if (!block.skin || block.energy <= 0) continue;
            // sine2 belongs to the gradient: a ridge falling to the right has a gradient rising to the right.
            lean -= block.sine2 / block.energy;
            energy += 1;
        }
    }
    return energy > 0 ? lean / energy : 0;
}

}  // namespace

std::vector<Finger> nameTips(const std::vector<Fingertip>& tips, const std::vector<Finger>& expected) {
    if (tips.size() == expected.size()) return expected;
    std::vector<Finger> best(expected.begin(), expected.begin() + static_cast<std::ptrdiff_t>(tips.size()));
    std::vector<Finger> chosen;
    double bestCost = std::numeric_limits<double>::max();
    tryNames(tips, expected, 0, chosen, best, bestCost);
    return best;
}

Hand judgeHand(const std::vector<Fingertip>& tips, const std::vector<Finger>& names,
               const std::vector<FingerImage>& prints) {
    if (tips.size() < 3) return Hand::Unknown;
    // The same places read as the other hand: the order of the names is turned round.
    std::vector<Finger> other;
    for (const Finger finger : names) other.push_back(mirrored(finger));
    std::reverse(other.begin(), other.end());
    const bool asRight = isRightHand(names.front());
    const double fan = misfit(tips, asRight ? other : names) - misfit(tips, asRight ? names : other);
    const double small = std::log(tips.front().width / tips.back().width);
    double lean = 0;
    for (const auto& print : prints) lean += loopLean(*print.image) / static_cast<double>(prints.size());
    const double evidence = 3.0 * fan + 1.2 * small + 4.0 * lean;
    constexpr double kEnough = 0.7;
    if (evidence > kEnough) return Hand::Right;
    if (evidence < -kEnough) return Hand::Left;
    return Hand::Unknown;
}

}  // namespace devices
