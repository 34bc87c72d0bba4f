// What must hold of every tree a screen reader gets; each finding is a sentence.
#pragma once

#include <string>
#include <vector>

#include "tests/station/ui/atspi/lexicon.h"
#include "tests/station/ui/atspi/reader.h"

namespace uitest {

// Everything that acts has a name, a fitting role and true states.
std::vector<std::string> checkControls(const std::vector<Heard>& tree);
// Everything said is in the language.
std::vector<std::string> checkWords(const std::vector<Heard>& tree, Lexicon& lexicon);
// No text is wider than its control, no control sticks out of the window.
std::vector<std::string> checkRoom(const std::vector<Heard>& tree, const wxRect& window);
// What Tab must reach.
std::vector<Heard> tabStops(const std::vector<Heard>& tree);

}  // namespace uitest
