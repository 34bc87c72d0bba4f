#include "station/ui/steps/hands_panel.h"

#include <wx/sizer.h>
#include <wx/translation.h>

#include <algorithm>

#include "station/ui/steps/finger_words.h"
#include "station/ui/steps/step_words.h"
#include "station/ui/widgets/label.h"
#include "station/workflow/enrollment.h"

namespace ui {
namespace {

using devices::Finger;

// From left to right as both hands lie palms down.
const std::vector<Finger> kLeftHand = {Finger::LeftLittle, Finger::LeftRing, Finger::LeftMiddle, Finger::LeftIndex, Finger::LeftThumb};
const std::vector<Finger> kRightHand = {Finger::RightThumb, Finger::RightIndex, Finger::RightMiddle, Finger::RightRing, Finger::RightLittle};

bool expects(const devices::FingerStep& step, Finger finger) {
    return std::find(step.expected.begin(), step.expected.end(), finger) != step.expected.end();
}

devices::PrintKey keyFor(const HandsState& state, Finger finger, const devices::FingerSet& set) {
    const bool rolling = state.current && state.steps->at(*state.current).placement == devices::Placement::Rolled;
    const devices::PrintKey rolled{devices::PrintKind::Rolled, finger};
    if (rolling || set.best(rolled) != nullptr) {
        if (set.best(rolled) != nullptr || expects(state.steps->at(*state.current), finger)) return rolled;
    }
    return {devices::PrintKind::Flat, finger};
}

wxString sayWhenTaken(const HandsState& state, Finger finger) {
    const auto& steps = *state.steps;
    const auto step = std::find_if(steps.begin(), steps.end(), [&](const auto& s) { return expects(s, finger); });
    return step == steps.end() ? wxString(_("to come")) : wxString::Format(_("step %d"), step->number);
}

FingerTileState tileState(const station::Enrollment& enrollment, const HandsState& state, Finger finger) {
    FingerTileState tile;
    const devices::FingerSet& set = enrollment.fingers();
    if (const auto missing = set.missing().find(finger); missing != set.missing().end()) {
        tile.look = FingerLook::Missing;
        tile.note = sayMissingReason(missing->second.reason);
        return tile;
    }
    const bool taking = state.running && state.current && expects(state.steps->at(*state.current), finger);
    const devices::PrintKey key = keyFor(state, finger, set);
    const devices::FingerImage* best = set.best(key);
    if (best == nullptr) {
        tile.look = taking ? FingerLook::Taking : FingerLook::Waiting;
        tile.note = taking ? wxString(_("being taken")) : sayWhenTaken(state, finger);
        return tile;
    }
    const int score = best->quality.score;
    const bool accepted = !enrollment.acceptedReason(finger).empty();
    tile.look = score >= state.gate ? FingerLook::Good : accepted ? FingerLook::Accepted : FingerLook::Poor;
    tile.score = wxString::Format("%d %s", score, sayScore(score, state.gate));
    if (const int tries = set.attempts(key); tries > 1) tile.score = wxString::Format(_("%d, try %d"), score, tries);
    tile.picture = best->image;
    return tile;
}

}  // namespace

HandsPanel::HandsPanel(wxWindow* parent) : Panel(parent) {
    SetBackgroundColour(parent->GetBackgroundColour());
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    row->Add(buildHand(_("Left hand"), kLeftHand), 0);
    row->AddStretchSpacer(1);
    row->Add(buildHand(_("Right hand"), kRightHand), 0);
    SetSizer(row);
}

wxSizer* HandsPanel::buildHand(const wxString& name, const std::vector<Finger>& fingers) {
    auto* column = new wxBoxSizer(wxVERTICAL);
    column->Add(new Label(this, name, TextSize::Body, Weight::Regular, Shade::Muted), 0, wxBOTTOM, dip(*this, 2));
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    for (const Finger finger : fingers) {
        auto* tile = new FingerTile(this, sayFinger(finger), name);
        tile->onPress([this, finger] {
            select(finger);
            if (chosen_) chosen_(finger);
        });
        tile->Bind(wxEVT_SET_FOCUS, [this, finger](wxFocusEvent& event) {
            event.Skip();
            selected_ = finger;
        });
        tile->Bind(wxEVT_KEY_DOWN, [this, finger](wxKeyEvent& event) {
            const int key = event.GetKeyCode();
            if (key == WXK_LEFT) step(finger, -1);
            else if (key == WXK_RIGHT) step(finger, 1);
            else event.Skip();
        });
        row->Add(tile, 0, wxRIGHT, dip(*this, 2));
        tiles_[finger] = tile;
    }
    column->Add(row, 0);
    return column;
}

void HandsPanel::step(Finger from, int by) {
    std::vector<Finger> all = kLeftHand;
    all.insert(all.end(), kRightHand.begin(), kRightHand.end());
    const auto at = std::find(all.begin(), all.end(), from) - all.begin() + by;
    if (at >= 0 && at < static_cast<std::ptrdiff_t>(all.size())) tiles_.at(all[static_cast<std::size_t>(at)])->SetFocus();
}

void HandsPanel::select(Finger finger) { selected_ = finger; }

void HandsPanel::show(const station::Enrollment& enrollment, const HandsState& state) {
    for (auto& [finger, tile] : tiles_) {
        tile->set(tileState(enrollment, state, finger));
        const bool current = state.current && expects(state.steps->at(*state.current), finger);
        if (current) tile->markCurrent();
        else tile->unmarkCurrent();
    }
}

}  // namespace ui
