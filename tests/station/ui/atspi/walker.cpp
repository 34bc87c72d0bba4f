// What a screen reader gets of one program: reads its tree over the accessibility bus, in a process of its own, since a
// program that asks itself over the bus waits for itself for ever. Says "ready" when its listener is registered, then
// answers each SIGUSR1 with one JSON line for every object showing and a line {"end": n}; in between it prints
// {"focus": {...}} whenever the focus moves.
//   atspi_walker PID
#include <atspi/atspi.h>
#include <glib-unix.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace {

using nlohmann::json;

template <class T>
struct Unref {
    void operator()(T* object) const { g_object_unref(object); }
};
template <class T>
using Ref = std::unique_ptr<T, Unref<T>>;
using Object = Ref<AtspiAccessible>;

std::string take(gchar* text) {
    std::string kept = text != nullptr ? text : "";
    g_free(text);
    return kept;
}

// The reader's calls answer with an error when an object has gone meanwhile; what is gone has nothing to say. One may
// serve several calls.
struct Failure {
    GError* error = nullptr;
    ~Failure() { g_clear_error(&error); }
    GError** operator&() {
        g_clear_error(&error);
        return &error;
    }
};

std::vector<std::string> statesOf(AtspiAccessible* object) {
    std::vector<std::string> names;
    const Ref<AtspiStateSet> set(atspi_accessible_get_state_set(object));
    if (!set) return names;
    GArray* states = atspi_state_set_get_states(set.get());
    auto* kind = static_cast<GEnumClass*>(g_type_class_ref(ATSPI_TYPE_STATE_TYPE));
    for (guint i = 0; i < states->len; ++i) {
        const GEnumValue* value = g_enum_get_value(kind, static_cast<gint>(g_array_index(states, AtspiStateType, i)));
        if (value != nullptr) names.emplace_back(value->value_nick);
    }
    g_type_class_unref(kind);
    g_array_free(states, TRUE);
    return names;
}

json box(const AtspiRect* rect) {
    return rect == nullptr ? json() : json::array({rect->x, rect->y, rect->width, rect->height});
}

std::string labelOf(AtspiAccessible* object) {
    Failure failure;
    GArray* relations = atspi_accessible_get_relation_set(object, &failure);
    std::string name;
    for (guint i = 0; relations != nullptr && i < relations->len; ++i) {
        AtspiRelation* relation = g_array_index(relations, AtspiRelation*, i);
        if (atspi_relation_get_relation_type(relation) == ATSPI_RELATION_LABELLED_BY && atspi_relation_get_n_targets(relation) > 0) {
            const Object label(atspi_relation_get_target(relation, 0));
            Failure inner;
            if (label) name = take(atspi_accessible_get_name(label.get(), &inner));
        }
        g_object_unref(relation);
    }
    if (relations != nullptr) g_array_free(relations, TRUE);
    return name;
}

void addText(AtspiAccessible* object, json& out) {
    const Ref<AtspiText> text(atspi_accessible_get_text_iface(object));
    if (!text) return;
    Failure failure;
    const gint length = atspi_text_get_character_count(text.get(), &failure);
    out["text"] = take(atspi_text_get_text(text.get(), 0, length, &failure));
    if (length <= 0) return;
    AtspiRect* drawn = atspi_text_get_range_extents(text.get(), 0, length, ATSPI_COORD_TYPE_SCREEN, &failure);
    out["textBox"] = box(drawn);
    g_free(drawn);
}

void addValue(AtspiAccessible* object, json& out) {
    const Ref<AtspiValue> value(atspi_accessible_get_value_iface(object));
    if (!value) return;
    Failure failure;
    out["value"] = atspi_value_get_current_value(value.get(), &failure);
    out["least"] = atspi_value_get_minimum_value(value.get(), &failure);
    out["most"] = atspi_value_get_maximum_value(value.get(), &failure);
}

void addActions(AtspiAccessible* object, json& out) {
    const Ref<AtspiAction> actions(atspi_accessible_get_action_iface(object));
    if (!actions) return;
    Failure failure;
    const gint count = atspi_action_get_n_actions(actions.get(), &failure);
    for (gint i = 0; i < count; ++i) out["actions"].push_back(take(atspi_action_get_action_name(actions.get(), i, &failure)));
}

