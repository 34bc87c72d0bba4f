// The ear of the tests: a session bus with an accessibility bus of its own, and a walker process (walker.cpp) that reads
// over them what this program tells a screen reader. Main thread; pumps events while it waits, since the answers come
// from this very program.
#pragma once

#include <wx/gdicmn.h>

#include <optional>
#include <string>
#include <vector>

#include "base/process.h"

namespace uitest {

// One object of the tree as the reader gets it, in the order of the tree.
struct Heard {
    std::string role, name, description, label;  // label: the name of the object it is labelled by
    std::string text;                            // what stands in it, where it is text
    std::vector<std::string> states;
    std::vector<std::string> actions;
    std::optional<double> value;
    int depth = 0;
    int children = 0;
    wxRect box, textBox;  // on the screen; textBox: where its whole text is drawn

    bool is(const char* state) const;
    const std::string& spoken() const { return name.empty() ? label : name; }
};

// A bus that the toolkit finds when it starts: call before startGui(). False when it cannot be had (no dbus-daemon or no
// at-spi2-core): the test says SKIPPED.
bool startReaderBus();

class Reader {
public:
    Reader();  // fails the test when the walker does not come up
    std::vector<Heard> tree();
    // The object the reader was last told has the focus; waits until it is one whose name is `name`.
    std::optional<Heard> focused(const std::string& name);
    bool told();  // takes what has come; whether the focus was told since forgetFocus()
    const std::optional<Heard>& lastFocus() const { return focus_; }
    void forgetFocus() { focus_.reset(); }

private:
    bool take();  // one line of the walker, when there is one
    base::ChildProcess walker_;
    std::optional<Heard> focus_;
    std::vector<Heard> tree_;
    bool ended_ = false;
};

std::string sentence(const Heard& object);  // role, name, states: for findings

}  // namespace uitest
