// The list that opens under a ChoiceBox: paints only the rows in view, so its length does not matter. It
// never takes the focus. Threads: GUI thread only.
#pragma once

#include <functional>
#include <vector>

#include "station/ui/widgets/choice_box.h"

namespace ui {

class ChoiceList : public Painted {
public:
    ChoiceList(wxWindow* topLevel, std::function<void(std::size_t)> picked);
    void fill(const std::vector<Choice>& choices);
    void placeUnder(const wxWindow& entry);
    void move(int by);
    std::size_t marked() const { return marked_; }

protected:
    void paint(wxGraphicsContext& gc, const wxRect& area) override;
    wxSize measure() const override;

private:
    Voice* voice_ = nullptr;
    int rowHeight() const;
    std::size_t rowsInView() const;
    void onMouse(wxMouseEvent& event);
    void rename();

    std::function<void(std::size_t)> picked_;
    std::vector<Choice> choices_;
    std::size_t marked_ = 0;
    std::size_t top_ = 0;
};

}  // namespace ui
