// Memory for keys and passphrases: guarded pages, locked out of swap where the system allows, wiped on release.
// Owner: exactly one SecretBytes; copies are made only by clone(). Threads: move freely, use from one at a time.
#pragma once

#include <cstddef>

#include "base/bytes.h"

namespace base {

class SecretBytes {
public:
    SecretBytes() = default;
    explicit SecretBytes(std::size_t size);            // zeroed
    static SecretBytes copyOf(ByteView bytes);
    static SecretBytes random(std::size_t size);       // from the system's generator
    SecretBytes(SecretBytes&& other) noexcept;
    SecretBytes& operator=(SecretBytes&& other) noexcept;
    SecretBytes(const SecretBytes&) = delete;
    SecretBytes& operator=(const SecretBytes&) = delete;
    ~SecretBytes();

    SecretBytes clone() const;
    std::uint8_t* data() { return data_; }
    const std::uint8_t* data() const { return data_; }
    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    ByteView view() const { return {data_, size_}; }
    bool equals(ByteView other) const;                 // in constant time for equal sizes

private:
    std::uint8_t* data_ = nullptr;
    std::size_t size_ = 0;
};

// Fills from the system's generator. Never fails (the process ends if the system has none).
void fillRandom(std::span<std::uint8_t> out);

}  // namespace base
