#include <gtk/gtk-a11y.h>
#include <gtk/gtk.h>
#include <wx/dataview.h>

#include "station/ui/a11y.h"
#include "station/ui/text.h"

namespace ui {
namespace {

constexpr char kFacts[] = "enrollment-facts";
constexpr char kWords[] = "enrollment-words";

GtkWidget* widgetOf(const wxWindow& window) {
    return static_cast<GtkWidget*>(window.GetHandle());
}

// Text areas, lists and the like sit inside a scrolled window; the reader meets the inner widget.
GtkWidget* innerWidget(GtkWidget* widget) {
    if (!GTK_IS_SCROLLED_WINDOW(widget)) return widget;
    GtkWidget* inner = gtk_bin_get_child(GTK_BIN(widget));
    return inner != nullptr ? inner : widget;
}

// The focus of a choice stands on a button inside it that GTK gives no words.
void nameButtons(GtkWidget* widget, gpointer name) {
    if (GTK_IS_TOGGLE_BUTTON(widget)) {
        AtkObject* object = gtk_widget_get_accessible(widget);
        atk_object_set_name(object, static_cast<const char*>(name));
        atk_object_set_role(object, ATK_ROLE_COMBO_BOX);
    } else if (GTK_IS_CONTAINER(widget)) {
        gtk_container_forall(GTK_CONTAINER(widget), nameButtons, name);
    }
}

AtkRole atkRole(AccessibleRole role) {
    switch (role) {
        case AccessibleRole::Button:
            return ATK_ROLE_PUSH_BUTTON;
        case AccessibleRole::Tab:
            return ATK_ROLE_PAGE_TAB;
        case AccessibleRole::TabList:
            return ATK_ROLE_PAGE_TAB_LIST;
        case AccessibleRole::Image:
            return ATK_ROLE_IMAGE;
        case AccessibleRole::Label:
            return ATK_ROLE_LABEL;
        case AccessibleRole::Status:
            return ATK_ROLE_STATUSBAR;
        case AccessibleRole::List:
            return ATK_ROLE_LIST;
        case AccessibleRole::ListItem:
            return ATK_ROLE_LIST_ITEM;
        case AccessibleRole::Radio:
            return ATK_ROLE_RADIO_BUTTON;
        case AccessibleRole::Entry:
            return ATK_ROLE_ENTRY;
        case AccessibleRole::Notification:
            return ATK_ROLE_NOTIFICATION;
        default:
            return ATK_ROLE_PANEL;
    }
}

// --- what a drawn window tells beside its name: a type of our own for the accessible of every wxPizza, which is the
// widget under each window that wx does not take from GTK

const AccessibleFacts* factsOf(AtkObject* object) {
    return static_cast<const AccessibleFacts*>(g_object_get_data(G_OBJECT(object), kFacts));
}

AtkObjectClass* parentClass = nullptr;

AtkStateType chosenState(AtkObject* object) {
    return atk_object_get_role(object) == ATK_ROLE_RADIO_BUTTON ? ATK_STATE_CHECKED : ATK_STATE_SELECTED;
}

AtkStateSet* refStates(AtkObject* object) {
    AtkStateSet* states = parentClass->ref_state_set(object);
    const AccessibleFacts* facts = factsOf(object);
    if (facts == nullptr) return states;
    if (facts->ability == Ability::Refused) {
        atk_state_set_remove_state(states, ATK_STATE_ENABLED);
        atk_state_set_remove_state(states, ATK_STATE_SENSITIVE);
    }
    if (facts->chosen == Chosen::NeverChosen) return states;
    const AtkStateType state = chosenState(object);
    atk_state_set_add_state(states, state == ATK_STATE_CHECKED ? ATK_STATE_CHECKABLE : ATK_STATE_SELECTABLE);
    if (facts->chosen == Chosen::Yes) atk_state_set_add_state(states, state);
    return states;
}

gint countActions(AtkAction* action) {
    const AccessibleFacts* facts = factsOf(ATK_OBJECT(action));
    return facts != nullptr && facts->press ? 1 : 0;
}

const gchar* nameAction(AtkAction* action, gint index) {
    return index < countActions(action) ? "press" : nullptr;
}

gboolean doAction(AtkAction* action, gint index) {
    if (index < 0 || index >= countActions(action)) return FALSE;
    if (gtk_accessible_get_widget(GTK_ACCESSIBLE(action)) == nullptr) return FALSE;  // the window has gone
    factsOf(ATK_OBJECT(action))->press();
    return TRUE;
}

void initClass(gpointer type, gpointer) {
    parentClass = ATK_OBJECT_CLASS(g_type_class_peek_parent(type));
    ATK_OBJECT_CLASS(type)->ref_state_set = refStates;
}

void initActions(gpointer table, gpointer) {
    auto* actions = static_cast<AtkActionIface*>(table);
    actions->get_n_actions = countActions;
    actions->get_name = nameAction;
    actions->do_action = doAction;
}

GType derivedType(const char* name, GType parent, GClassInitFunc init) {
    GTypeQuery size;
    g_type_query(parent, &size);
    return g_type_register_static_simple(parent, name, static_cast<guint16>(size.class_size), init,
                                         static_cast<guint16>(size.instance_size), nullptr, GTypeFlags{});
}

GType drawnType() {
    static const GType kType = [] {
        const GType type = derivedType("EnrollmentDrawn", GTK_TYPE_CONTAINER_ACCESSIBLE, initClass);
        const GInterfaceInfo actions{initActions, nullptr, nullptr};
        g_type_add_interface_static(type, ATK_TYPE_ACTION, &actions);
        return type;
    }();
    return kType;
}

// --- what a drawn cell says: its renderer carries the words while GTK goes through the rows

void (*parentUpdate)(GtkCellAccessible*, gboolean) = nullptr;

void updateCell(GtkCellAccessible* cell, gboolean tell) {
    if (parentUpdate != nullptr) parentUpdate(cell, tell);
    GtkCellRenderer* renderer = nullptr;
    g_object_get(cell, "renderer", &renderer, nullptr);
    if (renderer == nullptr) return;
    const auto* words = static_cast<const char*>(g_object_get_data(G_OBJECT(renderer), kWords));
    const char* before = atk_object_get_name(ATK_OBJECT(cell));
    if (words != nullptr && g_strcmp0(words, before) != 0) atk_object_set_name(ATK_OBJECT(cell), words);
    g_object_unref(renderer);
}

void initCellClass(gpointer type, gpointer) {
    parentUpdate = GTK_CELL_ACCESSIBLE_CLASS(type)->update_cache;
    GTK_CELL_ACCESSIBLE_CLASS(type)->update_cache = updateCell;
}

void sayWhenChanged(AtkObject* object, AtkStateType state, bool before, bool now) {
    if (before != now) atk_object_notify_state_change(object, state, now ? TRUE : FALSE);
}

}  // namespace

void prepareAccessibility() {
    static bool prepared = false;
    const GType pizza = g_type_from_name("wxPizza");  // known once the first window has been made
    if (prepared || pizza == 0) return;
    prepared = true;
    gtk_widget_class_set_accessible_type(GTK_WIDGET_CLASS(g_type_class_ref(pizza)), drawnType());
}

void setAccessibleName(wxWindow& window, const wxString& name) {
    GtkWidget* outer = widgetOf(window);
    if (outer == nullptr) return;
    std::string text = fromWx(name);
    if (GTK_IS_COMBO_BOX(outer)) nameButtons(outer, text.data());
    for (GtkWidget* widget : {outer, innerWidget(outer)}) {
        AtkObject* object = gtk_widget_get_accessible(widget);
        const char* before = atk_object_get_name(object);
        if (before == nullptr || text != before) atk_object_set_name(object, text.c_str());
    }
}

void setAccessibleRole(wxWindow& window, AccessibleRole role) {
    if (GtkWidget* widget = widgetOf(window))
        atk_object_set_role(gtk_widget_get_accessible(widget), atkRole(role));
}

void setAccessibleFacts(wxWindow& window, AccessibleFacts facts) {
    GtkWidget* widget = widgetOf(window);
    if (widget == nullptr) return;
    AtkObject* object = gtk_widget_get_accessible(widget);
    const AccessibleFacts* before = factsOf(object);
    const bool wasAble = before == nullptr || before->ability != Ability::Refused;
    const bool wasChosen = before != nullptr && before->chosen == Chosen::Yes;
    const bool able = facts.ability != Ability::Refused;
    const bool chosen = facts.chosen == Chosen::Yes;
    g_object_set_data_full(G_OBJECT(object), kFacts, new AccessibleFacts(std::move(facts)),
                           [](gpointer old) { delete static_cast<AccessibleFacts*>(old); });
    sayWhenChanged(object, ATK_STATE_ENABLED, wasAble, able);
    sayWhenChanged(object, ATK_STATE_SENSITIVE, wasAble, able);
    sayWhenChanged(object, chosenState(object), wasChosen, chosen);
}

wxString accessibleName(const wxWindow& window) {
    GtkWidget* outer = widgetOf(window);
    if (outer == nullptr) return {};
    AtkObject* object = gtk_widget_get_accessible(innerWidget(outer));
    const char* name = atk_object_get_name(object);
    return name == nullptr ? wxString() : toWx(name);
}

// Readers speak a notification when it appears.
void announce(wxWindow& window) {
    GtkWidget* widget = widgetOf(window);
    if (widget == nullptr || !gtk_widget_get_mapped(widget)) return;
    atk_object_notify_state_change(gtk_widget_get_accessible(widget), ATK_STATE_SHOWING, TRUE);
}

void setCellWords(wxDataViewRenderer& renderer, const wxString& words) {
    GtkCellRenderer* cell = renderer.GetGtkHandle();
    static const bool kPrepared = [cell] {
        const GType type = derivedType("EnrollmentCell", GTK_TYPE_RENDERER_CELL_ACCESSIBLE, initCellClass);
        gtk_cell_renderer_class_set_accessible_type(GTK_CELL_RENDERER_GET_CLASS(cell), type);
        return true;
    }();
    (void)kPrepared;
    g_object_set_data_full(G_OBJECT(cell), kWords, g_strdup(fromWx(words).c_str()), g_free);
}

}  // namespace ui
