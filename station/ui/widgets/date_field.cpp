#include "station/ui/widgets/date_field.h"

#include "station/ui/a11y.h"
#include "station/ui/text.h"
#include "station/ui/theme.h"
#include "station/ui/widgets/field_row.h"

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
    Bind(wxEVT_CHAR, &DateField::onChar, this);
    Bind(wxEVT_TEXT_ENTER, [this](wxCommandEvent&) { Navigate(wxNavigationKeyEvent::IsForward); });
    onLeaving(*this, [this] { left(); });
}

void DateField::setText(std::string_view stored) {
    known_ = std::string(stored);
    if (text() != known_) ChangeValue(toWx(stored));
}

std::string DateField::text() const { return fromWx(GetValue()); }

void DateField::onChar(wxKeyEvent& event) {
    const wxChar key = event.GetUnicodeKey();
    long from = 0;
    long to = 0;
    GetSelection(&from, &to);
    const bool digit = key >= '0' && key <= '9' && !event.HasAnyModifiers();
    if (digit && from == to && GetInsertionPoint() == GetLastPosition() && slashIsDue(GetValue())) {
        WriteText(wxString("/") + wxUniChar(key));
    } else {
        event.Skip();
    }
}

void DateField::left() {
    const std::string stored = normalize_(text());
    if (stored != text()) ChangeValue(toWx(stored));
    if (stored == known_) return;
    known_ = stored;
    if (changed_) changed_(stored);
}

}  // namespace ui
