// The four questions asked of every record: đúng, đủ, sạch, sống (correct, complete, clean, alive; reference 0, term 26). Counted
// from what the form checks, so that a figure never says anything else than the list of what is still to do.
// Threads: pure functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "forms/schema.h"

namespace forms {

struct QualityPart {
    int well = 0;
    int of = 0;                     // 0: there is nothing to ask it of
    std::vector<std::string> open;  // ids of the fields and captures that are not well, in the form's order
};

struct DataQuality {
    QualityPart valid;     // đúng: values that break no rule, or have the reason for it written down
    QualityPart complete;  // đủ: values that the form requires, and captures where the context names any
    QualityPart unique;    // sạch: 1 of 1 unless another application is alike and nobody has said why; of 0: nobody looked
    QualityPart fresh;     // sống: values read from a card or taken over, of which the officer has said that they still hold
    int explained = 0;                 // warnings with a reason
    std::vector<std::string> blank;    // fields that may be left empty, and are
    std::optional<base::Day> recheck;  // until when the card lasts, the one at hand or one issued today; none: no end is known
};

// `others`: what was found by comparing with other applications; null when nobody has.
DataQuality dataQuality(const Schema& schema, const Record& record, const CheckContext& context, const std::vector<Finding>* others);

}  // namespace forms
