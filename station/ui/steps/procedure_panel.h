// "New application": which procedure, one key press away, and the drafts that wait to be finished. Threads: GUI thread only.
#pragma once

#include <wx/scrolwin.h>

#include <functional>
#include <string>
#include <vector>

#include "station/ui/widgets/painted.h"

namespace station {
class Station;
}

namespace ui {

// A wide row to press: title, a quieter line under it, an optional word at the right.
class ChoiceRow : public Pressable {
public:
    ChoiceRow(wxWindow* parent, const wxString& title, const wxString& detail, const wxString& right);

protected:
    void paint(wxGraphicsContext& gc, const wxRect& area) override;
    wxSize measure() const override;

private:
    wxString title_, detail_, right_;
};

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
