// What benches share: work that must succeed, and the median time of some work.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <type_traits>
#include <vector>

#include "base/error.h"

namespace bench {

// Ends the bench with the error's words.
template <class T>
T need(base::Result<T> result) {
    if (!result) {
        std::fprintf(stderr, "%s: %s\n", std::string(base::codeName(result.error().code)).c_str(), result.error().detail.c_str());
        std::exit(1);
    }
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

inline double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

inline double medianMs(int times, const std::function<void()>& work) {
    std::vector<double> wall;
    for (int i = 0; i < times; ++i) {
        const auto start = std::chrono::steady_clock::now();
        work();
        wall.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
    }
    return median(std::move(wall));
}

}  // namespace bench
