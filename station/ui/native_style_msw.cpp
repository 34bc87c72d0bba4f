// Windows: controls keep the system's look (its focus rectangles included); only the face and high contrast
// are asked.
#include <wx/fontenum.h>
#include <wx/graphics.h>
#include <wx/msw/wrapwin.h>

#include <memory>

#include "station/ui/native_style.h"

namespace ui {
namespace {

bool canPaint(const wxString& face) {
    const std::unique_ptr<wxGraphicsContext> gc(wxGraphicsContext::Create());
    if (!gc) return false;
    gc->SetFont(wxFont(wxFontInfo(10).FaceName(face)), *wxBLACK);
    double width = 0;
    gc->GetTextExtent("A", &width, nullptr);
    return width > 0;
}

}  // namespace

void prepareToolkit() {}

bool systemWantsHighContrast() {
    HIGHCONTRASTW state = {};
    state.cbSize = sizeof state;
    return SystemParametersInfoW(SPI_GETHIGHCONTRAST, sizeof state, &state, 0) != 0 &&
           (state.dwFlags & HCF_HIGHCONTRASTON) != 0;
}

// Segoe UI carries Vietnamese with stacked marks on every supported Windows. Where it has been taken away (or under wine) the
// first that controls and painted widgets can both show.
wxString textFontName() {
    static const wxString kName = [] {
        for (const char* name : {"Segoe UI", "Noto Sans", "DejaVu Sans"}) {
            if (wxFontEnumerator::IsValidFacename(name) && canPaint(name)) return wxString(name);
        }
        return wxString("Tahoma");
    }();
    return kName;
}

void dressNativeControls(Scheme) {}

bool hasFocusWithin(const wxTopLevelWindow& window) {
    const HWND focus = GetFocus();
    return focus != nullptr && IsChild(static_cast<HWND>(window.GetHandle()), focus) != 0;
}

}  // namespace ui
