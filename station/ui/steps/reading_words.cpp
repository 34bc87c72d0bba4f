#include "station/ui/steps/reading_words.h"

#include <wx/translation.h>

namespace ui {

wxString sayUnreadable(const base::Error& error) {
    switch (error.code) {
        case base::Code::Corrupt:
            return _("This is a card's QR, but the reader damaged its Vietnamese letters. Switch the input method off and read it again, "
                     "or hold the card before the camera.");
        case base::Code::TooLarge: return _("This code is too long for a card.");
        case base::Code::BadInput:
            return _("This is no card: neither its QR, nor its three machine-readable lines, nor 12 digits. Check what was read.");
        default: return _("This could not be read as a card. Try again, or type the 12 digits.");
    }
}

}  // namespace ui
