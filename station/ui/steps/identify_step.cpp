#include "station/ui/steps/identify_step.h"

#include <wx/scrolwin.h>
#include <wx/sizer.h>

#include <algorithm>

#include "forms/field_ids.h"
#include "station/ui/language.h"
#include "station/ui/steps/follow_focus.h"
#include "station/ui/steps/reading_words.h"
#include "station/ui/steps/step_words.h"
#include "station/ui/text.h"
#include "station/ui/widgets/chip.h"
#include "station/workflow/station.h"

namespace ui {
namespace {

constexpr int kSideWidth = 560;
constexpr int kTextWidth = 500;
constexpr int kNameWidth = 150;
constexpr int kValueWidth = 240;
constexpr int kScrollStep = 16;
constexpr double kFrame = 0.5;     // the guide's side as a share of the picture's height

bool isKnown(const std::string& field) {
    static const char* const kCardFields[] = {forms::field::kIdNumber, forms::field::kFullName, forms::field::kBirthDate,
                                              forms::field::kSex, forms::field::kPermanentAddress, forms::field::kCmnd9,
                                              forms::field::kCardIssueDate, forms::field::kCardTerm, forms::field::kCardExpiry};
    return std::find(std::begin(kCardFields), std::end(kCardFields), field) != std::end(kCardFields);
}

}  // namespace

IdentifyStep::IdentifyStep(wxWindow* parent, StepHost& host) : StepPanel(parent, host) {
    flow_ = station().identify(enrollment());
    build();
    keep(flow_->viewReady.connect([this] { showView(); }));
    keep(flow_->deviceChanged.connect([this] { showDevice(); }));
    keep(flow_->cardRead.connect([this](const forms::CardReading&) { cardRead(); }));
    keep(flow_->unreadable.connect([this](const base::Error& error) { stage_->setInstruction(sayUnreadable(error), Tone::Attention); }));
    keep(enrollment().findingsChanged.connect([this] { refreshSoon(); }));
    showDevice();
    refresh();
}

void IdentifyStep::build() {
    stage_ = new FramePainter(this, _("Camera picture"));
    stage_->setOverlay([this](wxGraphicsContext& gc, const wxRect2DDouble& picture) { drawGuide(gc, picture); });
    stage_->onViewSize([this](ViewSize size) { flow_->setView(size.width, size.height); });
    stage_->setInstruction(_("Hold the card's QR or its three lines into the frame"), Tone::Neutral);
    auto* side = new wxBoxSizer(wxVERTICAL);
    auto* entry = new Card(this, _("Read or type"));
    buildEntry(entry);
    found_ = new Card(this, _("What is known"));
    auto* scroll = new wxScrolledWindow(found_, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxVSCROLL | wxTAB_TRAVERSAL);
    scroll->SetScrollRate(0, dip(*this, kScrollStep));
    followFocus(*scroll);
    scroll->SetSizer(new wxBoxSizer(wxVERTICAL));
    list_ = scroll;
    list_->SetBackgroundColour(palette().card);
    setAccessibleName(*list_, _("What is known"));
    found_->body()->Add(list_, 1, wxEXPAND | wxTOP, dip(*this, kSpace8));
    confirm_ = new ActionButton(found_, _("All read values are right"), wxString(), ButtonKind::Secondary);
    confirm_->onPress([this] { CallAfter([this] { enrollment().confirmAll(); }); });
    found_->body()->Add(confirm_, 0, wxTOP, dip(*this, kSpace8));
    side->Add(entry, 0, wxEXPAND | wxBOTTOM, dip(*this, kSpace12));
    side->Add(found_, 1, wxEXPAND);
    entry->SetMinSize({dip(*this, kSideWidth), -1});
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    row->Add(stage_, 1, wxEXPAND | wxRIGHT, dip(*this, kSpace16));
    row->Add(side, 0, wxEXPAND);
    SetSizer(row);
}

// A wedge reader types a line and Enter; the lines of the machine-readable zone come with line ends when pasted, which a
// one-line control turns into blanks.
void IdentifyStep::buildEntry(Card* card) {
    lineRow_ = new FieldRow(card, _("QR line, machine-readable lines or the 12 digits"));
    line_ = new wxTextCtrl(lineRow_, wxID_ANY, wxString(), wxDefaultPosition, wxDefaultSize, wxTE_PROCESS_ENTER);
    line_->SetFont(font(TextSize::Title));
    lineRow_->setControl(line_);
    lineRow_->setMessage(Tone::Neutral, _("Enter reads it. Nothing at hand: Ctrl+Enter goes on to typing."));
    line_->Bind(wxEVT_TEXT_ENTER, [this](wxCommandEvent&) { readLine(); });
    card->body()->Add(lineRow_, 0, wxEXPAND | wxTOP, dip(*this, kSpace8));
}

void IdentifyStep::drawGuide(wxGraphicsContext& gc, const wxRect2DDouble& picture) const {
    const double side = picture.m_height * kFrame;
    const wxRect2DDouble box(picture.m_x + (picture.m_width - side) / 2, picture.m_y + (picture.m_height - side) / 2, side, side);
    gc.SetBrush(*wxTRANSPARENT_BRUSH);
    gc.SetPen(gc.CreatePen(wxGraphicsPenInfo(palette().railMark).Width(FromDIP(4))));
    const double arm = side / 5;
    for (const double x : {box.m_x, box.GetRight()}) {
        for (const double y : {box.m_y, box.GetBottom()}) {
            const double across = x == box.m_x ? arm : -arm;
            const double down = y == box.m_y ? arm : -arm;
            gc.StrokeLine(x, y, x + across, y);
            gc.StrokeLine(x, y, x, y + down);
        }
    }
}

void IdentifyStep::showView() {
    if (auto view = flow_->takeView()) stage_->show(view->picture);
}

void IdentifyStep::showDevice() {
    const wxString problem = sayDevice(flow_->camera(), _("Camera"));
    if (!problem.empty()) stage_->show(nullptr);
    stage_->setEmptyText(problem.empty() ? wxString(_("The camera starts...")) : problem);
}

void IdentifyStep::readLine() {
    if (line_->IsEmpty()) return;
    const auto reading = flow_->read(fromWx(line_->GetValue()));
    if (!reading) {
        lineRow_->setMessage(Tone::Bad, sayUnreadable(reading.error()));
        line_->SelectAll();
        Layout();
        return;
    }
    line_->ChangeValue(wxString());
    cardRead();
}

void IdentifyStep::cardRead() {
    stage_->setInstruction(_("The card is read"), Tone::Good);
    lineRow_->setMessage(Tone::Neutral, _("Read. Look at the values at the right and confirm them."));
    Layout();
    refresh();
    if (!choices_.empty()) choices_.front().second->SetFocus();
    else if (confirm_->IsShown()) confirm_->SetFocus();
}

void IdentifyStep::refreshSoon() {
    if (std::exchange(refreshPending_, true)) return;
    CallAfter([this] {
        refreshPending_ = false;
        refresh();
    });
}

void IdentifyStep::refresh() {
    std::string now = enrollment().record().toJson();
    for (const auto& d : enrollment().differences()) now += d.field + d.other.text;
    for (const auto& other : enrollment().alike()) now += other.row.id + fromWx(sayAlike(other));
    if (now == shown_) return;
    shown_ = now;
    const bool lostFocus = list_->IsDescendant(wxWindow::FindFocus());
    list_->Freeze();
    list_->GetSizer()->Clear(true);
    choices_.clear();
    for (const auto& difference : enrollment().differences()) addDifference(difference);
    bool open = false;
    auto* table = new wxFlexGridSizer(3, dip(*this, kSpace8), dip(*this, kSpace12));
    for (const auto& field : enrollment().schema().fields()) {
        const forms::FieldValue* value = enrollment().record().find(field.id);
        if (value == nullptr || !isKnown(field.id)) continue;
        addRow(*table, field, *value);
        open = open || !value->confirmed;
    }
    if (table->IsEmpty()) {
        delete table;
        note(_("Nothing yet. The card's QR fills number, name, birth, sex and address."), Shade::Muted);
    } else {
        list_->GetSizer()->Add(table, 0, wxTOP, dip(*this, kSpace4));
    }
    addAlike();
    list_->Thaw();
    const bool confirmHadFocus = confirm_->HasFocus();
    confirm_->Show(open);
    found_->Layout();
    list_->FitInside();
    list_->Layout();
    if (lostFocus || (confirmHadFocus && !open)) line_->SetFocus();
    host().actionsChanged();
}

Label* IdentifyStep::note(const wxString& text, Shade shade) {
    auto* label = new Label(list_, text, TextSize::Small, Weight::Regular, shade);
    label->wrap(kTextWidth);
    list_->GetSizer()->Add(label, 0, wxTOP, dip(*this, kSpace8));
    return label;
}

void IdentifyStep::addRow(wxSizer& table, const forms::Field& field, const forms::FieldValue& value) {
    auto* name = new Label(list_, localText(field.label), TextSize::Small, Weight::Regular, Shade::Muted);
    name->wrap(kNameWidth);
    auto* text = new Label(list_, sayValue(field, value.text, station().catalogues()), TextSize::Body, Weight::Bold);
    text->wrap(kValueWidth);
    table.Add(name, 0, wxALIGN_CENTER_VERTICAL);
    table.Add(text, 0, wxALIGN_CENTER_VERTICAL);
    const wxString origin = sayOrigin(value.origin);
    table.Add(new Chip(list_, origin.empty() ? wxString(_("preset")) : origin, value.confirmed ? Tone::Good : Tone::Attention), 0, wxALIGN_CENTER_VERTICAL);
}

// Two buttons side by side: what stands in the application, and what the card says.
void IdentifyStep::addDifference(const station::Difference& difference) {
    const forms::Field* field = enrollment().schema().field(difference.field);
    if (field == nullptr) return;
    const auto& catalogues = station().catalogues();
    auto* label = note(wxString::Format(_("%s differs. Which is right?"), localText(field->label)), Shade::Attention);
    label->SetFont(font(TextSize::Body, Weight::Bold));
    auto* row = new wxBoxSizer(wxVERTICAL);
    const auto button = [&](const wxString& words, std::function<void()> run) {
        auto* made = new ActionButton(list_, words, wxString(), ButtonKind::Secondary);
        made->onPress([this, run = std::move(run)] { CallAfter(run); });
        row->Add(made, 0, wxTOP, dip(*this, 2));
        return made;
    };
    const std::string id = difference.field;
    const wxString current = difference.current.text.empty() ? wxString(_("(empty)")) : sayValue(*field, difference.current.text, catalogues);
    auto* keepIt = button(wxString::Format(_("Keep: %s"), current), [this, id] { enrollment().keepCurrent(id); });
    button(wxString::Format(_("Card: %s"), sayValue(*field, difference.other.text, catalogues)), [this, id] { enrollment().takeOther(id); });
    choices_.emplace_back(id, keepIt);
    list_->GetSizer()->Add(row, 0, wxTOP, dip(*this, kSpace4));
}

void IdentifyStep::addAlike() {
    if (enrollment().alike().empty()) return;
    note(_("Already on this machine:"), Shade::Attention)->SetFont(font(TextSize::Body, Weight::Bold));
    for (const auto& other : enrollment().alike()) {
        const auto& row = other.row;
        note(toWx(row.name) + L" \u00b7 " + toWx(row.idNumberMasked) + L" \u00b7 " + sayAlike(other) + L" \u00b7 " + localText(row.procedure) + ", " +
                 sayWhen(row.changedAt, station().now()),
             Shade::Ink);
    }
}

wxString IdentifyStep::help() const {
    return _("Hold the card's QR, or the three lines on its back, before the camera, or read the QR with a wedge reader into the line, "
             "or paste the three lines, or type the 12 digits; Enter reads. Where card and application differ, choose with Tab and Enter.");
}

wxWindow* IdentifyStep::firstFocus() { return line_; }

bool IdentifyStep::showField(const std::string& field) {
    for (auto& [id, button] : choices_) {
        if (id != field) continue;
        button->SetFocus();
        return true;
    }
    return false;
}

}  // namespace ui
