#include "station/ui/steps/finger_words.h"

#include <wx/intl.h>

#include <algorithm>
#include <array>

#include "devices/fingerprint/finger_names.h"
#include "station/ui/steps/translate_later.h"
#include "station/ui/text.h"

namespace ui {
namespace {

using devices::Finger;
using devices::MissingReason;

struct Named {
    const char* id;
    const char* words;
};

constexpr std::array kAdvice = {
    Named{"place-finger", gettext_noop("Lay the fingers on the glass")},
    Named{"no-finger", gettext_noop("Lay the fingers on the glass")},
    Named{"wrong-hand", gettext_noop("The other hand, please")},
    Named{"missing-finger", gettext_noop("A finger is missing on the glass")},
    Named{"extra-finger", gettext_noop("Too many fingers on the glass")},
    Named{"hold-still", gettext_noop("Hold the fingers still")},
    Named{"center-finger", gettext_noop("Move to the middle of the glass")},
    Named{"press-harder", gettext_noop("Press a little harder")},
    Named{"lay-flat", gettext_noop("Lay the fingers flat")},
    Named{"dry-finger", gettext_noop("Wet skin: wipe the fingers dry")},
    Named{"moisten-finger", gettext_noop("Dry skin: breathe on the fingers")},
    Named{"clean-finger", gettext_noop("Wipe fingers and glass")},
};

struct ReasonWords {
    MissingReason reason;
    const char* words;
};

constexpr std::array kMissing = {
    ReasonWords{MissingReason::Amputated, gettext_noop("Missing")},
    ReasonWords{MissingReason::Partial, gettext_noop("Tip missing")},
    ReasonWords{MissingReason::Bandaged, gettext_noop("Bandaged")},
    ReasonWords{MissingReason::Deformed, gettext_noop("Deformed")},
    ReasonWords{MissingReason::Worn, gettext_noop("Ridges worn")},
    ReasonWords{MissingReason::Disease, gettext_noop("Skin disease")},
    ReasonWords{MissingReason::CannotReach, gettext_noop("Cannot reach")},
    ReasonWords{MissingReason::Other, gettext_noop("Another reason")},
};

constexpr std::array kWeak = {
    Named{"age", gettext_noop("Keep the best: old age, thin ridges")},
    Named{"work", gettext_noop("Keep the best: ridges worn by work")},
    Named{"skin", gettext_noop("Keep the best: dry, wet or ill skin")},
    Named{"weak-other", gettext_noop("Keep the best: another reason")},
};

template <class Table>
wxString wordsOf(const Table& table, std::string_view id) {
    const auto found = std::find_if(table.begin(), table.end(), [&](const auto& row) { return id == row.id; });
    return found == table.end() ? wxString() : wxGetTranslation(found->words);
}

wxString list(const std::vector<Finger>& fingers) {
    wxString words;
    for (const Finger finger : fingers) {
        if (!words.empty()) words += ", ";
        words += lowerCase(sayFinger(finger));
    }
    return words;
}

// The four fingers of a hand, or those of them that are there.
wxString sayFour(const devices::FingerStep& step, const wxString& all, const wxString& some) {
    return step.expected.size() == 4 ? all : wxString::Format(some, list(step.expected));
}

}  // namespace

wxString sayFinger(Finger finger) {
    switch (finger) {
        case Finger::RightThumb:
        case Finger::LeftThumb: return _("Thumb");
        case Finger::RightIndex:
        case Finger::LeftIndex: return _("Index");
        case Finger::RightMiddle:
        case Finger::LeftMiddle: return _("Middle");
        case Finger::RightRing:
        case Finger::LeftRing: return _("Ring");
        case Finger::RightLittle:
        case Finger::LeftLittle: return _("Little");
        case Finger::Unknown: break;
    }
    return {};
}

wxString sayFingerFull(Finger finger) {
    if (finger == Finger::Unknown) return {};
    const wxString name = lowerCase(sayFinger(finger));
    return devices::isRightHand(finger) ? wxString::Format(_("right %s finger"), name) : wxString::Format(_("left %s finger"), name);
}

wxString sayFingerStep(const devices::FingerStep& step) {
    switch (step.placement) {
        case devices::Placement::RightFour: return sayFour(step, _("four right fingers, flat"), _("right hand (%s), flat"));
        case devices::Placement::LeftFour: return sayFour(step, _("four left fingers, flat"), _("left hand (%s), flat"));
        case devices::Placement::TwoThumbs:
            if (step.expected.size() == 2) return _("both thumbs, flat");
            break;
        case devices::Placement::Rolled:
            return step.expected.empty() ? wxString() : wxString::Format(_("%s, rolled"), sayFingerFull(step.expected.front()));
        default: break;
    }
    return step.expected.empty() ? wxString() : wxString::Format(_("%s, flat"), sayFingerFull(step.expected.front()));
}

wxString sayFingerAdvice(std::string_view id) { return wordsOf(kAdvice, id); }

std::vector<MissingReason> missingReasons() {
    std::vector<MissingReason> reasons;
    for (const auto& row : kMissing) reasons.push_back(row.reason);
    return reasons;
}

wxString sayMissingReason(MissingReason reason) {
    const auto found = std::find_if(kMissing.begin(), kMissing.end(), [&](const auto& row) { return row.reason == reason; });
    return found == kMissing.end() ? wxString() : wxGetTranslation(found->words);
}

std::vector<std::string> weakPrintIds() {
    std::vector<std::string> ids;
    for (const auto& row : kWeak) ids.emplace_back(row.id);
    return ids;
}

wxString sayWeakPrint(std::string_view id) { return wordsOf(kWeak, id); }

}  // namespace ui
