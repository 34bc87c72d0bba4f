// One field of a form: label above, native control below it, a small mark of where its value comes from at
// the end of the label's line, and under the control a sentence that says how to mend what is wrong. The
// scaffold never touches the control's text. FieldRow names the control for screen readers by the label and the
// message, which is read out with it.
//
//   auto* row = new FieldRow(panel, _("Full name"));
//   row->setControl(textField(row));
//   row->setOrigin(_("from QR"), OriginLook::Confirmed);
//   row->setMessage(Tone::Attention, _("..."));
// Threads: GUI thread only.
#pragma once

#include <wx/choice.h>
#include <wx/sizer.h>
#include <wx/textctrl.h>

#include "station/ui/theme.h"
#include "station/ui/widgets/label.h"
#include "station/ui/widgets/panel.h"

namespace ui {

enum class OriginLook { Unknown = 0, Confirmed, Unconfirmed };

class FieldRow : public Panel {
public:
    FieldRow(wxWindow* parent, const wxString& label);
    void setControl(wxWindow* control);  // a child of this row; once
    wxWindow* control() const { return control_; }
    void setLabel(const wxString& label);
    void setOrigin(const wxString& origin, OriginLook look);  // empty: none
    // Neutral is a hint in muted type; Attention and Bad carry their mark. Empty: no message.
    void setMessage(Tone tone, const wxString& message);
    const wxString& message() const { return message_; }

private:
    void rename();
    void rewrap();
    wxString label_;
    wxString message_;
    Tone tone_ = Tone::Neutral;
    Label* labelText_ = nullptr;
    Label* originText_ = nullptr;
    Label* messageText_ = nullptr;
    wxWindow* control_ = nullptr;
    int wrappedAt_ = 0;
};

// A one-line text control of the house's height. Enter moves to the next field (by wxEVT_TEXT_ENTER, after
// the input method has committed its word); nothing else is done to what is typed.
wxTextCtrl* textField(wxWindow* parent, const wxString& value = wxString(), long style = 0);
wxTextCtrl* passphraseField(wxWindow* parent);
// A native choice of the same height.
wxChoice* choiceField(wxWindow* parent);
// `then` runs when the focus has left for another control of this program and the input method has delivered its last
// word; the place to normalize text.
void onLeaving(wxWindow& control, std::function<void()> then);

}  // namespace ui
