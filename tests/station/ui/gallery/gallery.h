// Every widget of the kit in every state, for looking at and for the layout test. Not part of the product.
#pragma once

#include <wx/window.h>

namespace uitest {

wxWindow* makeGallery(wxWindow* parent);

}  // namespace uitest
