// Keeps a draft durable while it is worked on: each change is encrypted under the draft's key and committed by the store's
// thread; newer content of the same name replaces what still waits. What waits is written in the order of its last change,
// so that whatever names a blob is written after it: a program killed in between leaves nothing half there.
// Threads: main thread only. Errors of writing are told by `problem`; what could not be written stays and is tried again
// with the next change and by retry().
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "station/workflow/dispatcher.h"
#include "station/workflow/signal.h"
#include "station/workflow/store_room.h"
#include "sync/vault/ciphers.h"

namespace station {

class DraftKeeper {
public:
    // `versions`: the last version of each blob name used so far.
    DraftKeeper(StoreRoom& room, Dispatcher& dispatcher, base::Clock& clock, std::shared_ptr<const vault::DraftKey> key,
                std::map<std::string, std::uint32_t> versions);
    ~DraftKeeper();
    DraftKeeper(const DraftKeeper&) = delete;
    DraftKeeper& operator=(const DraftKeeper&) = delete;

    void put(const std::string& name, base::Bytes plain);
    void drop(const std::string& name);
    void setIndex(store::IndexEntry entry);
    void retry();

    bool clean() const { return !writing_ && changes_.empty() && !index_; }
    // At once when it is; with the error when the next try to write fails, and what waits is tried again all the same.
    void whenClean(std::function<void(base::Result<void>)> then);

    Signal<> saved;  // everything so far is durable
    Signal<const base::Error&> problem;

private:
    struct Change {
        std::string name;
        std::optional<base::Bytes> plain;  // nothing: delete
    };
    using Changes = std::vector<Change>;   // each name once, the latest change last
    struct Batch;
    struct Alive;
    void change(const std::string& name, std::optional<base::Bytes> plain);
    void flush();
    std::shared_ptr<Batch> takeBatch();
    bool post(const std::shared_ptr<Batch>& batch);
    static void write(Batch& batch, const vault::DraftKey& key, std::map<std::string, std::uint32_t>& versions,
                      store::Store& store, base::Instant now);  // on the store's thread
    void finished(Batch batch);

    StoreRoom& room_;
    Dispatcher& dispatcher_;
    base::Clock& clock_;
    std::shared_ptr<const vault::DraftKey> key_;
    std::shared_ptr<std::map<std::string, std::uint32_t>> versions_;  // the store thread's after the start
    std::shared_ptr<Alive> alive_;
    Changes changes_;
    std::optional<store::IndexEntry> index_;
    bool writing_ = false;
    void tellWaiting(const base::Result<void>& how);
    std::vector<std::function<void(base::Result<void>)>> waiting_;
};

}  // namespace station
