#include "station/ui/steps/paper_list.h"

#include <wx/sizer.h>

#include <algorithm>

#include "station/ui/language.h"
#include "station/ui/widgets/chip.h"
#include "station/ui/widgets/label.h"

namespace ui {
namespace {

constexpr int kRowHeight = 44;
constexpr int kLeastWidth = 240;
constexpr int kChipHeight = 24;

int countOf(const station::Enrollment& enrollment, const std::string& paper) {
    const auto& pages = enrollment.pages();
    return static_cast<int>(std::count_if(pages.begin(), pages.end(), [&](const auto& page) { return page.paper == paper; }));
}

}  // namespace

class PaperRow : public Pressable {
public:
    PaperRow(PaperList* list, std::string id) : Pressable(list, AccessibleRole::ListItem), list_(*list), id_(std::move(id)) {
        onPress([this] { list_.choose(id_); });
        Bind(wxEVT_SET_FOCUS, [this](wxFocusEvent& event) {
            event.Skip();
            list_.choose(id_);
        });
        Bind(wxEVT_KEY_DOWN, [this](wxKeyEvent& event) {
            if (event.GetKeyCode() == WXK_DOWN) list_.step(*this, 1);
            else if (event.GetKeyCode() == WXK_UP) list_.step(*this, -1);
            else event.Skip();
        });
    }
    // One stop for Tab, as in any list: going on to the scanner's settings must not choose another paper on the way.
    bool AcceptsFocusFromKeyboard() const override { return current_ && Pressable::AcceptsFocusFromKeyboard(); }
    const std::string& id() const { return id_; }
    void set(const wxString& name, const wxString& count, Tone tone) {
        name_ = name;
        count_ = count;
        tone_ = tone;
        changed(name + ", " + count);
    }
    void mark(const std::string& chosen) {
        current_ = chosen == id_;
        setChosen(current_ ? Chosen::Yes : Chosen::No);
        Refresh();
    }

protected:
    wxSize measure() const override { return {d(kLeastWidth), d(kRowHeight)}; }
    void paint(wxGraphicsContext& gc, const wxRect& area) override {
        const Palette& p = palette();
        const wxRect2DDouble box(area.x + 2, area.y + 2, area.width - 4, area.height - 4);
        if (current_) fillRounded(gc, box, d(kRadius), p.primary.fill);
        const wxFont small = font(TextSize::Small);
        const double chip = textSize(count_, small).x + d(38);
        const wxFont face = font(TextSize::Small, current_ ? Weight::Bold : Weight::Regular);
        gc.SetFont(face, p.ink);
        const wxString name = fitText(gc, name_, box.m_width - chip - d(kSpace20));
        const wxSize size = textSize(name, face);
        drawText(gc, name, face, p.ink, box.m_x + d(kSpace8), box.m_y + (box.m_height - size.y) / 2);
        drawChip(gc, {box.GetRight() - chip - d(kSpace4), box.m_y + (box.m_height - d(kChipHeight)) / 2, chip, double(d(kChipHeight))}, count_, tone_, markOf(tone_));
        drawFocusRing(gc, area, d(kRadius));
    }

private:
    PaperList& list_;
    std::string id_;
    wxString name_, count_;
    Tone tone_ = Tone::Neutral;
    bool current_ = false;
};

PaperList::PaperList(wxWindow* parent) : Panel(parent) {
    SetBackgroundColour(parent->GetBackgroundColour());
    SetSizer(new wxBoxSizer(wxVERTICAL));
    setAccessibleName(*this, _("Papers asked for"));
    setAccessibleRole(*this, AccessibleRole::List);
}

void PaperList::show(const station::Enrollment& enrollment) {
    std::vector<forms::CaptureNeed> needs = enrollment.needs();
    std::erase_if(needs, [](const auto& need) { return need.kind != forms::CaptureKind::Document; });
    std::vector<std::string> ids;
    for (const auto& need : needs) ids.push_back(need.id);
    if (ids != ids_) {
        GetSizer()->Clear(true);
        rows_.clear();
        ids_ = ids;
        for (const auto& id : ids) {
            rows_.push_back(new PaperRow(this, id));
            GetSizer()->Add(rows_.back(), 0, wxEXPAND);
        }
        if (rows_.empty()) GetSizer()->Add(new Label(this, _("The procedure asks for no papers."), TextSize::Small, Weight::Regular, Shade::Muted));
    }
    std::string firstOpen;
    for (std::size_t i = 0; i < needs.size(); ++i) {
        const int have = countOf(enrollment, needs[i].id);
        const bool enough = have >= needs[i].minPages;
        if (!enough && needs[i].required && firstOpen.empty()) firstOpen = needs[i].id;
        wxString words = wxString::Format(_("%d pages"), have);
        if (!enough && needs[i].required) words = wxString::Format(_("%d of %d pages"), have, needs[i].minPages);
        else if (have == 0) words = _("if there is one");
        const Tone tone = have > 0 && enough ? Tone::Good : needs[i].required ? Tone::Attention : Tone::Neutral;
        rows_[i]->set(localText(needs[i].label), words, tone);
    }
    const bool known = std::find(ids.begin(), ids.end(), chosen_) != ids.end();
    if (!known) choose(!firstOpen.empty() ? firstOpen : ids.empty() ? std::string() : ids.front());
    Layout();
}

void PaperList::choose(const std::string& paper) {
    chosen_ = paper;
    for (PaperRow* row : rows_) row->mark(paper);
    if (rows_.size() > 1) rows_[1]->MoveAfterInTabOrder(rows_[0]);  // where it is already: the toolkit asks anew who takes Tab
}

wxWindow* PaperList::focusTarget() {
    for (PaperRow* row : rows_) {
        if (row->id() == chosen_) return row;
    }
    return nullptr;
}

void PaperList::step(const PaperRow& from, int by) {
    const auto at = std::find(rows_.begin(), rows_.end(), &from) - rows_.begin() + by;
    if (at >= 0 && at < static_cast<std::ptrdiff_t>(rows_.size())) rows_[static_cast<std::size_t>(at)]->SetFocus();
}

}  // namespace ui
