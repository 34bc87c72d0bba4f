// The first start on a machine: training mode (the default) or real mode with the file and the activation
// code that the upstream's administrator issued, and the first officer with a passphrase typed twice. Nothing
// is made before everything is valid; while keys are made the page says so. Threads: GUI thread only.
#pragma once

#include <wx/radiobut.h>
#include <wx/scrolwin.h>
#include <wx/textctrl.h>

#include "base/bytes.h"
#include "station/ui/widgets/action_button.h"
#include "station/ui/widgets/card.h"
#include "station/ui/widgets/field_row.h"
#include "station/ui/widgets/inline_message.h"

namespace station {
class Station;
}

namespace ui {

class FirstStartPage : public wxScrolledWindow {
public:
    FirstStartPage(wxWindow* parent, station::Station& station);
    void focusFirst();

private:
    wxSizer* buildTop();
    Card* buildMode();
    void buildRealPart(Card* card);
    wxSizer* buildButtons();
    Card* buildOfficer();
    void chooseFile();
    void followMode();
    bool complain();
    void start();
    void ended(const base::Result<void>& result);
    bool realMode() const;

    station::Station& station_;
    wxRadioButton* real_ = nullptr;  // null after training: there is nothing to choose
    wxPanel* realPart_ = nullptr;
    FieldRow* fileRow_ = nullptr;
    wxTextCtrl* file_ = nullptr;
    FieldRow* codeRow_ = nullptr;
    wxTextCtrl* code_ = nullptr;
    FieldRow* nameRow_ = nullptr;
    wxTextCtrl* name_ = nullptr;
    FieldRow* loginRow_ = nullptr;
    wxTextCtrl* login_ = nullptr;
    FieldRow* passphraseRow_ = nullptr;
    wxTextCtrl* passphrase_ = nullptr;
    FieldRow* againRow_ = nullptr;
    wxTextCtrl* again_ = nullptr;
    InlineMessage* machine_ = nullptr;  // what this machine lacks
    InlineMessage* message_ = nullptr;
    ActionButton* start_ = nullptr;
    bool busy_ = false;
};

}  // namespace ui
