// The painted face of a virtual citizen: a texture in front view over which the head mesh is stretched.
// Internal to the renderer. Threads: a Skin belongs to one thread at a time.
#pragma once

#include <vector>

#include "devices/virtual/face.h"

namespace devices::face {

// Texel (0, 0) lies at x = -kTextureHalfWidth, y = kTextureTop; kTexelsPerMm of them per millimeter.
inline constexpr float kTexelsPerMm = 4;
inline constexpr float kTextureHalfWidth = 90;
inline constexpr float kTextureTop = 125;
inline constexpr int kTextureWidth = 720;
inline constexpr int kTextureHeight = 1000;

// The color of skin of a CIE L* in linear light; hue and chroma as spectrophotometers find them on people of
// all origins (a* 8..14, b* 10..20).
Reflectance skinColor(double lightness);

class Skin {
public:
    explicit Skin(const FaceLook& look);
    // Eyes and mouth as asked; cheap when nothing changed.
    void setExpression(double eyesOpen, double mouthOpen);
    const Reflectance* texels() const { return texels_.data(); }
    const Reflectance& plain() const { return plain_; }

private:
    void paintBase();
    void paintEye(float side, float open);
    void paintMouth(float open);

    FaceLook look_;
    Reflectance plain_;
    std::vector<Reflectance> base_;
    std::vector<Reflectance> texels_;
    double eyesOpen_ = -1;
    double mouthOpen_ = -1;
};

}  // namespace devices::face
