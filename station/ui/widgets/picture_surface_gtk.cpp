// One cairo image surface (32 bits per pixel: blue, green, red, unused in memory order on little-endian machines).
#include <cairo.h>
#include <wx/graphics.h>

#include "base/handle.h"
#include "station/ui/widgets/picture_surface.h"

namespace ui {

struct PictureSurface::Pixels {
    base::UniqueHandle<cairo_surface_t, cairo_surface_destroy> surface;
    int width = 0;
    int height = 0;
};

PictureSurface::PictureSurface() : pixels_(std::make_unique<Pixels>()) {}
PictureSurface::~PictureSurface() = default;

void PictureSurface::load(const devices::Image& image) {
    const bool color = image.format == devices::PixelFormat::Bgr24;
    const std::size_t step = color ? 3 : 1;
    const auto width = static_cast<std::size_t>(std::max(0, image.width));
    const auto height = static_cast<std::size_t>(std::max(0, image.height));
    if (width == 0 || height == 0 || image.pixels.size() < width * height * step) {
        *pixels_ = {};
        return;
    }
    if (image.width != pixels_->width || image.height != pixels_->height) {
        pixels_->surface.reset(cairo_image_surface_create(CAIRO_FORMAT_RGB24, image.width, image.height));
        pixels_->width = image.width;
        pixels_->height = image.height;
    }
    cairo_surface_t* surface = pixels_->surface.get();
    if (cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS) return;
    cairo_surface_flush(surface);
    unsigned char* rows = cairo_image_surface_get_data(surface);
    const auto stride = static_cast<std::size_t>(cairo_image_surface_get_stride(surface));
    for (std::size_t y = 0; y < height; ++y) {
        const std::uint8_t* in = image.pixels.data() + y * width * step;
        unsigned char* out = rows + y * stride;
        for (std::size_t x = 0; x < width; ++x, in += step, out += 4) {
            out[0] = in[0];
            out[1] = color ? in[1] : in[0];
            out[2] = color ? in[2] : in[0];
        }
    }
    cairo_surface_mark_dirty(surface);
}

void PictureSurface::draw(wxGraphicsContext& gc, const wxRect2DDouble& box) const {
    cairo_surface_t* surface = pixels_->surface.get();
    if (surface == nullptr || pixels_->width == 0) return;
    auto* cairo = static_cast<cairo_t*>(gc.GetNativeContext());
    const double scale = box.m_width / pixels_->width;
    cairo_save(cairo);
    cairo_translate(cairo, box.m_x, box.m_y);
    cairo_scale(cairo, scale, scale);
    cairo_set_source_surface(cairo, surface, 0, 0);
    cairo_pattern_set_filter(cairo_get_source(cairo), scale > 0.99 && scale < 1.01 ? CAIRO_FILTER_NEAREST : CAIRO_FILTER_BILINEAR);
    cairo_rectangle(cairo, 0, 0, pixels_->width, pixels_->height);
    cairo_fill(cairo);
    cairo_restore(cairo);
}

}  // namespace ui
