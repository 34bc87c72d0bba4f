// Hôm nay: what was taken today, what waits, what came back, what to do next, and the work per hour.
// Threads: GUI thread only.
#pragma once

#include "station/ui/frame/page.h"
#include "station/ui/widgets/bar_chart.h"
#include "station/ui/widgets/card.h"
#include "station/ui/widgets/label.h"
#include "station/workflow/signal.h"
#include "station/workflow/views.h"

namespace ui {

class TodayPage : public Page {
public:
    TodayPage(wxWindow* parent, PageHost& host);
    wxString title() const override;
    wxString subtitle() const override;
    std::optional<PageAction> headerAction() override;
    wxString help() const override;
    void entered() override;

private:
    struct Figure {
        Label* value = nullptr;
        Label* under = nullptr;
    };
    Figure addFigure(wxSizer* row, const wxString& title);
    void refresh();
    void fillTodo(const station::TodayView& today);
    void addTodoRow(wxSizer* rows, const station::TodoItem& item);
    void openItem(const station::TodoItem& item);

    Figure sealed_, median_, waiting_, rejected_;
    Card* todoCard_ = nullptr;
    wxPanel* todo_ = nullptr;
    BarChart* chart_ = nullptr;
    bool stale_ = true;
    std::vector<station::Subscription> subscriptions_;
};

}  // namespace ui
