// Fixed keys and small helpers of the packet tests. The keys are public and protect nothing.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "base/bytes.h"
#include "base/files.h"
#include "sync/packet/keys.h"

namespace hands {

inline base::Bytes filled(std::size_t size, std::uint8_t value) {
    return base::Bytes(size, value);
}

inline packet::SigningKey signingKey(std::uint8_t number) {
    return packet::SigningKey::fromSeed(filled(32, number)).value();
}
inline packet::AgeIdentity identity(std::uint8_t number) {
    return packet::AgeIdentity::fromSecret(filled(32, number)).value();
}

// Content that no compressor shrinks, the same on every run.
inline base::Bytes noise(std::size_t size, std::uint64_t seed) {
    base::Bytes out(size);
    std::uint64_t x = seed * 0x9e3779b97f4a7c15u + 1;
    for (auto& b : out) {
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        b = static_cast<std::uint8_t>(x >> 32);
    }
    return out;
}

// Where the sources are: $ENROLL_SOURCE as ctest sets it, else the first folder upwards that looks like it.
inline std::filesystem::path sourceFolder() {
    if (const char* set = std::getenv("ENROLL_SOURCE"); set != nullptr && *set != '\0') return set;
    std::filesystem::path folder = std::filesystem::current_path();
    while (!std::filesystem::exists(folder / "CONTRIBUTING.md") && folder.has_relative_path()) {
        folder = folder.parent_path();
    }
    return folder;
}

// A folder of one's own under the working folder, empty at the start and gone at the end.
class Folder {
public:
    explicit Folder(const std::string& name) : path_(std::filesystem::absolute(name)) {
        std::filesystem::remove_all(path_);
        std::filesystem::create_directories(path_);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() { std::filesystem::remove_all(path_); }
    std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
    std::string text() const { return path_.string(); }

private:
    std::filesystem::path path_;
};

inline void write(const std::filesystem::path& path, base::ByteView bytes) {
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
}
inline base::Bytes read(const std::filesystem::path& path) {
    return base::readFile(path).value();
}

inline bool hasAge() {
    return std::system("age --version >/dev/null 2>&1") == 0;
}
inline int shell(const std::string& command) {
    return std::system(command.c_str());
}

}  // namespace hands
