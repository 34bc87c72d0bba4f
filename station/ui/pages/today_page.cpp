#include "station/ui/pages/today_page.h"

#include <wx/sizer.h>
#include <wx/statline.h>

#include <chrono>

#include "station/ui/language.h"
#include "station/ui/text.h"
#include "station/ui/widgets/chip.h"
#include "station/workflow/station.h"

namespace ui {
namespace {

constexpr std::size_t kRowsShown = 12;
constexpr int kDueWidth = 150;
constexpr int kSoonDays = 2;

wxString sayKind(station::TodoItem::Kind kind) {
    switch (kind) {
        case station::TodoItem::Kind::Draft:
            return _("Draft not finished");
        case station::TodoItem::Kind::Rejected:
            return _("Came back: correct and resend");
        case station::TodoItem::Kind::Waiting:
            return _("Waiting to be sent");
        case station::TodoItem::Kind::Activate:
            return _("e-ID approved: remind to activate");
        case station::TodoItem::Kind::HandOver:
            return _("Card is here: hand it over");
        default:
            return _("To do");
    }
}

int daysLeft(const base::Day& due, const base::Day& today) {
    const auto number = [](const base::Day& d) { return std::chrono::sys_days(std::chrono::year(d.year) / d.month / d.day); };
    return static_cast<int>((number(due) - number(today)).count());
}

wxString sayLeft(int days) {
    if (days < 0) return wxString::Format(_("%d days over"), -days);
    return days == 0 ? wxString(_("ends today")) : wxString::Format(_("%d days left"), days);
}

Tone toneOfLeft(int days) { return days < 0 ? Tone::Bad : days <= kSoonDays ? Tone::Attention : Tone::Primary; }

Tone toneOf(station::TodoItem::Kind kind) {
    switch (kind) {
        case station::TodoItem::Kind::Rejected:
            return Tone::Bad;
        case station::TodoItem::Kind::Waiting:
        case station::TodoItem::Kind::HandOver:
            return Tone::Primary;
        default:
            return Tone::Attention;
    }
}

}  // namespace

TodayPage::TodayPage(wxWindow* parent, PageHost& pageHost) : Page(parent, pageHost) {
    const int gap = dip(*this, kSpace16);
    auto* figures = new wxBoxSizer(wxHORIZONTAL);
    sealed_ = addFigure(figures, _("Taken today"));
    median_ = addFigure(figures, _("Median per person"));
    waiting_ = addFigure(figures, _("Waiting to send"));
    rejected_ = addFigure(figures, _("Came back"));
    todoCard_ = new Card(this, _("To do"));
    todo_ = new Panel(todoCard_);
    todo_->SetBackgroundColour(palette().card);
    todo_->SetSizer(new wxBoxSizer(wxVERTICAL));
    todoCard_->body()->Add(todo_, 1, wxEXPAND | wxTOP, dip(*this, kSpace8));
    auto* chartCard = new Card(this, _("Per hour"));
    chart_ = new BarChart(chartCard, _("Taken per hour"));
    chart_->setEmptyText(_("Nothing taken yet today"));
    chartCard->body()->Add(chart_, 1, wxEXPAND | wxTOP, dip(*this, kSpace8));
    auto* lower = new wxBoxSizer(wxHORIZONTAL);
    lower->Add(todoCard_, 9, wxEXPAND | wxRIGHT, gap);
    lower->Add(chartCard, 7, wxEXPAND);
    auto* column = new wxBoxSizer(wxVERTICAL);
    column->Add(figures, 0, wxEXPAND | wxBOTTOM, gap);
    column->Add(lower, 1, wxEXPAND);
    auto* outer = new wxBoxSizer(wxVERTICAL);
    outer->Add(column, 1, wxEXPAND | wxALL, dip(*this, kSpace20));
    SetSizer(outer);
    subscriptions_.push_back(station().todayChanged.connect([this] {
        stale_ = true;
        if (IsShown()) refresh();
    }));
}

TodayPage::Figure TodayPage::addFigure(wxSizer* row, const wxString& title) {
    auto* card = new Card(this);
    Figure figure;
    card->body()->Add(new Label(card, title, TextSize::Small, Weight::Regular, Shade::Muted));
    figure.value = new Label(card, "0", TextSize::Huge, Weight::Bold);
    figure.under = new Label(card, " ", TextSize::Small, Weight::Regular, Shade::Muted, wxST_ELLIPSIZE_END);
    card->body()->Add(figure.value, 0, wxTOP | wxBOTTOM, dip(*this, kSpace4));
    card->body()->Add(figure.under, 0, wxEXPAND);
    row->Add(card, 1, wxEXPAND | (row->IsEmpty() ? 0 : wxLEFT), dip(*this, 14));
    return figure;
}

wxString TodayPage::title() const {
    const base::Day today = base::dayInVietnam(const_cast<TodayPage*>(this)->station().now());
    return wxString::Format(_("Today, %s %s"), sayWeekday(today), sayDay(today));
}

wxString TodayPage::subtitle() const {
    return toWx(const_cast<TodayPage*>(this)->station().unit().name);
}

std::optional<PageAction> TodayPage::headerAction() {
    if (!host().hasPage(kPageApplication)) return std::nullopt;
    return PageAction{"new", _("New application"), Key::CtrlN, ButtonKind::Primary, Side::Right, {}, [this] {
                          host().open({Intent::Kind::New, {}, {}});
                      }};
}

wxString TodayPage::help() const {
    return _(
        "Begin a new application with Ctrl+N. The list shows what waits for you, the most urgent first: open "
        "it with "
        "Tab and Enter. What is sealed sends itself; nothing is lost without a network.");
}

void TodayPage::entered() {
    if (stale_) refresh();
}

void TodayPage::refresh() {
    stale_ = false;
    const station::TodayView today = station().today();
    const base::Instant now = station().now();
    sealed_.value->SetLabelText(sayCount(static_cast<std::uint64_t>(today.sealedToday)));
    sealed_.under->SetLabelText(_("sealed, safe on this machine"));
    median_.value->SetLabelText(today.medianToday ? sayDuration(*today.medianToday) : wxString(L"\u2013"));
    median_.under->SetLabelText(today.medianToday ? _("from opening to seal")
                                                  : _("shown after the first seal"));
    waiting_.value->SetLabelText(sayCount(today.waiting));
    waiting_.under->SetLabelText(today.oldestUnsent
                                     ? wxString::Format(_("oldest %s"), sayAge(*today.oldestUnsent, now))
                                     : _("everything is sent"));
    rejected_.value->SetLabelText(sayCount(today.rejected));
    rejected_.value->setShade(today.rejected > 0 ? Shade::Bad : Shade::Ink);
    rejected_.under->SetLabelText(today.rejected > 0 ? _("correct and resend") : _("nothing to correct"));
    std::vector<Bar> bars;
    for (const auto& hour : today.perHour)
        bars.push_back({wxString::Format(_("%dh"), hour.hour), hour.count});
    chart_->setBars(std::move(bars));
    fillTodo(today);
    Layout();
}

void TodayPage::fillTodo(const station::TodayView& today) {
    auto* rows = todo_->GetSizer();
    rows->Clear(true);
    if (today.todo.empty()) {
        rows->AddStretchSpacer(1);
        rows->Add(new Label(todo_, _("Nothing to do. Ctrl+N begins a new application."), TextSize::Body,
                            Weight::Regular, Shade::Muted),
                  0, wxALIGN_CENTER_HORIZONTAL);
        rows->AddStretchSpacer(2);
    }
    for (std::size_t i = 0; i < std::min(today.todo.size(), kRowsShown); ++i) addTodoRow(rows, today.todo[i]);
    if (today.todo.size() > kRowsShown) {
        auto* more = new ActionButton(
            todo_,
            wxString::Format(_("%d more in the list"), static_cast<int>(today.todo.size() - kRowsShown)),
            wxString(), ButtonKind::Quiet);
        more->onPress([this] { host().goTo(kPageList); });
        rows->Add(more, 0, wxTOP, dip(*this, kSpace4));
    }
    todo_->Layout();
}

void TodayPage::addTodoRow(wxSizer* rows, const station::TodoItem& item) {
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    auto* work =
        new Label(todo_, sayKind(item.kind), TextSize::Body, Weight::Regular, Shade::Ink, wxST_ELLIPSIZE_END);
    auto* name =
        new Label(todo_, item.name.empty() ? _("no name yet") : toWx(item.name), TextSize::Body,
                  Weight::Regular, item.name.empty() ? Shade::Muted : Shade::Ink, wxST_ELLIPSIZE_END);
    name->SetToolTip(localText(item.procedure));
    const base::Instant now = station().now();
    const int left = item.due ? daysLeft(*item.due, base::dayInVietnam(now)) : 0;
    auto* when = item.due ? new Chip(todo_, sayLeft(left), toneOfLeft(left)) : new Chip(todo_, sayWhen(item.at, now), toneOf(item.kind));
    auto* open = new ActionButton(todo_, _("Open"), wxString(), ButtonKind::Quiet);
    setAccessibleName(*open, wxString::Format(_("Open: %s, %s"), sayKind(item.kind), name->GetLabelText()));
    open->onPress([this, item] { openItem(item); });
    auto* whenCell = new wxBoxSizer(wxHORIZONTAL);
    whenCell->Add(when, 0, wxALIGN_CENTER_VERTICAL);
    whenCell->SetMinSize({dip(*this, kDueWidth), -1});
    work->SetMinSize({dip(*this, 60), -1});
    name->SetMinSize({dip(*this, 60), -1});
    row->Add(work, 5, wxALIGN_CENTER_VERTICAL | wxLEFT, dip(*this, kSpace8));
    row->Add(name, 4, wxALIGN_CENTER_VERTICAL | wxLEFT, dip(*this, kSpace8));
    row->Add(whenCell, 0, wxALIGN_CENTER_VERTICAL | wxLEFT, dip(*this, kSpace8));
    row->Add(open, 0, wxALIGN_CENTER_VERTICAL);
    rows->Add(row, 0, wxEXPAND);
    rows->Add(new wxStaticLine(todo_), 0, wxEXPAND);
}

void TodayPage::openItem(const station::TodoItem& item) {
    switch (item.kind) {
        case station::TodoItem::Kind::Draft:
            host().open({Intent::Kind::Draft, item.id, {}});
            break;
        case station::TodoItem::Kind::Rejected:
            host().open({Intent::Kind::Correction, item.id, {}});
            break;
        default:
            host().goTo(kPageList);
            break;
    }
}

}  // namespace ui
