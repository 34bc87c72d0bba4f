// A passphrase from a text control into guarded memory: the control is emptied and the bytes on the way are wiped.
// Threads: GUI thread only.
#pragma once

#include <wx/textctrl.h>

#include "base/secret_bytes.h"

namespace ui {

base::SecretBytes takeSecret(wxTextCtrl& control);

}  // namespace ui
