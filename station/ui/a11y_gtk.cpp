#include <gtk/gtk.h>

#include "station/ui/a11y.h"
#include "station/ui/text.h"

namespace ui {
namespace {

GtkWidget* widgetOf(const wxWindow& window) { return static_cast<GtkWidget*>(window.GetHandle()); }

// Text areas, lists and the like sit inside a scrolled window; the reader meets the inner widget.
GtkWidget* innerWidget(GtkWidget* widget) {
    if (!GTK_IS_SCROLLED_WINDOW(widget)) return widget;
    GtkWidget* inner = gtk_bin_get_child(GTK_BIN(widget));
    return inner != nullptr ? inner : widget;
}

AtkRole atkRole(AccessibleRole role) {
    switch (role) {
        case AccessibleRole::Button: return ATK_ROLE_PUSH_BUTTON;
        case AccessibleRole::Tab: return ATK_ROLE_PAGE_TAB;
        case AccessibleRole::Image: return ATK_ROLE_IMAGE;
        case AccessibleRole::Label: return ATK_ROLE_LABEL;
        case AccessibleRole::Status: return ATK_ROLE_STATUSBAR;
        case AccessibleRole::List: return ATK_ROLE_LIST;
        case AccessibleRole::ListItem: return ATK_ROLE_LIST_ITEM;
        case AccessibleRole::Entry: return ATK_ROLE_ENTRY;
        default: return ATK_ROLE_PANEL;
    }
}

const char* labelledBy(AtkObject* object) {
    AtkRelationSet* relations = atk_object_ref_relation_set(object);
    const char* name = nullptr;
    if (AtkRelation* relation = atk_relation_set_get_relation_by_type(relations, ATK_RELATION_LABELLED_BY)) {
        GPtrArray* targets = atk_relation_get_target(relation);
        if (targets != nullptr && targets->len > 0) name = atk_object_get_name(ATK_OBJECT(targets->pdata[0]));
    }
    g_object_unref(relations);
    return name;
}

}  // namespace

void setAccessibleName(wxWindow& window, const wxString& name) {
    GtkWidget* outer = widgetOf(window);
    if (outer == nullptr) return;
    const std::string text = fromWx(name);
    for (GtkWidget* widget : {outer, innerWidget(outer)}) {
        AtkObject* object = gtk_widget_get_accessible(widget);
        const char* before = atk_object_get_name(object);
        if (before == nullptr || text != before) atk_object_set_name(object, text.c_str());
    }
}

void setAccessibleRole(wxWindow& window, AccessibleRole role) {
    if (GtkWidget* widget = widgetOf(window)) atk_object_set_role(gtk_widget_get_accessible(widget), atkRole(role));
}

wxString accessibleName(const wxWindow& window) {
    GtkWidget* outer = widgetOf(window);
    if (outer == nullptr) return {};
    AtkObject* object = gtk_widget_get_accessible(innerWidget(outer));
    const char* name = atk_object_get_name(object);
    if (name == nullptr || *name == '\0') name = labelledBy(object);
    return name == nullptr ? wxString() : toWx(name);
}

}  // namespace ui
