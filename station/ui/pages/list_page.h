// Danh sách: every application of this machine with its state; filters as one types, without accents. A draft is opened, a
// rejected one corrected and resent, a sealed one reopened with a reason while its window is open, a receipt saved.
// Threads: GUI thread only.
#pragma once

#include <wx/choice.h>
#include <wx/timer.h>

#include "station/ui/frame/page.h"
#include "station/ui/pages/application_details.h"
#include "station/ui/pages/application_table.h"
#include "station/ui/widgets/field_row.h"
#include "station/workflow/signal.h"

namespace ui {

class ListPage : public Page {
public:
    ListPage(wxWindow* parent, PageHost& host);
    wxString title() const override { return _("Applications"); }
    wxString subtitle() const override;
    std::vector<PageAction> actions() override;
    wxString help() const override;
    wxWindow* firstFocus() override { return search_; }
    void entered() override;
    std::shared_ptr<void> handOver() override;
    void takeOver(std::shared_ptr<void> kept) override;

private:
    void build();
    wxSizer* buildFilter();
    void applyFilter();
    void refill();
    void showRows();
    void refreshRow(std::size_t index);
    void refreshCounts();
    void select(const std::string& id);
    const station::AppRow* selected() const;
    void followSelection();
    PageAction openAction(const station::AppRow& row);
    void askReopenReason(const std::string& id);
    void askDiscard(const std::string& id);
    void saveReceipt(const std::string& id);

    station::ApplicationList& list_;
    wxTextCtrl* search_ = nullptr;
    wxChoice* states_ = nullptr;
    InlineMessage* message_ = nullptr;
    FieldRow* reasonRow_ = nullptr;
    wxTextCtrl* reason_ = nullptr;
    std::string reopening_;
    wxObjectDataPtr<ApplicationTable> table_;
    wxDataViewCtrl* view_ = nullptr;
    Label* empty_ = nullptr;
    ApplicationDetails* details_ = nullptr;
    std::string selectedId_;
    bool refilling_ = false;
    std::vector<station::Subscription> subscriptions_;
};

}  // namespace ui