json describe(AtspiAccessible* object) {
    Failure failure;
    json out;
    out["role"] = take(atspi_accessible_get_role_name(object, &failure));
    out["name"] = take(atspi_accessible_get_name(object, &failure));
    out["description"] = take(atspi_accessible_get_description(object, &failure));
    out["states"] = statesOf(object);
    if (const std::string label = labelOf(object); !label.empty()) out["label"] = label;
    return out;
}

bool has(const json& object, const char* state) {
    const auto& states = object["states"];
    return std::find(states.begin(), states.end(), state) != states.end();
}

// Tables with a hundred thousand rows have as many cells; a reader walks what shows.
constexpr int kMostChildren = 400;

void walk(AtspiAccessible* object, int depth, int& count) {
    json out = describe(object);
    if (depth > 1 && !has(out, "showing")) return;
    out["depth"] = depth;
    if (const Ref<AtspiComponent> place(atspi_accessible_get_component_iface(object)); place) {
        Failure failure;
        AtspiRect* rect = atspi_component_get_extents(place.get(), ATSPI_COORD_TYPE_SCREEN, &failure);
        out["box"] = box(rect);
        g_free(rect);
    }
    addText(object, out);
    addValue(object, out);
    addActions(object, out);
    Failure failure;
    const gint children = atspi_accessible_get_child_count(object, &failure);
    out["children"] = children;
    std::cout << out.dump(-1, ' ', false, json::error_handler_t::replace) << "\n";
    ++count;
    for (gint i = 0; i < std::min(children, kMostChildren); ++i) {
        Failure inner;
        const Object child(atspi_accessible_get_child_at_index(object, i, &inner));
        if (child) walk(child.get(), depth + 1, count);
    }
}

Object programOf(guint pid) {
    const Object desktop(atspi_get_desktop(0));
    Failure failure;
    const gint count = atspi_accessible_get_child_count(desktop.get(), &failure);
    for (gint i = 0; i < count; ++i) {
        Failure inner;
        Object program(atspi_accessible_get_child_at_index(desktop.get(), i, &inner));
        if (program && atspi_accessible_get_process_id(program.get(), &inner) == pid) return program;
    }
    return nullptr;
}

struct Walker {
    guint pid = 0;
    GMainLoop* loop = nullptr;
};

gboolean onAsked(gpointer data) {
    const auto& walker = *static_cast<Walker*>(data);
    int count = 0;
    if (const Object program = programOf(walker.pid)) {
        atspi_accessible_clear_cache(program.get());
        walk(program.get(), 0, count);
    }
    std::cout << json{{"end", count}}.dump() << std::endl;
    return G_SOURCE_CONTINUE;
}

void onFocus(AtspiEvent* event, void* data) {
    const auto& walker = *static_cast<Walker*>(data);
    Failure failure;
    if (event->detail1 != 0 && atspi_accessible_get_process_id(event->source, &failure) == walker.pid) {
        std::cout << json{{"focus", describe(event->source)}}.dump(-1, ' ', false, json::error_handler_t::replace) << std::endl;
    }
    g_boxed_free(ATSPI_TYPE_EVENT, event);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2 || atspi_init() > 1) {
        std::cerr << "usage: atspi_walker PID, on a desktop with an accessibility bus\n";
        return 2;
    }
    Walker walker;
    walker.pid = static_cast<guint>(std::strtoul(argv[1], nullptr, 10));
    walker.loop = g_main_loop_new(nullptr, FALSE);
    AtspiEventListener* listener = atspi_event_listener_new(onFocus, &walker, nullptr);
    Failure failure;
    if (!atspi_event_listener_register(listener, "object:state-changed:focused", &failure)) {
        std::cerr << "no accessibility bus: " << (failure.error != nullptr ? failure.error->message : "unknown") << "\n";
        return 1;
    }
    g_unix_signal_add(SIGUSR1, onAsked, &walker);
    std::cout << "ready" << std::endl;
    g_main_loop_run(walker.loop);
    g_object_unref(listener);
    g_main_loop_unref(walker.loop);
    return atspi_exit();
}
