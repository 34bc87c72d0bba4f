// Portrait: the camera's picture with the oval, one instruction at a time, the checks beside it, every attempt kept and the
// best marked. F2 takes it now, F5 arms the automatic again, F7 keeps one that does not pass, with a reason.
// Threads: GUI thread only; pictures come scaled and judged from the flow.
#pragma once

#include <wx/checkbox.h>

#include <memory>
#include <vector>

#include "station/ui/steps/check_list.h"
#include "station/ui/steps/reason_bar.h"
#include "station/ui/steps/step_panel.h"
#include "station/ui/steps/thumb_tile.h"
#include "station/ui/widgets/card.h"
#include "station/ui/widgets/frame_painter.h"
#include "station/workflow/flows.h"

namespace ui {

class PortraitStep : public StepPanel {
public:
    PortraitStep(wxWindow* parent, StepHost& host);

    std::vector<PageAction> actions() override;
    bool onKey(Key key) override;
    wxString help() const override;
    wxWindow* firstFocus() override { return automatic_; }

private:
    void build();
    wxSizer* buildSide();
    void drawGuide(wxGraphicsContext& gc, const wxRect2DDouble& picture) const;
    void showLive();
    void showTaken(const base::Result<int>& attempt);
    void showDevice();
    void showAttempts();
    void take();
    void retake();
    void askOverride();
    const station::PortraitAttempt* chosen() const;
    bool chosenFails() const;

    std::unique_ptr<station::PortraitFlow> flow_;
    FramePainter* stage_ = nullptr;
    FramePainter* kept_ = nullptr;         // the chosen portrait stays in sight
    CheckList* checks_ = nullptr;
    Card* checkCard_ = nullptr;
    Label* checksOff_ = nullptr;
    Card* attempts_ = nullptr;
    wxBoxSizer* tiles_ = nullptr;
    Label* keptWords_ = nullptr;
    wxCheckBox* automatic_ = nullptr;
    ReasonBar* reason_ = nullptr;
    double hold_ = 0;
    bool ready_ = false;
};

}  // namespace ui
