#include "station/ui/steps/fingerprint_step.h"

#include <wx/sizer.h>

#include <algorithm>

#include "station/ui/error_words.h"
#include "station/ui/language.h"
#include "station/ui/steps/finger_words.h"
#include "station/ui/steps/step_words.h"
#include "station/ui/text.h"
#include "station/ui/widgets/card.h"
#include "station/workflow/station.h"

namespace ui {
namespace {

constexpr int kLegalSteps = 13;
constexpr int kSingleSteps = 10;   // a one-finger reader takes ten flats
constexpr char kTakenAgain[] = "can-be-taken";

int countOf(const std::vector<devices::FingerStep>& steps) {
    const bool singles = std::all_of(steps.begin(), steps.end(), [](const auto& s) { return s.placement == devices::Placement::Single; });
    return singles ? kSingleSteps : kLegalSteps;
}

}  // namespace

FingerprintStep::FingerprintStep(wxWindow* parent, StepHost& host) : StepPanel(parent, host) {
    flow_ = station().fingerprints(enrollment());
    build();
    keep(flow_->liveReady.connect([this] { showLive(); }));
    keep(flow_->stepChanged.connect([this] { showStep(); }));
    keep(flow_->deviceChanged.connect([this] { showDevice(); }));
    keep(flow_->advice.connect([this](const std::string& id) {
        const wxString words = sayFingerAdvice(id);
        if (!words.empty()) FingerprintStep::host().say(Tone::Attention, words);
    }));
    keep(flow_->problem.connect([this](const base::Error& error) { message_->show(Tone::Attention, sayError(error)); }));
    keep(enrollment().capturesChanged.connect([this](station::Step step) {
        if (step == station::Step::Fingerprints) showStep();
    }));
    showDevice();
    showStep();
    CallAfter([this] { startWaiting(); });
}

void FingerprintStep::build() {
    auto* card = new Card(this);
    const int gap = dip(*this, kSpace8);
    auto* line = new wxBoxSizer(wxHORIZONTAL);
    title_ = new Label(card, wxString(), TextSize::Title, Weight::Bold, Shade::Ink, wxST_ELLIPSIZE_END);
    remaining_ = new Label(card, wxString(), TextSize::Body, Weight::Regular, Shade::Muted);
    line->Add(title_, 1, wxALIGN_BOTTOM);
    line->Add(remaining_, 0, wxALIGN_BOTTOM);
    message_ = new InlineMessage(card);
    platen_ = new FramePainter(card, _("Glass of the fingerprint scanner"));
    platen_->setPreferred({400, 150});
    platen_->setGround(palette().background);
    platen_->setOverlay([this](wxGraphicsContext& gc, const wxRect2DDouble& picture) { drawFingers(gc, picture); });
    platen_->onViewSize([this](ViewSize size) { flow_->setView(size.width, size.height); });
    hands_ = new HandsPanel(card);
    hands_->onChosen([this](devices::Finger finger) { takeFinger(finger); });
    reason_ = new ReasonBar(card);
    reason_->onClosed([this] {
        platen_->Show();
        Layout();
        if (wxWindow* first = firstFocus()) first->SetFocus();
        startWaiting();
    });
    card->body()->Add(line, 0, wxEXPAND | wxBOTTOM, gap);
    card->body()->Add(message_, 0, wxEXPAND | wxBOTTOM, gap);
    card->body()->Add(platen_, 1, wxEXPAND | wxBOTTOM, gap);
    card->body()->Add(reason_, 1, wxEXPAND | wxBOTTOM, gap);
    card->body()->Add(hands_, 0, wxEXPAND);
    auto* column = new wxBoxSizer(wxVERTICAL);
    column->Add(card, 1, wxEXPAND);
    SetSizer(column);
}

int FingerprintStep::gate() const { return const_cast<FingerprintStep*>(this)->station().preferences().fingerGate; }
int FingerprintStep::tries() const { return const_cast<FingerprintStep*>(this)->station().preferences().fingerTries; }

// The scanner is asked to wait for fingers as long as something remains and nothing else is being asked of the officer.
void FingerprintStep::startWaiting() {
    if (reason_->isAsking() || flow_->running() || !flow_->currentStep()) return;
    started_ = true;
    message_->clear();
    flow_->start();
}

void FingerprintStep::showLive() {
    auto live = flow_->takeLive();
    if (!live || reason_->isAsking()) return;
    live_ = std::move(live->preview.fingers);
    scale_ = live->scale;
    const wxString advice = sayFingerAdvice(live->preview.advice);
    platen_->setInstruction(advice.empty() ? wxString(_("Good, hold still")) : advice, advice.empty() ? Tone::Good : Tone::Attention);
    platen_->show(live->preview.platen);
}

void FingerprintStep::drawFingers(wxGraphicsContext& gc, const wxRect2DDouble& picture) const {
    const wxFont face = font(TextSize::Small, Weight::Bold);
    for (const auto& finger : live_) {
        if (!finger.image) continue;
        const Tone tone = toneOfScore(finger.quality.score, gate());
        const Pair& colors = pairOf(tone);
        const wxRect2DDouble box(picture.m_x + finger.left * scale_, picture.m_y + finger.top * scale_, finger.image->width * scale_,
                                 finger.image->height * scale_);
        strokeRounded(gc, box, box.m_width * 0.4, colors.ink, FromDIP(3));
        const wxString words = wxString::Format("%s %d", sayFinger(finger.finger), std::max(0, finger.quality.score));
        double width = 0;
        double height = 0;
        gc.SetFont(face, colors.ink);
        gc.GetTextExtent(words, &width, &height);
        const wxRect2DDouble plate(box.m_x + (box.m_width - width) / 2 - FromDIP(6), std::max(picture.m_y + 2.0, box.m_y - height - FromDIP(6)), width + FromDIP(12), height + FromDIP(4));
        fillRounded(gc, plate, plate.m_height / 2, colors.fill);
        drawText(gc, words, face, colors.ink, plate.m_x + FromDIP(6), plate.m_y + FromDIP(2));
    }
}

void FingerprintStep::showStep() {
    const auto& steps = flow_->steps();
    const auto current = flow_->currentStep();
    if (current != std::exchange(shownStep_, current)) {  // the picture of the step before says nothing here
        live_.clear();
        platen_->show(nullptr);
        platen_->setInstruction(current ? sayFingerAdvice("place-finger") : wxString(), Tone::Primary);
    }
    if (steps.empty()) {
        title_->SetLabelText(_("Fingerprints"));
        remaining_->SetLabelText(wxString());
    } else if (!current) {
        title_->SetLabelText(_("All fingers are done"));
        remaining_->SetLabelText(_("nothing remains"));
        platen_->show(nullptr);
        platen_->setInstruction(wxString(), Tone::Neutral);
        platen_->setEmptyText(_("Choose a finger with the arrows and press F5 to take it again."));
        live_.clear();
    } else {
        title_->SetLabelText(wxString::Format(_("Step %d/%d: %s"), steps[*current].number, countOf(steps), sayFingerStep(steps[*current])));
        const int remaining = enrollment().fingers().remaining(tries());
        remaining_->SetLabelText(wxString::Format(_("steps left: %d"), remaining));
        if (!started_) CallAfter([this] { startWaiting(); });
    }
    hands_->show(enrollment(), {&steps, current, flow_->running(), gate()});
    Layout();
    GetSizer()->Layout();
    host().actionsChanged();
}

void FingerprintStep::showDevice() {
    const wxString problem = sayDevice(flow_->scanner(), _("Fingerprint scanner"));
    if (!problem.empty()) platen_->show(nullptr);
    platen_->setEmptyText(problem.empty() ? wxString(_("The scanner starts...")) : problem);
    if (!flow_->fullSetPossible()) {
        message_->show(Tone::Attention, _("This scanner cannot take all ten prints. A four-finger scanner is needed before the seal; "
                                          "what is taken now stays, and the draft waits."));
    } else {
        message_->clear();
    }
    Layout();
    host().actionsChanged();
}

void FingerprintStep::takeNow() {
    started_ = true;
    flow_->captureNow();
}

void FingerprintStep::takeFinger(devices::Finger finger) {
    if (finger == devices::Finger::Unknown) return;
    enrollment().clearFingerMissing(finger);
    hands_->select(finger);
    flow_->selectFinger(finger);
    flow_->start();
}

// The one that has the focus; else the weakest of the present step.
devices::Finger FingerprintStep::chosenFinger() const {
    if (hands_->selected() != devices::Finger::Unknown) return hands_->selected();
    const auto current = flow_->currentStep();
    if (!current) return devices::Finger::Unknown;
    const devices::FingerSet& set = const_cast<FingerprintStep*>(this)->enrollment().fingers();
    const auto& expected = flow_->steps()[*current].expected;
    const auto score = [&](devices::Finger finger) {
        const auto* best = set.best({devices::PrintKind::Flat, finger});
        return best == nullptr ? -1 : best->quality.score;
    };
    return *std::min_element(expected.begin(), expected.end(), [&](auto a, auto b) { return score(a) < score(b); });
}

void FingerprintStep::askWhy() {
    const devices::Finger finger = chosenFinger();
    if (finger == devices::Finger::Unknown) return;
    flow_->stop();
    std::vector<Reason> reasons;
    const auto& set = enrollment().fingers();
    if (set.missing().count(finger) != 0) reasons.push_back({kTakenAgain, _("It can be taken after all"), false});
    const auto* best = set.best({devices::PrintKind::Flat, finger});
    if (best != nullptr && best->quality.score < gate()) {
        for (const auto& id : weakPrintIds()) reasons.push_back({id, sayWeakPrint(id), id == "weak-other"});
    }
    for (const auto reason : missingReasons()) {
        reasons.push_back({std::string(devices::missingReasonName(reason)), sayMissingReason(reason), reason == devices::MissingReason::Other});
    }
    platen_->Hide();
    reason_->ask(wxString::Format(_("What about the %s?"), sayFingerFull(finger)), _("Record it"), std::move(reasons),
                 [this, finger](const Reason& reason, const std::string& note) { keepReason(finger, reason, note); });
    Layout();
}

void FingerprintStep::keepReason(devices::Finger finger, const Reason& reason, const std::string& note) {
    const auto missing = devices::missingReasonByName(reason.id);
    if (reason.id == kTakenAgain) {
        enrollment().clearFingerMissing(finger);
    } else if (missing == devices::MissingReason::Unknown) {
        enrollment().acceptFinger(finger, reasonText(reason, note));
    } else if (const auto set = enrollment().setFingerMissing(finger, {missing, note}); !set) {
        host().say(Tone::Bad, sayError(set.error()));
        return;
    }
    host().say(Tone::Good, wxString::Format(_("Recorded for the %s: %s"), sayFingerFull(finger), reason.words));
}

std::vector<PageAction> FingerprintStep::actions() {
    const bool there = flow_->scanner().state == station::ChipState::Good;
    const wxString none = there ? wxString() : wxString(_("no scanner"));
    const wxString done = flow_->currentStep() ? none : wxString(_("all done"));
    return {stepAction("now", _("Take it now"), Key::F3, [this] { takeNow(); }, done),
            stepAction("again", _("This finger again"), Key::F5, [this] { takeFinger(chosenFinger()); }, none),
            stepAction("missing", _("Missing or weak finger..."), Key::F7, [this] { askWhy(); })};
}

bool FingerprintStep::onKey(Key key) {
    if (key != Key::Escape) return false;
    if (reason_->isAsking()) {
        reason_->close();
        return true;
    }
    if (!flow_->running()) return false;
    flow_->stop();
    platen_->setInstruction(_("Stopped. F3 goes on"), Tone::Neutral);
    return true;
}

wxString FingerprintStep::help() const {
    return _("Each step is taken by itself when every finger lies still and well. F3 takes it at once. Arrows walk along the "
             "fingers, F5 takes that finger alone once more; the best print of each finger counts. F7 records a missing or "
             "injured finger, or why a weak print is kept.");
}

wxWindow* FingerprintStep::firstFocus() {
    const auto current = flow_->currentStep();
    const auto finger = current ? flow_->steps()[*current].expected.front() : devices::Finger::RightIndex;
    return hands_->tile(finger);
}

}  // namespace ui
