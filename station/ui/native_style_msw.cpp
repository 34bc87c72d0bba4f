// Windows: controls keep the system's look (its focus rectangles included); only the face and high contrast
// are asked.
#include <wx/fontenum.h>
#include <wx/graphics.h>
#include <wx/msw/wrapwin.h>

#include <commctrl.h>

#include <memory>
#include <utility>

#include "station/ui/native_style.h"

namespace ui {
namespace {

constexpr UINT_PTR kCentering = 1;

int lineHeight(HWND entry) {
    const HDC dc = GetDC(entry);
    const HGDIOBJ before = SelectObject(dc, reinterpret_cast<HGDIOBJ>(SendMessageW(entry, WM_GETFONT, 0, 0)));
    TEXTMETRICW metrics = {};
    GetTextMetricsW(dc, &metrics);
    SelectObject(dc, before);
    ReleaseDC(entry, dc);
    return metrics.tmHeight;
}

// The strips above and below the line, in the color that the entry asks its parent for.
void paintStrips(HWND entry) {
    RECT whole = {}, line = {};
    GetWindowRect(entry, &whole);
    GetClientRect(entry, &line);
    MapWindowPoints(entry, nullptr, reinterpret_cast<POINT*>(&line), 2);
    OffsetRect(&line, -whole.left, -whole.top);
    OffsetRect(&whole, -whole.left, -whole.top);
    const LONG edge = line.left;
    const bool writable = IsWindowEnabled(entry) != 0 && (GetWindowLongW(entry, GWL_STYLE) & ES_READONLY) == 0;
    const HDC dc = GetWindowDC(entry);
    auto brush = reinterpret_cast<HBRUSH>(SendMessageW(GetParent(entry), writable ? WM_CTLCOLOREDIT : WM_CTLCOLORSTATIC,
                                                       reinterpret_cast<WPARAM>(dc), reinterpret_cast<LPARAM>(entry)));
    if (brush == nullptr) brush = GetSysColorBrush(writable ? COLOR_WINDOW : COLOR_BTNFACE);
    const RECT above = {edge, edge, whole.right - edge, line.top};
    const RECT below = {edge, line.bottom, whole.right - edge, whole.bottom - edge};
    FillRect(dc, &above, brush);
    FillRect(dc, &below, brush);
    ReleaseDC(entry, dc);
}

// The strips belong to the entry's frame for the system, and to its line for the mouse.
LRESULT CALLBACK centering(HWND entry, UINT message, WPARAM first, LPARAM second, UINT_PTR, DWORD_PTR) {
    const LRESULT result = DefSubclassProc(entry, message, first, second);
    switch (message) {
        case WM_NCCALCSIZE: {
            RECT& inner = *reinterpret_cast<RECT*>(second);
            const LONG spare = inner.bottom - inner.top - lineHeight(entry);
            if (spare > 1) {
                inner.top += spare / 2;
                inner.bottom -= spare - spare / 2;
            }
            break;
        }
        case WM_NCPAINT:
            paintStrips(entry);
            break;
        case WM_NCHITTEST:
            return result == HTNOWHERE || result == HTBORDER ? HTCLIENT : result;
        case WM_SETFONT:
            SetWindowPos(entry, nullptr, 0, 0, 0, 0, SWP_NOMOVE | SWP_NOSIZE | SWP_NOZORDER | SWP_NOACTIVATE | SWP_FRAMECHANGED);
            break;
        case WM_ENABLE:
            RedrawWindow(entry, nullptr, nullptr, RDW_FRAME | RDW_INVALIDATE);
            break;
        case WM_NCDESTROY:
            RemoveWindowSubclass(entry, centering, kCentering);
            break;
        default:
            break;
    }
    return result;
}

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

void roomyRows(wxDataViewCtrl& list) {
    list.SetRowHeight(dip(list, kControlHeight));
}

// The height of a choice follows from that of its text field, by an edge that is not the same everywhere, and wx leaves it
// at the height of the text while the minimal size asks for it: so it is set, looked at, and set once more.
void fillHeight(wxChoice& choice) {
    const auto fit = [&choice, busy = false](wxSizeEvent& event) mutable {
        event.Skip();
        if (std::exchange(busy, true)) return;  // setting it sizes it
        const HWND handle = static_cast<HWND>(choice.GetHandle());
        LRESULT asked = SendMessageW(handle, CB_GETITEMHEIGHT, static_cast<WPARAM>(-1), 0);
        for (int attempt = 0; attempt < 2; ++attempt) {
            RECT is = {};
            GetWindowRect(handle, &is);
            const int missing = choice.GetMinSize().y - (is.bottom - is.top);
            if (missing == 0 || asked + missing <= 0) break;
            asked += missing;
            SendMessageW(handle, CB_SETITEMHEIGHT, static_cast<WPARAM>(-1), asked);
        }
        busy = false;
    };
    choice.Bind(wxEVT_SIZE, fit);
}

void centerLine(wxTextCtrl& entry) {
    const HWND handle = static_cast<HWND>(entry.GetHandle());
    if (entry.IsMultiLine() || SetWindowSubclass(handle, centering, kCentering, 0) == 0) return;
    SetWindowPos(handle, nullptr, 0, 0, 0, 0, SWP_NOMOVE | SWP_NOSIZE | SWP_NOZORDER | SWP_NOACTIVATE | SWP_FRAMECHANGED);
}

bool hasFocusWithin(const wxTopLevelWindow& window) {
    const HWND focus = GetFocus();
    return focus != nullptr && IsChild(static_cast<HWND>(window.GetHandle()), focus) != 0;
}

}  // namespace ui
