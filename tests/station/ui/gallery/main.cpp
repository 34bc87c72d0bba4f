// Shows the gallery in a window: bin/ui_gallery [dark|contrast]
#include <wx/app.h>
#include <wx/frame.h>

#include "station/ui/language.h"
#include "station/ui/theme.h"
#include "tests/station/ui/gallery/gallery.h"

namespace {

class GalleryApp final : public wxApp {
public:
    bool OnInit() override {
        const wxString scheme = argc > 1 ? wxString(argv[1]) : wxString();
        ui::useScheme(scheme == "dark" ? ui::Scheme::Dark : scheme == "contrast" ? ui::Scheme::ContrastDark : ui::systemScheme());
        (void)ui::useLanguage(station::Language::Vietnamese);
        auto* frame = new wxFrame(nullptr, wxID_ANY, "Gallery", wxDefaultPosition, wxSize(1366, 768));
        uitest::makeGallery(frame);
        frame->Show();
        return true;
    }
};

}  // namespace

wxIMPLEMENT_APP(GalleryApp);
