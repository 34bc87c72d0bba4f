// Names and roles for assistive technology. wxAccessible exists on Windows only and SetName() does not reach ATK, so every
// control of the house is named through here. A control also keeps its name for tests and for accessibleName().
// Threads: GUI thread only. Facts: Microsoft UI Automation / ATK 2.46 atk_object_set_name.
#pragma once

#include <wx/string.h>
#include <wx/window.h>

namespace ui {

enum class AccessibleRole { Unknown = 0, Button, Tab, Image, Label, Status, List, ListItem, Panel, Entry };

void setAccessibleName(wxWindow& window, const wxString& name);
void setAccessibleRole(wxWindow& window, AccessibleRole role);
// What a screen reader would say: the name given here, or the label that the toolkit relates to the control.
wxString accessibleName(const wxWindow& window);

}  // namespace ui
