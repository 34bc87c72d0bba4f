// Which forms, fees and deadlines this machine works with; loading a forms pack from a file and, for a
// supervisor or an administrator, the way back. Threads: GUI thread only.
#pragma once

#include <wx/scrolwin.h>

#include <vector>

#include "base/error.h"
#include "station/ui/frame/page.h"
#include "station/ui/widgets/card.h"
#include "station/ui/widgets/field_row.h"
#include "station/workflow/signal.h"

namespace ui {

class FormsCard : public Card {
public:
    FormsCard(wxWindow* parent, PageHost& host);
    void refresh();

private:
    void buildFile();
    void addFact(const wxString& name, const std::vector<wxString>& values);
    void addFees();
    void chooseFile();
    void load();
    void askWithdraw();
    void withdraw();
    void ended(const base::Result<void>& result, const wxString& done);
    void relayout();

    PageHost& host_;
    wxPanel* facts_ = nullptr;
    InlineMessage* trouble_ = nullptr;
    InlineMessage* message_ = nullptr;
    wxPanel* file_ = nullptr;
    FieldRow* fileRow_ = nullptr;
    wxTextCtrl* path_ = nullptr;
    ActionButton* load_ = nullptr;
    ActionButton* back_ = nullptr;
    station::Subscription link_;
};

}  // namespace ui
