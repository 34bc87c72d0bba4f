// Windows: controls keep the system's look (its focus rectangles included); only the face and high contrast
// are asked.
#include <wx/fontenum.h>
#include <wx/msw/wrapwin.h>

#include "base/files.h"
#include "station/ui/native_style.h"

namespace ui {

// Noto Sans comes with the program, for systems that have taken their own face away.
void prepareToolkit() {
    for (const char* file : {"NotoSans-Regular.ttf", "NotoSans-Bold.ttf"})
        AddFontResourceExW((base::resourceFolder() / "fonts" / file).c_str(), FR_PRIVATE, nullptr);
}

bool systemWantsHighContrast() {
    HIGHCONTRASTW state = {};
    state.cbSize = sizeof state;
    return SystemParametersInfoW(SPI_GETHIGHCONTRAST, sizeof state, &state, 0) != 0 &&
           (state.dwFlags & HCF_HIGHCONTRASTON) != 0;
}

// Segoe UI carries Vietnamese with stacked marks on every supported Windows.
wxString textFontName() {
    return wxFontEnumerator::IsValidFacename("Segoe UI") ? "Segoe UI" : "Noto Sans";
}

void dressNativeControls(Scheme) {}

bool hasFocusWithin(const wxTopLevelWindow& window) {
    const HWND focus = GetFocus();
    return focus != nullptr && IsChild(static_cast<HWND>(window.GetHandle()), focus) != 0;
}

}  // namespace ui
