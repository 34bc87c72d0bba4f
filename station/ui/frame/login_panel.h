// The door: logging in, and unlocking after an idle time (the work behind it stays as it was). Says how long
// to wait after wrong tries. Threads: GUI thread only.
#pragma once

#include <wx/textctrl.h>
#include <wx/timer.h>

#include "base/error.h"
#include "station/ui/widgets/action_button.h"
#include "station/ui/widgets/field_row.h"
#include "station/ui/widgets/inline_message.h"

namespace station {
class Station;
}

namespace ui {

enum class Door { Unknown = 0, LogIn, Unlock };

class LoginPanel : public Panel {
public:
    LoginPanel(wxWindow* parent, station::Station& station, Door door);
    void focusFirst();

private:
    void buildCard();
    void submit();
    void ended(const base::Result<void>& result);
    void refreshWait();
    void setBusy(const wxString& why);

    station::Station& station_;
    Door door_;
    FieldRow* loginRow_ = nullptr;
    wxTextCtrl* login_ = nullptr;
    FieldRow* passphraseRow_ = nullptr;
    wxTextCtrl* passphrase_ = nullptr;
    ActionButton* enter_ = nullptr;
    InlineMessage* machine_ = nullptr;  // what this machine lacks
    InlineMessage* message_ = nullptr;
    wxTimer waitTimer_;
    bool busy_ = false;
    bool waiting_ = false;
};

}  // namespace ui
