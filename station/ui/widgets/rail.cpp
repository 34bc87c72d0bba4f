#include "station/ui/widgets/rail.h"

#include <wx/sizer.h>

#include "station/ui/language.h"
#include "station/ui/widgets/painted.h"

namespace ui {

class RailButton : public Pressable {
public:
    RailButton(Rail* rail, RailItem item)
        : Pressable(rail, AccessibleRole::Tab), rail_(rail), item_(std::move(item)) {
        SetBackgroundColour(palette().rail.fill);
        onPress([this] {
            if (rail_->chosen_) rail_->chosen_(item_.id);
        });
        Bind(wxEVT_KEY_DOWN, [this](wxKeyEvent& event) {
            if (event.GetKeyCode() == WXK_UP)
                rail_->step(*this, -1);
            else if (event.GetKeyCode() == WXK_DOWN)
                rail_->step(*this, 1);
            else
                event.Skip();
        });
        rename();
    }
    const std::string& id() const { return item_.id; }
    void rename() {
        const bool current = rail_->selected() == item_.id;
        changed(current ? wxString::Format(_("%s, current"), item_.word) : item_.word);
        setChosen(current ? Chosen::Yes : Chosen::No);
    }

protected:
    wxSize measure() const override {
        const wxSize word = textSize(item_.word, font(TextSize::Small));
        return {std::max(d(kRailWidth), word.x + d(kSpace8)), d(48) + word.y};
    }
    void paint(wxGraphicsContext& gc, const wxRect& area) override {
        const Palette& p = palette();
        const bool current = rail_->selected() == item_.id;
        const Pair& colors = current || hovered() ? p.railActive : p.rail;
        gc.SetPen(*wxTRANSPARENT_PEN);
        gc.SetBrush(wxBrush(colors.fill));
        gc.DrawRectangle(area.x, area.y, area.width, area.height);
        if (current) {
            gc.SetBrush(wxBrush(p.railMark));
            gc.DrawRectangle(area.x, area.y, d(3), area.height);
        }
        const double box = d(22);
        const double left = area.x + (area.width - box) / 2;
        const double top = area.y + d(12);
        strokeRounded(gc, {left + 0.75, top + 0.75, box - 1.5, box - 1.5}, d(5), colors.ink, 1.5);
        const double inset = d(4);
        drawMark(gc, item_.sign, {left + inset, top + inset, box - 2 * inset, box - 2 * inset}, colors.ink);
        const wxFont face = font(TextSize::Small);
        const wxSize word = textSize(item_.word, face);
        drawText(gc, item_.word, face, colors.ink, area.x + (area.width - word.x) / 2.0, top + box + d(6));
        if (HasFocus())
            strokeRounded(gc, {area.x + 4.0, area.y + 2.0, area.width - 6.0, area.height - 4.0}, d(4),
                          p.railMark, d(2));
    }

private:
    Rail* rail_;
    RailItem item_;
};

Rail::Rail(wxWindow* parent) : Panel(parent) {
    SetBackgroundColour(palette().rail.fill);
    SetMinSize({dip(*this, kRailWidth), -1});
    SetSizer(new wxBoxSizer(wxVERTICAL));
    setAccessibleName(*this, _("Places"));
    setAccessibleRole(*this, AccessibleRole::TabList);
}

void Rail::setItems(const std::vector<RailItem>& items) {
    GetSizer()->Clear(true);
    buttons_.clear();
    GetSizer()->AddSpacer(dip(*this, 10));
    for (const auto& item : items) {
        buttons_.push_back(new RailButton(this, item));
        GetSizer()->Add(buttons_.back(), 0, wxEXPAND);
    }
    int width = dip(*this, kRailWidth);
    for (const auto* button : buttons_)
        width = std::max(width, button->GetBestSize().x);  // large system fonts
    SetMinSize({width, -1});
    Layout();
}

void Rail::select(const std::string& id) {
    selected_ = id;
    for (auto* button : buttons_) button->rename();
}

void Rail::focusSelected() {
    for (auto* button : buttons_) {
        if (button->id() == selected_) button->SetFocus();
    }
}

void Rail::step(const RailButton& from, int by) {
    const int count = static_cast<int>(buttons_.size());
    for (int i = 0; i < count; ++i) {
        if (buttons_[static_cast<std::size_t>(i)] != &from) continue;
        const int to = i + by;
        if (to >= 0 && to < count) buttons_[static_cast<std::size_t>(to)]->SetFocus();
        return;
    }
}

}  // namespace ui
