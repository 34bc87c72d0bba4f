#include "station/ui/steps/portrait_words.h"

#include <wx/intl.h>

#include <algorithm>
#include <array>

#include "station/ui/steps/translate_later.h"

namespace ui {
namespace {

struct Words {
    const char* id;
    const char* sentence;  // msgids; translated when said
    const char* brief;
};

constexpr std::array kInstructions = {
    Words{"no-face", gettext_noop("Sit down facing the camera"), gettext_noop("nobody there")},
    Words{"more-than-one-face", gettext_noop("Only one person before the camera"), gettext_noop("several people")},
    Words{"come-closer", gettext_noop("Come a little closer"), gettext_noop("too far")},
    Words{"move-back", gettext_noop("Move back a little"), gettext_noop("too near")},
    Words{"move-left", gettext_noop("Move a little to your left"), gettext_noop("too far right")},
    Words{"move-right", gettext_noop("Move a little to your right"), gettext_noop("too far left")},
    Words{"move-up", gettext_noop("Sit up a little"), gettext_noop("too low")},
    Words{"move-down", gettext_noop("Lower yourself a little"), gettext_noop("too high")},
    Words{"turn-face-straight", gettext_noop("Turn your face straight to the camera"), gettext_noop("turned aside")},
    Words{"straighten-head", gettext_noop("Hold your head straight"), gettext_noop("tilted")},
    Words{"lower-chin", gettext_noop("Lower your chin a little"), gettext_noop("chin too high")},
    Words{"raise-chin", gettext_noop("Raise your chin a little"), gettext_noop("chin too low")},
    Words{"open-eyes", gettext_noop("Open your eyes"), gettext_noop("eyes closed")},
    Words{"close-mouth", gettext_noop("Close your mouth"), gettext_noop("mouth open")},
    Words{"too-bright", gettext_noop("Too bright: turn the lamp away"), gettext_noop("too bright")},
    Words{"background-too-dark", gettext_noop("Too dark: switch more light on"), gettext_noop("too dark")},
    Words{"light-uneven", gettext_noop("Light from one side: turn the lamp"), gettext_noop("uneven light")},
    Words{"color-unnatural", gettext_noop("Colors look wrong: change the light"), gettext_noop("colors wrong")},
    Words{"background-not-plain", gettext_noop("Clear what stands behind"), gettext_noop("not plain")},
    Words{"background-not-white", gettext_noop("The background must be white"), gettext_noop("not white")},
    Words{"image-blurred", gettext_noop("Hold still, the picture is blurred"), gettext_noop("blurred")},
    Words{"contrast-low", gettext_noop("Too little contrast: wipe the lens"), gettext_noop("low contrast")},
    Words{"hold-still", gettext_noop("Hold still, look at the camera"), gettext_noop("hold still")},
};

struct Named {
    const char* id;
    const char* words;
};

constexpr std::array kMeasures = {
    Named{"single-face-present", gettext_noop("One face")},
    Named{"inter-eye-distance", gettext_noop("Distance")},
    Named{"face-position", gettext_noop("Position")},
    Named{"head-pose-angle-yaw", gettext_noop("Turned left or right")},
    Named{"head-pose-angle-roll", gettext_noop("Head tilted")},
    Named{"head-pose-angle-pitch", gettext_noop("Chin up or down")},
    Named{"eyes-open", gettext_noop("Eyes open")},
    Named{"mouth-closed", gettext_noop("Mouth closed")},
    Named{"over-exposure-prevention", gettext_noop("Not overexposed")},
    Named{"background-luminance", gettext_noop("Brightness")},
    Named{"illumination-uniformity", gettext_noop("Even light")},
    Named{"natural-color", gettext_noop("Natural color")},
    Named{"background-uniformity", gettext_noop("Plain background")},
    Named{"background-color", gettext_noop("White background")},
    Named{"sharpness", gettext_noop("Sharpness")},
    Named{"dynamic-range", gettext_noop("Contrast")},
};

constexpr std::array kOverrides = {
    Named{"cannot-sit-straight", gettext_noop("Cannot sit or hold the head straight")},
    Named{"eyes", gettext_noop("Eye disease or injury")},
    Named{"face-injury", gettext_noop("Injury, scar or paralysis of the face")},
    Named{"religious-dress", gettext_noop("Religious or ethnic dress that may stay on")},
    Named{"place", gettext_noop("Light or background of this place cannot be better")},
    Named{"other", gettext_noop("Another reason")},
};

template <class Table>
const auto* rowOf(const Table& table, std::string_view id) {
    const auto found = std::find_if(table.begin(), table.end(), [&](const auto& row) { return id == row.id; });
    return found == table.end() ? nullptr : &*found;
}

// Failing before warning before passing; a check that was not made before none.
int severity(devices::Outcome outcome) {
    switch (outcome) {
        case devices::Outcome::Fail: return 4;
        case devices::Outcome::Warn: return 3;
        case devices::Outcome::Pass: return 2;
        case devices::Outcome::NotChecked: return 1;
        case devices::Outcome::Unknown: break;
    }
    return 0;
}

}  // namespace

wxString sayPortraitInstruction(std::string_view id) {
    const auto* row = rowOf(kInstructions, id);
    return row != nullptr ? wxGetTranslation(row->sentence) : wxString();
}

wxString sayPortraitReason(std::string_view id) {
    const auto* row = rowOf(kInstructions, id);
    return row != nullptr ? wxGetTranslation(row->brief) : wxString();
}

wxString sayPortraitMeasure(std::string_view measure) {
    const auto* row = rowOf(kMeasures, measure);
    return row != nullptr ? wxGetTranslation(row->words) : wxString();
}

std::vector<std::string> portraitOverrideIds() {
    std::vector<std::string> ids;
    for (const auto& row : kOverrides) ids.emplace_back(row.id);
    return ids;
}

wxString sayPortraitOverride(std::string_view id) {
    const auto* row = rowOf(kOverrides, id);
    return row != nullptr ? wxGetTranslation(row->words) : wxString();
}

std::vector<PortraitCheck> portraitChecks() {
    return {{_("One face"), {"single-face-present"}},
            {_("Distance, position"), {"inter-eye-distance", "face-position"}},
            {_("Direction of the face"), {"head-pose-angle-yaw", "head-pose-angle-roll", "head-pose-angle-pitch"}},
            {_("Eyes open"), {"eyes-open"}},
            {_("Mouth closed"), {"mouth-closed"}},
            {_("Sharpness"), {"sharpness", "dynamic-range"}},
            {_("Even light"), {"over-exposure-prevention", "background-luminance", "illumination-uniformity", "natural-color"}},
            {_("Background"), {"background-uniformity", "background-color"}}};
}

devices::Measure worstOf(const PortraitCheck& check, const devices::QualityReport& report) {
    devices::Measure worst;
    for (const auto& measure : report.measures) {
        const bool ours = std::find(check.measures.begin(), check.measures.end(), measure.name) != check.measures.end();
        if (ours && severity(measure.outcome) > severity(worst.outcome)) worst = measure;
    }
    return worst;
}

}  // namespace ui
