// Documents: the papers the procedure asks for, pages as they are read, the chosen page in large. F4 reads on, Esc stops and
// keeps what was read. Pages are turned, moved, given to another paper and removed with Undo; nothing is destroyed before
// the seal. Threads: GUI thread only; large pictures are decoded and scaled on workers.
#pragma once

#include <wx/choice.h>

#include <memory>
#include <string>
#include <vector>

#include "station/ui/steps/page_strip.h"
#include "station/ui/steps/step_panel.h"
#include "station/ui/widgets/action_button.h"
#include "station/ui/widgets/card.h"
#include "station/ui/widgets/field_row.h"
#include "station/ui/widgets/frame_painter.h"
#include "station/ui/widgets/inline_message.h"
#include "station/workflow/flows.h"

namespace ui {

class PaperList;

class DocumentsStep : public StepPanel {
public:
    DocumentsStep(wxWindow* parent, StepHost& host);

    std::vector<PageAction> actions() override;
    bool onKey(Key key) override;
    wxString help() const override;
    wxWindow* firstFocus() override;
    bool showField(const std::string& field) override;

private:
    void build();
    wxWindow* buildLeft();
    wxWindow* buildRight();
    wxChoice* addChoice(Card* card, const wxString& label, std::function<void(int)> chosen);
    void showCaps();
    void showPages();
    void showLarge();
    void loadLarge(const std::string& page, int turns);
    void showProgress();
    void scan();
    void import();
    void run(PageCommand command);
    void ended(const base::Result<void>& how);
    void assignChosen();
    std::vector<forms::CaptureNeed> papers();
    bool hasPages();

    std::unique_ptr<station::DocumentsFlow> flow_;
    PaperList* papers_ = nullptr;
    wxChoice* source_ = nullptr;
    wxChoice* size_ = nullptr;
    wxChoice* dpi_ = nullptr;
    Label* state_ = nullptr;
    InlineMessage* message_ = nullptr;
    PageStrip* strip_ = nullptr;
    FramePainter* large_ = nullptr;
    wxChoice* paperOf_ = nullptr;
    ActionButton* turn_ = nullptr;
    ActionButton* remove_ = nullptr;
    ActionButton* undo_ = nullptr;
    devices::ScannerCaps shownCaps_;
    std::string largePage_;           // what the large picture was asked for
    int largeTurns_ = -1;
};

}  // namespace ui
