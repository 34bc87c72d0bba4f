#include <wx/access.h>
#include <wx/dataview.h>

#include <optional>

#include "station/ui/a11y.h"

namespace ui {
namespace {

long mswRole(AccessibleRole role) {
    switch (role) {
        case AccessibleRole::Button:
            return wxROLE_SYSTEM_PUSHBUTTON;
        case AccessibleRole::Tab:
            return wxROLE_SYSTEM_PAGETAB;
        case AccessibleRole::TabList:
            return wxROLE_SYSTEM_PAGETABLIST;
        case AccessibleRole::Image:
            return wxROLE_SYSTEM_GRAPHIC;
        case AccessibleRole::Label:
            return wxROLE_SYSTEM_STATICTEXT;
        case AccessibleRole::Status:
            return wxROLE_SYSTEM_STATUSBAR;
        case AccessibleRole::List:
            return wxROLE_SYSTEM_LIST;
        case AccessibleRole::ListItem:
            return wxROLE_SYSTEM_LISTITEM;
        case AccessibleRole::Radio:
            return wxROLE_SYSTEM_RADIOBUTTON;
        case AccessibleRole::Entry:
            return wxROLE_SYSTEM_TEXT;
        case AccessibleRole::Notification:
            return wxROLE_SYSTEM_ALERT;
        default:
            return wxROLE_SYSTEM_PANE;
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
    wxAccStatus GetState(int child, long* state) override {
        if (child != wxACC_SELF || !facts_) return wxACC_NOT_IMPLEMENTED;
        const wxWindow& window = *GetWindow();
        *state = window.AcceptsFocus() ? wxACC_STATE_SYSTEM_FOCUSABLE : 0;
        if (window.HasFocus()) *state |= wxACC_STATE_SYSTEM_FOCUSED;
        if (!window.IsShown()) *state |= wxACC_STATE_SYSTEM_INVISIBLE;
        if (!window.IsEnabled() || facts_->ability == Ability::Refused) *state |= wxACC_STATE_SYSTEM_UNAVAILABLE;
        const bool radio = role_ == AccessibleRole::Radio;
        if (facts_->chosen != Chosen::NeverChosen && !radio) *state |= wxACC_STATE_SYSTEM_SELECTABLE;
        if (facts_->chosen == Chosen::Yes) *state |= radio ? wxACC_STATE_SYSTEM_CHECKED : wxACC_STATE_SYSTEM_SELECTED;
        return wxACC_OK;
    }
    wxAccStatus DoDefaultAction(int child) override {
        if (child != wxACC_SELF || !facts_ || !facts_->press) return wxACC_NOT_IMPLEMENTED;
        facts_->press();
        return wxACC_OK;
    }
    wxString name_;
    AccessibleRole role_ = AccessibleRole::Unknown;
    std::optional<AccessibleFacts> facts_;
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

void nameParts(wxWindow& window, const wxString& name) {
    for (auto* part : window.GetChildren()) {
        describedOf(*part).name_ = name;
        nameParts(*part, name);
    }
}

}  // namespace

// A list tells of its rows itself, by an accessible that must stay; it takes its own name from the window's. Its header and
// its ground are windows inside it.
void setAccessibleName(wxWindow& window, const wxString& name) {
    if (auto* list = dynamic_cast<wxDataViewCtrl*>(&window)) {
        list->SetName(name);
        nameParts(*list, name);
        return;
    }
    describedOf(window).name_ = name;
}
void setAccessibleRole(wxWindow& window, AccessibleRole role) {
    describedOf(window).role_ = role;
}

void setAccessibleFacts(wxWindow& window, AccessibleFacts facts) {
    describedOf(window).facts_ = std::move(facts);
    wxAccessible::NotifyEvent(wxACC_EVENT_OBJECT_STATECHANGE, &window, wxOBJID_CLIENT, wxACC_SELF);
}

void announce(wxWindow& window) {
    wxAccessible::NotifyEvent(wxACC_EVENT_SYSTEM_ALERT, &window, wxOBJID_CLIENT, wxACC_SELF);
}

void prepareAccessibility() {}                              // nothing to decide beforehand
void setCellWords(wxDataViewRenderer&, const wxString&) {}  // the renderer's GetAccessibleDescription() is asked

wxString accessibleName(const wxWindow& window) {
    if (dynamic_cast<const wxDataViewCtrl*>(&window) != nullptr) return window.GetName();
    const auto* described = dynamic_cast<Described*>(const_cast<wxWindow&>(window).GetAccessible());
    return described != nullptr && !described->name_.empty() ? described->name_ : window.GetLabel();
}

}  // namespace ui
