// What is wrong with a new passphrase, in words; empty when it may be used. Threads: GUI thread only.
#pragma once

#include <wx/textctrl.h>

namespace ui {

wxString passphraseProblem(const wxTextCtrl& control);

}  // namespace ui
