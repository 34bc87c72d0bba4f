// The papers of a virtual citizen: filled Vietnamese forms as a scanner would see them, with skew, shadow,
// noise and stains. Everything follows from the citizen and the parameters, so tests know the truth of every
// page. Threads: pure functions. Errors: NotFound when Noto Sans is missing, BadInput for impossible
// parameters.
#pragma once

#include "devices/image.h"
#include "devices/scanner/document_scanner.h"
#include "devices/virtual/desk.h"

namespace devices {

enum class PaperKind { Unknown = 0, BirthCertificate, ResidenceConfirmation, DrivingLicenseCopy, Blank };

struct PageParams {
    PaperKind kind = PaperKind::BirthCertificate;
    PageSize size = PageSize::A4;  // Auto is drawn as A4
    ColorMode mode = ColorMode::Color;
    int dpi = 300;
    double skewDegrees = 0;  // counter-clockwise, at most 20 either way
    double shadow = 0;       // 0..1, how dark the left edge lies in the book's fold
    double noise = 0;        // standard deviation in grey levels
    double stain = 0;        // 0..1, how strong a tea stain
};

base::Result<Image> drawPage(const VirtualCitizen& citizen, const PageParams& params);

// The papers the citizen brought, in the order in which they lie in the feeder; each slightly askew and worn,
// as its seed decides.
inline constexpr int kPapersBrought = 3;
PageParams paperBrought(const VirtualCitizen& citizen, int number);  // 0 .. kPapersBrought-1

}  // namespace devices
