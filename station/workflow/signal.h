// "Something changed": models tell their screens. Main thread only. A Subscription ends when it is destroyed, so a
// closed page never hears from a model again.
#pragma once

#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace station {

class Subscription {
public:
    Subscription() = default;
    explicit Subscription(std::shared_ptr<void> life) : life_(std::move(life)) {}

private:
    std::shared_ptr<void> life_;
};

template <class... Args>
class Signal {
public:
    using Slot = std::function<void(Args...)>;

    [[nodiscard]] Subscription connect(Slot slot) {
        auto life = std::make_shared<Slot>(std::move(slot));
        slots_.push_back(life);
        return Subscription(life);
    }
    void emit(Args... args) {
        const auto now = slots_;  // a slot may connect or end others
        for (const auto& weak : now) {
            if (auto slot = weak.lock()) (*slot)(args...);
        }
        std::erase_if(slots_, [](const auto& weak) { return weak.expired(); });
    }

private:
    std::vector<std::weak_ptr<Slot>> slots_;
};

}  // namespace station
