// Work that takes what the windows and the cameras leave: on a busy machine it slows down before the picture does.
// background_posix.cpp, background_win.cpp. It changes what comes first, never what is done: a system that does not allow it
// is no harm, so nothing is answered.
#pragma once

namespace base {

// How much of a processor such a thread gets beside one that is not in the background, about.
enum class Background {
    Unknown,
    Third,  // it has to keep up somehow: judging live pictures
    Tenth,  // it may take its time: sending, and the gateway of training mode
};

// The thread that calls, and on Linux the threads it starts from then on.
void putThreadInBackground(Background how);

// This process, as Tenth; to be called before any thread begins.
void putProcessInBackground();

}  // namespace base
