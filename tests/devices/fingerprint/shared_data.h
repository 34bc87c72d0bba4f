// Where test data that is never committed lies: $ENROLL_SHARED, else ../shared beside the checkout.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

inline std::optional<std::filesystem::path> sharedFolder() {
    const char* given = std::getenv("ENROLL_SHARED");
    const char* source = std::getenv("ENROLL_SOURCE");
    std::filesystem::path folder;
    if (given != nullptr && *given != '\0')
        folder = given;
    else if (source != nullptr)
        folder = std::filesystem::path(source) / ".." / "shared";
    std::error_code ignored;
    if (folder.empty() || !std::filesystem::is_directory(folder, ignored)) return std::nullopt;
    return folder;
}
