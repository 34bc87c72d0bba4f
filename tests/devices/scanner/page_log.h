// What a scan told its sink, and the helpers the scanner tests share.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "devices/scanner/document_scanner.h"

namespace scanner_test {

struct PageLog {
    std::vector<devices::PageEvent> partial;
    std::vector<devices::PageEvent> complete;
    std::function<void(const devices::PageEvent&)> also;

    devices::DocumentScanner::PageSink sink() {
        return [this](const devices::PageEvent& event) {
            (event.complete ? complete : partial).push_back(event);
            if (also) also(event);
        };
    }
};

// An empty folder of this name in the test's own working folder.
inline std::filesystem::path freshFolder(const std::string& name) {
    auto folder = std::filesystem::current_path() / name;
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    return folder;
}

}  // namespace scanner_test
