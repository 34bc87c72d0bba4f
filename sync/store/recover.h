// Saves what can be read of a damaged store: every sealed packet's bytes, so that the courier road can still
// carry it. Threads: any, the file open nowhere else. Errors: NotFound, IoError, DiskFull of the target
// folder; Corrupt when not even the table of contents can be read.
#pragma once

#include <filesystem>

#include "sync/store/store_types.h"

namespace store {

struct Recovered {
    std::uint64_t wholePackets = 0;   // <id>.age and <id>.header.json, digest verified
    std::uint64_t brokenPackets = 0;  // some chunks are missing: <id>/ holds the others
    std::uint64_t savedChunks = 0;
    std::uint64_t lostChunks = 0;   // that could not be read or do not match their digest
    std::uint64_t strayChunks = 0;  // of content that no readable packet names: stray-<content>/
};

// Reads `damaged` without changing it and writes into `folder`, which is created.
base::Result<Recovered> recoverPackets(const std::filesystem::path& damaged,
                                       const std::filesystem::path& folder);

}  // namespace store
