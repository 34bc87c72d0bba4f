#include "tests/station/ui/support/keymap.h"

#include <X11/Xlib.h>

#include <array>

#include "base/text.h"

namespace uitest {
namespace {

constexpr int kFirstFreeKey = 140;   // above the keys of a PC keyboard in the evdev numbering
constexpr int kFirstModifier = 203;  // these stand for Alt, Meta, Super, Hyper there
constexpr int kLastModifier = 207;
constexpr unsigned long kUnicodeKeysym = 0x01000000;  // X11 protocol, appendix A: keysyms of Unicode points

}  // namespace

bool giveVietnameseKeys() {
    Display* display = XOpenDisplay(nullptr);
    if (display == nullptr) return false;
    const std::u32string letters =
        base::codePoints("ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ");
    int first = 0;
    int last = 0;
    XDisplayKeycodes(display, &first, &last);
    std::size_t next = 0;
    for (int key = kFirstFreeKey; key <= last && next < letters.size(); ++key) {
        if (key >= kFirstModifier && key <= kLastModifier) continue;
        const std::size_t at = next++;
        const std::u32string upper = base::codePoints(base::toUpper(base::fromCodePoints({&letters[at], 1})));
        std::array<KeySym, 2> symbols = {kUnicodeKeysym | letters[at], kUnicodeKeysym | upper.at(0)};
        XChangeKeyboardMapping(display, key, 2, symbols.data(), 1);
    }
    XSync(display, False);
    XCloseDisplay(display);
    return next == letters.size();
}

}  // namespace uitest
