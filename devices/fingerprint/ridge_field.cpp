#include "devices/fingerprint/ridge_field.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace devices {
namespace {

constexpr float kPi = std::numbers::pi_v<float>;
constexpr float kLeastDeviation = 11;  // grey levels; below it a block is bare glass
constexpr int kAcross = 32;            // samples of a wave, one pixel apart
constexpr int kAlong = 16;

struct Sums {
    double grey = 0;
    double squares = 0;
    double xx = 0;
    double yy = 0;
    double xy = 0;
};

Sums sumBlock(const Image& picture, int left, int top) {
    Sums sums;
    const int width = picture.width;
    std::int64_t grey = 0;
    std::int64_t squares = 0;
    std::int64_t xx = 0;
    std::int64_t yy = 0;
    std::int64_t xy = 0;
    for (int y = top; y < top + kRidgeBlock; ++y) {
        const int up = std::max(y - 1, 0);
        const int down = std::min(y + 1, picture.height - 1);
        const std::uint8_t* row = picture.pixels.data() + static_cast<std::size_t>(y) * width;
        const std::uint8_t* above = picture.pixels.data() + static_cast<std::size_t>(up) * width;
        const std::uint8_t* below = picture.pixels.data() + static_cast<std::size_t>(down) * width;
        for (int x = left; x < left + kRidgeBlock; ++x) {
            const int l = std::max(x - 1, 0);
            const int r = std::min(x + 1, width - 1);
            const int gx = above[r] + 2 * row[r] + below[r] - above[l] - 2 * row[l] - below[l];
            const int gy = below[l] + 2 * below[x] + below[r] - above[l] - 2 * above[x] - above[r];
            grey += row[x];
            squares += row[x] * row[x];
            xx += gx * gx;
            yy += gy * gy;
            xy += gx * gy;
        }
    }
    sums.grey = static_cast<double>(grey);
    sums.squares = static_cast<double>(squares);
    sums.xx = static_cast<double>(xx);
    sums.yy = static_cast<double>(yy);
    sums.xy = static_cast<double>(xy);
    return sums;
}

RidgeBlock judgeBlock(const Sums& sums) {
    constexpr double kPixels = kRidgeBlock * kRidgeBlock;
    RidgeBlock block;
    const double mean = sums.grey / kPixels;
    block.mean = static_cast<float>(mean);
    block.deviation = static_cast<float>(std::sqrt(std::max(0.0, sums.squares / kPixels - mean * mean)));
    const double spread = std::hypot(sums.xx - sums.yy, 2 * sums.xy);
    const double total = sums.xx + sums.yy;
    block.cosine2 = static_cast<float>(sums.xx - sums.yy);
    block.sine2 = static_cast<float>(2 * sums.xy);
    block.energy = static_cast<float>(total);
    if (total > 0) {
        block.coherence = static_cast<float>(spread / total);
        block.certainty = static_cast<float>(1 - (total - spread) / (total + spread));
    }
    const double normal = 0.5 * std::atan2(2 * sums.xy, sums.xx - sums.yy);
    const double ridge = normal + std::numbers::pi / 2;
    block.angle = static_cast<float>(ridge - std::floor(ridge / std::numbers::pi) * std::numbers::pi);
    return block;
}

// Skin is where the grey varies; then each block follows the majority around it.
void markSkin(RidgeField& field) {
    std::vector<float> deviations;
    for (const auto& block : field.blocks) deviations.push_back(block.deviation);
    const auto strong = deviations.begin() + static_cast<std::ptrdiff_t>(deviations.size() * 9 / 10);
    std::nth_element(deviations.begin(), strong, deviations.end());
    const float limit = std::max(kLeastDeviation, 0.25f * *strong);
    std::vector<char> raw;
    for (const auto& block : field.blocks) raw.push_back(block.deviation > limit ? 1 : 0);
    for (int row = 0; row < field.rows; ++row) {
        for (int column = 0; column < field.columns; ++column) {
            int votes = 0;
            int voters = 0;
            for (int y = std::max(row - 1, 0); y <= std::min(row + 1, field.rows - 1); ++y) {
                for (int x = std::max(column - 1, 0); x <= std::min(column + 1, field.columns - 1); ++x) {
                    votes += raw[static_cast<std::size_t>(y) * field.columns + x];
                    ++voters;
                }
            }
            field.blocks[static_cast<std::size_t>(row) * field.columns + column].skin = 2 * votes > voters;
        }
    }
}

// Direction of a block smoothed over its neighbors, so that one noisy block does not turn its window.
float smoothAngle(const RidgeField& field, int column, int row) {
    float cosine = 0;
    float sine = 0;
    for (int y = std::max(row - 1, 0); y <= std::min(row + 1, field.rows - 1); ++y) {
        for (int x = std::max(column - 1, 0); x <= std::min(column + 1, field.columns - 1); ++x) {
            const auto& block = field.at(x, y);
            cosine += block.cosine2;
            sine += block.sine2;
        }
    }
    return 0.5f * std::atan2(sine, cosine);  // direction across the ridges
}

struct Window {
    std::array<std::array<float, kAcross>, kAlong> grey{};
    std::array<float, kAcross> profile{};
};

Window sampleWindow(const RidgeField& field, int column, int row) {
    Window window;
    const Image& picture = field.picture;
    const float across = smoothAngle(field, column, row);
    const float cosine = std::cos(across);
    const float sine = std::sin(across);
    const float centerX = static_cast<float>(column * kRidgeBlock + kRidgeBlock / 2);
    const float centerY = static_cast<float>(row * kRidgeBlock + kRidgeBlock / 2);
    for (int j = 0; j < kAlong; ++j) {
        const float v = static_cast<float>(j) - (kAlong - 1) * 0.5f;
        for (int i = 0; i < kAcross; ++i) {
            const float u = static_cast<float>(i) - (kAcross - 1) * 0.5f;
            const float x =
                std::clamp(centerX + u * cosine - v * sine, 0.0f, static_cast<float>(picture.width) - 1.001f);
            const float y = std::clamp(centerY + u * sine + v * cosine, 0.0f,
                                       static_cast<float>(picture.height) - 1.001f);
            const int ix = static_cast<int>(x);
            const int iy = static_cast<int>(y);
            const float tx = x - static_cast<float>(ix);
            const float ty = y - static_cast<float>(iy);
            const std::uint8_t* at =
                picture.pixels.data() + static_cast<std::size_t>(iy) * picture.width + ix;
            const float top = static_cast<float>(at[0]) + tx * static_cast<float>(at[1] - at[0]);
            at += picture.width;
            const float low = static_cast<float>(at[0]) + tx * static_cast<float>(at[1] - at[0]);
            const float grey = top + ty * (low - top);
            window.grey[static_cast<std::size_t>(j)][static_cast<std::size_t>(i)] = grey;
            window.profile[static_cast<std::size_t>(i)] += grey / kAlong;
        }
    }
    return window;
}

// Amplitudes of the profile's frequencies 1 .. 15 per window (a ridge period of 32 .. 2 pixels).
std::array<float, kAcross / 2> spectrumOf(const std::array<float, kAcross>& profile) {
    static const auto kTable = [] {
        std::array<std::array<float, kAcross>, 2> table{};
        for (int i = 0; i < kAcross; ++i) {
            table[0][static_cast<std::size_t>(i)] = std::cos(2 * kPi * static_cast<float>(i) / kAcross);
            table[1][static_cast<std::size_t>(i)] = std::sin(2 * kPi * static_cast<float>(i) / kAcross);
        }
        return table;
    }();
    std::array<float, kAcross / 2> spectrum{};
    for (std::size_t k = 1; k < spectrum.size(); ++k) {
        float real = 0;
        float imaginary = 0;
        for (std::size_t i = 0; i < profile.size(); ++i) {
            real += profile[i] * kTable[0][i * k % kAcross];
            imaginary += profile[i] * kTable[1][i * k % kAcross];
        }
        spectrum[k] = std::hypot(real, imaginary);
    }
    return spectrum;
}

void judgeFrequency(const Window& window, RidgeWave& wave) {
    const auto spectrum = spectrumOf(window.profile);
    std::size_t best = 2;
    float sum = 0;
    for (std::size_t k = 1; k < spectrum.size(); ++k) {
        sum += spectrum[k];
        if (k >= 2 && k <= 8 && spectrum[k] > spectrum[best]) best = k;  // periods of 4 .. 16 pixels
    }
    if (sum <= 0) return;
    wave.frequency = (spectrum[best] + 0.3f * (spectrum[best - 1] + spectrum[best + 1])) / sum;
    wave.period = static_cast<float>(kAcross) / static_cast<float>(best);
}

// Columns of the window darker than the profile's own slope are ridges; clear prints have no bright pixel
// there.
void judgeClarity(const Window& window, RidgeWave& wave) {
    constexpr float kMiddle = (kAcross - 1) * 0.5f;
    float mean = 0;
    float slope = 0;
    float square = 0;
    for (int i = 0; i < kAcross; ++i) {
        const float off = static_cast<float>(i) - kMiddle;
        mean += window.profile[static_cast<std::size_t>(i)] / kAcross;
        slope += off * window.profile[static_cast<std::size_t>(i)];
        square += off * off;
    }
    slope /= square;
    int ridgeColumns = 0;
    int ridgeWrong = 0;
    int valleyWrong = 0;
    for (int i = 0; i < kAcross; ++i) {
        const float limit = mean + slope * (static_cast<float>(i) - kMiddle);
        const bool ridge = window.profile[static_cast<std::size_t>(i)] < limit;
        ridgeColumns += ridge ? 1 : 0;
        for (const auto& line : window.grey) {
            const bool dark = line[static_cast<std::size_t>(i)] < limit;
            if (ridge && !dark) ++ridgeWrong;
            if (!ridge && dark) ++valleyWrong;
        }
    }
    wave.ridgeShare = static_cast<float>(ridgeColumns) / kAcross;
    if (ridgeColumns == 0 || ridgeColumns == kAcross) return;
    const float wrong =
        0.5f * (static_cast<float>(ridgeWrong) / static_cast<float>(ridgeColumns * kAlong) +
                static_cast<float>(valleyWrong) / static_cast<float>((kAcross - ridgeColumns) * kAlong));
    wave.clarity = std::clamp(1 - 2 * wrong, 0.0f, 1.0f);
}

}  // namespace

