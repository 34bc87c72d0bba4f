// The grid of six columns that a form stands on: windows follow one another in reading order, each as wide as its field
// asks; a hidden one takes no room. Rows are as high as their highest window. Threads: GUI thread only.
#pragma once

#include <wx/sizer.h>

#include <vector>

namespace ui {

class FormGrid : public wxSizer {
public:
    static constexpr int kColumns = 6;

    FormGrid(int gapAcross, int gapDown) : gapAcross_(gapAcross), gapDown_(gapDown) {}
    void add(wxWindow* window, int columns);
    wxSize CalcMin() override;
    void RepositionChildren(const wxSize& least) override;

private:
    struct Row {
        std::vector<wxSizerItem*> items;
        int height = 0;
    };
    std::vector<Row> rows();
    int gapAcross_ = 0;
    int gapDown_ = 0;
};

}  // namespace ui
