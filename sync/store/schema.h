// The tables of the store and how older files become today's. docs/formats/store.md says what each column
// holds. Threads: the writer's. Errors: Unsupported for a file of a newer program or of another one; else
// those of db.h.
#pragma once

#include "base/clock.h"
#include "sync/store/db.h"

namespace store::sqlite {

inline constexpr std::int64_t kApplicationId = 0x43434344;  // "CCCD"
inline constexpr std::int64_t kSchemaVersion = 3;

// Page size and the way free pages are given back: for a file without tables only, since even repeating it
// would write and so could fail on a full disk.
base::Result<void> shapeNewFile(Db& db);
base::Result<void> configureWriter(Db& db);
base::Result<void> configureReader(Db& db);
// Makes the tables of a new file or brings an older one up to date, in one transaction per version.
base::Result<void> migrate(Db& db, base::Instant now);
// The version of the file; 0 for a new one. Unsupported when it is not a store or is a newer one.
base::Result<std::int64_t> schemaVersion(Db& db);

}  // namespace store::sqlite
