// The station's memory: drafts, sealed packets, their way to the upstream, what came back, and the journal,
// in one SQLite file. What a function has acknowledged survives a crash or a power cut; what it refused has
// changed nothing. Every function that changes something is one transaction and may be repeated when its
// answer was lost. Threads: all functions on the one store thread; progress() may be kept and used from any.
// Errors: those of StoreView, and DiskFull, ReadOnly, TooLarge, Conflict (the same id with other content, or
// the world moved on), WrongState (not in this state of the application). After DiskFull everything
// acknowledged is still there.
#pragma once

#include "base/files.h"
#include "sync/store/progress.h"
#include "sync/store/store_view.h"

namespace store {

struct StoreOptions {
    std::uint64_t reserveBytes = std::uint64_t{512} << 20;     // below this no new draft is begun
    std::uint64_t wholeCheckBytes = std::uint64_t{256} << 20;  // a larger file is checked without its chunks
    // The disk as the store sees it.
    std::function<base::DriveKind(const std::filesystem::path&)> driveKind = base::driveKind;
    std::function<base::Result<base::DiskSpace>(const std::filesystem::path&)> diskSpace = base::diskSpace;
};

struct DiskGauge {
    enum class Level { Unknown = 0, Enough, Low };  // Low: no new drafts, begun ones can be finished
    Level level = Level::Unknown;
    std::uint64_t freeBytes = 0;   // of the disk, and inside the file for reuse
    std::uint64_t storeBytes = 0;  // the file
};

class Store : public StoreView {
public:
    // Opens or creates the file: takes the lock (Busy when another program has it), refuses network drives
    // and newer files (Unsupported), checks the tables (Corrupt) and brings an older file up to date. A
    // packet that was being sent is waiting again.
    static base::Result<Store> open(const std::filesystem::path& path, base::Instant now,
                                    StoreOptions options = {});

    // drafts
    // The draft and its first content appear at once. A rejected application comes back the same way:
    // `draft.replaces` names its packet, and the kept correction goes with it. DiskFull under the reserve, but
    // for a correction; WrongState when the correction is not here (any more).
    base::Result<void> createDraft(const NewDraft& draft, const std::vector<BlobWrite>& blobs, const Act& act);
    // Conflict unless the version is greater than the last one, or equal with the same bytes.
    base::Result<void> putBlob(const std::string& draftId, const BlobWrite& blob, base::Instant at);
    base::Result<void> deleteBlob(const std::string& draftId, const std::string& name, base::Instant at);
    base::Result<void> setIndex(const std::string& id, const IndexEntry& entry, base::Instant at);
    // After a passphrase was reset or the draft handed over: the same key in new wraps.
    base::Result<void> setWrappedKey(const std::string& draftId, base::ByteView wrappedKey);
    // Destroys key and content; the row stays as discarded. Only a draft.
    base::Result<void> discardDraft(const std::string& draftId, const std::string& reasonKey, const Act& act);

    // seal
    // BadInput when the packet is not of the request's digest.
    base::Result<void> sealDraft(const SealRequest& request, base::ByteView packet, const Act& act);
    // The same while the packet is still being made. Its bytes come in pieces of any size (kChunkBytes are kept
    // without a copy); an empty piece ends them, and then `tail` is asked once. An error of either is the answer and
    // changes nothing. The transaction is open until then: nobody else writes. The store digests each chunk but not
    // the whole, whose digest it takes from the tail: whoever seals digests the very bytes handed over, and the
    // upstream compares the whole with the signed header before it gives the receipt, without which nothing counts
    // as delivered.
    using ByteSource = std::function<base::Result<base::Bytes>()>;
    using TailSource = std::function<base::Result<SealTail>()>;
    base::Result<void> sealDraft(const SealRequest& request, const ByteSource& packet, const TailSource& tail,
                                 const Act& act);
    // Back to a draft: only while the window is open and nothing of the packet can have reached the upstream.
    base::Result<void> reopenSealed(const std::string& packetId, const std::string& reasonKey,
                                    const Act& act);
    // The correction window has ended: key and draft content go, the packet stays.
    base::Result<void> destroyContent(const std::string& packetId, const Act& act);

    // outbox
    base::Result<void> setSending(const std::string& packetId, base::Instant at);
    base::Result<void> setUploadState(const std::string& packetId, const std::string& state);
    std::shared_ptr<SendProgress> progress() const { return progress_; }
    // Not before `now + delay` (at most a day). The packet waits again.
    base::Result<void> scheduleRetry(const std::string& packetId, base::Instant now, base::Duration delay,
                                     const std::string& errorCode, Reached reached);
    // The caller has verified the receipt. Packet, draft content and key are deleted.
    base::Result<void> markReceived(const std::string& packetId, base::ByteView verifiedReceipt,
                                    const Act& act);

    // status
    base::Result<Applied> applyStatusEvent(const StatusEvent& event, const Act& act);

    // settings and journal
    base::Result<void> putSetting(const std::string& name, base::ByteView value);
    base::Result<void> removeSetting(const std::string& name);
    // `detail` is JSON without personal data, or empty.
    base::Result<JournalEntry> appendJournal(const Act& act, const std::string& event,
                                             const std::string& subject, const std::string& detail);

    // care
    base::Result<DiskGauge> diskGauge() const;
    // A little housekeeping: call it when nothing else waits. True while there is more to do.
    base::Result<bool> idleTick();

private:
    Store(std::unique_ptr<sqlite::Db> db, base::FileLock lock, std::filesystem::path path,
          StoreOptions options);

    base::FileLock lock_;
    std::filesystem::path path_;
    StoreOptions options_;
    std::shared_ptr<SendProgress> progress_ = std::make_shared<SendProgress>();
};

}  // namespace store
