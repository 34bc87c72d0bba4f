// How the kit looks: contrast, layout and names of every widget in every scheme, and a picture to look at.
#include <catch2/catch.hpp>

#include "station/ui/theme.h"
#include "tests/station/ui/gallery/gallery.h"
#include "tests/station/ui/support/gui.h"
#include "tests/station/ui/support/layout_check.h"

using uitest::joined;

TEST_CASE("Every pair of ink and ground is readable in every scheme") {
    if (!uitest::startGui()) return;
    const auto scheme = GENERATE(ui::Scheme::Light, ui::Scheme::Dark, ui::Scheme::ContrastLight, ui::Scheme::ContrastDark);
    for (const auto& pair : ui::contrastPairs(ui::paletteOf(scheme))) {
        INFO("scheme " << static_cast<int>(scheme) << ": " << pair.name);
        CHECK(ui::contrastRatio(pair.colors.ink, pair.colors.fill) >= 4.5);
    }
    CHECK(ui::contrastRatio(ui::paletteOf(scheme).focus, ui::paletteOf(scheme).card) >= 3.0);
    CHECK(ui::contrastRatio(*wxWHITE, *wxBLACK) == Approx(21.0));
}

TEST_CASE("Every widget has its room and its name, light, dark and in high contrast") {
    if (!uitest::startGui()) return;
    const auto [scheme, file] = GENERATE(table<ui::Scheme, const char*>(
        {{ui::Scheme::Light, "gallery-light.png"}, {ui::Scheme::Dark, "gallery-dark.png"}, {ui::Scheme::ContrastDark, "gallery-contrast.png"}}));
    ui::useScheme(scheme);
    wxFrame* frame = uitest::openFrame();
    wxWindow* gallery = uitest::makeGallery(frame);
    frame->SendSizeEvent();
    uitest::settle();
    CHECK(joined(uitest::checkLayout(*gallery)) == "");
    CHECK(joined(uitest::checkNames(*gallery)) == "");
    CHECK(uitest::saveScreen(uitest::shotFolder() / file));
    frame->Destroy();
    uitest::settle();
    ui::useScheme(ui::Scheme::Light);
}
