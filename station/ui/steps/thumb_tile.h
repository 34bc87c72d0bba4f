// A small picture to press with a line under it: a portrait attempt, a page. Threads: GUI thread only.
#pragma once

#include "devices/image.h"
#include "station/ui/widgets/marks.h"
#include "station/ui/widgets/painted.h"
#include "station/ui/widgets/picture_surface.h"

namespace ui {

struct ThumbState {
    devices::ImagePtr picture;
    wxString caption;
    Tone tone = Tone::Neutral;
    Mark mark = Mark::Unknown;      // before the caption
    bool current = false;
    bool operator==(const ThumbState&) const = default;
};

class ThumbTile : public Pressable {
public:
    // `name` is what a screen reader calls it; size of the picture at 96 dpi. Of a role other than Button the reader is also
    // told which one is current.
    ThumbTile(wxWindow* parent, const wxString& name, const wxSize& size, AccessibleRole role = AccessibleRole::Button);
    void set(ThumbState state);
    const ThumbState& state() const { return state_; }

protected:
    void paint(wxGraphicsContext& gc, const wxRect& area) override;
    wxSize measure() const override;

private:
    wxString name_;
    wxSize size_;
    bool choosable_ = false;
    ThumbState state_;
    PictureSurface surface_;
};

}  // namespace ui
