#include <stdexcept>

#include "tests/rigs/file_limit.h"

namespace rigs {

struct FileLimit::Before {};

bool FileLimit::isPossible() { return false; }
FileLimit::FileLimit(std::uint64_t) { throw std::runtime_error("Windows has no limit on the size of files"); }
FileLimit::~FileLimit() = default;

}  // namespace rigs
