// The pixels of one picture in the form the window system paints fastest, kept between frames. One .cpp per system.
// Threads: GUI thread only.
#pragma once

#include <wx/geometry.h>

#include <memory>

#include "devices/image.h"

class wxGraphicsContext;

namespace ui {

class PictureSurface {
public:
    PictureSurface();
    ~PictureSurface();
    void load(const devices::Image& image);                              // an image of wrong size is not shown
    void draw(wxGraphicsContext& gc, const wxRect2DDouble& box) const;

private:
    struct Pixels;
    std::unique_ptr<Pixels> pixels_;
};

}  // namespace ui
