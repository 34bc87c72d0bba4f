// Precompiled for the room: the wx headers that nearly every file here needs.
#pragma once

#include <wx/graphics.h>
#include <wx/wx.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>
