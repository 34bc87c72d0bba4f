#include "station/ui/secret_text.h"

#include "base/text.h"
#include "station/ui/text.h"

namespace ui {
namespace {

void wipe(std::string& text) {
    volatile char* at = text.data();
    for (std::size_t i = 0; i < text.size(); ++i) at[i] = '\0';
}

}  // namespace

// The same passphrase typed with either way of composing letters gives the same bytes.
base::SecretBytes takeSecret(wxTextCtrl& control) {
    std::string typed = fromWx(control.GetValue());
    control.ChangeValue(wxString());
    std::string composed = base::toNfc(typed).value_or(typed);
    auto secret = base::SecretBytes::copyOf(base::viewOf(composed));
    wipe(typed);
    wipe(composed);
    return secret;
}

}  // namespace ui
