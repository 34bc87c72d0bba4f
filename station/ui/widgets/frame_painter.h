// A picture that changes up to thirty times a second. Workers scale it to viewSize() (physical pixels) and
// hand it over with sink(); the newest one is painted, older ones are dropped, and at most one repaint waits
// at any time. The pixels live in one surface that is reused. Over the picture: guides drawn by a callback
// and one instruction in a pill. Threads: construct and call on the GUI thread; the function given by sink()
// may be called from any thread, also after the painter has gone. viewSize() may be asked from any thread.
#pragma once

#include <atomic>
#include <memory>
#include <optional>

#include "base/mailbox.h"
#include "devices/image.h"
#include "station/ui/ui_dispatch.h"
#include "station/ui/widgets/painted.h"

namespace ui {

struct ViewSize {
    int width = 0;
    int height = 0;
};

class FramePainter : public Painted {
public:
    using Overlay = std::function<void(wxGraphicsContext& gc, const wxRect2DDouble& picture)>;
    using Sink = std::function<void(devices::ImagePtr)>;

    // `name` is what a screen reader calls the picture; the instruction is read out with it.
    FramePainter(wxWindow* parent, const wxString& name);
    ~FramePainter() override;

    void show(devices::ImagePtr picture);  // GUI thread; null: nothing to show
    Sink sink();
    ViewSize viewSize() const;  // physical pixels of the place
    void onViewSize(std::function<void(ViewSize)> changed) { viewChanged_ = std::move(changed); }
    void setOverlay(Overlay overlay);
    void setInstruction(const wxString& text, Tone tone);  // empty: none
    void setEmptyText(const wxString& text);               // while there is no picture: why, and what to do
    void setGround(const wxColour& color);  // behind the picture; the theme's stage color at first
    void setPreferred(const wxSize& size);  // at 96 dpi, for sizers
    // Where the picture stands now, in this window's logical pixels; empty without one.
    wxRect2DDouble pictureBox() const;
    std::uint64_t painted() const { return painted_; }  // pictures painted so far

protected:
    void paint(wxGraphicsContext& gc, const wxRect& area) override;
    wxSize measure() const override { return FromDIP(preferred_); }

private:
    struct Shared;
    struct Surface;
    void takeNewest();
    void take(devices::ImagePtr picture);
    void paintPill(wxGraphicsContext& gc, const wxRect& area) const;
    void rename();

    std::shared_ptr<Shared> shared_;
    std::unique_ptr<Surface> surface_;
    devices::ImagePtr picture_;
    bool fresh_ = false;
    Overlay overlay_;
    std::function<void(ViewSize)> viewChanged_;
    Voice* voice_ = nullptr;
    wxString name_;
    wxString instruction_;
    Tone tone_ = Tone::Neutral;
    wxString emptyText_;
    wxColour ground_;
    wxSize preferred_{480, 320};
    std::uint64_t painted_ = 0;
};

// One instruction by itself, for places without a picture.
class InstructionPill : public Painted {
public:
    explicit InstructionPill(wxWindow* parent);
    void set(const wxString& text, Tone tone);

protected:
    void paint(wxGraphicsContext& gc, const wxRect& area) override;
    wxSize measure() const override;

private:
    wxString text_;
    Tone tone_ = Tone::Neutral;
};

// A devices::Image as a wxBitmap for pictures that stand still (thumbnails), fitted into `box` logical
// pixels.
wxBitmap bitmapOf(const devices::Image& image, const wxSize& box);

}  // namespace ui
