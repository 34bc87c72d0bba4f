// The rows of the list as the toolkit's table sees them: only rows in view are asked for, row height and column widths are
// fixed, so 100,000 rows open at once. Threads: GUI thread only; the list outlives the model.
#pragma once

#include <wx/dataview.h>

#include "station/workflow/application_list.h"

namespace ui {

class ApplicationTable : public wxDataViewVirtualListModel {
public:
    enum Column : unsigned { State = 0, Name, Number, Procedure, Changed, Count };

    ApplicationTable(station::ApplicationList& list, std::function<base::Instant()> now);

    unsigned GetColumnCount() const override { return Count; }
    wxString GetColumnType(unsigned) const override { return "string"; }
    void GetValueByRow(wxVariant& value, unsigned row, unsigned column) const override;
    bool SetValueByRow(const wxVariant&, unsigned, unsigned) override { return false; }

private:
    station::ApplicationList& list_;
    std::function<base::Instant()> now_;
};

// A view of the table with its columns; `width` of each at 96 dpi.
wxDataViewCtrl* makeApplicationView(wxWindow* parent, ApplicationTable* table);

}  // namespace ui
