// A pack's files on the disk, for those who read folders. Threads: one at a time for a folder. Errors: those
// of files, a name in front; those of the reader.
#pragma once

#include <filesystem>
#include <functional>

#include "sync/packet/pack.h"

namespace packet {

// Writes the files below a folder: "schemas/...", "data/..." and "documents/...".
base::Result<void> unpackInto(const std::filesystem::path& folder, const Pack& pack);
// Unpacks into a new folder below `scratch`, has it read, and removes it again.
base::Result<void> readUnpacked(const Pack& pack, const std::filesystem::path& scratch,
                                const std::function<base::Result<void>(const std::filesystem::path&)>& read);

}  // namespace packet
