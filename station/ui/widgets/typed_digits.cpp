#include "station/ui/widgets/typed_digits.h"

#include <memory>
#include <optional>
#include <utility>

namespace ui {
namespace {

wxString withoutSlashes(wxString text) {
    text.Replace("/", wxString());
    return text;
}

}  // namespace

void onDigitsTyped(wxTextCtrl& control, std::function<void(const wxString& before)> then) {
    struct Typing {
        std::function<void(const wxString&)> then;
        wxString last;
        std::optional<wxString> before;  // of the first digit not told yet: on a slow machine more come before the event is over
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
        // A slash that the field puts between the digits is part of their typing.
        const bool grew = text.length() > before.length() && withoutSlashes(text).StartsWith(withoutSlashes(before));
        if (std::exchange(typing->pasted, false) || !grew || text.Last() < '0' || text.Last() > '9') {
            typing->before.reset();
            return;
        }
        if (!typing->before) typing->before = text.StartsWith(before) ? before : text;
        control.CallAfter([&control, typing, text] {
            if (!typing->before || control.GetValue() != text) return;  // told already, or by the digit that came meanwhile
            const wxString since = *std::exchange(typing->before, std::nullopt);
            if (control.HasFocus() && control.GetInsertionPoint() == control.GetLastPosition()) typing->then(since);
        });
    });
}

}  // namespace ui
