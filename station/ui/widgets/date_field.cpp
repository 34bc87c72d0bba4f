#include "station/ui/widgets/date_field.h"

#include "station/ui/a11y.h"
#include "station/ui/open_word.h"
#include "station/ui/text.h"
#include "station/ui/theme.h"
#include "station/ui/widgets/field_row.h"
#include "station/ui/widgets/typed_digits.h"

namespace ui {
namespace {

// "12" and "12/03" take a slash before the next digit.
bool slashIsDue(const wxString& text) {
    if (text.length() != 2 && text.length() != 5) return false;
    for (std::size_t i = 0; i < text.length(); ++i) {
        const wxUniChar c = text[i];
        if (i == 2 ? c != '/' : !(c >= '0' && c <= '9')) return false;
    }
    return true;
}

}  // namespace

DateField::DateField(wxWindow* parent, const wxString& name, Normalize normalize)
    : wxTextCtrl(parent, wxID_ANY, wxString(), wxDefaultPosition, wxDefaultSize, wxTE_PROCESS_ENTER),
      normalize_(std::move(normalize)) {
    SetFont(font(TextSize::Body));
    setAccessibleName(*this, name);
    typeWithoutMethod(*this);
    onDigitsTyped(*this, [this](const wxString& before) { slash(before); });
    Bind(wxEVT_TEXT_ENTER, [this](wxCommandEvent&) { Navigate(wxNavigationKeyEvent::IsForward); });
    onLeaving(*this, [this] { left(); });
}

void DateField::setText(std::string_view stored) {
    known_ = std::string(stored);
    if (text() != known_) ChangeValue(toWx(stored));
}

std::string DateField::text() const {
    return fromWx(GetValue());
}

// What follows `before` is written once more, with the slashes that are due.
void DateField::slash(const wxString& before) {
    const wxString text = GetValue();
    wxString slashed = before;
    for (const wxUniChar c : text.Mid(before.length())) {
        if (c >= '0' && c <= '9' && slashIsDue(slashed)) slashed += '/';
        slashed += c;
    }
    if (slashed == text) return;
    SetValue(slashed);
    SetInsertionPointEnd();
}

void DateField::left() {
    const std::string stored = normalize_(text());
    if (stored != text()) ChangeValue(toWx(stored));
    if (stored == known_) return;
    known_ = stored;
    if (changed_) changed_(stored);
}

}  // namespace ui
