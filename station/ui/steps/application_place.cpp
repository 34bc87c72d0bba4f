#include "station/ui/steps/application_place.h"

#include <wx/translation.h>

#include "station/ui/steps/enrollment_page.h"

namespace ui {

Place applicationPlace() {
    return {kPageApplication, Mark::Plus, [] { return wxString(_("New file")); },
            [](wxWindow* parent, PageHost& host) -> Page* { return new EnrollmentPage(parent, host); }};
}

}  // namespace ui
