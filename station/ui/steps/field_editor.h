// One field of the form at work: the control with its label, where its value comes from, the worst finding under it, and a
// line for the reason when that finding is a warning. Text that looks like one of the encodings before Unicode (pasted from an
// old document) is offered converted by a button under the field; nothing is converted unasked. Under an address of before
// 1/7/2025 stands what it may be called today. It writes to the Enrollment when the field is left, never before.
// Threads: GUI thread only.
#pragma once


#include <memory>
#include <string>
#include <vector>

#include "station/ui/steps/field_entry.h"
#include "station/ui/steps/step_panel.h"
#include "station/ui/widgets/field_row.h"

namespace ui {

class FieldEditor : public Panel {
public:
    FieldEditor(wxWindow* parent, StepHost& host, const forms::Field& field);

    const forms::Field& field() const { return field_; }
    void showValue();                                    // never under the hands: not while the field has the focus
    bool showFindings(const std::vector<forms::Finding>& findings);  // true when its height may differ now
    wxWindow* target() { return entry_->focusTarget(); }
    void focusEntry();
    bool hasTheFocus() const;
    void commit();                                       // as if the field had been left

private:
    void left(const std::string& typed);
    void lookForLegacy(const std::string& typed);
    wxString convertedShown() const;
    void showConversion();
    wxString quietWords();
    void convert();
    void buildReason();
    void showReason(const forms::Finding* warning);
    wxString label() const;

    StepHost& host_;
    const forms::Field& field_;
    FieldRow* row_ = nullptr;
    std::unique_ptr<FieldEntry> entry_;
    FieldRow* reasonRow_ = nullptr;                      // made when first needed
    wxTextCtrl* reason_ = nullptr;
    std::string rule_;
    class ActionButton* convert_ = nullptr;              // made when first needed
    std::string converted_;                              // what the text would be; empty: nothing to offer
    std::string convertedFrom_;                          // as stored
    std::string lookedUp_;                               // the address that placesToday_ answers for
    std::vector<std::string> placesToday_;
};

}  // namespace ui
