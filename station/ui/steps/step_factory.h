// Makes the panel of a step. Threads: GUI thread only.
#pragma once

#include "station/ui/steps/step_panel.h"

namespace ui {

StepPanel* makeStepPanel(station::Step step, wxWindow* parent, StepHost& host);

}  // namespace ui
