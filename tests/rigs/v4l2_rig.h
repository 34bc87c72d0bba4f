// An emulated /dev/video0: umockdev answers the V4L2 ioctls of the real OpenCV capture code and feeds JPEG pictures.
// The program must run under tests/rigs/under_umockdev (the CMake entry of the test does that). The node is a regular file, so
// that mmap works; frames are written into the buffers it maps.
// Threads: the rig answers on a thread of its own; its functions may be called from the test's thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/bytes.h"

namespace rigs {

class V4l2Rig {
public:
    // Every frame played is one of `jpegs` in turn, all of the given size.
    V4l2Rig(int width, int height, std::vector<base::Bytes> jpegs);
    ~V4l2Rig();
    V4l2Rig(const V4l2Rig&) = delete;
    V4l2Rig& operator=(const V4l2Rig&) = delete;

    static bool underWrapper();          // false: this process does not run under tests/rigs/under_umockdev

    void plug();                         // the node appears (as at construction)
    void unplug();                       // open handles answer ENODEV, the node disappears
    void stall(std::uint64_t after);     // after so many frames of this stream none comes any more
    void play(std::vector<base::Bytes> jpegs);
    std::uint64_t framesGiven() const;

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace rigs
