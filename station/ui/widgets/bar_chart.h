// Bars with their numbers written above and their names below; the accessible name reads them out as a table.
// Threads: GUI thread only.
#pragma once

#include <vector>

#include "station/ui/widgets/painted.h"

namespace ui {

struct Bar {
    wxString name;
    int value = 0;
};

class BarChart : public Painted {
public:
    BarChart(wxWindow* parent, const wxString& title);
    void setBars(std::vector<Bar> bars);
    void setEmptyText(const wxString& text);

protected:
    void paint(wxGraphicsContext& gc, const wxRect& area) override;
    wxSize measure() const override;

private:
    wxString title_;
    wxString emptyText_;
    std::vector<Bar> bars_;
};

}  // namespace ui
