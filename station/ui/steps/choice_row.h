// A wide row to press: a title, a quieter line under it, a word at the right, a mark at the left where it has a tone.
// Threads: GUI thread only.
#pragma once

#include "station/ui/widgets/painted.h"

namespace ui {

class ChoiceRow : public Pressable {
public:
    ChoiceRow(wxWindow* parent, const wxString& title, const wxString& detail, const wxString& right, Tone tone = Tone::Unknown);

protected:
    void paint(wxGraphicsContext& gc, const wxRect& area) override;
    wxSize measure() const override;

private:
    wxString title_, detail_, right_;
    Tone tone_;
};

}  // namespace ui
