// A date as digits: dd/mm/yyyy, the slashes come by themselves with the next digit and may be typed, too;
// other short forms
// ("1/2/90", "010290", "1990") stay as typed until the field is left. Then `normalize` (the form's own rule)
// brings the text to its stored form, so the officer sees the century that was chosen; what is no date stays
// as it was typed. Only digits trigger anything while typing, and only at the end of the text. Threads: GUI
// thread only.
#pragma once

#include <wx/textctrl.h>

#include <functional>
#include <string>
#include <string_view>

namespace ui {

class DateField : public wxTextCtrl {
public:
    using Normalize = std::function<std::string(std::string_view typed)>;

    DateField(wxWindow* parent, const wxString& name, Normalize normalize);
    void setText(std::string_view stored);  // calls nobody back
    std::string text() const;               // as it stands
    // Told on leaving, with the normalized text, when it differs from the last one told or set.
    void onChanged(std::function<void(const std::string&)> changed) { changed_ = std::move(changed); }

private:
    void slash(const wxString& before);
    void left();
    Normalize normalize_;
    std::string known_;
    std::function<void(const std::string&)> changed_;
};

}  // namespace ui
