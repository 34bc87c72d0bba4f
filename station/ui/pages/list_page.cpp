#include "station/ui/pages/list_page.h"

#include <wx/filedlg.h>
#include <wx/sizer.h>

#include "base/files.h"
#include "base/path.h"
#include "base/text.h"
#include "station/ui/a11y.h"
#include "station/ui/error_words.h"
#include "station/ui/language.h"
#include "station/ui/native_style.h"
#include "station/ui/text.h"
#include "station/ui/ui_dispatch.h"
#include "station/workflow/station.h"

namespace ui {
namespace {

using station::AppState;

constexpr int kTypingPause = 120;  // milliseconds; a word typed fast filters once

struct Group {
    wxString name;
    std::vector<AppState> states;
    std::uint64_t station::Totals::*count;
};

std::vector<Group> groups() {
    return {{_("All states"), {}, nullptr},
            {_("Drafts"), {AppState::Draft}, &station::Totals::drafts},
            {_("Waiting or sending"), {AppState::Sealed, AppState::Sending}, &station::Totals::waiting},
            {_("Received"), {AppState::Received}, &station::Totals::received},
            {_("Accepted and later"),
             {AppState::Accepted, AppState::CardPrinted, AppState::CardArrived, AppState::HandedOver,
              AppState::EidApproved, AppState::Activated},
             &station::Totals::accepted},
            {_("Rejected"), {AppState::Rejected}, &station::Totals::rejected}};
}

bool mayHaveReceipt(AppState state) {
    return state != AppState::Draft && state != AppState::Discarded && state != AppState::Unknown;
}

}  // namespace

ListPage::ListPage(wxWindow* parent, PageHost& pageHost)
    : Page(parent, pageHost), list_(station().applications()) {
    build();
    typing_.SetOwner(this);
    Bind(wxEVT_TIMER, [this](wxTimerEvent&) { applyFilter(); });
    subscriptions_.push_back(list_.changed.connect([this] { refillSoon(); }));
    subscriptions_.push_back(list_.rowChanged.connect([this](std::size_t index) { refreshRow(index); }));
    showRows();
}

void ListPage::build() {
    const int gap = dip(*this, kSpace12);
    wxSizer* filter = buildFilter();  // made first: Tab goes from what is sought to what is found
    auto* card = new Card(this);
    table_ = new ApplicationTable(list_, [this] { return station().now(); });
    view_ = makeApplicationView(card, table_.get());
    empty_ = new Label(card, wxString(), TextSize::Body, Weight::Regular, Shade::Muted);
    card->body()->Add(empty_, 0, wxTOP, gap);
    card->body()->Add(view_, 1, wxEXPAND);
    details_ = new ApplicationDetails(this);
    message_ = new InlineMessage(this);
    reasonRow_ = new FieldRow(this, _("Why is it opened again? The reason is kept with it."));
    reason_ = new wxTextCtrl(reasonRow_, wxID_ANY, wxString(), wxDefaultPosition, wxDefaultSize,
                             wxTE_PROCESS_ENTER);
    reason_->SetFont(font(TextSize::Body));
    reason_->Bind(wxEVT_TEXT_ENTER, [this](wxCommandEvent&) {
        const std::string reason =
            base::squeeze(base::toNfc(fromWx(reason_->GetValue())).value_or(std::string()));
        if (reason.empty()) {
            reasonRow_->setMessage(Tone::Bad, _("Type the reason, then Enter."));
            return;
        }
        reasonRow_->Hide();
        host().open({Intent::Kind::Reopen, std::exchange(reopening_, {}), reason});
    });
    reasonRow_->setControl(reason_);
    reasonRow_->Hide();
    auto* lower = new wxBoxSizer(wxHORIZONTAL);
    lower->Add(card, 1, wxEXPAND | wxRIGHT, dip(*this, kSpace16));
    lower->Add(details_, 0, wxEXPAND);
    auto* column = new wxBoxSizer(wxVERTICAL);
    column->Add(filter, 0, wxEXPAND | wxBOTTOM, gap);
    column->Add(message_, 0, wxEXPAND | wxBOTTOM, gap);
    column->Add(reasonRow_, 0, wxEXPAND | wxBOTTOM, gap);
    column->Add(lower, 1, wxEXPAND);
    auto* outer = new wxBoxSizer(wxVERTICAL);
    outer->Add(column, 1, wxEXPAND | wxALL, dip(*this, kSpace20));
    SetSizer(outer);
    view_->Bind(wxEVT_DATAVIEW_SELECTION_CHANGED, [this](wxDataViewEvent&) {
        if (!refilling_) followSelection();
    });
    view_->Bind(wxEVT_DATAVIEW_ITEM_ACTIVATED, [this](wxDataViewEvent&) {
        const station::AppRow* row = selected();
        if (row == nullptr) return;
        const PageAction open = openAction(*row);
        if (open.refusal.empty() && open.run) open.run();
    });
}

wxSizer* ListPage::buildFilter() {
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    search_ = new wxTextCtrl(this, wxID_ANY);
    search_->SetFont(font(TextSize::Body));
    search_->SetHint(_("Find by name, number or phone; no accents needed"));
    setAccessibleName(*search_, _("Find"));
    search_->SetMinSize({-1, dip(*this, kControlHeight)});
    centerLine(*search_);
    search_->Bind(wxEVT_TEXT, [this](wxCommandEvent&) { typing_.StartOnce(kTypingPause); });
    search_->Bind(wxEVT_KEY_DOWN, [this](wxKeyEvent& event) {
        if (event.GetKeyCode() == WXK_DOWN) finishTyping();
        if (event.GetKeyCode() == WXK_DOWN && list_.size() > 0) {
            if (selected() == nullptr) select(list_.row(0).id);
            view_->SetFocus();
            followSelection();
        } else {
            event.Skip();
        }
    });
    states_ = choiceField(this);
    states_->SetMinSize({dip(*this, 230), dip(*this, kControlHeight)});
    setAccessibleName(*states_, _("State"));
    for (const auto& group : groups()) states_->Append(group.name);
    states_->SetSelection(0);
    states_->Bind(wxEVT_CHOICE, [this](wxCommandEvent&) { applyFilter(); });
    row->Add(search_, 1, wxRIGHT, dip(*this, kSpace12));
    row->Add(states_, 0);
    return row;
}

void ListPage::applyFilter() {
    const auto chosen = static_cast<std::size_t>(std::max(0, states_->GetSelection()));
    list_.setFilter({fromWx(search_->GetValue()), groups()[chosen].states});
}

void ListPage::entered() {
    refreshCounts();
    followSelection();
}

wxString ListPage::subtitle() const {
    if (list_.loading()) return _("reading the list");
    return wxString::Format(_("%s shown"), sayCount(list_.size()));
}

// A burst of changes (pages of the list arriving, a feed) is one rebuilding of the table.
void ListPage::refillSoon() {
    if (std::exchange(refillPending_, true)) return;
    CallAfter([this] {
        if (refillPending_) refill();
    });
}

// Down and Enter mean the rows of what has been typed, not of what stood there a moment ago.
void ListPage::finishTyping() {
    if (!typing_.IsRunning()) return;
    typing_.Stop();
    applyFilter();
    refill();
}

// Keeps the selection by its id: rows may have moved.
void ListPage::refill() {
    refillPending_ = false;
    refilling_ = true;
    table_->Reset(static_cast<unsigned>(list_.size()));
    refilling_ = false;
    showRows();
}

void ListPage::showRows() {
    const bool none = list_.size() == 0;
    const bool filtered = !list_.filter().text.empty() || !list_.filter().states.empty();
    empty_->setText(list_.loading() ? _("Reading the list...")
                    : filtered      ? _("Nothing matches. Type less or choose another state.")
                                    : _("No applications yet. Ctrl+N begins the first one."));
    empty_->Show(none);
    view_->Show(!none);
    view_->GetParent()->Layout();
    if (!selectedId_.empty()) select(selectedId_);
    refreshCounts();
    followSelection();
}

void ListPage::refreshRow(std::size_t index) {
    if (index >= list_.size()) return;
    table_->RowChanged(static_cast<unsigned>(index));
    if (list_.row(index).id == selectedId_) followSelection();
}

void ListPage::refreshCounts() {
    const station::Totals totals = list_.totals();
    const auto all = groups();
    for (std::size_t i = 0; i < all.size(); ++i) {
        const wxString words = all[i].count == nullptr ? all[i].name
                                                       : wxString::Format("%s (%s)", all[i].name,
                                                                          sayCount(totals.*(all[i].count)));
        if (states_->GetString(static_cast<unsigned>(i)) != words)
            states_->SetString(static_cast<unsigned>(i), words);
    }
}

void ListPage::select(const std::string& id) {
    const auto index = list_.indexOf(id);
    if (!index) return;
    refilling_ = true;
    const wxDataViewItem item = table_->GetItem(static_cast<unsigned>(*index));
    view_->Select(item);
    view_->SetCurrentItem(item);
    refilling_ = false;
    selectedId_ = id;
}

const station::AppRow* ListPage::selected() const {
    const auto index = selectedId_.empty() ? std::nullopt : list_.indexOf(selectedId_);
    return index ? &list_.row(*index) : nullptr;
}

void ListPage::followSelection() {
    const wxDataViewItem item = view_->GetSelection();
    if (item.IsOk()) {
        const unsigned row = table_->GetRow(item);
        if (row < list_.size() && list_.row(row).id != selectedId_) {
            selectedId_ = list_.row(row).id;
            reasonRow_->Hide();
            message_->clear();
        }
    }
    if (const station::AppRow* row = selected())
        details_->show(*row, station().now());
    else
        details_->showEmpty(list_.size() == 0 ? wxString() : _("Choose an application to see all of it."));
    Layout();
    host().pageChanged();
}

PageAction ListPage::openAction(const station::AppRow& row) {
    const std::string id = row.id;
    const auto primary = [](const char* name, const wxString& label, std::function<void()> run) {
        return PageAction{name, label, Key::CtrlEnter, ButtonKind::Primary, Side::Right, {}, std::move(run)};
    };
    switch (row.state) {
        case AppState::Draft:
            return primary("open", _("Continue this draft"), [this, id] {
                host().open({Intent::Kind::Draft, id, {}});
            });
        case AppState::Rejected:
            return primary("correct", _("Correct and resend"), [this, id] {
                host().open({Intent::Kind::Correction, id, {}});
            });
        case AppState::Sealed:
        case AppState::Sending: {
            PageAction reopen = primary("reopen", _("Open again..."), [this, id] { askReopenReason(id); });
            reopen.kind = ButtonKind::Secondary;
            if (!row.canReopen) reopen.refusal = _("its correction window has closed");
            return reopen;
        }
        default:
            return {};
    }
}

std::vector<PageAction> ListPage::actions() {
    std::vector<PageAction> actions;
    PageAction send{"send", _("Send now"), Key::F9, ButtonKind::Secondary, Side::Left, {}, [this] {
                        station().sendNow();
                        host().toast(Tone::Primary, _("Every waiting application is tried now."));
                    }};
    if (list_.totals().waiting == 0) send.refusal = _("nothing waits");
    actions.push_back(std::move(send));
    const station::AppRow* row = selected();
    if (row == nullptr) return actions;
    const std::string id = row->id;
    if (mayHaveReceipt(row->state)) {
        actions.push_back(
            {"receipt", _("Receipt"), Key::F12, ButtonKind::Secondary, Side::Left, {}, [this, id] {
                 saveReceipt(id);
             }});
    }
    if (row->state == AppState::Draft) {
        actions.push_back({"discard",
                           _("Discard draft..."),
                           Key::Unknown,
                           ButtonKind::Secondary,
                           Side::Left,
                           {},
                           [this, id] { askDiscard(id); }});
    }
    if (PageAction open = openAction(*row); open.run) {
        if (!host().hasPage(kPageApplication)) open.refusal = _("applications are not taken on this machine");
        actions.push_back(std::move(open));
    }
    return actions;
}

wxString ListPage::help() const {
    return _(
        "Type part of a name, number or phone; accents are not needed. Down goes into the list, Enter opens. "
        "A rejected "
        "application is corrected and sent again; its reasons stand at the right.");
}

void ListPage::askReopenReason(const std::string& id) {
    reopening_ = id;
    reasonRow_->setMessage(Tone::Neutral, _("Enter opens it; the sealed one is withdrawn."));
    reasonRow_->Show();
    Layout();
    reason_->SetFocus();
}

void ListPage::askDiscard(const std::string& id) {
    message_->show(Tone::Bad, _("Discarding removes the draft and its pictures for ever."),
                   {_("Discard for ever"), [this, id] {
                        message_->clear();
                        const GuiTarget<ListPage> self(this);
                        station().discardDraft(id, [self](const base::Result<void>& result) {
                            self.post([result](ListPage& page) {
                                if (!result)
                                    page.message_->show(Tone::Bad, sayError(result.error()));
                                else
                                    page.host().toast(Tone::Good, _("The draft is discarded."));
                            });
                        });
                    }});
}

void ListPage::saveReceipt(const std::string& id) {
    const GuiTarget<ListPage> self(this);
    station().receiptPdf(id, [self, id](base::Result<base::Bytes> pdf) {
        self.post([id, pdf = std::move(pdf)](ListPage& page) {
            if (!pdf) {
                page.message_->show(Tone::Bad, sayError(pdf.error()));
                return;
            }
            wxFileDialog dialog(&page, _("Save receipt"), wxString(),
                                "receipt-" + toWx(id.substr(0, 8)) + ".pdf", "PDF (*.pdf)|*.pdf",
                                wxFD_SAVE | wxFD_OVERWRITE_PROMPT);
            if (dialog.ShowModal() != wxID_OK) return;
            const auto written = base::writeFileDurably(base::pathOf(fromWx(dialog.GetPath())), *pdf);
            if (written)
                page.host().toast(Tone::Good, _("The receipt is saved."));
            else
                page.message_->show(Tone::Bad, sayError(written.error()));
        });
    });
}

namespace {

struct Kept {
    wxString text;
    int states = 0;
    std::string selected;
};

}  // namespace

std::shared_ptr<void> ListPage::handOver() {
    return std::make_shared<Kept>(Kept{search_->GetValue(), states_->GetSelection(), selectedId_});
}

void ListPage::takeOver(std::shared_ptr<void> kept) {
    const auto state = std::static_pointer_cast<Kept>(kept);
    if (!state) return;
    search_->ChangeValue(state->text);
    states_->SetSelection(state->states);
    selectedId_ = state->selected;
    refill();
}

}  // namespace ui
