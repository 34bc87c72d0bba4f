#include "station/ui/steps/documents_step.h"

#include <wx/filedlg.h>
#include <wx/sizer.h>

#include <algorithm>
#include <array>
#include <thread>

#include "devices/camera/preview.h"
#include "station/ui/a11y.h"
#include "station/ui/frame/status_bar.h"
#include "station/ui/language.h"
#include "station/ui/steps/document_words.h"
#include "station/ui/steps/paper_list.h"
#include "station/ui/steps/step_words.h"
#include "station/ui/text.h"
#include "station/ui/ui_dispatch.h"
#include "station/workflow/station.h"

namespace ui {
namespace {

constexpr int kLeftWidth = 340;
constexpr int kRightWidth = 320;
constexpr std::array kSizes = {devices::PageSize::A4, devices::PageSize::A5, devices::PageSize::A3, devices::PageSize::Auto};
// ISO 216, against what the glass can hold.
constexpr double kA3Width = 297, kA3Height = 420, kSlack = 5;

bool fits(devices::PageSize size, const devices::ScannerCaps& caps) {
    if (size != devices::PageSize::A3) return true;
    return caps.maxWidthMm + kSlack >= kA3Width && caps.maxHeightMm + kSlack >= kA3Height;
}

bool same(const devices::ScannerCaps& a, const devices::ScannerCaps& b) {
    return a.sources == b.sources && a.dpi == b.dpi && a.maxWidthMm == b.maxWidthMm;
}

}  // namespace

DocumentsStep::DocumentsStep(wxWindow* parent, StepHost& host) : StepPanel(parent, host) {
    flow_ = station().documents(enrollment());
    build();
    keep(flow_->progress.connect([this] { showProgress(); }));
    keep(flow_->ended.connect([this](const base::Result<void>& how) { ended(how); }));
    keep(flow_->deviceChanged.connect([this] { showCaps(); }));
    keep(enrollment().capturesChanged.connect([this](station::Step step) {
        if (step == station::Step::Documents) showPages();
    }));
    showCaps();
    showPages();
}

void DocumentsStep::build() {
    wxWindow* left = buildLeft();  // made first: Tab goes from left to right
    auto* middle = new Card(this, _("Pages"));
    message_ = new InlineMessage(middle);
    strip_ = new PageStrip(middle);
    strip_->onChosen([this](const std::string&) { showLarge(); });
    strip_->onCommand([this](PageCommand command) { run(command); });
    middle->body()->Add(message_, 0, wxEXPAND | wxTOP, dip(*this, kSpace8));
    middle->body()->Add(strip_, 1, wxEXPAND | wxTOP, dip(*this, kSpace4));
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    row->Add(left, 0, wxEXPAND | wxRIGHT, dip(*this, kSpace16));
    row->Add(middle, 1, wxEXPAND | wxRIGHT, dip(*this, kSpace16));
    row->Add(buildRight(), 0, wxEXPAND);
    SetSizer(row);
}

wxWindow* DocumentsStep::buildLeft() {
    auto* side = new Panel(this);
    side->SetBackgroundColour(GetBackgroundColour());
    auto* papersCard = new Card(side, _("Papers asked for"));
    papers_ = new PaperList(papersCard);
    papersCard->body()->Add(papers_, 0, wxEXPAND | wxTOP, dip(*this, kSpace4));
    auto* settings = new Card(side, _("Scanner"));
    state_ = new Label(settings, wxString(), TextSize::Small, Weight::Regular, Shade::Muted);
    state_->wrap(kLeftWidth - 40);
    settings->body()->Add(state_, 0, wxTOP, dip(*this, kSpace4));
    source_ = addChoice(settings, _("From"), [this](int chosen) {
        auto request = flow_->request();
        if (chosen >= 0 && static_cast<std::size_t>(chosen) < shownCaps_.sources.size()) request.source = shownCaps_.sources[static_cast<std::size_t>(chosen)];
        flow_->setRequest(request);
    });
    size_ = addChoice(settings, _("Paper size"), [this](int chosen) {
        auto request = flow_->request();
        request.size = kSizes[static_cast<std::size_t>(std::clamp(chosen, 0, 3))];
        if (!fits(request.size, shownCaps_)) message_->show(Tone::Attention, _("This scanner is too small for A3. Scan both halves as A4."));
        else message_->clear();
        flow_->setRequest(request);
        Layout();
    });
    dpi_ = addChoice(settings, _("Dots per inch"), [this](int chosen) {
        auto request = flow_->request();
        if (chosen >= 0 && static_cast<std::size_t>(chosen) < shownCaps_.dpi.size()) request.dpi = shownCaps_.dpi[static_cast<std::size_t>(chosen)];
        flow_->setRequest(request);
    });
    for (const auto size : kSizes) size_->Append(sayPageSize(size));
    auto* column = new wxBoxSizer(wxVERTICAL);
    column->Add(papersCard, 1, wxEXPAND | wxBOTTOM, dip(*this, kSpace12));
    column->Add(settings, 0, wxEXPAND);
    side->SetSizer(column);
    side->SetMinSize({dip(*this, kLeftWidth), -1});
    return side;
}

wxChoice* DocumentsStep::addChoice(Card* card, const wxString& label, std::function<void(int)> chosen) {
    auto* row = new FieldRow(card, label);
    auto* choice = choiceField(row);
    row->setControl(choice);
    choice->Bind(wxEVT_CHOICE, [chosen = std::move(chosen)](wxCommandEvent& event) { chosen(event.GetSelection()); });
    card->body()->Add(row, 0, wxEXPAND | wxTOP, dip(*this, kSpace8));
    return choice;
}

wxWindow* DocumentsStep::buildRight() {
    auto* card = new Card(this, _("Chosen page"));
    const int gap = dip(*this, kSpace8);
    large_ = new FramePainter(card, _("Chosen page"));
    large_->setPreferred({kRightWidth - 40, 200});
    large_->setGround(palette().background);
    auto* row = new FieldRow(card, _("Belongs to"));
    paperOf_ = choiceField(row);
    row->setControl(paperOf_);
    paperOf_->Bind(wxEVT_CHOICE, [this](wxCommandEvent&) { CallAfter([this] { assignChosen(); }); });
    auto* buttons = new wxBoxSizer(wxHORIZONTAL);
    const auto button = [&](const wxString& word, const wxString& key, PageCommand command) {
        auto* made = new ActionButton(card, word, key, ButtonKind::Secondary);
        made->onPress([this, command] { CallAfter([this, command] { run(command); }); });
        buttons->Add(made, 0, wxRIGHT, dip(*this, 2));
        return made;
    };
    turn_ = button(_("Turn"), "Ctrl+R", PageCommand::Turn);
    remove_ = button(_("Remove"), "Del", PageCommand::Delete);
    undo_ = new ActionButton(card, _("Undo"), "Ctrl+Z", ButtonKind::Secondary);
    undo_->onPress([this] { CallAfter([this] { run(PageCommand::Undo); }); });
    card->body()->Add(large_, 1, wxEXPAND | wxTOP, gap);
    card->body()->Add(row, 0, wxEXPAND | wxTOP, gap);
    card->body()->Add(buttons, 0, wxTOP, gap);
    card->body()->Add(undo_, 0, wxTOP, dip(*this, 2));
    card->SetMinSize({dip(*this, kRightWidth), -1});
    return card;
}

// The papers that may hold pages: those asked for.
std::vector<forms::CaptureNeed> DocumentsStep::papers() {
    auto needs = enrollment().needs();
    std::erase_if(needs, [](const auto& need) { return need.kind != forms::CaptureKind::Document; });
    return needs;
}

bool DocumentsStep::hasPages() { return !enrollment().pages().empty(); }

void DocumentsStep::showCaps() {
    const auto chip = flow_->scanner();
    const wxString problem = sayDevice(chip, _("Document scanner"));
    state_->setShade(problem.empty() ? Shade::Muted : Shade::Attention);
    state_->setText(problem.empty() ? sayDeviceName(chip.device) : problem);
    if (const auto caps = flow_->caps(); caps && !same(*caps, shownCaps_)) {
        shownCaps_ = *caps;
        source_->Clear();
        for (const auto source : caps->sources) source_->Append(saySource(source));
        dpi_->Clear();
        for (const int dpi : caps->dpi) dpi_->Append(wxString::Format("%d", dpi));
    }
    const auto& request = flow_->request();
    const auto select = [](wxChoice* choice, const auto& all, const auto& value) {
        const auto found = std::find(all.begin(), all.end(), value);
        choice->SetSelection(found == all.end() ? wxNOT_FOUND : static_cast<int>(found - all.begin()));
    };
    select(source_, shownCaps_.sources, request.source);
    select(dpi_, shownCaps_.dpi, request.dpi);
    select(size_, kSizes, request.size);
    source_->Enable(!shownCaps_.sources.empty());
    dpi_->Enable(!shownCaps_.dpi.empty());
    Layout();
    host().actionsChanged();
}

void DocumentsStep::showProgress() {
    if (flow_->scanning()) {
        message_->show(Tone::Primary, wxString::Format(_("Reading, %d pages so far"), flow_->pagesThisScan()),
                       {_("Stop (Esc)"), [this] { flow_->cancel(); }});
    }
    strip_->show(enrollment(), flow_->partialPage());
    Layout();
    host().actionsChanged();
}

void DocumentsStep::ended(const base::Result<void>& how) {
    if (how) message_->show(Tone::Good, wxString::Format(_("%d pages read"), flow_->pagesThisScan()));
    else message_->show(Tone::Attention, sayScanEnd(how.error()));
    strip_->show(enrollment(), nullptr);
    showPages();
}

void DocumentsStep::showPages() {
    const bool hadFocus = strip_->IsDescendant(wxWindow::FindFocus());
    papers_->show(enrollment());
    strip_->show(enrollment(), flow_->partialPage());
    if (hadFocus && strip_->firstTile() == nullptr) firstFocus()->SetFocus();  // its page is gone
    showLarge();
    if (enrollment().canUndoPages()) undo_->allow();
    else undo_->refuse(_("nothing to undo"));
    Layout();
    host().actionsChanged();
}

void DocumentsStep::showLarge() {
    const auto& pages = enrollment().pages();
    const auto found = std::find_if(pages.begin(), pages.end(), [&](const auto& p) { return p.id == strip_->chosen(); });
    const bool any = found != pages.end();
    for (ActionButton* button : {turn_, remove_}) {
        if (any) button->allow();
        else button->refuse(_("no page is chosen"));
    }
    paperOf_->Enable(any);
    const auto all = papers();
    paperOf_->Clear();
    for (const auto& need : all) paperOf_->Append(localText(need.label));
    if (!any) {
        largePage_.clear();
        large_->show(nullptr);
        large_->setEmptyText(_("No page yet"));
        return;
    }
    const auto paper = std::find_if(all.begin(), all.end(), [&](const auto& need) { return need.id == found->paper; });
    paperOf_->SetSelection(paper == all.end() ? wxNOT_FOUND : static_cast<int>(paper - all.begin()));
    large_->setInstruction(found->looksBlank ? wxString(_("This page looks blank. Remove it, or leave it if it belongs here.")) : wxString(), Tone::Attention);
    if (found->id == largePage_ && found->quarterTurns == largeTurns_) return;
    largePage_ = found->id;
    largeTurns_ = found->quarterTurns;
    large_->show(found->thumbnail);
    loadLarge(found->id, found->quarterTurns);
}

// The thumbnail stands there until the whole page is decoded and scaled, both on workers.
void DocumentsStep::loadLarge(const std::string& page, int turns) {
    const GuiTarget<DocumentsStep> self(this);
    const ViewSize view = large_->viewSize();
    if (view.width <= 0 || view.height <= 0) return;
    enrollment().loadPage(page, [self, view, page, turns](base::Result<devices::ImagePtr> whole) {
        if (!whole || !*whole) return;  // the thumbnail stays; loading is tried again with the next choice
        std::thread([self, view, page, turns, whole = *whole] {
            self.post([page, turns, small = devices::fitted(whole, view.width, view.height)](DocumentsStep& step) {
                if (step.largePage_ == page && step.largeTurns_ == turns && small) step.large_->show(small);
            });
        }).detach();
    });
}

void DocumentsStep::scan() {
    message_->clear();
    flow_->scan(papers_->chosen());
}

void DocumentsStep::import() {
    wxFileDialog dialog(this, _("Take pages from files"), wxString(), wxString(),
                        _("Pages (JPEG, PNG, TIFF, PDF)") + "|*.jpg;*.jpeg;*.png;*.tif;*.tiff;*.pdf", wxFD_OPEN | wxFD_MULTIPLE | wxFD_FILE_MUST_EXIST);
    if (dialog.ShowModal() != wxID_OK) return;
    wxArrayString chosen;
    dialog.GetPaths(chosen);
    std::vector<std::string> paths;
    for (const auto& path : chosen) paths.push_back(fromWx(path));
    flow_->importFiles(papers_->chosen(), std::move(paths));
}

void DocumentsStep::assignChosen() {
    const auto all = papers();
    const int chosen = paperOf_->GetSelection();
    if (chosen < 0 || static_cast<std::size_t>(chosen) >= all.size()) return;
    enrollment().assignPage(strip_->chosen(), all[static_cast<std::size_t>(chosen)].id);
}

void DocumentsStep::run(PageCommand command) {
    const std::string page = strip_->chosen();
    if (command == PageCommand::Undo) {
        if (enrollment().canUndoPages()) enrollment().undoPages();
        return;
    }
    if (page.empty()) return;
    switch (command) {
        case PageCommand::Turn: enrollment().rotatePage(page); break;
        case PageCommand::Earlier: enrollment().movePage(page, -1); break;
        case PageCommand::Later: enrollment().movePage(page, 1); break;
        case PageCommand::Delete:
            enrollment().deletePage(page);
            host().say(Tone::Primary, _("The page is removed."), {_("Undo"), [self = GuiTarget<DocumentsStep>(this)] {
                              self.post([](DocumentsStep& step) { step.enrollment().undoPages(); });
                          }});
            break;
        default: break;
    }
}

std::vector<PageAction> DocumentsStep::actions() {
    if (flow_->scanning()) return {stepAction("stop", _("Stop"), Key::Escape, [this] { flow_->cancel(); }),
                                   stepAction("none", _("Read pages"), Key::F4, [] {}, _("being read"))};
    wxString refusal;
    if (flow_->scanner().state != station::ChipState::Good) refusal = _("no scanner");
    else if (papers_->chosen().empty()) refusal = _("no paper is asked for");
    return {stepAction("scan", _("Read pages"), Key::F4, [this] { scan(); }, refusal),
            stepAction("import", _("From files..."), Key::Unknown, [this] { import(); }, papers_->chosen().empty() ? refusal : wxString())};
}

bool DocumentsStep::onKey(Key key) {
    if (key != Key::Escape || !flow_->scanning()) return false;
    flow_->cancel();
    return true;
}

wxString DocumentsStep::help() const {
    return _("Choose the paper with the arrows, put its pages in, press F4. Ctrl+R turns a page, Ctrl+arrows move it, Del removes "
             "it, Ctrl+Z brings it back. Esc stops reading; what was read stays.");
}

wxWindow* DocumentsStep::firstFocus() {
    if (wxWindow* paper = papers_->focusTarget()) return paper;
    return source_;
}

bool DocumentsStep::showField(const std::string& field) {
    papers_->choose(field);
    if (wxWindow* row = papers_->focusTarget()) row->SetFocus();
    return true;
}

}  // namespace ui
