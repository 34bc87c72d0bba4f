// A disk that is full, for whoever writes in this process: while it lives no file grows beyond a size.
// file_limit_posix.cpp; Windows has no such limit (file_limit_win.cpp), and a test that wants it says SKIPPED there.
#pragma once

#include <cstdint>
#include <memory>

namespace rigs {

class FileLimit {
public:
    static bool isPossible();
    explicit FileLimit(std::uint64_t bytes);  // throws when it cannot be set
    FileLimit(const FileLimit&) = delete;
    FileLimit& operator=(const FileLimit&) = delete;
    ~FileLimit();

private:
    struct Before;
    std::unique_ptr<Before> before_;
};

}  // namespace rigs
