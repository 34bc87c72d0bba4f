// What went wrong, in one sentence that says what to do. Only base::Error::code decides the words; its detail is for logs
// and for "Copy details". Threads: GUI thread only.
#pragma once

#include <wx/string.h>

#include "base/error.h"

namespace ui {

wxString sayError(const base::Error& error);

}  // namespace ui
