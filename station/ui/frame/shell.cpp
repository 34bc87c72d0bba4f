#include "station/ui/frame/shell.h"

#include <wx/sizer.h>
#include <wx/textctrl.h>
#include <wx/weakref.h>

#include <algorithm>

#include "station/ui/forms_words.h"
#include "station/ui/language.h"
#include "station/ui/widgets/label.h"
#include "station/workflow/station.h"

namespace ui {

Shell::Shell(wxWindow* parent, station::Station& station, const std::vector<Place>& places,
             ShellMemory memory)
    : Panel(parent), station_(station), places_(places), memory_(std::move(memory)) {
    SetBackgroundColour(palette().background);
    build();
    subscriptions_.push_back(station_.statusChanged.connect([this] { refreshStatus(); }));
    forms_ = station_.formsInUse();
    subscriptions_.push_back(station_.formsChanged.connect([this] { tellForms(); }));
    refreshStatus();
    goTo(hasPage(memory_.page) ? memory_.page : places_.front().id);
}

void Shell::build() {
    wxWindow* banner = station_.mode() == station::Mode::Training ? buildBanner() : nullptr;  // a reader meets it first
    rail_ = new Rail(this);
    std::vector<RailItem> items;
    for (const auto& place : places_) items.push_back({place.id, place.sign, place.word()});
    rail_->setItems(items);
    rail_->onChosen([this](const std::string& id) { goTo(id); });
    header_ = new HeaderBar(this);
    area_ = new Panel(this);
    area_->SetBackgroundColour(palette().background);
    area_->SetSizer(new wxBoxSizer(wxVERTICAL));
    help_ = new HelpPanel(this, [this] { toggleHelp(); });
    foot_ = new FootBar(this);
    toast_ = new Toast(area_);
    status_ = new StatusBar(this);
    auto* middle = new wxBoxSizer(wxHORIZONTAL);
    middle->Add(area_, 1, wxEXPAND);
    middle->Add(help_, 0, wxEXPAND);
    auto* column = new wxBoxSizer(wxVERTICAL);
    if (banner != nullptr) column->Add(banner, 0, wxEXPAND);
    column->Add(header_, 0, wxEXPAND);
    column->Add(middle, 1, wxEXPAND);
    column->Add(foot_, 0, wxEXPAND);
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    row->Add(rail_, 0, wxEXPAND);
    row->Add(column, 1, wxEXPAND);
    auto* all = new wxBoxSizer(wxVERTICAL);
    all->Add(row, 1, wxEXPAND);
    all->Add(status_, 0, wxEXPAND);
    SetSizer(all);
}

wxWindow* Shell::buildBanner() {
    auto* banner = new Panel(this);
    banner->SetBackgroundColour(palette().training.fill);
    auto* words = new Label(banner, _("TRAINING MODE: invented citizens, nothing is sent to a real unit"),
                            TextSize::Small, Weight::Bold);
    words->SetForegroundColour(palette().training.ink);
    setAccessibleName(*banner, words->GetLabelText());
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    row->Add(words, 0, wxLEFT | wxTOP | wxBOTTOM | wxALIGN_CENTER_VERTICAL, dip(*this, kSpace4));
    row->InsertSpacer(0, dip(*this, kSpace16));
    banner->SetSizer(row);
    return banner;
}

bool Shell::hasPage(const std::string& pageId) const {
    return std::any_of(places_.begin(), places_.end(),
                       [&](const Place& place) { return place.id == pageId; });
}

Page* Shell::pageOf(const std::string& id) {
    if (const auto found = pages_.find(id); found != pages_.end()) return found->second;
    for (const auto& place : places_) {
        if (place.id != id) continue;
        Page* page = place.make(area_, *this);
        page->Hide();
        area_->GetSizer()->Add(page, 1, wxEXPAND);
        pages_[id] = page;
        if (auto kept = memory_.handedOver.extract(id)) page->takeOver(std::move(kept.mapped()));
        return page;
    }
    return nullptr;
}

void Shell::goTo(const std::string& pageId) {
    if (pageId == currentId_) return;
    Page* next = pageOf(pageId);
    if (next == nullptr) return;
    if (current_ != nullptr) {
        current_->left();
        current_->Hide();
    }
    current_ = next;
    currentId_ = pageId;
    rail_->select(pageId);
    current_->Show();
    area_->Layout();
    current_->entered();
    header_->show(*current_);
    foot_->show(current_->actions());
    if (help_->IsShown()) help_->show(*current_);
    Layout();
    area_->Layout();
    focusPage();
}

void Shell::open(const Intent& intent) {
    Page* page = pageOf(kPageApplication);
    if (page == nullptr) return;
    goTo(kPageApplication);
    page->receive(intent);
}

// After the officer's hands have left the keys, so that a field that lost the focus has told its model first. Where a page
// has no field to begin with, somebody must still have the keyboard: without, no key reaches the frame.
void Shell::focusPage() {
    CallAfter([this] {
        if (current_ == nullptr) return;
        wxWindow* first = current_->firstFocus();
        if (first != nullptr && first->IsShownOnScreen())
            first->SetFocus();
        else if (!IsDescendant(FindFocus()))
            rail_->focusSelected();
    });
}

// Any number of calls in one turn of the loop become one rebuilding of header and foot bar.
void Shell::pageChanged() {
    if (std::exchange(changePending_, true)) return;
    CallAfter([this] {
        changePending_ = false;
        if (current_ == nullptr) return;
        header_->show(*current_);
        foot_->show(current_->actions());
        if (help_->IsShown()) help_->show(*current_);
    });
}

void Shell::toast(Tone tone, const wxString& text, MessageAction action) {
    toast_->show(tone, text, std::move(action));
}

void Shell::tellForms() {
    const auto news = sayFormsNews(forms_, station_.formsInUse());
    forms_ = station_.formsInUse();
    if (!news.text.empty()) toast(news.tone, news.text, {});
}

void Shell::refreshStatus() {
    status_->show(station_.status(), station_.officer(), station_.unit(), station_.now());
}

void Shell::toggleHelp() {
    if (help_->IsShown()) {
        help_->Hide();
    } else if (current_ != nullptr) {
        help_->show(*current_);
    }
    Layout();
}

// A key first takes the focus out of the field, so that the input method commits and the field tells its
// model; the action runs after that.
void Shell::runSoon(const std::function<void()>& action) {
    auto* field = dynamic_cast<wxTextCtrl*>(wxWindow::FindFocus());
    const long caret = field != nullptr ? field->GetInsertionPoint() : 0;
    if (field != nullptr) foot_->focusFirst();
    CallAfter([this, action, caret, back = wxWeakRef<wxTextCtrl>(field)] {
        CallAfter([action, caret, back] {
            wxWindow* now = wxWindow::FindFocus();
            action();
            if (wxWindow::FindFocus() != now || !back || !back->IsShownOnScreen()) return;
            back->SetFocus();
            back->SetInsertionPoint(
                caret);  // the toolkit marks the whole text; the next letter must not replace it
        });
    });
}

bool Shell::handleKey(Key key) {
    if (current_ == nullptr) return false;
    std::vector<PageAction> actions = current_->actions();
    if (auto top = current_->headerAction()) actions.push_back(std::move(*top));
    for (const auto& action : actions) {
        if (action.key != key) continue;
        if (action.refusal.empty())
            runSoon(action.run);
        else
            toast(Tone::Attention,
                  wxString::Format(_("%s is not possible now: %s"), action.label, action.refusal), {});
        return true;
    }
    if (key == Key::F1 || (key == Key::Escape && help_->IsShown())) {
        toggleHelp();
        return true;
    }
    if (current_->onKey(key)) return true;
    if (key == Key::CtrlN && hasPage(kPageApplication)) {
        runSoon([this] { open({Intent::Kind::New, {}, {}}); });
        return true;
    }
    return false;
}

void Shell::suspend() {
    if (current_ != nullptr) current_->left();
}

void Shell::resume() {
    if (current_ == nullptr) return;
    current_->entered();
    pageChanged();
    focusPage();
}

ShellMemory Shell::handOver() {
    ShellMemory memory;
    memory.page = currentId_;
    memory.handedOver = std::move(memory_.handedOver);
    for (const auto& [id, page] : pages_) memory.handedOver[id] = page->handOver();
    return memory;
}

}  // namespace ui
