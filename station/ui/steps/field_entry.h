// The control of one field, by its widget kind: shows stored values, gives back what was typed. One class per kind stands in
// field_entry.cpp; FieldEditor puts label, origin and findings around it.
// Threads: GUI thread only.
#pragma once

#include <wx/window.h>

#include <functional>
#include <memory>
#include <string>

#include "forms/catalogue.h"
#include "forms/schema.h"
#include "station/ui/steps/step_panel.h"

namespace ui {

class FieldEntry {
public:
    virtual ~FieldEntry() = default;
    virtual wxWindow* window() = 0;                       // stands in the FieldRow
    virtual wxWindow* focusTarget() { return window(); }
    virtual void show(const std::string& stored) = 0;     // calls nobody back
    virtual std::string typed() const = 0;                // as it stands, not normalized
};

// What an entry needs to know and to tell.
struct EntryContext {
    const forms::Field* field = nullptr;
    const forms::Catalogues* catalogues = nullptr;
    RecentChoices* recent = nullptr;
    wxString name;                                        // for screen readers
    std::function<std::string(std::string_view typed)> normalize;
    std::function<void(const std::string& typed)> typing; // while typing
    std::function<void(const std::string& typed)> left;   // the field was left, or a choice was made
};

std::unique_ptr<FieldEntry> makeEntry(wxWindow* parent, EntryContext context);

}  // namespace ui
