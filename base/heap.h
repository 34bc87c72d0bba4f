// How this process uses the heap. Call once, first thing in main(), before any thread starts.
#pragma once

namespace base {

// A freed picture goes back to the system at once instead of staying with the heap of the thread that made it: pictures
// come and go on many threads, and a scanned page alone is 26 MB. On other C libraries than glibc: nothing to do.
void giveBackPictures();

}  // namespace base
