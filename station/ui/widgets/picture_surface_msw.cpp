// One device-independent bitmap, written through raw access.
#include <wx/bitmap.h>
#include <wx/graphics.h>
#include <wx/rawbmp.h>

#include "station/ui/widgets/picture_surface.h"

namespace ui {

struct PictureSurface::Pixels {
    wxBitmap bitmap;
};

PictureSurface::PictureSurface() : pixels_(std::make_unique<Pixels>()) {}
PictureSurface::~PictureSurface() = default;

void PictureSurface::load(const devices::Image& image) {
    const bool color = image.format == devices::PixelFormat::Bgr24;
    const std::size_t step = color ? 3 : 1;
    const auto width = static_cast<std::size_t>(std::max(0, image.width));
    const auto height = static_cast<std::size_t>(std::max(0, image.height));
    if (width == 0 || height == 0 || image.pixels.size() < width * height * step) {
        pixels_->bitmap = wxBitmap();
        return;
    }
    if (!pixels_->bitmap.IsOk() || pixels_->bitmap.GetSize() != wxSize(image.width, image.height)) {
        pixels_->bitmap.Create(image.width, image.height, 24);
    }
    wxNativePixelData data(pixels_->bitmap);
    if (!data) return;
    const std::uint8_t* in = image.pixels.data();
    wxNativePixelData::Iterator row(data);
    for (std::size_t y = 0; y < height; ++y) {
        wxNativePixelData::Iterator out = row;
        for (std::size_t x = 0; x < width; ++x, in += step, ++out) {
            out.Blue() = in[0];
            out.Green() = color ? in[1] : in[0];
            out.Red() = color ? in[2] : in[0];
        }
        row.OffsetY(data, 1);
    }
}

void PictureSurface::draw(wxGraphicsContext& gc, const wxRect2DDouble& box) const {
    if (pixels_->bitmap.IsOk()) gc.DrawBitmap(pixels_->bitmap, box.m_x, box.m_y, box.m_width, box.m_height);
}

}  // namespace ui
