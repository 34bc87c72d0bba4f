// What can be read from the store. Store (the writer) and StoreReader (a connection of its own for lists)
// share it. Threads: one object belongs to one thread at a time; a StoreReader never waits for the writer,
// nor it for a reader. Errors: NotFound, WrongState, BadInput; Corrupt when bytes do not match their digest;
// IoError, Busy.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>

#include "sync/store/store_types.h"

namespace store {

namespace sqlite {
class Db;
}

class StoreView {
public:
    // drafts
    base::Result<base::Bytes> wrappedKey(const std::string& draftId) const;  // Gone once it was destroyed
    base::Result<Blob> getBlob(const std::string& draftId, const std::string& name) const;
    base::Result<std::vector<BlobInfo>> listBlobs(const std::string& draftId) const;  // by name
    // The last version used for this name, also of a deleted blob; 0 when the name is new.
    base::Result<std::uint32_t> blobVersion(const std::string& draftId, const std::string& name) const;

    // lists
    base::Result<ItemRow> row(const std::string& id) const;
    base::Result<ItemRow> rowOfPacket(const std::string& packetId) const;
    base::Result<std::vector<ItemRow>> listDrafts() const;  // newest first
    // Newest first, below `afterKey` (0: from the top), at most `limit` rows.
    base::Result<std::vector<ItemRow>> page(const ItemFilter& filter, std::int64_t afterKey,
                                            std::size_t limit) const;
    base::Result<Totals> totals(const base::Day& today) const;
    // Applications that carry this keyed hash, newest first, at most 100; discarded ones never.
    base::Result<std::vector<ItemRow>> findByHash(base::ByteView hash) const;

    // packets
    base::Result<SealSlot> sealSlot() const;
    // The first packet due, by priority and then age; after `after` when given. NotFound when none is due.
    base::Result<OutboxPacket> nextToSend(base::Instant now, std::optional<SendKey> after = {}) const;
    base::Result<OutboxPacket> outboxPacket(const std::string& packetId) const;  // WrongState once received
    base::Result<base::Bytes> readChunk(const std::string& packetId, std::uint32_t number) const;
    base::Result<base::Bytes> receipt(const std::string& packetId) const;
    // Applications whose draft content must now be destroyed: their window has ended.
    base::Result<std::vector<std::string>> windowsEnded(base::Instant now, std::size_t limit) const;

    // status
    // The number up to which every event is here: what to ask the upstream to go on from.
    base::Result<std::uint64_t> lastStatusNumber() const;
    base::Result<std::vector<StatusEvent>> statusEvents(
        const std::string& packetId) const;                                   // without corrections
    base::Result<base::Bytes> correction(const std::string& packetId) const;  // the newest not yet reopened

    // settings and journal
    base::Result<base::Bytes> setting(const std::string& name) const;
    base::Result<Digest> journalHead() const;
    base::Result<std::vector<JournalEntry>> journalPage(std::uint64_t afterSeq, std::size_t limit) const;
    base::Result<JournalCheck> verifyJournal() const;
    // Hands every entry to `sink` as one JSON line, oldest first; ends with the sink's error if it returns
    // one.
    using LineSink = std::function<base::Result<void>(std::string_view line)>;
    base::Result<void> exportJournal(const LineSink& sink) const;

    // A consistent copy into a new file, as of now, while the writer goes on. AlreadyExists when the file is
    // there, Cancelled when stopped.
    base::Result<void> backup(const std::filesystem::path& target, const std::stop_token& stop = {}) const;

protected:
    explicit StoreView(std::unique_ptr<sqlite::Db> db);
    StoreView(StoreView&&) noexcept;
    StoreView& operator=(StoreView&&) noexcept;
    ~StoreView();
    sqlite::Db& db() const { return *db_; }

private:
    std::unique_ptr<sqlite::Db> db_;
};

class StoreReader : public StoreView {
public:
    // The file must have been opened by a Store of this version before. Unsupported otherwise.
    static base::Result<StoreReader> open(const std::filesystem::path& path);

private:
    using StoreView::StoreView;
};

}  // namespace store
