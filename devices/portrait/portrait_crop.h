// Cuts the portrait out of the camera's picture, in the proportions of the document, and makes the capture of
// it. Threads: pure functions, except keepPortrait, which uses the caller's analyzer.
#pragma once

#include "base/error.h"
#include "devices/image.h"

namespace devices {

class PortraitAnalyzer;

struct EyePair {
    double rightX = 0;  // the person's right eye: on the left of the picture
    double rightY = 0;
    double leftX = 0;
    double leftY = 0;
};

enum class PortraitFormat { Unknown = 0, Print2x3, Print3x4, Print4x6 };  // centimeters

// The rectangle to be cut, before it is turned upright: px of the source, degrees.
struct CropPlan {
    double centerX = 0;  // of the rectangle
    double centerY = 0;
    double width = 0;
    double height = 0;
    double roll = 0;                                                                  // degrees, clockwise
    double overflowLeft = 0, overflowRight = 0, overflowTop = 0, overflowBottom = 0;  // px outside the source
    int storedWidth = 0;  // px of the result: never more than the source carries
    int storedHeight = 0;
    double worstOverflow() const;
};

// Eyes at 0.45 of the height (4x6: 0.40); the inter-eye distance is 0.26 of the width, or within 0.25..0.27
// what makes the crop fit the source or reach the least size.
CropPlan planCrop(const EyePair& eyes, PortraitFormat format, int sourceWidth, int sourceHeight);

// Where the face should stand in a live picture: an oval from crown to chin for the preview, and the eyes in
// it. Px.
struct PortraitGuide {
    double centerX = 0;
    double centerY = 0;
    double radiusX = 0;
    double radiusY = 0;
    double eyeX = 0;  // middle of the eyes
    double eyeY = 0;
    double eyeDistance = 0;
};
PortraitGuide portraitGuide(int width, int height);

inline constexpr int kLeastPortraitWidth = 480;  // of any format
inline constexpr int kLeastPortraitHeight = 640;

// One resample from the uncropped source, turned upright, stored at 900x1200 (2x3 and 4x6: 800x1200) where
// the source carries it. QualityTooLow when the result would be smaller than kLeastPortrait*, or the source
// does not hold the whole rectangle.
base::Result<Image> cropPortrait(const Image& source, const EyePair& eyes, PortraitFormat format);

// JPEG at quality 95, 4:4:4, without metadata.
base::Result<base::Bytes> encodeJpeg(const Image& picture);
// Any picture OpenCV reads from memory, to Bgr24 without turning it by its EXIF. BadInput when it is none;
// TooLarge beyond 64 megapixels.
base::Result<Image> decodePicture(base::ByteView bytes);

// Where the picture comes from, for the capture's mark.
struct PortraitSource {
    std::string device;
    bool fromVirtualDevice = false;
};

// Cuts, checks the crop, encodes, decodes and checks again; the report that goes with the bytes is the last
// one. A failing check does not refuse the capture (the officer may override with a reason): it is in
// capture.quality.
base::Result<Capture> keepPortrait(PortraitAnalyzer& analyzer, const Image& source, PortraitFormat format,
                                   const PortraitSource& from);

}  // namespace devices
