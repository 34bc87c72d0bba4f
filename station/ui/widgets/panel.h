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
    // GTK goes through every window in the chain of its parent, and passes by what holds nothing; wx builds that chain only
    // when a window gets children of its own. So an empty or hidden panel stands in it, too: it may be filled later.
#ifdef __WXGTK__
    bool AcceptsFocusFromKeyboard() const override { return true; }
#endif
    // What holds a control does not take the focus itself. wx asks only a window's own children when they are made.
    void AddChild(wxWindowBase* child) override {
        wxPanel::AddChild(child);
        if (!child->AcceptsFocus()) return;
        for (wxWindow* around = GetParent(); around != nullptr && !around->IsTopLevel(); around = around->GetParent())
            around->SetCanFocus(false);
    }
};

}  // namespace ui
