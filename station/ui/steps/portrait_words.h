// Vietnamese and English words for the stable identifiers of the portrait's judge (devices/portrait/portrait_analysis.h and
// portrait_coach.h): one table of sentences, one of the rows that the check list shows. Threads: GUI thread only.
#pragma once

#include <wx/string.h>

#include <string>
#include <string_view>
#include <vector>

#include "devices/image.h"

namespace ui {

// The one thing to say to the citizen; empty for an unknown id (a test keeps the table complete).
wxString sayPortraitInstruction(std::string_view id);
// The same in two or three words, for the check list's badge.
wxString sayPortraitReason(std::string_view id);
wxString sayPortraitMeasure(std::string_view measure);
// Reasons for keeping a portrait that does not pass.
std::vector<std::string> portraitOverrideIds();
wxString sayPortraitOverride(std::string_view id);

// A row of the check list stands for one or more measures; the worst of them is shown.
struct PortraitCheck {
    wxString name;
    std::vector<std::string> measures;
};
std::vector<PortraitCheck> portraitChecks();
// The worst of the row's measures in the report; Unknown when none of them is there.
devices::Measure worstOf(const PortraitCheck& check, const devices::QualityReport& report);

}  // namespace ui
