// A wxPanel that only holds: it never takes the focus, however empty it is, so Tab does not stop where nothing can be
// done and a screen reader is not led into silence.
// Threads: GUI thread only.
#pragma once

#include <wx/panel.h>

namespace ui {

class Panel : public wxPanel {
public:
    Panel() = default;  // then Create()
    explicit Panel(wxWindow* parent, long style = wxTAB_TRAVERSAL | wxBORDER_NONE) { Create(parent, style); }
    void Create(wxWindow* parent, long style = wxTAB_TRAVERSAL | wxBORDER_NONE) {
        wxPanel::Create(parent, wxID_ANY, wxDefaultPosition, wxDefaultSize, style);
        m_container.DisableSelfFocus();
    }
};

}  // namespace ui