int RidgeField::skinCount() const {
    return static_cast<int>(
        std::count_if(blocks.begin(), blocks.end(), [](const RidgeBlock& b) { return b.skin; }));
}

RidgeField findRidges(const Image& picture) {
    RidgeField field;
    const auto size = static_cast<std::size_t>(std::max(picture.width, 0)) *
                      static_cast<std::size_t>(std::max(picture.height, 0));
    if (picture.format != PixelFormat::Grey8 || picture.pixels.size() != size || size == 0) return field;
    const double dpi = picture.dpi > 0 ? picture.dpi : kRidgeDpi;
    field.picture = std::abs(dpi - kRidgeDpi) > 15 ? resampledTo(picture, kRidgeDpi) : picture;
    field.columns = field.picture.width / kRidgeBlock;
    field.rows = field.picture.height / kRidgeBlock;
    if (field.columns < 4 || field.rows < 4) return {};
    field.blocks.reserve(static_cast<std::size_t>(field.columns) * static_cast<std::size_t>(field.rows));
    for (int row = 0; row < field.rows; ++row) {
        for (int column = 0; column < field.columns; ++column) {
            field.blocks.push_back(
                judgeBlock(sumBlock(field.picture, column * kRidgeBlock, row * kRidgeBlock)));
        }
    }
    markSkin(field);
    return field;
}

