#include "station/ui/open_word.h"

#include <gtk/gtk.h>

#include <chrono>
#include <memory>
#include <optional>
#include <utility>

#include "station/ui/text.h"

namespace ui {
namespace {

using Clock = std::chrono::steady_clock;

// A method delivers a word and then takes it off the screen, or the other way round; losing the focus it does the latter.
constexpr std::chrono::milliseconds kTogether{50}, kDelivery{300};

struct OpenWord {
    gpointer control = nullptr;  // cleared when it goes, so that another at its address is not taken for it
    wxString text;
    Clock::time_point written;               // when the control's text changed last
    std::optional<Clock::time_point> owed;   // when the word left the screen without having become text
};

OpenWord& current() {
    static OpenWord word;
    return word;
}

void gone(gpointer, GObject*) { current() = {}; }

void turnTo(gpointer control) {
    OpenWord& word = current();
    if (word.control == control) return;
    if (word.control != nullptr) g_object_weak_unref(G_OBJECT(word.control), gone, nullptr);
    word = {control, {}, {}, {}};
    g_object_weak_ref(G_OBJECT(control), gone, nullptr);
}

// Of every entry and text view, before their own listeners.
gboolean onPreedit(GSignalInvocationHint*, guint, const GValue* values, gpointer) {
    turnTo(g_value_get_object(values));
    OpenWord& word = current();
    const char* text = g_value_get_string(values + 1);
    const bool ends = !word.text.empty() && (text == nullptr || *text == '\0');
    word.text = toWx(text == nullptr ? "" : text);
    if (ends && Clock::now() - word.written > kTogether) word.owed = Clock::now();
    return TRUE;
}

gboolean onChanged(GSignalInvocationHint*, guint, const GValue* values, gpointer) {
    OpenWord& word = current();
    if (g_value_get_object(values) != word.control) return TRUE;
    word.written = Clock::now();
    word.owed.reset();
    return TRUE;
}

void watch(const char* signal, GType type, GSignalEmissionHook hook) {
    g_signal_add_emission_hook(g_signal_lookup(signal, type), 0, hook, nullptr, nullptr);
}

void watchOnce() {
    static const bool kWatched = [] {
        for (const GType type : {GTK_TYPE_ENTRY, GTK_TYPE_TEXT_VIEW}) g_type_class_unref(g_type_class_ref(type));
        watch("preedit-changed", GTK_TYPE_ENTRY, onPreedit);
        watch("preedit-changed", GTK_TYPE_TEXT_VIEW, onPreedit);
        watch("changed", GTK_TYPE_EDITABLE, onChanged);
        return true;
    }();
    (void)kWatched;
}

bool hasFocus(gconstpointer control) {
    GList* windows = gtk_window_list_toplevels();
    bool found = false;
    for (GList* item = windows; item != nullptr && !found; item = item->next) {
        found = gtk_window_is_active(GTK_WINDOW(item->data)) && gtk_window_get_focus(GTK_WINDOW(item->data)) == control;
    }
    g_list_free(windows);
    return found;
}

void callChanged(GtkEntry*, const char*, gpointer changed) { (*static_cast<std::function<void()>*>(changed))(); }

void forget(gpointer changed, GClosure*) { delete static_cast<std::function<void()>*>(changed); }

}  // namespace

bool wordStaysOpen() {
    watchOnce();
    return !current().text.empty() && hasFocus(current().control);
}

bool holdsWord(const wxTextCtrl& entry) {
    const OpenWord& word = current();
    if (word.control != entry.GetHandle()) return false;
    return !word.text.empty() || (word.owed && Clock::now() - *word.owed < kDelivery);
}

wxString shownText(const wxTextCtrl& entry) {
    wxString text = entry.GetValue();
    if (current().control == entry.GetHandle() && !current().text.empty()) {
        text.insert(static_cast<std::size_t>(entry.GetInsertionPoint()), current().text);
    }
    return text;
}

void onOpenWord(wxTextCtrl& entry, std::function<void()> changed) {
    watchOnce();
    auto kept = std::make_unique<std::function<void()>>(std::move(changed));
    g_signal_connect_data(entry.GetHandle(), "preedit-changed", G_CALLBACK(callChanged), kept.release(), forget, G_CONNECT_AFTER);
}

void typeWithoutMethod(wxTextCtrl& entry) { g_object_set(entry.GetHandle(), "im-module", "gtk-im-context-simple", nullptr); }

}  // namespace ui
