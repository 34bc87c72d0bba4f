#include "station/ui/steps/step_factory.h"

#include "station/ui/steps/details_step.h"
#include "station/ui/steps/documents_step.h"
#include "station/ui/steps/fingerprint_step.h"
#include "station/ui/steps/identify_step.h"
#include "station/ui/steps/portrait_step.h"
#include "station/ui/steps/review_step.h"

namespace ui {

StepPanel* makeStepPanel(station::Step step, wxWindow* parent, StepHost& host) {
    switch (step) {
        case station::Step::Details: return new DetailsStep(parent, host);
        case station::Step::Portrait: return new PortraitStep(parent, host);
        case station::Step::Fingerprints: return new FingerprintStep(parent, host);
        case station::Step::Documents: return new DocumentsStep(parent, host);
        case station::Step::Review: return new ReviewStep(parent, host);
        default: return new IdentifyStep(parent, host);
    }
}

}  // namespace ui
