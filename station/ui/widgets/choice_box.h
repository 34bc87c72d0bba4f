// A choice from a long list, typed without accents: "hue" finds Huế. The options come from a callback, which
// orders them (recent ones first when nothing is typed). The list opens below the entry as part of the
// window, so it needs no grab and disturbs no input method; the typed text is never changed while typing.
//   Down/Up move in the list, Enter takes the marked one and goes on, Tab takes it when the officer moved the
//   mark or only one is left, Esc closes the list. On leaving, text that names exactly one option (by label
//   or code, folded) is taken; other text stays and onUnknown() is told, so that the field can say what to
//   do.
// Threads: GUI thread only; the source is called on it and must answer within some milliseconds.
#pragma once

#include <wx/textctrl.h>
#include <wx/timer.h>

#include <functional>
#include <string>
#include <vector>

#include "station/ui/widgets/painted.h"
#include "station/ui/widgets/panel.h"

namespace ui {

struct Choice {
    std::string code;
    wxString label;
    wxString detail;  // small, at the right of its row: the province of a commune, "recent"
};

class ChoiceList;

class ChoiceBox : public Panel {
public:
    using Source = std::function<std::vector<Choice>(const std::string& typed)>;

    ChoiceBox(wxWindow* parent, const wxString& name, Source source);
    ~ChoiceBox() override;

    void setValue(const std::string& code,
                  const wxString& label);  // empty: nothing chosen; calls nobody back
    const std::string& code() const { return code_; }
    wxString typed() const;
    void onChosen(std::function<void(const std::string& code)> chosen) {
        chosen_ = std::move(chosen);
    }  // "" = cleared
    void onUnknown(std::function<void(const wxString& typed)> unknown) { unknown_ = std::move(unknown); }
    wxTextCtrl* entry() { return entry_; }
    bool isOpen() const;
    void SetFocus() override;

private:
    void open();
    void close();
    void refill();
    void follow();
    void onKey(wxKeyEvent& event);
    void left();
    void take(const Choice& choice);

    Source source_;
    wxString name_;
    wxTextCtrl* entry_ = nullptr;
    ChoiceList* list_ = nullptr;  // child of the top-level window while open
    std::vector<Choice> choices_;
    bool moved_ = false;  // the officer moved the mark
    wxString searched_;   // what the list was filled for
    wxTimer wordEnded_;
    std::string code_;
    wxString label_;
    std::function<void(const std::string&)> chosen_;
    std::function<void(const wxString&)> unknown_;
};

}  // namespace ui
