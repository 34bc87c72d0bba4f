// A real window system for tests: starts its own Xvfb (or uses the display given by ENROLL_TEST_DISPLAY),
// starts wx and GTK once per program, pumps events until a condition holds, and types real keys through
// XTest (gui_gtk.cpp). On Windows the desktop is there, and keys go through SendInput (gui_msw.cpp). Call on the main
// thread.
#pragma once

#include <wx/frame.h>
#include <wx/window.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>

namespace uitest {

using Condition = std::function<bool()>;

// Whether the toolkit tells a screen reader what it shows (atspi/reader.h starts the bus for that first).
enum class Bridge { Unknown = 0, Off, On };

// False when no X server could be started (Xvfb missing): the test says SKIPPED. Starts on the first call.
bool startGui(Bridge bridge = Bridge::Off);
void stopGui();  // by the listener in gui.cpp at the end of the run

// Handles events until `done` holds; false when `limit` passed first.
bool pumpUntil(const Condition& done, std::chrono::milliseconds limit = std::chrono::seconds(30));
// Handles what is waiting, including paints, until nothing is left to do.
void settle();

// A top-level window of the target size that really has the keyboard.
wxFrame* openFrame(const wxSize& size = {1366, 768});
void giveKeyboard(wxTopLevelWindow& window);

// Keys as xdotool names them ("Tab", "F2", "ctrl+Return"); text is typed letter by letter, any script.
void pressKey(const std::string& key);
void typeText(const std::string& utf8);
void click(const wxWindow& window);
void click(const wxWindow& window, const wxPoint& at);

// The screen as a PNG file.
bool saveScreen(const std::filesystem::path& file);
// The most memory this program has had so far.
long peakMegabytes();
// Where screenshots of this run go: $ENROLL_SHOTS, else the working folder.
std::filesystem::path shotFolder();
// The window showing now whose accessible name begins so; null when there is none.
wxWindow* findNamed(wxWindow& root, const std::string& namePrefix);
// The same among controls that take the focus: an entry, not the label with its name.
wxWindow* findControl(wxWindow& root, const std::string& namePrefix);

}  // namespace uitest
