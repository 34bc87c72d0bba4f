// The pages of the application as thumbnails, grouped by paper, wrapped and scrolled. Arrows walk, Delete removes,
// Ctrl+arrows move, Ctrl+R turns, Ctrl+Z undoes. Threads: GUI thread only.
#pragma once

#include <wx/scrolwin.h>

#include <functional>
#include <string>
#include <vector>

#include "station/ui/steps/thumb_tile.h"
#include "station/workflow/enrollment.h"

namespace ui {

enum class PageCommand { Unknown = 0, Delete, Earlier, Later, Turn, Undo };

class PageStrip : public wxScrolledWindow {
public:
    explicit PageStrip(wxWindow* parent);
    // `reading`: thumbnail of the page that the scanner is at, null between pages.
    void show(const station::Enrollment& enrollment, const devices::ImagePtr& reading);
    void onChosen(std::function<void(const std::string& page)> chosen) { chosen_ = std::move(chosen); }
    void onCommand(std::function<void(PageCommand)> command) { command_ = std::move(command); }
    const std::string& chosen() const { return current_; }    // empty: no page
    void choose(const std::string& page);
    wxWindow* firstTile();
#ifdef __WXGTK__
    bool AcceptsFocusFromKeyboard() const override { return true; }  // as a Panel: it is empty at first
#endif

private:
    struct Entry {
        std::string id;
        std::string paper;
        int number = 0;  // among the pages of its paper
        ThumbTile* tile = nullptr;
    };
    bool sameAs(const station::Enrollment& enrollment) const;
    void rebuild(const station::Enrollment& enrollment);
    void refresh(const station::Enrollment& enrollment);
    ThumbTile* addTile(wxSizer& row, const std::string& page, const wxString& name);
    void onKey(std::size_t index, wxKeyEvent& event);

    std::vector<Entry> entries_;
    ThumbTile* reading_ = nullptr;
    std::string current_;
    std::function<void(const std::string&)> chosen_;
    std::function<void(PageCommand)> command_;
};

}  // namespace ui
