// Beside the list: one application in full, with the upstream unit's reasons and how far sending has come.
// Threads: GUI thread only.
#pragma once

#include <wx/gauge.h>

#include "station/ui/widgets/card.h"
#include "station/ui/widgets/chip.h"
#include "station/ui/widgets/label.h"
#include "station/workflow/views.h"

namespace ui {

class ApplicationDetails : public Card {
public:
    explicit ApplicationDetails(wxWindow* parent);
    void show(const station::AppRow& row, base::Instant now);  // only progress changes in place
    void showEmpty(const wxString& text);

private:
    void build(const station::AppRow& row, base::Instant now);
    void line(const wxString& name, const wxString& value, TextSize size = TextSize::Body);
    Label* paragraph(const wxString& text, Shade shade);
    std::string shownId_;
    std::string shownState_;
    Chip* chip_ = nullptr;
    wxGauge* gauge_ = nullptr;
    Label* sent_ = nullptr;
};

}  // namespace ui
