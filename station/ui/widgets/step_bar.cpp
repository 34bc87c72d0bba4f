#include "station/ui/widgets/step_bar.h"

#include <wx/dcclient.h>
#include <wx/sizer.h>

#include <algorithm>

#include "station/ui/language.h"
#include "station/ui/widgets/marks.h"
#include "station/ui/widgets/painted.h"

namespace ui {
namespace {

wxString sayLook(StepLook look) {
    switch (look) {
        case StepLook::Partial:
            return _("begun");
        case StepLook::Attention:
            return _("needs attention");
        case StepLook::Done:
            return _("done");
        case StepLook::NotNeeded:
            return _("not needed");
        default:
            return _("not begun");
    }
}

}  // namespace

class StepButton : public Pressable {
public:
    StepButton(StepBar* bar, std::size_t index)
        : Pressable(bar, AccessibleRole::Tab), bar_(bar), index_(index) {
        onPress([this] {
            if (bar_->chosen_) bar_->chosen_(index_);
        });
        Bind(wxEVT_KEY_DOWN, [this](wxKeyEvent& event) {
            if (event.GetKeyCode() == WXK_LEFT)
                bar_->move(index_, -1);
            else if (event.GetKeyCode() == WXK_RIGHT)
                bar_->move(index_, 1);
            else
                event.Skip();
        });
    }
    void set(const StepItem& item) {
        item_ = item;
        rename();
    }
    void rename() {
        wxString name = wxString::Format(_("Step %d: %s, %s"), static_cast<int>(index_) + 1, item_.name,
                                         sayLook(item_.look));
        if (current()) name = wxString::Format(_("%s, current"), name);
        changed(name);
        setChosen(current() ? Chosen::Yes : Chosen::No);
    }

protected:
    wxSize measure() const override {
        const wxSize name = textSize(item_.name, font(TextSize::Body, Weight::Bold));
        return {name.x + d(18 + 8 + 28), std::max(d(45), name.y + d(kSpace16))};
    }
    void paint(wxGraphicsContext& gc, const wxRect& area) override {
        const Palette& p = palette();
        const double disc = d(18);
        const wxRect2DDouble circle(area.x + d(14), area.y + (area.height - disc) / 2.0, disc, disc);
        paintState(gc, circle);
        const wxFont face = font(TextSize::Body, current() ? Weight::Bold : Weight::Regular);
        const wxSize name = textSize(item_.name, face);
        const wxColour ink = current()                           ? p.primary.ink
                             : item_.look == StepLook::Attention ? p.attention.ink
                                                                 : p.muted;
        drawText(gc, item_.name, face, ink, circle.GetRight() + d(8), area.y + (area.height - name.y) / 2.0);
        if (current()) {
            gc.SetPen(*wxTRANSPARENT_PEN);
            gc.SetBrush(wxBrush(p.primary.ink));
            gc.DrawRectangle(area.x, area.GetBottom() - d(3) + 1, area.width, d(3));
        }
        drawFocusRing(gc, area, d(4));
    }

private:
    bool current() const { return bar_->selected() == index_; }
    void paintState(wxGraphicsContext& gc, const wxRect2DDouble& circle) const {
        const Palette& p = palette();
        const double r = circle.m_width / 2;
        wxRect2DDouble inside = circle;
        inside.Inset(circle.m_width / 5, circle.m_height / 5);
        if (item_.look == StepLook::Done) {
            fillRounded(gc, circle, r, p.good.ink);
            drawMark(gc, Mark::Check, inside, p.card);
            return;
        }
        if (item_.look == StepLook::Attention) {
            drawMark(gc, Mark::Triangle, circle, p.attention.ink);
            return;
        }
        wxRect2DDouble ring = circle;
        ring.Inset(1, 1);
        const wxColour ink = current() ? p.primary.ink : p.muted;
        strokeRounded(gc, ring, ring.m_width / 2, current() ? p.primary.ink : p.border, 2);
        if (item_.look == StepLook::NotNeeded) {
            gc.StrokeLine(circle.m_x + r / 2, circle.m_y + r, circle.GetRight() - r / 2, circle.m_y + r);
            return;
        }
        const wxString number = wxString::Format("%d", static_cast<int>(index_) + 1);
        const wxFont face = font(TextSize::Small, Weight::Bold);
        const wxSize size = textSize(number, face);
        drawText(gc, number, face, ink, circle.m_x + r - size.x / 2.0, circle.m_y + r - size.y / 2.0);
    }

    StepBar* bar_;
    std::size_t index_;
    StepItem item_;
};

StepBar::StepBar(wxWindow* parent) : Panel(parent) {
    SetBackgroundColour(palette().card);
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    SetSizer(row);
    setAccessibleName(*this, _("Steps"));
    setAccessibleRole(*this, AccessibleRole::TabList);
}

void StepBar::setSteps(const std::vector<StepItem>& steps) {
    if (buttons_.empty()) GetSizer()->AddSpacer(dip(*this, 12));
    while (buttons_.size() < steps.size()) {
        buttons_.push_back(new StepButton(this, buttons_.size()));
        GetSizer()->Add(buttons_.back(), 0, wxEXPAND);
    }
    // What is too many is hidden, not destroyed: it may be the one whose press brought us here.
    shown_ = steps.size();
    bool lostFocus = false;
    for (std::size_t i = 0; i < buttons_.size(); ++i) {
        lostFocus = lostFocus || (i >= shown_ && buttons_[i]->HasFocus());
        buttons_[i]->Show(i < shown_);
        if (i < shown_) buttons_[i]->set(steps[i]);
    }
    if (lostFocus && shown_ > 0) buttons_[std::min(selected_, shown_ - 1)]->SetFocus();
    Layout();
}

void StepBar::select(std::size_t step) {
    selected_ = step;
    for (auto* button : buttons_) button->rename();
}

void StepBar::move(std::size_t from, int by) {
    const auto to = static_cast<std::ptrdiff_t>(from) + by;
    if (to >= 0 && to < static_cast<std::ptrdiff_t>(shown_))
        buttons_[static_cast<std::size_t>(to)]->SetFocus();
}

}  // namespace ui
