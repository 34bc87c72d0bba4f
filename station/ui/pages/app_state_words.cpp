#include "station/ui/pages/app_state_words.h"

#include <wx/translation.h>

namespace ui {

using station::AppState;

wxString sayState(AppState state) {
    switch (state) {
        case AppState::Draft: return _("Draft");
        case AppState::Sealed: return _("Waiting to send");
        case AppState::Sending: return _("Sending");
        case AppState::Received: return _("Received");
        case AppState::Accepted: return _("Accepted");
        case AppState::Rejected: return _("Rejected");
        case AppState::CardPrinted: return _("Card printed");
        case AppState::CardArrived: return _("Card arrived");
        case AppState::HandedOver: return _("Card handed over");
        case AppState::EidApproved: return _("e-ID approved");
        case AppState::Activated: return _("Activated");
        case AppState::Discarded: return _("Discarded");
        case AppState::Replaced: return _("Replaced");
        case AppState::Unknown: break;
    }
    return _("Unknown");
}

wxString sayProgress(const station::AppRow& row) {
    if (row.state != AppState::Sending || row.size == 0) return sayState(row.state);
    return wxString::Format(_("Sending %d %%"), static_cast<int>(row.sent * 100 / row.size));
}

Tone toneOfState(AppState state) {
    switch (state) {
        case AppState::Received:
        case AppState::Sending: return Tone::Primary;
        case AppState::Accepted:
        case AppState::CardPrinted:
        case AppState::CardArrived:
        case AppState::HandedOver:
        case AppState::EidApproved:
        case AppState::Activated: return Tone::Good;
        case AppState::Rejected: return Tone::Bad;
        case AppState::Draft: return Tone::Attention;
        default: return Tone::Neutral;
    }
}

}  // namespace ui
