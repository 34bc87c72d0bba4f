#include "station/ui/steps/step_panel.h"

namespace ui {

StepPanel::StepPanel(wxWindow* parent, StepHost& host) : Panel(parent), host_(host) {
    SetBackgroundColour(palette().background);
}

PageAction stepAction(std::string id, const wxString& label, Key key, std::function<void()> run, const wxString& refusal) {
    PageAction action;
    action.id = std::move(id);
    action.label = label;
    action.key = key;
    action.refusal = refusal;
    action.run = std::move(run);
    return action;
}

}  // namespace ui
