#include "station/ui/widgets/typed_digits.h"

#include <memory>
#include <utility>

namespace ui {

void onDigitsTyped(wxTextCtrl& control, std::function<void(const wxString& before)> then) {
    struct Typing {
        std::function<void(const wxString&)> then;
        wxString last;
        bool pasted = false;
    };
    auto typing = std::make_shared<Typing>();
    typing->then = std::move(then);
    control.Bind(wxEVT_SET_FOCUS, [&control, typing](wxFocusEvent& event) {
        event.Skip();
        typing->last = control.GetValue();
    });
    control.Bind(wxEVT_TEXT_PASTE, [typing](wxClipboardTextEvent& event) {
        event.Skip();
        typing->pasted = true;
    });
    control.Bind(wxEVT_TEXT, [&control, typing](wxCommandEvent& event) {
        event.Skip();
        const wxString text = control.GetValue();
        const wxString before = std::exchange(typing->last, text);
        const bool grew = text.length() > before.length() && text.StartsWith(before);
        if (std::exchange(typing->pasted, false) || !grew || text.Last() < '0' || text.Last() > '9') return;
        control.CallAfter([&control, typing, before, text] {
            const bool still = control.GetValue() == text && control.GetInsertionPoint() == control.GetLastPosition();
            if (control.HasFocus() && still) typing->then(before);
        });
    });
}

}  // namespace ui
