// What assistive technology is told of our windows. wxAccessible exists on Windows only and SetName() does not reach
// ATK, so every control of the house is named through here; a self-drawn one also says here what it is, whether it is
// chosen, whether it can act now, and how it is pressed. A control also keeps its name for tests and for
// accessibleName(). Threads: GUI thread only. Facts: Microsoft Active Accessibility / ATK 2.46, GTK 3.24.
#pragma once

#include <wx/string.h>
#include <wx/window.h>

#include <functional>

class wxDataViewRenderer;

namespace ui {

enum class AccessibleRole {
    Unknown = 0, Button, Tab, TabList, Image, Label, Status, List, ListItem, Radio, Panel, Entry, Notification
};

// Chosen is selected of a tab or list item, checked of a radio button.
enum class Chosen { Unknown = 0, NeverChosen, No, Yes };
enum class Ability { Unknown = 0, Able, Refused };

struct AccessibleFacts {
    Chosen chosen = Chosen::NeverChosen;
    Ability ability = Ability::Able;
    std::function<void()> press;  // empty: cannot be pressed
};

// Call before a self-drawn window is created; GTK decides what a window can tell while it makes it.
void prepareAccessibility();
void setAccessibleName(wxWindow& window, const wxString& name);
void setAccessibleRole(wxWindow& window, AccessibleRole role);
void setAccessibleFacts(wxWindow& window, AccessibleFacts facts);  // of a window made after prepareAccessibility()
// What a screen reader would say: the name given here, or the words of a native control itself.
wxString accessibleName(const wxWindow& window);
// Makes the reader say a Notification again whose words have changed while it stands there.
void announce(wxWindow& window);
// The words of a cell that is drawn by the house; call from the renderer's SetValue().
void setCellWords(wxDataViewRenderer& renderer, const wxString& words);

}  // namespace ui
