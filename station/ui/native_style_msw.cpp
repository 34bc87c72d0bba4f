// Windows: controls keep the system's look (its focus rectangles included); only the face and high contrast
// are asked.
#include <wx/msw/wrapwin.h>

#include "station/ui/native_style.h"

namespace ui {

void prepareToolkit() {}

bool systemWantsHighContrast() {
    HIGHCONTRASTW state = {};
    state.cbSize = sizeof state;
    return SystemParametersInfoW(SPI_GETHIGHCONTRAST, sizeof state, &state, 0) != 0 &&
           (state.dwFlags & HCF_HIGHCONTRASTON) != 0;
}

wxString textFontName() {
    return "Segoe UI";
}  // carries Vietnamese with stacked marks on every supported Windows

void dressNativeControls(Scheme) {}

bool hasFocusWithin(const wxTopLevelWindow& window) {
    const HWND focus = GetFocus();
    return focus != nullptr && IsChild(static_cast<HWND>(window.GetHandle()), focus) != 0;
}

}  // namespace ui
