#include "station/ui/steps/portrait_words.h"

#include <wx/intl.h>

#include <algorithm>
#include <array>

namespace ui {
namespace {

struct Words {
    const char* id;
    const char* sentence;  // msgids; translated when said
    const char* brief;
};

#define WORDS(id, sentence, brief) Words{id, wxTRANSLATE(sentence), wxTRANSLATE(brief)}

constexpr std::array kInstructions = {
    WORDS("no-face", "Sit down facing the camera", "nobody there"),
    WORDS("more-than-one-face", "Only one person before the camera", "several people"),
    WORDS("come-closer", "Come a little closer", "too far"),
    WORDS("move-back", "Move back a little", "too near"),
    WORDS("move-left", "Move a little to your left", "too far right"),
    WORDS("move-right", "Move a little to your right", "too far left"),
    WORDS("move-up", "Sit up a little", "too low"),
    WORDS("move-down", "Lower yourself a little", "too high"),
    WORDS("turn-face-straight", "Turn your face straight to the camera", "turned aside"),
    WORDS("straighten-head", "Hold your head straight", "tilted"),
    WORDS("lower-chin", "Lower your chin a little", "chin too high"),
    WORDS("raise-chin", "Raise your chin a little", "chin too low"),
    WORDS("open-eyes", "Open your eyes", "eyes closed"),
    WORDS("close-mouth", "Close your mouth", "mouth open"),
    WORDS("too-bright", "Too bright: turn the lamp away", "too bright"),
    WORDS("background-too-dark", "Too dark: switch more light on", "too dark"),
    WORDS("light-uneven", "Light from one side: turn the lamp", "uneven light"),
    WORDS("color-unnatural", "Colors look wrong: change the light", "colors wrong"),
    WORDS("background-not-plain", "Clear what stands behind", "not plain"),
    WORDS("background-not-white", "The background must be white", "not white"),
    WORDS("image-blurred", "Hold still, the picture is blurred", "blurred"),
    WORDS("contrast-low", "Too little contrast: wipe the lens", "low contrast"),
    WORDS("hold-still", "Hold still, look at the camera", "hold still"),
};

struct Named {
    const char* id;
    const char* words;
};

constexpr std::array kMeasures = {
    Named{"single-face-present", wxTRANSLATE("One face")},
    Named{"inter-eye-distance", wxTRANSLATE("Distance")},
    Named{"face-position", wxTRANSLATE("Position")},
    Named{"head-pose-angle-yaw", wxTRANSLATE("Turned left or right")},
    Named{"head-pose-angle-roll", wxTRANSLATE("Head tilted")},
    Named{"head-pose-angle-pitch", wxTRANSLATE("Chin up or down")},
    Named{"eyes-open", wxTRANSLATE("Eyes open")},
    Named{"mouth-closed", wxTRANSLATE("Mouth closed")},
    Named{"over-exposure-prevention", wxTRANSLATE("Not overexposed")},
    Named{"background-luminance", wxTRANSLATE("Brightness")},
    Named{"illumination-uniformity", wxTRANSLATE("Even light")},
    Named{"natural-color", wxTRANSLATE("Natural color")},
    Named{"background-uniformity", wxTRANSLATE("Plain background")},
    Named{"background-color", wxTRANSLATE("White background")},
    Named{"sharpness", wxTRANSLATE("Sharpness")},
    Named{"dynamic-range", wxTRANSLATE("Contrast")},
};

constexpr std::array kOverrides = {
    Named{"cannot-sit-straight", wxTRANSLATE("Cannot sit or hold the head straight")},
    Named{"eyes", wxTRANSLATE("Eye disease or injury")},
    Named{"face-injury", wxTRANSLATE("Injury, scar or paralysis of the face")},
    Named{"religious-dress", wxTRANSLATE("Religious or ethnic dress that may stay on")},
    Named{"place", wxTRANSLATE("Light or background of this place cannot be better")},
    Named{"other", wxTRANSLATE("Another reason")},
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
