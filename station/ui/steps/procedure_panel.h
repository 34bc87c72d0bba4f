// "New application": which procedure, one key press away, and the drafts that wait to be finished. Threads: GUI thread only.
#pragma once

#include <wx/scrolwin.h>

#include <functional>
#include <string>
#include <vector>

#include "station/ui/steps/choice_row.h"

namespace station {
class Station;
}

namespace ui {

class ProcedurePanel : public wxScrolledWindow {
public:
    using Chosen = std::function<void(const std::string& id)>;

    ProcedurePanel(wxWindow* parent, station::Station& station, Chosen procedure, Chosen draft);
    wxWindow* firstFocus() const { return rows_.empty() ? nullptr : rows_.front(); }

private:
    void addProcedures(wxSizer& column, const Chosen& chosen);
    void addDrafts(wxSizer& column, const Chosen& chosen);
    void walkWithArrows(std::size_t index);
    station::Station& station_;
    std::vector<ChoiceRow*> rows_;
};

}  // namespace ui
