#include "station/workflow/application_list_model.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "base/log.h"
#include "base/text.h"
#include "station/workflow/index_data.h"
#include "station/workflow/status_words.h"

namespace station {
namespace {

constexpr std::size_t kPage = 1000;

}  // namespace

// What the reader thread works with.
struct ApplicationListModel::Reader {
    std::filesystem::path file;
    std::optional<store::StoreReader> store;           // reader thread
    std::shared_ptr<const vault::StationCipher> cipher;  // reader thread

    base::Result<void> open() {
        if (store) return {};
        auto opened = store::StoreReader::open(file);
        if (!opened) return base::Failure(opened.error());
        store.emplace(std::move(*opened));
        return {};
    }
    AppRow read(const store::ItemRow& item) {
        IndexData data;
        if (!item.index.empty() && cipher) {
            auto opened = openIndex(item.index, *cipher, item.id);
            if (opened) data = std::move(*opened);
            else base::log::failure("index-row", opened.error());
        }
        AppRow row = rowOf(item, data);
        if (row.state == AppState::Rejected && !item.packetId.empty()) addStatusWords(row, *store, item.packetId);
        return row;
    }
};

ApplicationListModel::ApplicationListModel(std::filesystem::path storeFile, Dispatcher& dispatcher, base::Clock& clock, TitleOf titleOf)
    : dispatcher_(dispatcher), clock_(clock), titleOf_(std::move(titleOf)), reader_(std::make_shared<Reader>()) {
    reader_->file = std::move(storeFile);
    alive_->model = this;
}

ApplicationListModel::~ApplicationListModel() { alive_->model = nullptr; }

void ApplicationListModel::load(std::shared_ptr<const vault::StationCipher> cipher) {
    clear();
    loading_ = true;
    if (!worker_.post([reader = reader_, cipher = std::move(cipher)](std::stop_token) { reader->cipher = cipher; })) return;
    readPage(0, alive_->generation);
}

void ApplicationListModel::clear() {
    ++alive_->generation;
    rows_.clear();
    keys_.clear();
    byId_.clear();
    shown_.clear();
    totals_ = {};
    replaced_ = 0;
    loading_ = false;
    if (!worker_.post([reader = reader_](std::stop_token) { reader->cipher.reset(); })) base::log::warning("list-clear");
    changed.emit();
}

void ApplicationListModel::readPage(std::int64_t afterKey, std::uint64_t generation) {
    const bool taken = worker_.post([this, reader = reader_, afterKey, generation, alive = alive_, today = base::dayInVietnam(clock_.now())](std::stop_token stop) {
        std::vector<std::pair<std::int64_t, AppRow>> rows;
        store::Totals totals;
        if (auto opened = reader->open(); !opened) {
            base::log::failure("list-open", opened.error());
        } else {
            const auto page = reader->store->page({}, afterKey, kPage);
            if (!page) base::log::failure("list-page", page.error());
            else {
                for (const auto& item : *page) rows.emplace_back(item.key, reader->read(item));
            }
            if (auto t = reader->store->totals(today)) totals = *t;
        }
        if (stop.stop_requested()) return;
        dispatcher_.post([alive, rows = std::move(rows), totals, generation]() mutable {
            if (alive->model != nullptr && alive->generation == generation) alive->model->arrived(std::move(rows), totals, generation);
        });
    });
    if (!taken) loading_ = false;
}

void ApplicationListModel::arrived(std::vector<std::pair<std::int64_t, AppRow>> rows, store::Totals totals, std::uint64_t generation) {
    const bool more = rows.size() == kPage;
    const std::int64_t last = rows.empty() ? 0 : rows.back().first;
    for (auto& [key, row] : rows) {
        if (byId_.count(row.id) != 0) continue;  // it was refreshed meanwhile
        byId_[row.id] = rows_.size();
        keys_.push_back(key);
        rows_.push_back(entryOf(std::move(row)));
    }
    markReplaced();
    applyFilter();
    setTotals(totals);
    loading_ = more;
    changed.emit();
    if (more) readPage(last, generation);
}

void ApplicationListModel::refresh(const std::string& id) {
    const bool taken = worker_.post([this, reader = reader_, id, alive = alive_, today = base::dayInVietnam(clock_.now())](std::stop_token stop) {
        if (!reader->open() || !reader->cipher) return;
        auto item = reader->store->row(id);
        if (!item) item = reader->store->rowOfPacket(id);
        if (!item) return;
        auto row = reader->read(*item);
        const auto totals = reader->store->totals(today);
        if (stop.stop_requested()) return;
        dispatcher_.post([alive, key = item->key, row = std::move(row), totals = totals ? *totals : store::Totals{}]() mutable {
            if (alive->model != nullptr) alive->model->replaced(key, std::move(row), totals);
        });
    });
    if (!taken) base::log::warning("list-refresh-dropped");
}

void ApplicationListModel::replaced(std::int64_t key, AppRow row, const store::Totals& totals) {
    const auto found = byId_.find(row.id);
    if (found != byId_.end()) {
        Entry& entry = rows_[found->second];
        if (row.state == AppState::Sending) row.sent = entry.row.sent;
        entry = entryOf(std::move(row));
        markReplaced();
        setTotals(totals);
        applyFilter();
        changed.emit();
        return;
    }
    // A new one: newest come first.
    const auto at = std::lower_bound(keys_.begin(), keys_.end(), key, std::greater<>()) - keys_.begin();
    keys_.insert(keys_.begin() + at, key);
    rows_.insert(rows_.begin() + at, entryOf(std::move(row)));
    byId_.clear();
    for (std::size_t i = 0; i < rows_.size(); ++i) byId_[rows_[i].row.id] = i;
    markReplaced();
    setTotals(totals);
    applyFilter();
    changed.emit();
}

void ApplicationListModel::setProgress(const std::string& packetId, std::uint64_t stored) {
    for (std::size_t i = 0; i < shown_.size(); ++i) {
        AppRow& row = rows_[shown_[i]].row;
        if (row.packetId != packetId) continue;
        row.sent = stored;
        rowChanged.emit(i);
        return;
    }
}

void ApplicationListModel::setFilter(ListFilter filter) {
    filter_ = std::move(filter);
    foldedFilter_ = base::fold(base::squeeze(filter_.text));
    applyFilter();
    changed.emit();
}

std::optional<std::size_t> ApplicationListModel::indexOf(const std::string& id) const {
    for (std::size_t i = 0; i < shown_.size(); ++i) {
        if (rows_[shown_[i]].row.id == id) return i;
    }
    return std::nullopt;
}

void ApplicationListModel::forEach(const std::function<void(const AppRow&)>& visit) const {
    for (const Entry& entry : rows_) visit(entry.row);
}

// A rejected application that another one corrects is no work any more: the correction is, from its first draft on. Should
// that draft be discarded, the rejected one is work again.
void ApplicationListModel::markReplaced() {
    std::set<std::string_view> corrected;
    for (const Entry& entry : rows_) {
        if (!entry.row.replaces.empty() && entry.row.state != AppState::Discarded) corrected.insert(entry.row.replaces);
    }
    if (corrected.empty() && replaced_ == 0) return;
    replaced_ = 0;
    for (Entry& entry : rows_) {
        AppState& state = entry.row.state;
        if (state != AppState::Rejected && state != AppState::Replaced) continue;
        const bool isReplaced = corrected.count(entry.row.packetId) != 0;
        state = isReplaced ? AppState::Replaced : AppState::Rejected;
        if (isReplaced) ++replaced_;
    }
}

ApplicationListModel::Entry ApplicationListModel::entryOf(AppRow row) const {
    row.procedure = titleOf_(row.schemaId);
    Entry entry;
    entry.folded = base::fold(row.name + " " + row.idNumberMasked + " " + row.phone);
    entry.row = std::move(row);
    return entry;
}

bool ApplicationListModel::passes(const Entry& entry) const {
    const auto& states = filter_.states;
    if (!states.empty() && std::find(states.begin(), states.end(), entry.row.state) == states.end()) return false;
    return foldedFilter_.empty() || entry.folded.find(foldedFilter_) != std::string::npos;
}

void ApplicationListModel::applyFilter() {
    shown_.clear();
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        if (passes(rows_[i])) shown_.push_back(i);
    }
}

void ApplicationListModel::setTotals(const store::Totals& totals) {
    const auto count = [&](store::ItemState state) {
        return static_cast<std::uint64_t>(std::max<std::int64_t>(0, totals.byState[static_cast<std::size_t>(state)]));
    };
    totals_.drafts = count(store::ItemState::Draft);
    totals_.waiting = static_cast<std::uint64_t>(std::max<std::int64_t>(0, totals.unsent));
    totals_.received = count(store::ItemState::Received);
    totals_.accepted = count(store::ItemState::Accepted);
    totals_.rejected = count(store::ItemState::Rejected) - std::min(count(store::ItemState::Rejected), replaced_);
    totals_.sealedToday = static_cast<std::uint64_t>(std::max<std::int64_t>(0, totals.today[static_cast<std::size_t>(store::ItemState::Sealed)]));
    totals_.oldestUnsent = totals.oldestUnsent;
}

}  // namespace station
