// Cài đặt: language, idle lock, capture, what this machine is, how it sends and by which forms it works, the
// officers and one's own passphrase. A choice takes effect when it is made; a key locked by the administrator is shown and cannot be
// changed. Threads: GUI thread only.
#pragma once

#include <wx/checkbox.h>
#include <wx/choice.h>
#include <wx/scrolwin.h>
#include <wx/spinctrl.h>

#include "station/ui/frame/page.h"
#include "station/ui/pages/forms_card.h"
#include "station/ui/pages/officers_card.h"
#include "station/ui/pages/passphrase_card.h"
#include "station/ui/widgets/card.h"
#include "station/ui/widgets/field_row.h"
#include "station/workflow/preferences.h"
#include "station/workflow/signal.h"

namespace ui {

class SettingsPage : public Page {
public:
    SettingsPage(wxWindow* parent, PageHost& host);
    wxString title() const override { return _("Settings"); }
    wxString subtitle() const override { return _("a choice takes effect at once"); }
    wxString help() const override;
    wxWindow* firstFocus() override { return language_; }
    void entered() override;

private:
    Card* buildComfort(wxWindow* parent);
    Card* buildCapture(wxWindow* parent);
    Card* buildUnit(wxWindow* parent);
    Card* buildRoad(wxWindow* parent);
    FieldRow* addRow(Card* card, const wxString& label);
    void addFact(Card* card, const wxString& name, const wxString& value);
    void showPreferences();
    void lockWhatIsLocked();
    void change(const std::function<void(station::Preferences&)>& edit);
    void chooseModels();

    InlineMessage* message_ = nullptr;
    wxScrolledWindow* scroll_ = nullptr;
    wxChoice* language_ = nullptr;
    wxSpinCtrl* idle_ = nullptr;
    wxCheckBox* autoCapture_ = nullptr;
    FieldRow* modelsRow_ = nullptr;
    wxTextCtrl* models_ = nullptr;
    ActionButton* chooseModels_ = nullptr;
    FormsCard* forms_ = nullptr;
    OfficersCard* officers_ = nullptr;
    bool showing_ = false;
    std::vector<station::Subscription> subscriptions_;
};

}  // namespace ui
