#include "station/ui/machine_words.h"

#include "station/ui/language.h"

namespace ui {

wxString sayMissing(const std::vector<station::Finding>& findings) {
    wxString out;
    for (const auto& finding : findings) {
        const auto& words = finding.words();
        if (words.fitness != station::Fitness::Bad) continue;
        if (!out.empty()) out += '\n';
        out += localText(words.text);
        if (!words.remedy.vi.empty()) out += ' ' + localText(words.remedy);
    }
    return out;
}

}  // namespace ui
