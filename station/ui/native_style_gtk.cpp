// GTK: one style sheet for the whole screen, below the user's own.
#include <gtk/gtk.h>
#include <wx/fontenum.h>

#include "station/ui/native_style.h"
#include "station/ui/text.h"

namespace ui {
namespace {

std::string css(const wxColour& color) {
    return fromWx(color.GetAsString(wxC2S_HTML_SYNTAX));
}

std::string styleSheet(const Palette& p) {
    const std::string card = css(p.card), ink = css(p.ink), border = css(p.border), focus = css(p.focus);
    const std::string soft = css(p.primary.fill), line = css(p.line), muted = css(p.muted),
                      hover = css(p.hover);
    return "entry { min-height: 32px; } button, combobox button { min-height: 24px; padding-top: 4px; "
           "padding-bottom: 4px; }\n"
           "entry, button, combobox button {"
           "  border-radius: 6px; border: 1px solid " +
           border +
           ";"
           "  background-image: none; background-color: " +
           card + "; color: " + ink +
           ";"
           "  box-shadow: none; text-shadow: none; }\n"
           "button:hover { background-color: " +
           hover +
           "; }\n"
           "entry:focus, button:focus, combobox button:focus, textview:focus {"
           "  border-color: " +
           focus + "; box-shadow: inset 0 0 0 1px " + focus +
           "; outline-style: none; }\n"
           "entry:disabled, button:disabled { color: " +
           muted + "; background-color: " + hover +
           "; }\n"
           "entry selection, textview text selection { background-color: " +
           css(p.button.fill) + "; color: " + css(p.button.ink) +
           "; }\n"
           "spinbutton { border: 1px solid " +
           border + "; border-radius: 6px; background-color: " + card +
           "; }\n"
           "spinbutton entry, spinbutton button { border-width: 0; min-height: 32px; padding-top: 0; "
           "padding-bottom: 0; }\n"
           "spinbutton entry:focus { box-shadow: inset 0 0 0 2px " +
           focus +
           "; }\n"
           "separator { background-color: " +
           line +
           "; min-height: 1px; }\n"
           "textview, textview text { background-color: " +
           card + "; color: " + ink +
           "; }\n"
           "checkbutton, radiobutton, label { color: " +
           ink +
           "; }\n"
           "checkbutton:focus, radiobutton:focus { outline: 2px solid " +
           focus +
           "; outline-offset: 1px; }\n"
           "treeview.view { background-color: " +
           card + "; color: " + ink +
           "; -GtkTreeView-vertical-separator: 8; }\n"
           "treeview.view:selected { background-color: " +
           soft + "; color: " + ink +
           "; }\n"
           "treeview.view:focus { outline: 2px solid " +
           focus +
           "; outline-offset: -2px; }\n"
           "treeview.view header button { min-height: 28px; border: none; border-bottom: 1px solid " +
           line +
           ";"
           "  border-radius: 0; background-color: " +
           card + "; color: " + muted + "; font-weight: normal; }\n";
}

GtkCssProvider* provider() {
    static GtkCssProvider* value = gtk_css_provider_new();  // lives as long as the screen
    return value;
}

}  // namespace

// GTK asks the GL driver for its visuals at start, and a software driver brings a whole compiler (50 MB) with it. The
// station draws nothing with GL.
void prepareToolkit() { g_setenv("GDK_GL", "disable", FALSE); }

bool systemWantsHighContrast() {
    GtkSettings* settings = gtk_settings_get_default();
    if (settings == nullptr) return false;
    gchar* name = nullptr;
    g_object_get(settings, "gtk-theme-name", &name, nullptr);
    const bool wanted = name != nullptr && g_str_has_prefix(name, "HighContrast");
    g_free(name);
    return wanted;
}

wxString textFontName() {
    static const wxString kName = wxFontEnumerator::IsValidFacename("Noto Sans") ? "Noto Sans" : "";
    return kName;
}

void dressNativeControls(Scheme scheme) {
    GdkScreen* screen = gdk_screen_get_default();
    if (screen == nullptr) return;
    const std::string sheet = styleSheet(paletteOf(scheme));
    gtk_css_provider_load_from_data(provider(), sheet.c_str(), static_cast<gssize>(sheet.size()), nullptr);
    gtk_style_context_add_provider_for_screen(screen, GTK_STYLE_PROVIDER(provider()),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

// The style sheet sees to these.
void roomyRows(wxDataViewCtrl&) {}
void fillHeight(wxChoice&) {}
void centerLine(wxTextCtrl&) {}

bool hasFocusWithin(const wxTopLevelWindow& window) {
    return gtk_window_get_focus(GTK_WINDOW(window.GetHandle())) != nullptr;
}

}  // namespace ui
