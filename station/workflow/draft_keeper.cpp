#include "station/workflow/draft_keeper.h"

#include <iterator>
#include <utility>

namespace station {

struct DraftKeeper::Batch {
    Changes changes;                         // after writing: those that were not written
    std::optional<store::IndexEntry> index;  // likewise
    std::optional<base::Error> error;
};

struct DraftKeeper::Alive {
    DraftKeeper* keeper = nullptr;
};

DraftKeeper::DraftKeeper(StoreRoom& room, Dispatcher& dispatcher, base::Clock& clock, std::shared_ptr<const vault::DraftKey> key,
                         std::map<std::string, std::uint32_t> versions)
    : room_(room), dispatcher_(dispatcher), clock_(clock), key_(std::move(key)),
      versions_(std::make_shared<std::map<std::string, std::uint32_t>>(std::move(versions))), alive_(std::make_shared<Alive>()) {
    alive_->keeper = this;
}

// What waits unwritten is handed over behind what is being written: closing a screen loses nothing.
DraftKeeper::~DraftKeeper() {
    alive_->keeper = nullptr;
    if (!changes_.empty() || index_) (void)post(takeBatch());
}

void DraftKeeper::put(const std::string& name, base::Bytes plain) { change(name, std::move(plain)); }

void DraftKeeper::drop(const std::string& name) { change(name, std::nullopt); }

void DraftKeeper::change(const std::string& name, std::optional<base::Bytes> plain) {
    std::erase_if(changes_, [&](const Change& waiting) { return waiting.name == name; });
    changes_.push_back({name, std::move(plain)});
    flush();
}

void DraftKeeper::setIndex(store::IndexEntry entry) {
    index_ = std::move(entry);
    flush();
}

void DraftKeeper::retry() { flush(); }

void DraftKeeper::whenClean(std::function<void(base::Result<void>)> then) {
    if (clean()) return then({});
    waiting_.push_back(std::move(then));
    flush();
}

void DraftKeeper::flush() {
    if (writing_ || (changes_.empty() && !index_)) return;
    const auto batch = takeBatch();
    writing_ = post(batch);
    if (!writing_) {  // not taken: keep it
        changes_.swap(batch->changes);
        index_ = std::move(batch->index);
    }
}

std::shared_ptr<DraftKeeper::Batch> DraftKeeper::takeBatch() {
    auto batch = std::make_shared<Batch>();
    batch->changes.swap(changes_);
    batch->index = std::exchange(index_, std::nullopt);
    return batch;
}

bool DraftKeeper::post(const std::shared_ptr<Batch>& batch) {
    return room_.post([batch, key = key_, versions = versions_, now = clock_.now(), dispatcher = &dispatcher_,
                       alive = alive_](store::Store& store) {
        write(*batch, *key, *versions, store, now);
        dispatcher->post([alive, batch] {
            if (alive->keeper != nullptr) alive->keeper->finished(std::move(*batch));
        });
    });
}

void DraftKeeper::write(Batch& batch, const vault::DraftKey& key, std::map<std::string, std::uint32_t>& versions,
                        store::Store& store, base::Instant now) {
    const std::string& draft = key.draft();
    const auto one = [&](const std::string& name, const std::optional<base::Bytes>& plain) -> base::Result<void> {
        if (!plain) {
            auto deleted = store.deleteBlob(draft, name, now);
            if (!deleted && deleted.error().code == base::Code::NotFound) return {};  // never written
            return deleted;
        }
        const std::uint32_t version = versions[name] + 1;
        const base::Bytes sealed = key.seal(*plain, name, version);
        auto put = store.putBlob(draft, {name, version, sealed}, now);
        if (put) versions[name] = version;
        return put;
    };
    std::size_t done = 0;
    for (; done < batch.changes.size() && !batch.error; ++done) {
        if (auto written = one(batch.changes[done].name, batch.changes[done].plain); !written) batch.error = written.error();
    }
    if (batch.error) --done;  // the last one was not written
    batch.changes.erase(batch.changes.begin(), batch.changes.begin() + static_cast<std::ptrdiff_t>(done));
    if (batch.error) return;
    if (!batch.index) return;
    if (auto set = store.setIndex(draft, *batch.index, now); !set) {
        batch.error = set.error();
        return;
    }
    batch.index.reset();
}

void DraftKeeper::finished(Batch batch) {
    writing_ = false;
    // What could not be written waits again before the rest, unless newer content came meanwhile.
    for (const Change& newer : changes_) {
        std::erase_if(batch.changes, [&](const Change& older) { return older.name == newer.name; });
    }
    changes_.insert(changes_.begin(), std::make_move_iterator(batch.changes.begin()), std::make_move_iterator(batch.changes.end()));
    if (!index_) index_ = std::move(batch.index);
    if (batch.error) {
        const auto alive = alive_;
        problem.emit(*batch.error);
        if (alive->keeper != nullptr) tellWaiting(base::Failure(*batch.error));
        return;
    }
    flush();
    if (!clean()) return;
    const auto alive = alive_;
    saved.emit();
    if (alive->keeper != nullptr) tellWaiting({});
}

// Who hears this may close the draft.
void DraftKeeper::tellWaiting(const base::Result<void>& how) {
    const auto alive = alive_;
    for (auto& then : std::exchange(waiting_, {})) {
        if (alive->keeper != nullptr) then(how);
    }
}

}  // namespace station
