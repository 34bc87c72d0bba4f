#include "station/ui/frame/keys.h"

namespace ui {

std::optional<Key> keyOf(const wxKeyEvent& event) {
    const int code = event.GetKeyCode();
    if (event.GetModifiers() == wxMOD_CONTROL) {
        switch (code) {
            case 'N': return Key::CtrlN;
            case 'S': return Key::CtrlS;
            case WXK_RETURN:
            case WXK_NUMPAD_ENTER: return Key::CtrlEnter;
            default: return std::nullopt;
        }
    }
    if (event.HasAnyModifiers() || event.ShiftDown()) return std::nullopt;
    switch (code) {
        case WXK_F1: return Key::F1;
        case WXK_F2: return Key::F2;
        case WXK_F3: return Key::F3;
        case WXK_F4: return Key::F4;
        case WXK_F5: return Key::F5;
        case WXK_F6: return Key::F6;
        case WXK_F7: return Key::F7;
        case WXK_F8: return Key::F8;
        case WXK_F9: return Key::F9;
        case WXK_F12: return Key::F12;
        case WXK_ESCAPE: return Key::Escape;
        default: return std::nullopt;
    }
}

wxString sayKey(Key key) {
    switch (key) {
        case Key::F1: return "F1";
        case Key::F2: return "F2";
        case Key::F3: return "F3";
        case Key::F4: return "F4";
        case Key::F5: return "F5";
        case Key::F6: return "F6";
        case Key::F7: return "F7";
        case Key::F8: return "F8";
        case Key::F9: return "F9";
        case Key::F12: return "F12";
        case Key::CtrlN: return "Ctrl+N";
        case Key::CtrlS: return "Ctrl+S";
        case Key::CtrlEnter: return "Ctrl+Enter";
        case Key::Escape: return "Esc";
        case Key::Unknown: break;
    }
    return {};
}

}  // namespace ui
