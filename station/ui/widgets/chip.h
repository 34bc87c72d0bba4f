// A rounded word with a mark: the state of a device, of an application, of one check. Chip is for standing text in bars and
// tables; Badge is its smaller form that counts ("12", "3 of 5"). Neither takes the focus.
// Threads: GUI thread only.
#pragma once

#include "station/ui/widgets/marks.h"
#include "station/ui/widgets/painted.h"

namespace ui {

class Chip : public Painted {
public:
    Chip(wxWindow* parent, const wxString& text, Tone tone);                // the tone's own mark
    Chip(wxWindow* parent, const wxString& text, Tone tone, Mark mark);     // Mark::Unknown: none
    void set(const wxString& text, Tone tone);
    void set(const wxString& text, Tone tone, Mark mark);

protected:
    void paint(wxGraphicsContext& gc, const wxRect& area) override;
    wxSize measure() const override;

private:
    wxString text_;
    Tone tone_ = Tone::Unknown;
    Mark mark_ = Mark::Unknown;
};

class Badge : public Painted {
public:
    Badge(wxWindow* parent, const wxString& text, Tone tone);
    void set(const wxString& text, Tone tone);

protected:
    void paint(wxGraphicsContext& gc, const wxRect& area) override;
    wxSize measure() const override;

private:
    wxString text_;
    Tone tone_ = Tone::Unknown;
};

// The same picture inside a list cell.
void drawChip(wxGraphicsContext& gc, const wxRect2DDouble& box, const wxString& text, Tone tone, Mark mark);

}  // namespace ui
