// How long nobody has touched keyboard or mouse. Threads: GUI thread only.
#pragma once

#include <wx/eventfilter.h>

#include <chrono>

namespace ui {

class IdleWatch : public wxEventFilter {
public:
    IdleWatch();
    ~IdleWatch() override;
    std::chrono::milliseconds idleFor() const;
    void touch();
    int FilterEvent(wxEvent& event) override;

private:
    std::chrono::steady_clock::time_point last_;
};

}  // namespace ui
