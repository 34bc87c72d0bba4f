// Identify: the card's QR before the camera, or one line for everything else: a keyboard-wedge reader, a paste, the three
// machine-readable lines, the typed number. What a card filled is listed with its marks; what it contradicts stands side by
// side to choose from. Threads: GUI thread only.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "station/ui/steps/step_panel.h"
#include "station/ui/widgets/action_button.h"
#include "station/ui/widgets/card.h"
#include "station/ui/widgets/field_row.h"
#include "station/ui/widgets/frame_painter.h"
#include "station/ui/widgets/inline_message.h"
#include "station/workflow/flows.h"

namespace ui {

class IdentifyStep : public StepPanel {
public:
    IdentifyStep(wxWindow* parent, StepHost& host);

    wxString help() const override;
    wxWindow* firstFocus() override;
    bool showField(const std::string& field) override;

private:
    void build();
    void buildEntry(Card* card);
    void drawGuide(wxGraphicsContext& gc, const wxRect2DDouble& picture) const;
    void showView();
    void showDevice();
    void readLine();
    void cardRead();
    void refreshSoon();
    void refresh();
    void addRow(wxSizer& table, const forms::Field& field, const forms::FieldValue& value);
    void addDifference(const station::Difference& difference);
    void addAlike();
    Label* note(const wxString& text, Shade shade);

    std::unique_ptr<station::IdentifyFlow> flow_;
    FramePainter* stage_ = nullptr;
    FieldRow* lineRow_ = nullptr;
    wxTextCtrl* line_ = nullptr;
    Card* found_ = nullptr;
    wxPanel* list_ = nullptr;                      // rebuilt with what is known
    ActionButton* confirm_ = nullptr;
    std::vector<std::pair<std::string, ActionButton*>> choices_;  // of differences, by field
    std::string shown_;
    bool refreshPending_ = false;
};

}  // namespace ui
