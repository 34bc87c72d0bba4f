#include "station/ui/machine_words.h"

#include "station/ui/language.h"
#include "station/ui/text.h"
#include "station/ui/ui_dispatch.h"
#include "station/ui/widgets/inline_message.h"
#include "station/workflow/station.h"

namespace ui {

wxString sayFinding(const station::Finding& finding) {
    const auto& words = finding.words();
    const wxString text = localText(words.text);
    if (words.fitness != station::Fitness::Bad || finding.detail.empty()) return text;
    wxString sentence;
    const bool ended = text.EndsWith(".", &sentence);
    return (ended ? sentence : text) + " (" + toWx(finding.detail) + ")" + (ended ? "." : "");
}

wxString sayMissing(const std::vector<station::Finding>& findings) {
    wxString out;
    for (const auto& finding : findings) {
        const auto& words = finding.words();
        if (words.fitness != station::Fitness::Bad) continue;
        if (!out.empty()) out += '\n';
        out += sayFinding(finding);
        if (!words.remedy.vi.empty()) out += ' ' + localText(words.remedy);
    }
    return out;
}

void sayMissingIn(InlineMessage& message, station::Station& station) {
    const GuiTarget<InlineMessage> target(&message);
    station.checkMachine([target](const std::vector<station::Finding>& findings) {
        target.post([findings](InlineMessage& shown) {
            if (const wxString missing = sayMissing(findings); !missing.empty())
                shown.show(Tone::Attention, missing);
        });
    });
}

}  // namespace ui
