// Asks for a reason in the page, never in a box: a list of usual reasons, a line for words, and two buttons. Enter accepts,
// Esc closes without a change. Threads: GUI thread only.
#pragma once

#include <wx/choice.h>

#include <functional>
#include <string>
#include <vector>

#include "station/ui/widgets/action_button.h"
#include "station/ui/widgets/field_row.h"

namespace ui {

struct Reason {
    std::string id;      // stable
    wxString words;
    bool needsNote = false;
};

class ReasonBar : public Panel {
public:
    using Accepted = std::function<void(const Reason& reason, const std::string& note)>;

    explicit ReasonBar(wxWindow* parent);                // hidden until ask()
    void ask(const wxString& question, const wxString& acceptWord, std::vector<Reason> reasons, Accepted accepted);
    bool isAsking() const { return IsShown(); }
    void close();
    void onClosed(std::function<void()> closed) { closed_ = std::move(closed); }

private:
    void accept();
    std::vector<Reason> reasons_;
    Accepted accepted_;
    std::function<void()> closed_;
    Label* question_ = nullptr;
    FieldRow* choiceRow_ = nullptr;
    FieldRow* noteRow_ = nullptr;
    wxChoice* choice_ = nullptr;
    wxTextCtrl* note_ = nullptr;
    ActionButton* accept_ = nullptr;
};

// What is stored for a reason: its words, and the note behind them.
std::string reasonText(const Reason& reason, const std::string& note);

}  // namespace ui
