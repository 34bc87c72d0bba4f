#include "station/ui/steps/portrait_step.h"

#include <wx/sizer.h>

#include <algorithm>

#include "station/ui/error_words.h"
#include "station/ui/language.h"
#include "station/ui/steps/portrait_words.h"
#include "station/ui/steps/step_words.h"
#include "station/ui/text.h"
#include "station/workflow/station.h"

namespace ui {
namespace {

constexpr int kSideWidth = 330;
constexpr int kAttemptsShown = 4;
const wxSize kTileSize{42, 56};
const wxSize kKeptSize{75, 100};
constexpr int kWordsWidth = 205;

// Where the printed portrait is cut from the picture, and the oval of the face in it: shares of the picture's height.
constexpr double kCropHeight = 0.94;
constexpr double kOvalTop = 0.12;
constexpr double kOvalHeight = 0.62;
constexpr double kOvalAspect = 0.76;
constexpr double kGoodScore = 70;

}  // namespace

PortraitStep::PortraitStep(wxWindow* parent, StepHost& host) : StepPanel(parent, host) {
    flow_ = station().portrait(enrollment());
    build();
    keep(flow_->liveReady.connect([this] { showLive(); }));
    keep(flow_->taken.connect([this](const base::Result<int>& attempt) { showTaken(attempt); }));
    keep(flow_->deviceChanged.connect([this] { showDevice(); }));
    keep(enrollment().capturesChanged.connect([this](station::Step step) {
        if (step == station::Step::Portrait) showAttempts();
    }));
    showDevice();
    showAttempts();
}

void PortraitStep::build() {
    stage_ = new FramePainter(this, _("Camera picture"));
    stage_->setOverlay([this](wxGraphicsContext& gc, const wxRect2DDouble& picture) { drawGuide(gc, picture); });
    stage_->onViewSize([this](ViewSize size) { flow_->setView(size.width, size.height); });
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    row->Add(stage_, 1, wxEXPAND | wxRIGHT, dip(*this, kSpace16));
    row->Add(buildSide(), 0, wxEXPAND);
    SetSizer(row);
}

wxSizer* PortraitStep::buildSide() {
    const int gap = dip(*this, kSpace8);
    auto* side = new wxBoxSizer(wxVERTICAL);
    checkCard_ = new Card(this, _("Checks of the picture"));
    checks_ = new CheckList(checkCard_);
    checkCard_->body()->Add(checks_, 0, wxEXPAND | wxTOP, dip(*this, kSpace4));
    checksOff_ = new Label(checkCard_, wxString(), TextSize::Small, Weight::Regular, Shade::Attention);
    checksOff_->wrap(kSideWidth - 40);
    checksOff_->Hide();
    checkCard_->body()->Add(checksOff_, 0, wxTOP, dip(*this, kSpace4));
    checkCard_->SetMinSize({dip(*this, kSideWidth), -1});
    attempts_ = new Card(this, _("Attempts"));
    auto* line = new wxBoxSizer(wxHORIZONTAL);
    kept_ = new FramePainter(attempts_, _("Chosen portrait"));
    kept_->setPreferred(kKeptSize);
    kept_->setGround(palette().background);
    tiles_ = new wxBoxSizer(wxHORIZONTAL);
    keptWords_ = new Label(attempts_, wxString(), TextSize::Small, Weight::Regular, Shade::Muted);
    keptWords_->wrap(kWordsWidth);
    auto* right = new wxBoxSizer(wxVERTICAL);
    right->Add(keptWords_, 0, wxBOTTOM, dip(*this, 2));
    right->Add(tiles_, 0);
    line->Add(kept_, 0, wxRIGHT, gap);
    line->Add(right, 1);
    attempts_->body()->Add(line, 0, wxEXPAND | wxTOP, gap);
    automatic_ = new wxCheckBox(attempts_, wxID_ANY, _("By itself when all is green"));
    automatic_->SetFont(font(TextSize::Small));
    setAccessibleName(*automatic_, automatic_->GetLabelText());
    automatic_->SetValue(flow_->autoCapture() == station::Switch::On);
    automatic_->Bind(wxEVT_CHECKBOX, [this](wxCommandEvent&) {
        flow_->setAutoCapture(automatic_->GetValue() ? station::Switch::On : station::Switch::Off);
    });
    attempts_->titleRow()->Add(automatic_, 0, wxALIGN_CENTER_VERTICAL);
    reason_ = new ReasonBar(attempts_);
    reason_->onClosed([this] {
        checkCard_->Show();
        Layout();
        automatic_->SetFocus();
    });
    attempts_->body()->Add(reason_, 0, wxEXPAND | wxTOP, gap);
    side->Add(checkCard_, 0, wxEXPAND | wxBOTTOM, dip(*this, kSpace12));
    side->Add(attempts_, 1, wxEXPAND);
    return side;
}

// What lies outside the 3x4 crop is dimmed; the oval turns green when the face is right, and fills while it is held.
void PortraitStep::drawGuide(wxGraphicsContext& gc, const wxRect2DDouble& picture) const {
    const double height = picture.m_height * kCropHeight;
    const double width = height * 3 / 4;
    const wxRect2DDouble crop(picture.m_x + (picture.m_width - width) / 2, picture.m_y + (picture.m_height - height) / 2, width, height);
    const wxColour ground = palette().stage.fill;
    gc.SetPen(*wxTRANSPARENT_PEN);
    gc.SetBrush(wxBrush(wxColour(ground.Red(), ground.Green(), ground.Blue(), 150)));
    gc.DrawRectangle(picture.m_x, picture.m_y, crop.m_x - picture.m_x, picture.m_height);
    gc.DrawRectangle(crop.GetRight(), picture.m_y, picture.GetRight() - crop.GetRight(), picture.m_height);
    const double ovalHeight = crop.m_height * kOvalHeight;
    const double ovalWidth = ovalHeight * kOvalAspect;
    const wxRect2DDouble oval(crop.m_x + (crop.m_width - ovalWidth) / 2, crop.m_y + crop.m_height * kOvalTop, ovalWidth, ovalHeight);
    const wxColour line = ready_ ? wxColour(0x6c, 0xd3, 0x96) : palette().railMark;
    gc.SetBrush(*wxTRANSPARENT_BRUSH);
    gc.SetPen(gc.CreatePen(wxGraphicsPenInfo(line).Width(FromDIP(3)).Style(ready_ ? wxPENSTYLE_SOLID : wxPENSTYLE_SHORT_DASH)));
    gc.DrawEllipse(oval.m_x, oval.m_y, oval.m_width, oval.m_height);
    if (hold_ <= 0) return;
    const wxRect2DDouble track(crop.m_x + crop.m_width * 0.2, crop.m_y + FromDIP(10), crop.m_width * 0.6, FromDIP(8));
    fillRounded(gc, track, track.m_height / 2, wxColour(255, 255, 255, 170));
    fillRounded(gc, {track.m_x, track.m_y, track.m_width * std::min(1.0, hold_), track.m_height}, track.m_height / 2, palette().good.ink);
}

void PortraitStep::showLive() {
    auto live = flow_->takeLive();
    if (!live) return;
    hold_ = live->taking ? 1 : flow_->armed() ? live->hold : 0;
    ready_ = live->report.ready;
    if (live->taking) {
        stage_->setInstruction(_("Taking the picture, hold still"), Tone::Good);
    } else if (!flow_->armed()) {
        stage_->setInstruction(_("Taken. F5 takes it again"), Tone::Good);
    } else {
        stage_->setInstruction(sayPortraitInstruction(live->instruction), ready_ ? Tone::Good : Tone::Attention);
    }
    if (flow_->armed() || live->taking) checks_->show(live->report.quality);
    stage_->show(live->view.picture);
}

void PortraitStep::showTaken(const base::Result<int>& attempt) {
    if (!attempt) host().say(Tone::Attention, sayError(attempt.error()));
    showAttempts();
}

void PortraitStep::showDevice() {
    const wxString problem = sayDevice(flow_->camera(), _("Camera"));
    if (!problem.empty()) {
        stage_->show(nullptr);
        stage_->setInstruction(wxString(), Tone::Neutral);
    }
    stage_->setEmptyText(problem.empty() ? wxString(_("The camera starts...")) : problem);
    wxString off;
    for (const auto& measure : flow_->checksOff()) {
        if (!off.empty()) off += ", ";
        off += lowerCase(sayPortraitMeasure(measure));
    }
    if (!off.empty()) off = wxString::Format(_("Not checked on this machine, look yourself: %s."), off);
    if (checksOff_->Show(!off.empty()) || !off.empty()) {
        checksOff_->setText(off);
        Layout();
    }
    host().actionsChanged();
}

const station::PortraitAttempt* PortraitStep::chosen() const {
    auto& model = const_cast<PortraitStep*>(this)->enrollment();
    for (const auto& attempt : model.portraits()) {
        if (attempt.number == model.chosenPortrait()) return &attempt;
    }
    return nullptr;
}

bool PortraitStep::chosenFails() const {
    const station::PortraitAttempt* attempt = chosen();
    if (attempt == nullptr) return false;
    const auto& measures = attempt->capture.quality.measures;
    return std::any_of(measures.begin(), measures.end(), [](const auto& m) { return m.outcome == devices::Outcome::Fail; });
}

void PortraitStep::showAttempts() {
    const station::PortraitAttempt* best = chosen();
    tiles_->Clear(true);
    const auto& all = enrollment().portraits();
    const std::size_t first = all.size() > kAttemptsShown ? all.size() - kAttemptsShown : 0;
    for (std::size_t i = first; i < all.size(); ++i) {
        const auto& attempt = all[i];
        auto* tile = new ThumbTile(attempts_, wxString::Format(_("Attempt %d"), attempt.number), kTileSize, AccessibleRole::Radio);
        const bool current = &attempt == best;
        const Tone tone = attempt.capture.quality.score >= kGoodScore ? Tone::Good : Tone::Attention;
        tile->set({attempt.thumbnail, wxString::Format("%d", attempt.capture.quality.score), tone, current ? Mark::Star : markOf(tone), current});
        tile->onPress([this, number = attempt.number] {
            CallAfter([this, number] { enrollment().choosePortrait(number); });
        });
        tiles_->Add(tile, 0, wxRIGHT, dip(*this, 2));
    }
    if (best == nullptr) {
        keptWords_->setText(_("Nothing taken yet. It is taken by itself, or with F2."));
    } else if (!best->overrideReason.empty()) {
        keptWords_->setText(wxString::Format(_("Attempt %d is kept because: %s"), best->number, toWx(best->overrideReason)));
    } else if (chosenFails()) {
        keptWords_->setText(_("The best attempt does not pass. Take it again (F5) or give a reason (F7)."));
    } else {
        keptWords_->setText(wxString::Format(_("Attempt %d is kept."), best->number));
    }
    keptWords_->setShade(best != nullptr && chosenFails() && best->overrideReason.empty() ? Shade::Attention : Shade::Muted);
    kept_->Show(best != nullptr);
    if (best != nullptr) {
        kept_->show(best->thumbnail);
        if (!flow_->armed()) checks_->show(best->capture.quality);
    }
    attempts_->Layout();
    Layout();
    host().actionsChanged();
}

void PortraitStep::take() {
    flow_->captureNow();
    stage_->setInstruction(_("Taking the picture, hold still"), Tone::Good);
}

void PortraitStep::retake() {
    flow_->retake();
    host().actionsChanged();
}

void PortraitStep::askOverride() {
    const station::PortraitAttempt* attempt = chosen();
    if (attempt == nullptr) return;
    std::vector<Reason> reasons;
    for (const auto& id : portraitOverrideIds()) reasons.push_back({id, sayPortraitOverride(id), id == "other"});
    reason_->ask(_("Keep it although it does not pass?"), _("Keep it"), std::move(reasons),
                 [this, number = attempt->number](const Reason& reason, const std::string& note) {
                     enrollment().overridePortrait(number, reasonText(reason, note));
                 });
    checkCard_->Hide();  // the room is the question's now
    Layout();
}

std::vector<PageAction> PortraitStep::actions() {
    const bool camera = flow_->camera().state == station::ChipState::Good;
    const wxString none = camera ? wxString() : wxString(_("no camera"));
    const station::PortraitAttempt* kept = chosen();
    // A reason that was given can be given anew.
    const bool passes = kept != nullptr && kept->overrideReason.empty() && enrollment().stepState(station::Step::Portrait) == station::StepState::Done;
    std::vector<PageAction> all;
    all.push_back(stepAction("take", _("Take the picture"), Key::F2, [this] { take(); }, none));
    all.push_back(stepAction("retake", _("Take again"), Key::F5, [this] { retake(); }, none));
    all.push_back(stepAction("override", _("Does not pass, reason..."), Key::F7, [this] { askOverride(); },
                             kept == nullptr ? wxString(_("take it first")) : passes ? wxString(_("it passes")) : wxString()));
    return all;
}

bool PortraitStep::onKey(Key key) {
    if (key != Key::Escape || !reason_->isAsking()) return false;
    reason_->close();
    return true;
}

wxString PortraitStep::help() const {
    return _("The picture is taken by itself when every check is green and the citizen holds still. F2 takes it at once, F5 once "
             "more; the best attempt is marked with a star, another one is chosen by pressing it. F7 keeps one that does not "
             "pass, with a reason.");
}

}  // namespace ui
