#include "base/heap.h"

#include <cstdlib>
#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace base {

void giveBackPictures() {
#ifdef __GLIBC__
    constexpr int kLargeBlock = 3 << 20;  // bytes; a 1280 x 720 frame of the preview stays below and is reused
    constexpr int kArenas = 2;
    // Setting it also keeps glibc from raising it to the largest block freed so far (mallopt(3), M_MMAP_THRESHOLD).
    mallopt(M_MMAP_THRESHOLD, kLargeBlock);
    mallopt(M_TRIM_THRESHOLD, kLargeBlock);
    mallopt(M_ARENA_MAX, kArenas);
#endif
}

}  // namespace base
