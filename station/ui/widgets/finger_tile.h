// One finger of the hand chart: its picture or what is still to come, name, score and state in words.
// Pressing it asks for this finger alone. Threads: GUI thread only.
#pragma once

#include "devices/image.h"
#include "station/ui/widgets/painted.h"
#include "station/ui/widgets/picture_surface.h"

namespace ui {

enum class FingerLook { Unknown = 0, Waiting, Taking, Good, Poor, Accepted, Missing };

struct FingerTileState {
    FingerLook look = FingerLook::Waiting;
    wxString note;   // inside an empty tile: "step 3", "taking", "amputated"
    wxString score;  // under the name: "74", "38, try 2"
    devices::ImagePtr picture;
};

class FingerTile : public Pressable {
public:
    // `hand` is not drawn, the tiles stand under it; a screen reader says it.
    FingerTile(wxWindow* parent, const wxString& finger, const wxString& hand = wxString());
    void set(FingerTileState state);
    void markCurrent();
    void unmarkCurrent();

protected:
    void paint(wxGraphicsContext& gc, const wxRect& area) override;
    wxSize measure() const override;

private:
    wxString finger_, hand_;
    FingerTileState state_;
    PictureSurface surface_;
    bool current_ = false;
};

}  // namespace ui
