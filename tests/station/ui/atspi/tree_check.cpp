#include "tests/station/ui/atspi/tree_check.h"

#include <algorithm>
#include <set>

namespace uitest {
namespace {

// Roles that may take the focus. A scroll pane takes it where there is only text to scroll.
const std::set<std::string> kActing = {"push button", "page tab", "list item", "radio button", "check box", "text", "password text",
                                       "entry", "spin button", "combo box", "table", "table column header", "table cell", "scroll pane"};

bool acts(const Heard& object) {
    static const std::set<std::string> kAlways = {"push button", "page tab", "list item", "radio button", "check box", "text", "password text",
                                                  "entry", "spin button", "combo box", "table"};
    return object.is("focusable") || kAlways.count(object.role) == 1;
}

bool drawnByUs(const Heard& object) {
    return object.role == "push button" || object.role == "page tab" || object.role == "list item" ||
           (object.role == "radio button" && !object.is("checkable"));
}

// A scroll pane and the window inside it answer for one another.
bool insideOf(const std::vector<Heard>& tree, std::size_t at, const char* role) {
    int depth = tree[at].depth;
    for (std::size_t i = at; i-- > 0 && depth > 0;) {
        if (tree[i].depth >= depth) continue;
        depth = tree[i].depth;
        if (tree[i].role == role) return true;
    }
    return false;
}

const Heard& parentOf(const std::vector<Heard>& tree, std::size_t at) {
    std::size_t i = at;
    while (i > 0 && tree[i].depth >= tree[at].depth) --i;
    return tree[i];
}

void checkOne(const std::vector<Heard>& tree, std::size_t at, std::vector<std::string>& findings) {
    const Heard& object = tree[at];
    const auto find = [&](const char* what) { findings.push_back(sentence(object) + " " + what); };
    const bool pane = object.role == "panel" && parentOf(tree, at).role == "scroll pane" && !object.name.empty();
    if (kActing.count(object.role) == 0 && !pane) find("takes the focus and is nothing to act on");
    if (object.spoken().empty() && object.role != "table cell") find("has no name");  // a cell may be empty as its value is
    if (!object.label.empty() && !object.name.empty() && object.label != object.name) find(("is called by another label: " + object.label).c_str());
    if (drawnByUs(object) && object.actions.empty()) find("cannot be pressed by a reader");
    if ((object.role == "page tab" || object.role == "list item") && !object.is("selectable")) find("does not tell whether it is chosen");
    const bool refused = object.name.find("chưa làm được: ") != std::string::npos || object.name.find("not possible: ") != std::string::npos;
    if (refused && object.is("sensitive")) find("says that it cannot act, and its state says that it can");
    const bool entry = object.role == "text" || object.role == "password text" || object.role == "spin button";
    if (entry && object.is("sensitive") && !object.is("editable")) find("is an entry that cannot be typed into");
}

// One of the tabs of a list is the current one.
void checkTabs(const std::vector<Heard>& tree, std::vector<std::string>& findings) {
    for (std::size_t i = 0; i < tree.size(); ++i) {
        if (tree[i].role != "page tab list") continue;
        int chosen = 0;
        for (std::size_t j = i + 1; j < tree.size() && tree[j].depth > tree[i].depth; ++j) chosen += tree[j].is("selected") ? 1 : 0;
        if (chosen != 1) findings.push_back(sentence(tree[i]) + " has " + std::to_string(chosen) + " tabs selected");
    }
}

}  // namespace

std::vector<std::string> checkControls(const std::vector<Heard>& tree) {
    std::vector<std::string> findings;
    for (std::size_t i = 0; i < tree.size(); ++i) {
        if (acts(tree[i])) checkOne(tree, i, findings);
        if (tree[i].role == "image" && tree[i].name.empty()) findings.push_back(sentence(tree[i]) + " is a picture without words");
        if (tree[i].role == "notification" && tree[i].name.empty()) findings.push_back(sentence(tree[i]) + " has nothing to say");
    }
    checkTabs(tree, findings);
    return findings;
}

std::vector<std::string> checkWords(const std::vector<Heard>& tree, Lexicon& lexicon) {
    std::vector<std::string> findings;
    std::set<std::string> told;
    for (const Heard& object : tree) {
        if (object.role == "application") continue;  // the program's file name
        const bool secret = object.role == "password text";
        for (const std::string& said : {object.name, object.description, secret ? std::string() : object.text}) {
            if (!lexicon.knows(said) && told.insert(said).second) findings.push_back(object.role + " says \"" + said + "\"");
        }
    }
    return findings;
}

std::vector<std::string> checkRoom(const std::vector<Heard>& tree, const wxRect& window) {
    std::vector<std::string> findings;
    for (std::size_t i = 0; i < tree.size(); ++i) {
        const Heard& object = tree[i];
        const bool standing = object.role == "label" || object.role == "check box" || object.role == "radio button";
        if (standing && object.textBox.width > object.box.width + 1) findings.push_back(sentence(object) + " is narrower than its text");
        if (standing && object.textBox.height > object.box.height + 1) findings.push_back(sentence(object) + " is lower than its text");
        const bool scrolls = insideOf(tree, i, "scroll pane") || insideOf(tree, i, "table");
        wxRect allowed = window;
        allowed.Inflate(1);
        if (acts(object) && !scrolls && !allowed.Contains(object.box)) findings.push_back(sentence(object) + " sticks out of the window");
    }
    return findings;
}

// Rows, columns, the other answers of a group and the other items of a list are reached with arrows; a window inside a scroll pane is the pane.
std::vector<Heard> tabStops(const std::vector<Heard>& tree) {
    std::vector<Heard> stops;
    for (std::size_t i = 0; i < tree.size(); ++i) {
        const Heard& object = tree[i];
        const bool able = object.is("focusable") || (object.role == "combo box" && object.is("sensitive"));
        const bool arrows = object.role == "table cell" || object.role == "table column header" || object.role == "scroll pane" ||
                            (object.role == "radio button" && !object.is("checked")) ||
                            (object.role == "list item" && !object.is("selected") && parentOf(tree, i).role == "list");
        const bool ours = object.role == "push button" && !object.is("sensitive");
        if (able && !arrows && (object.is("sensitive") || ours)) stops.push_back(object);
    }
    return stops;
}

}  // namespace uitest
