// How far each packet has traveled: kept in memory only, written by the transport, read by the list.
// Threads: any.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace store {

class SendProgress {
public:
    void set(const std::string& packetId, std::uint64_t storedBytes) {
        const std::lock_guard lock(mutex_);
        stored_[packetId] = storedBytes;
    }
    // Bytes that the upstream has confirmed; nothing when the packet is not traveling.
    std::optional<std::uint64_t> of(const std::string& packetId) const {
        const std::lock_guard lock(mutex_);
        const auto found = stored_.find(packetId);
        if (found == stored_.end()) return std::nullopt;
        return found->second;
    }
    void forget(const std::string& packetId) {
        const std::lock_guard lock(mutex_);
        stored_.erase(packetId);
    }

private:
    mutable std::mutex mutex_;
    std::map<std::string, std::uint64_t> stored_;
};

}  // namespace store
