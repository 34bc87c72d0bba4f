// Review and seal: what is missing first, then everything on one page; beside it the officer's passphrase and the seal. F6
// turns the page to the applicant in large type. Threads: GUI thread only.
#pragma once

#include <wx/scrolwin.h>

#include "station/ui/steps/problem_list.h"
#include "station/ui/steps/step_panel.h"
#include "station/ui/widgets/action_button.h"
#include "station/ui/widgets/card.h"
#include "station/ui/widgets/field_row.h"
#include "station/ui/widgets/inline_message.h"

namespace ui {

class ReviewStep : public StepPanel {
public:
    ReviewStep(wxWindow* parent, StepHost& host);

    std::vector<PageAction> actions() override;
    std::optional<PageAction> primary() override;
    bool onKey(Key key) override;
    wxString help() const override;
    wxWindow* firstFocus() override;

private:
    void build();
    wxWindow* buildSeal();
    wxWindow* buildPrints();      // null when the procedure has nothing to print
    void print(const station::PrintedForm& form);
    void printed(const wxString& title, const base::Result<std::filesystem::path>& file);
    wxWindow* buildApplicantView();
    void refreshSoon();
    void refresh();
    void toggleApplicantView();
    void seal();
    wxString saySealError(const base::Error& error);
    void sealEnded(base::Result<station::Sealed> result);
    bool applicantReads() const { return applicant_ != nullptr && applicant_->IsShown(); }

    wxPanel* work_ = nullptr;               // the officer's side
    wxPanel* applicant_ = nullptr;          // made when first asked for
    ActionButton* back_ = nullptr;          // on it
    wxScrolledWindow* all_ = nullptr;
    Label* count_ = nullptr;
    Label* quality_ = nullptr;
    ProblemList* problems_ = nullptr;
    FieldRow* passphraseRow_ = nullptr;
    wxTextCtrl* passphrase_ = nullptr;
    InlineMessage* message_ = nullptr;
    bool prints_ = false;    // the procedure has something to print
    bool printing_ = false;
    bool sealing_ = false;
    bool refreshPending_ = false;
};

}  // namespace ui
