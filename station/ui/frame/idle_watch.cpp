#include "station/ui/frame/idle_watch.h"

#include <wx/event.h>

namespace ui {

IdleWatch::IdleWatch() {
    touch();
    wxEvtHandler::AddFilter(this);
}

IdleWatch::~IdleWatch() { wxEvtHandler::RemoveFilter(this); }

void IdleWatch::touch() { last_ = std::chrono::steady_clock::now(); }

std::chrono::milliseconds IdleWatch::idleFor() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - last_);
}

int IdleWatch::FilterEvent(wxEvent& event) {
    const wxEventType type = event.GetEventType();
    if (type == wxEVT_CHAR_HOOK || type == wxEVT_KEY_DOWN || type == wxEVT_MOTION || type == wxEVT_LEFT_DOWN ||
        type == wxEVT_RIGHT_DOWN || type == wxEVT_MOUSEWHEEL) {
        touch();
    }
    return Event_Skip;
}

}  // namespace ui
