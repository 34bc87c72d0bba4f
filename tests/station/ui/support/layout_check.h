// What every page must hold, checked on the real windows: nothing sticks out of its parent, no text is wider than its
// control, every control that takes the focus has an accessible name. Each finding is a sentence naming the window.
#pragma once

#include <wx/window.h>

#include <string>
#include <vector>

namespace uitest {

std::vector<std::string> checkLayout(const wxWindow& root);
std::vector<std::string> checkNames(const wxWindow& root);
std::string joined(const std::vector<std::string>& findings);

}  // namespace uitest
