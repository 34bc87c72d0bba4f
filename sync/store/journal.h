// The officers' journal: who did what, when, to which application. Every entry's hash covers the one before,
// so that a changed, missing or inserted entry shows. The file formats are in docs/formats/journal.md.
// Threads: pure functions.
#pragma once

#include "sync/store/store_types.h"

namespace store {

// The bytes that are hashed after the previous hash. The previous hash of the first entry is 32 zero bytes.
base::Bytes canonicalBytes(const JournalEntry& entry);
Digest journalHash(const Digest& previous, const JournalEntry& entry);
// One line of an export: JSON with the hash in hex, ended by a line feed.
std::string journalLine(const JournalEntry& entry);

}  // namespace store
