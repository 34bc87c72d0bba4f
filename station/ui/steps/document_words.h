// Words for the scanner's choices and for the end of a scan. Threads: GUI thread only.
#pragma once

#include <wx/string.h>

#include "base/error.h"
#include "devices/scanner/document_scanner.h"

namespace ui {

wxString saySource(devices::PageSource source);
wxString sayPageSize(devices::PageSize size);
wxString sayColor(devices::ColorMode mode);
// How a scan or an import ended; empty when there is nothing to say.
wxString sayScanEnd(const base::Error& error);

}  // namespace ui
