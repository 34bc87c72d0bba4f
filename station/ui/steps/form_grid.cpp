#include "station/ui/steps/form_grid.h"

#include <wx/window.h>

#include <algorithm>

namespace ui {
namespace {

constexpr int kLeastColumn = 60;

int columnsOf(const wxSizerItem& item) { return std::clamp(item.GetProportion(), 1, FormGrid::kColumns); }

}  // namespace

// A sizer item's proportion carries its count of columns.
void FormGrid::add(wxWindow* window, int columns) { Add(window, columns, wxEXPAND); }

std::vector<FormGrid::Row> FormGrid::rows() {
    std::vector<Row> all;
    int used = kColumns;
    for (wxSizerItem* item : GetChildren()) {
        if (!item->IsShown()) continue;
        if (used + columnsOf(*item) > kColumns) {
            all.emplace_back();
            used = 0;
        }
        used += columnsOf(*item);
        all.back().items.push_back(item);
        all.back().height = std::max(all.back().height, item->CalcMin().y);
    }
    return all;
}

wxSize FormGrid::CalcMin() {
    int height = 0;
    for (const Row& row : rows()) height += row.height + (height > 0 ? gapDown_ : 0);
    return {kColumns * kLeastColumn, height};
}

void FormGrid::RepositionChildren(const wxSize&) {
    const double column = (m_size.x - (kColumns - 1.0) * gapAcross_) / kColumns;
    int top = m_position.y;
    for (const Row& row : rows()) {
        int first = 0;
        for (wxSizerItem* item : row.items) {
            const int columns = columnsOf(*item);
            const int left = static_cast<int>(first * (column + gapAcross_));
            const int width = static_cast<int>(columns * column + (columns - 1) * gapAcross_);
            item->SetDimension({m_position.x + left, top}, {width, row.height});
            first += columns;
        }
        top += row.height + gapDown_;
    }
}

}  // namespace ui
