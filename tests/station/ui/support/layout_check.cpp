#include "tests/station/ui/support/layout_check.h"

#include <wx/button.h>
#include <wx/checkbox.h>
#include <wx/choice.h>
#include <wx/radiobut.h>
#include <wx/scrolwin.h>
#include <wx/stattext.h>

#include "station/ui/a11y.h"
#include "station/ui/text.h"
#include "station/ui/widgets/painted.h"

namespace uitest {
namespace {

std::string describe(const wxWindow& window) {
    const wxRect at = window.GetRect();
    return std::string(window.GetClassInfo()->GetClassName() ? ui::fromWx(window.GetClassInfo()->GetClassName()) : "window") +
           " \"" + ui::fromWx(ui::accessibleName(window)) + "\" at " + std::to_string(at.x) + "," + std::to_string(at.y) +
           " " + std::to_string(at.width) + "x" + std::to_string(at.height);
}

bool scrolls(const wxWindow& window) { return dynamic_cast<const wxScrolledWindow*>(&window) != nullptr; }

void checkText(const wxWindow& window, std::vector<std::string>& findings) {
    const wxSize has = window.GetSize();
    wxSize needs;
    if (const auto* label = dynamic_cast<const wxStaticText*>(&window)) {
        if ((label->GetWindowStyle() & (wxST_ELLIPSIZE_START | wxST_ELLIPSIZE_MIDDLE | wxST_ELLIPSIZE_END)) != 0) return;
        needs = label->GetBestSize();
    } else if (const auto* painted = dynamic_cast<const ui::Painted*>(&window)) {
        needs = painted->contentSize();
    } else if (dynamic_cast<const wxButton*>(&window) != nullptr || dynamic_cast<const wxCheckBox*>(&window) != nullptr ||
               dynamic_cast<const wxRadioButton*>(&window) != nullptr || dynamic_cast<const wxChoice*>(&window) != nullptr) {
        needs = window.GetBestSize();
    }
    if (needs.x > has.x + 1 || needs.y > has.y + 1) {
        findings.push_back(describe(window) + " needs " + std::to_string(needs.x) + "x" + std::to_string(needs.y));
    }
}

void walk(const wxWindow& window, std::vector<std::string>& findings) {
    const wxRect room(window.GetClientSize());
    for (const auto* child : window.GetChildren()) {
        if (!child->IsShown() || child->IsTopLevel()) continue;
        wxRect allowed = room;
        allowed.Inflate(1);
        const wxRect at = child->GetRect();
        if (!scrolls(window) && at.width > 0 && at.height > 0 && !allowed.Contains(at)) {
            findings.push_back(describe(*child) + " sticks out of " + describe(window));
        }
        checkText(*child, findings);
        walk(*child, findings);
    }
}

}  // namespace

std::vector<std::string> checkLayout(const wxWindow& root) {
    std::vector<std::string> findings;
    walk(root, findings);
    return findings;
}

std::vector<std::string> checkNames(const wxWindow& root) {
    std::vector<std::string> findings;
    for (const auto* child : root.GetChildren()) {
        if (!child->IsShown() || child->IsTopLevel()) continue;
        const bool container = !child->GetChildren().empty();
        const bool speaks = dynamic_cast<const ui::Painted*>(child) != nullptr || (child->AcceptsFocus() && !container);
        if (speaks && ui::accessibleName(*child).empty()) findings.push_back(describe(*child) + " has no accessible name");
        for (auto& inner : checkNames(*child)) findings.push_back(std::move(inner));
    }
    return findings;
}

std::string joined(const std::vector<std::string>& findings) {
    std::string text;
    for (const auto& finding : findings) text += finding + "\n";
    return text;
}

}  // namespace uitest
