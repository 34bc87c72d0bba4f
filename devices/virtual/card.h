// The virtual citizen's ID card as a camera sees it: an ID-1 card with its QR, or its back with the machine-readable zone, held
// before a grey desk. Threads: pure functions.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "devices/image.h"
#include "devices/virtual/desk.h"

namespace devices {

struct CardPose {
    double centerX = 0.5;      // share of the picture's width
    double centerY = 0.5;      // share of its height
    double width = 0.62;       // of the card, share of the picture's width
    double roll = 0;           // degrees, clockwise
    double tilt = 0;           // degrees around the upright axis
    double blur = 0;           // sigma in pixels
    double noise = 2;          // sigma in grey levels
    std::uint64_t frame = 0;   // moves the noise, as time does
};

// Bgr24 of the given size.
ImagePtr renderCard(const VirtualCitizen& citizen, const CardPose& pose, int width, int height);

// The back of a card of 2021, with these three lines in OCR-B; signs that a zone does not have stay blank.
ImagePtr renderCardBack(const std::array<std::string, 3>& zone, const CardPose& pose, int width, int height);

}  // namespace devices
