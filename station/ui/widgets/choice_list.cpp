#include "station/ui/widgets/choice_list.h"

#include "station/ui/language.h"

namespace ui {
namespace {

constexpr std::size_t kRowsInView = 8;

}  // namespace

ChoiceList::ChoiceList(wxWindow* topLevel, std::function<void(std::size_t)> picked)
    : Painted(topLevel, AccessibleRole::List), picked_(std::move(picked)) {
    SetBackgroundColour(palette().card);
    voice_ = new Voice(this);
    for (const auto& type : {wxEVT_LEFT_DOWN, wxEVT_MOTION, wxEVT_MOUSEWHEEL})
        Bind(type, &ChoiceList::onMouse, this);
}

void ChoiceList::fill(const std::vector<Choice>& choices) {
    choices_ = choices;
    marked_ = top_ = 0;
    rename();
}

void ChoiceList::placeUnder(const wxWindow& entry) {
    const wxPoint corner = GetParent()->ScreenToClient(entry.ClientToScreen(wxPoint(0, 0)));
    const wxSize room = GetParent()->GetClientSize();
    const int width = std::max(entry.GetSize().x, d(220));
    const int height = measure().y;
    const int below = corner.y + entry.GetSize().y + d(2);
    const bool fitsBelow = below + height <= room.y;
    const int x = std::min(corner.x, std::max(0, room.x - width));
    SetSize(x, fitsBelow ? below : std::max(0, corner.y - height - d(2)), width, height);
    Raise();
}

void ChoiceList::move(int by) {
    if (choices_.empty()) return;
    const auto last = static_cast<std::ptrdiff_t>(choices_.size()) - 1;
    marked_ = static_cast<std::size_t>(
        std::clamp(static_cast<std::ptrdiff_t>(marked_) + by, std::ptrdiff_t{0}, last));
    if (marked_ < top_) top_ = marked_;
    if (marked_ >= top_ + kRowsInView) top_ = marked_ + 1 - kRowsInView;
    rename();
}

void ChoiceList::rename() {
    wxString name = _("no option matches");
    if (!choices_.empty()) {
        name = wxString::Format(_("%s, %d of %d"), choices_[marked_].label, static_cast<int>(marked_) + 1,
                                static_cast<int>(choices_.size()));
    }
    changed(name);
    voice_->say(name);  // the focus stays in the entry
}

int ChoiceList::rowHeight() const {
    return std::max(d(30), textSize("Hg", font(TextSize::Body)).y + d(kSpace8));
}

std::size_t ChoiceList::rowsInView() const {
    return std::min(choices_.size(), kRowsInView);
}

wxSize ChoiceList::measure() const {
    return {d(220), static_cast<int>(std::max<std::size_t>(1, rowsInView())) * rowHeight() + d(kSpace8)};
}

void ChoiceList::paint(wxGraphicsContext& gc, const wxRect& area) {
    const Palette& p = palette();
    strokeRounded(gc, {0.5, 0.5, area.width - 1.0, area.height - 1.0}, d(kSpace4), p.border, 1);
    const wxFont face = font(TextSize::Body);
    const wxFont small = font(TextSize::Small);
    const double pad = d(10);
    if (choices_.empty()) {
        drawText(gc, _("no option matches"), face, p.muted, pad,
                 d(kSpace4) + (rowHeight() - textSize("Hg", face).y) / 2.0);
        return;
    }
    for (std::size_t i = 0; i < rowsInView() && top_ + i < choices_.size(); ++i) {
        const Choice& choice = choices_[top_ + i];
        const double y = d(kSpace4) + static_cast<double>(i) * rowHeight();
        const bool current = top_ + i == marked_;
        if (current)
            fillRounded(gc, {d(kSpace4) * 1.0, y, area.width - 2.0 * d(kSpace4), double(rowHeight())}, d(4),
                        p.primary.fill);
        const wxSize detail = textSize(choice.detail, small);
        gc.SetFont(face, current ? p.primary.ink : p.ink);
        const wxString label = fitText(gc, choice.label, area.width - 3 * pad - detail.x);
        gc.DrawText(label, pad, y + (rowHeight() - textSize(label, face).y) / 2.0);
        drawText(gc, choice.detail, small, p.muted, area.width - pad - detail.x,
                 y + (rowHeight() - detail.y) / 2.0);
    }
    if (choices_.size() > kRowsInView) {
        const double track = area.height - 2.0 * d(kSpace4);
        const double length = std::max(double(d(20)), track * double(kRowsInView) / double(choices_.size()));
        const double at = (track - length) * double(top_) / double(choices_.size() - kRowsInView);
        fillRounded(gc, {double(area.width - d(6)), d(kSpace4) + at, double(d(3)), length}, 1.5, p.border);
    }
}

void ChoiceList::onMouse(wxMouseEvent& event) {
    if (event.GetWheelRotation() != 0 && choices_.size() > kRowsInView) {
        const auto most = static_cast<std::ptrdiff_t>(choices_.size() - kRowsInView);
        const std::ptrdiff_t to = static_cast<std::ptrdiff_t>(top_) + (event.GetWheelRotation() > 0 ? -3 : 3);
        top_ = static_cast<std::size_t>(std::clamp(to, std::ptrdiff_t{0}, most));
        Refresh();
        return;
    }
    const int line = (event.GetY() - d(kSpace4)) / rowHeight();
    const std::size_t row = top_ + static_cast<std::size_t>(std::max(0, line));
    if (line < 0 || static_cast<std::size_t>(line) >= rowsInView() || row >= choices_.size()) return;
    if (event.LeftDown()) {
        picked_(row);
    } else if (row != marked_) {
        marked_ = row;
        rename();
    }
}

}  // namespace ui
