// One owner for a C library's pointer: released exactly once by the function it was made with.
#pragma once

#include <memory>

namespace base {

template <auto release>
struct Release {
    template <class T>
    void operator()(T* pointer) const {
        release(pointer);
    }
};

template <class T, auto release>
using UniqueHandle = std::unique_ptr<T, Release<release>>;

}  // namespace base
