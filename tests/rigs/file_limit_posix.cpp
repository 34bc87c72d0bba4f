#include <sys/resource.h>

#include <csignal>
#include <stdexcept>

#include "tests/rigs/file_limit.h"

namespace rigs {

struct FileLimit::Before {
    rlimit limit{};
    void (*handler)(int) = nullptr;
};

bool FileLimit::isPossible() { return true; }

FileLimit::FileLimit(std::uint64_t bytes) : before_(std::make_unique<Before>()) {
    before_->handler = std::signal(SIGXFSZ, SIG_IGN);
    if (::getrlimit(RLIMIT_FSIZE, &before_->limit) != 0) throw std::runtime_error("getrlimit");
    const rlimit tight{static_cast<rlim_t>(bytes), before_->limit.rlim_max};
    if (::setrlimit(RLIMIT_FSIZE, &tight) != 0) throw std::runtime_error("setrlimit");
}

FileLimit::~FileLimit() {
    ::setrlimit(RLIMIT_FSIZE, &before_->limit);
    std::signal(SIGXFSZ, before_->handler);
}

}  // namespace rigs
