// What the ridges of a print look like, block by block: the common ground of quality and segmentation.
// Blocks are 16 x 16 pixels at 500 dpi; a picture of another resolution is resampled first.
// Threads: pure functions.
#pragma once

#include <vector>

#include "devices/image.h"

namespace devices {

constexpr int kRidgeBlock = 16;
constexpr double kRidgeDpi = 500;

struct RidgeBlock {
    float mean = 0;       // grey
    float deviation = 0;  // grey levels, standard deviation
    float angle = 0;      // of the ridge, radians in [0, pi), y downwards
    float certainty = 0;  // 1 - smaller / larger eigenvalue of the gradient covariance
    float coherence = 0;  // 0 no common direction .. 1 parallel ridges
    float cosine2 = 0;    // gradient direction of doubled angle, summed over the block (for smoothing)
    float sine2 = 0;
    float energy = 0;
    bool skin = false;  // belongs to the print
};

struct RidgeField {
    Image picture;  // at 500 dpi
    int columns = 0;
    int rows = 0;
    std::vector<RidgeBlock> blocks;
    const RidgeBlock& at(int column, int row) const {
        return blocks[static_cast<std::size_t>(row) * columns + column];
    }
    int skinCount() const;
};

// An empty field when the picture is not Grey8 or smaller than 4 x 4 blocks.
RidgeField findRidges(const Image& picture);

// Wave of the ridges across one block, sampled in a window turned to the ridge direction.
struct RidgeWave {
    float frequency = 0;   // share of the strongest frequency and its neighbors in the wave (0..1)
    float period = 0;      // pixels at 500 dpi
    float clarity = 0;     // 1 = ridge and valley pixels do not mix .. 0
    float ridgeShare = 0;  // width of ridges in the period, 0..1
};
RidgeWave waveAt(const RidgeField& field, int column, int row);

// Bilinear (shrinking: area) resample of a Grey8 picture to another resolution; the same picture when they
// are equal.
Image resampledTo(const Image& picture, double dpi);

}  // namespace devices
