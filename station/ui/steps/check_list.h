// The portrait's checks, one line each: name and a badge with mark and words. Painted as one, so that thirty judgements a
// second cost no layout; a screen reader hears the lines that do not pass. Threads: GUI thread only.
#pragma once

#include <vector>

#include "station/ui/steps/portrait_words.h"
#include "station/ui/widgets/painted.h"

namespace ui {

class CheckList : public Painted {
public:
    explicit CheckList(wxWindow* parent);
    void show(const devices::QualityReport& report);

protected:
    void paint(wxGraphicsContext& gc, const wxRect& area) override;
    wxSize measure() const override;

private:
    struct Line {
        wxString name;
        wxString words;
        Tone tone = Tone::Neutral;
        bool operator==(const Line&) const = default;
    };
    std::vector<PortraitCheck> checks_;
    std::vector<Line> lines_;
};

}  // namespace ui
