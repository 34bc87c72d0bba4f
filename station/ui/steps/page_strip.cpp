#include "station/ui/steps/page_strip.h"

#include <wx/sizer.h>
#include <wx/wrapsizer.h>

#include <algorithm>

#include "station/ui/language.h"
#include "station/ui/steps/follow_focus.h"
#include "station/ui/text.h"
#include "station/ui/widgets/label.h"

namespace ui {
namespace {

const wxSize kPageSize{92, 130};
constexpr int kScrollStep = 16;

PageCommand commandOf(const wxKeyEvent& event) {
    if (event.GetKeyCode() == WXK_DELETE && !event.HasAnyModifiers()) return PageCommand::Delete;
    if (!event.ControlDown()) return PageCommand::Unknown;
    switch (event.GetKeyCode()) {
        case WXK_LEFT: return PageCommand::Earlier;
        case WXK_RIGHT: return PageCommand::Later;
        case 'R': return PageCommand::Turn;
        case 'Z': return PageCommand::Undo;
        default: return PageCommand::Unknown;
    }
}

wxString sayPaper(const station::Enrollment& enrollment, const std::string& paper) {
    for (const auto& need : enrollment.needs()) {
        if (need.id == paper) return localText(need.label);
    }
    return paper.empty() ? wxString(_("Without a paper")) : toWx(paper);
}

}  // namespace

PageStrip::PageStrip(wxWindow* parent) : wxScrolledWindow(parent, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxVSCROLL | wxTAB_TRAVERSAL) {
    m_container.DisableSelfFocus();  // without pages Tab passes it by
    SetBackgroundColour(parent->GetBackgroundColour());
    SetScrollRate(0, dip(*this, kScrollStep));
    followFocus(*this);
    SetSizer(new wxBoxSizer(wxVERTICAL));
}

bool PageStrip::sameAs(const station::Enrollment& enrollment) const {
    const auto& pages = enrollment.pages();
    return std::equal(pages.begin(), pages.end(), entries_.begin(), entries_.end(),
                      [](const auto& page, const Entry& entry) { return page.id == entry.id && page.paper == entry.paper; });
}

void PageStrip::show(const station::Enrollment& enrollment, const devices::ImagePtr& reading) {
    if (!sameAs(enrollment) || (reading != nullptr) != (reading_ != nullptr)) {
        rebuild(enrollment);
        if (reading) {
            auto* row = new wxBoxSizer(wxHORIZONTAL);
            reading_ = addTile(*row, {}, _("Page being read"));
            GetSizer()->Add(row, 0, wxTOP, dip(*this, kSpace8));
        }
        FitInside();
        Layout();
    }
    if (reading_ != nullptr) reading_->set({reading, _("being read"), Tone::Primary, Mark::Unknown, true});
    refresh(enrollment);
}

void PageStrip::rebuild(const station::Enrollment& enrollment) {
    const bool hadFocus = IsDescendant(wxWindow::FindFocus());
    Freeze();
    GetSizer()->Clear(true);
    entries_.clear();
    reading_ = nullptr;
    wxSizer* row = nullptr;
    std::string paper;
    int number = 0;
    for (const auto& page : enrollment.pages()) {
        if (row == nullptr || page.paper != paper) {
            paper = page.paper;
            number = 0;
            GetSizer()->Add(new Label(this, sayPaper(enrollment, paper), TextSize::Small, Weight::Bold, Shade::Muted), 0, wxTOP, dip(*this, kSpace8));
            row = new wxWrapSizer(wxHORIZONTAL, wxREMOVE_LEADING_SPACES);
            GetSizer()->Add(row, 0, wxEXPAND);
        }
        auto* tile = addTile(*row, page.id, wxString::Format(_("%s, page %d"), sayPaper(enrollment, paper), ++number));
        entries_.push_back({page.id, page.paper, number, tile});
    }
    const bool known = std::any_of(entries_.begin(), entries_.end(), [&](const Entry& e) { return e.id == current_; });
    if (!known) current_ = entries_.empty() ? std::string() : entries_.back().id;
    Thaw();
    wxWindow* tile = firstTile();
    if (hadFocus && tile != nullptr) tile->SetFocus();
}

ThumbTile* PageStrip::addTile(wxSizer& row, const std::string& page, const wxString& name) {
    auto* tile = new ThumbTile(this, name, kPageSize, AccessibleRole::ListItem);
    row.Add(tile, 0, wxRIGHT | wxTOP, dip(*this, kSpace4));
    if (page.empty()) return tile;
    const std::size_t index = entries_.size();
    tile->onPress([this, page] { choose(page); });
    tile->Bind(wxEVT_SET_FOCUS, [this, page](wxFocusEvent& event) {
        event.Skip();
        choose(page);
    });
    tile->Bind(wxEVT_KEY_DOWN, [this, index](wxKeyEvent& event) { onKey(index, event); });
    return tile;
}

void PageStrip::refresh(const station::Enrollment& enrollment) {
    const auto& pages = enrollment.pages();
    for (std::size_t i = 0; i < entries_.size() && i < pages.size(); ++i) {
        const auto& page = pages[i];
        ThumbState state{page.thumbnail, wxString::Format(_("page %d"), entries_[i].number), Tone::Neutral, Mark::Unknown, page.id == current_};
        if (page.looksBlank) state = {page.thumbnail, _("blank?"), Tone::Attention, Mark::Triangle, page.id == current_};
        entries_[i].tile->set(std::move(state));
    }
}

void PageStrip::choose(const std::string& page) {
    if (page == current_) return;
    current_ = page;
    for (Entry& entry : entries_) {
        ThumbState state = entry.tile->state();
        state.current = entry.id == current_;
        entry.tile->set(std::move(state));
    }
    if (chosen_) chosen_(page);
}

wxWindow* PageStrip::firstTile() {
    const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& e) { return e.id == current_; });
    return found == entries_.end() ? nullptr : found->tile;
}

// A command may rebuild the tiles, so it runs after the key's own event.
void PageStrip::onKey(std::size_t index, wxKeyEvent& event) {
    const PageCommand command = commandOf(event);
    if (command != PageCommand::Unknown) {
        CallAfter([this, command] {
            if (command_) command_(command);
        });
        return;
    }
    const int key = event.GetKeyCode();
    const bool back = key == WXK_LEFT || key == WXK_UP;
    const bool on = key == WXK_RIGHT || key == WXK_DOWN;
    if (back && index > 0) entries_[index - 1].tile->SetFocus();
    else if (on && index + 1 < entries_.size()) entries_[index + 1].tile->SetFocus();
    else event.Skip();
}

}  // namespace ui
