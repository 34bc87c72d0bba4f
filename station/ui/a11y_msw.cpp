#include <wx/access.h>
#include <wx/weakref.h>

#include "station/ui/a11y.h"

namespace ui {
namespace {

long mswRole(AccessibleRole role) {
    switch (role) {
        case AccessibleRole::Button: return wxROLE_SYSTEM_PUSHBUTTON;
        case AccessibleRole::Tab: return wxROLE_SYSTEM_PAGETAB;
        case AccessibleRole::Image: return wxROLE_SYSTEM_GRAPHIC;
        case AccessibleRole::Label: return wxROLE_SYSTEM_STATICTEXT;
        case AccessibleRole::Status: return wxROLE_SYSTEM_STATUSBAR;
        case AccessibleRole::List: return wxROLE_SYSTEM_LIST;
        case AccessibleRole::ListItem: return wxROLE_SYSTEM_LISTITEM;
        case AccessibleRole::Entry: return wxROLE_SYSTEM_TEXT;
        default: return wxROLE_SYSTEM_PANE;
    }
}

class Described final : public wxAccessible {
public:
    explicit Described(wxWindow* window) : wxAccessible(window) {}
    wxAccStatus GetName(int child, wxString* name) override {
        if (child != wxACC_SELF || name_.empty()) return wxACC_NOT_IMPLEMENTED;
        *name = name_;
        return wxACC_OK;
    }
    wxAccStatus GetRole(int child, wxAccRole* role) override {
        if (child != wxACC_SELF || role_ == AccessibleRole::Unknown) return wxACC_NOT_IMPLEMENTED;
        *role = static_cast<wxAccRole>(mswRole(role_));
        return wxACC_OK;
    }
    wxString name_;
    AccessibleRole role_ = AccessibleRole::Unknown;
};

// The window owns what SetAccessible() is given.
Described& describedOf(wxWindow& window) {
    auto* described = dynamic_cast<Described*>(window.GetAccessible());
    if (described == nullptr) {
        described = new Described(&window);
        window.SetAccessible(described);
    }
    return *described;
}

}  // namespace

void setAccessibleName(wxWindow& window, const wxString& name) { describedOf(window).name_ = name; }
void setAccessibleRole(wxWindow& window, AccessibleRole role) { describedOf(window).role_ = role; }

wxString accessibleName(const wxWindow& window) {
    const auto* described = dynamic_cast<Described*>(const_cast<wxWindow&>(window).GetAccessible());
    return described != nullptr && !described->name_.empty() ? described->name_ : window.GetLabel();
}

}  // namespace ui
