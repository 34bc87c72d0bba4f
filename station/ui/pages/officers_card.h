// The officers of this machine: who they are and, for an administrator, adding one, giving a new passphrase, shutting one
// out and letting one in again. Threads: GUI thread only.
#pragma once

#include <wx/choice.h>
#include <wx/scrolwin.h>

#include "base/error.h"
#include "station/ui/frame/page.h"
#include "station/ui/widgets/card.h"
#include "station/ui/widgets/field_row.h"
#include "station/workflow/views.h"

namespace ui {

class OfficersCard : public Card {
public:
    OfficersCard(wxWindow* parent, PageHost& host);
    void refresh();

private:
    enum class Form { Unknown = 0, None, Add, Reset };
    bool mayManage() const;
    void addOfficerRow(const station::OfficerView& officer);
    void buildForm();
    void openForm(Form form, const station::OfficerView& officer);
    void submit();
    void ended(const base::Result<void>& result, const wxString& done);
    void relayout();

    PageHost& host_;
    wxPanel* rows_ = nullptr;
    ActionButton* add_ = nullptr;
    Label* why_ = nullptr;
    wxPanel* form_ = nullptr;
    Label* formTitle_ = nullptr;
    FieldRow* nameRow_ = nullptr;
    FieldRow* loginRow_ = nullptr;
    FieldRow* roleRow_ = nullptr;
    FieldRow* passphraseRow_ = nullptr;
    FieldRow* againRow_ = nullptr;
    wxTextCtrl* name_ = nullptr;
    wxTextCtrl* login_ = nullptr;
    wxChoice* role_ = nullptr;
    wxTextCtrl* passphrase_ = nullptr;
    wxTextCtrl* again_ = nullptr;
    ActionButton* save_ = nullptr;
    InlineMessage* message_ = nullptr;
    Form open_ = Form::None;
    std::string resetId_;
};

wxString sayRole(station::Role role);

}  // namespace ui
