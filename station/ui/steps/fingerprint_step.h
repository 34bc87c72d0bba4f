// Fingerprints: the legal steps one after another, each by itself as soon as the fingers lie right; the live picture of the
// glass with a box per finger, one instruction, and the two hands below it. F3 takes now, F5 one finger again, F7 says why a
// finger cannot be taken or why a weak print is kept. Threads: GUI thread only.
#pragma once

#include <memory>

#include "station/ui/steps/hands_panel.h"
#include "station/ui/steps/reason_bar.h"
#include "station/ui/steps/step_panel.h"
#include "station/ui/widgets/frame_painter.h"
#include "station/ui/widgets/inline_message.h"
#include "station/workflow/flows.h"

namespace ui {

class FingerprintStep : public StepPanel {
public:
    FingerprintStep(wxWindow* parent, StepHost& host);

    std::vector<PageAction> actions() override;
    bool onKey(Key key) override;
    wxString help() const override;
    wxWindow* firstFocus() override;

private:
    void build();
    void showLive();
    void showStep();
    void showDevice();
    void startWaiting();
    void drawFingers(wxGraphicsContext& gc, const wxRect2DDouble& picture) const;
    void takeNow();
    void takeFinger(devices::Finger finger);
    void askWhy();
    void keepReason(devices::Finger finger, const Reason& reason, const std::string& note);
    devices::Finger chosenFinger() const;
    int gate() const;
    int tries() const;

    std::unique_ptr<station::FingerprintFlow> flow_;
    Label* title_ = nullptr;
    Label* remaining_ = nullptr;
    InlineMessage* message_ = nullptr;
    FramePainter* platen_ = nullptr;
    HandsPanel* hands_ = nullptr;
    ReasonBar* reason_ = nullptr;
    std::vector<devices::FingerImage> live_;
    double scale_ = 1;
    std::optional<std::size_t> shownStep_;
    bool started_ = false;            // the first start waits for the scanner
};

}  // namespace ui