RidgeWave waveAt(const RidgeField& field, int column, int row) {
    const Window window = sampleWindow(field, column, row);
    RidgeWave wave;
    judgeFrequency(window, wave);
    judgeClarity(window, wave);
    return wave;
}

Image resampledTo(const Image& picture, double dpi) {
    const double scale = picture.dpi > 0 ? picture.dpi / dpi : 1;  // source pixels per new pixel
    if (std::abs(scale - 1) < 1e-6) return picture;
    Image out{std::max(1, static_cast<int>(std::lround(picture.width / scale))),
              std::max(1, static_cast<int>(std::lround(picture.height / scale))),
              PixelFormat::Grey8,
              dpi,
              {}};
    out.pixels.reserve(static_cast<std::size_t>(out.width) * static_cast<std::size_t>(out.height));
    const int taps =
        std::max(1, static_cast<int>(std::ceil(scale)));  // several samples per pixel when shrinking
    for (int y = 0; y < out.height; ++y) {
        for (int x = 0; x < out.width; ++x) {
            double sum = 0;
            for (int t = 0; t < taps * taps; ++t) {
                const double sx =
                    std::clamp((x + (t % taps + 0.5) / taps) * scale - 0.5, 0.0, picture.width - 1.0);
                const double sy =
                    std::clamp((y + (t / taps + 0.5) / taps) * scale - 0.5, 0.0, picture.height - 1.0);
                const int ix = std::min(static_cast<int>(sx), std::max(0, picture.width - 2));
                const int iy = std::min(static_cast<int>(sy), std::max(0, picture.height - 2));
                const int stepX = picture.width > 1 ? 1 : 0;
                const int stepY = picture.height > 1 ? picture.width : 0;
                const std::uint8_t* at =
                    picture.pixels.data() + static_cast<std::size_t>(iy) * picture.width + ix;
                const double tx = sx - ix;
                const double ty = sy - iy;
                sum += (at[0] * (1 - tx) + at[stepX] * tx) * (1 - ty) +
                       (at[stepY] * (1 - tx) + at[stepY + stepX] * tx) * ty;
            }
            out.pixels.push_back(static_cast<std::uint8_t>(std::lround(sum / (taps * taps))));
        }
    }
    return out;
}

}  // namespace devices
