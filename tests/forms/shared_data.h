// Test data that lies beside the checkout and is never committed, and files of the checkout itself.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

inline std::filesystem::path sourceFolder() {
    const char* source = std::getenv("ENROLL_SOURCE");
    const bool set = source != nullptr && *source != '\0';
    return set ? std::filesystem::path(source) : std::filesystem::path(ENROLL_SOURCE_FOLDER);
}

inline std::string wholeFile(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

// The lines of a file in shared/data; empty when the folder is not at hand.
inline std::vector<std::string> sharedLines(const std::string& name) {
    const char* shared = std::getenv("ENROLL_SHARED");
    const bool set = shared != nullptr && *shared != '\0' && std::filesystem::exists(shared);
    const auto folder = set ? std::filesystem::path(shared) : sourceFolder() / "../shared";
    std::ifstream in(folder / "data" / name);
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) {
        if (!line.empty() && line.back() == '\r') line.pop_back();
        lines.push_back(line);
    }
    return lines;
}
