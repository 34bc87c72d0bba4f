#include "station/ui/steps/document_words.h"

#include <wx/translation.h>

#include "station/ui/error_words.h"

namespace ui {

wxString saySource(devices::PageSource source) {
    switch (source) {
        case devices::PageSource::Flatbed: return _("Glass, one page");
        case devices::PageSource::Feeder: return _("Feeder");
        case devices::PageSource::FeederDuplex: return _("Feeder, both sides");
        case devices::PageSource::Unknown: break;
    }
    return {};
}

wxString sayPageSize(devices::PageSize size) {
    switch (size) {
        case devices::PageSize::Auto: return _("as the paper");
        case devices::PageSize::A3: return "A3";
        case devices::PageSize::A4: return "A4";
        case devices::PageSize::A5: return "A5";
        case devices::PageSize::Unknown: break;
    }
    return {};
}

wxString sayColor(devices::ColorMode mode) {
    switch (mode) {
        case devices::ColorMode::Color: return _("Color");
        case devices::ColorMode::Grey: return _("Grey");
        case devices::ColorMode::Lineart: return _("Black and white");
        case devices::ColorMode::Unknown: break;
    }
    return {};
}

wxString sayScanEnd(const base::Error& error) {
    switch (error.code) {
        case base::Code::Cancelled: return _("Stopped. The pages read so far stay.");
        case base::Code::NoPaper: return _("No paper in the feeder. Put the pages in, then F4.");
        case base::Code::PaperJam: return _("Paper is stuck. Take it out, put the rest in again, then F4; the pages read so far stay.");
        case base::Code::CoverOpen: return _("The scanner's cover is open. Close it, then F4.");
        default: return sayError(error);
    }
}

}  // namespace ui
