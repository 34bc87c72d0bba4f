#include "station/ui/passphrase_words.h"

#include <wx/translation.h>

#include "base/text.h"
#include "station/ui/text.h"
#include "station/workflow/station.h"

namespace ui {

wxString passphraseProblem(const wxTextCtrl& control) {
    const std::size_t letters = base::codePoints(fromWx(control.GetValue())).size();
    if (letters >= station::kMinPassphraseLetters) return {};
    return wxString::Format(_("Too short: %d letters, at least %d are needed."), static_cast<int>(letters),
                            static_cast<int>(station::kMinPassphraseLetters));
}

}  // namespace ui
