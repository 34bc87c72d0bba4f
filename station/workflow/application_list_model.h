// The list at work: see ApplicationList. Rows are read and decrypted on a reader thread of their own, newest first, and
// arrive in pages; a changed application is read again alone.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "base/worker.h"
#include "station/workflow/application_list.h"
#include "station/workflow/dispatcher.h"
#include "sync/store/store_view.h"
#include "sync/vault/ciphers.h"

namespace station {

class ApplicationListModel final : public ApplicationList {
public:
    using TitleOf = std::function<forms::LocalText(const std::string& schemaId)>;
    ApplicationListModel(std::filesystem::path storeFile, Dispatcher& dispatcher, base::Clock& clock, TitleOf titleOf);
    ~ApplicationListModel() override;

    void load(std::shared_ptr<const vault::StationCipher> cipher);  // after login; empties it first
    void clear();                                                   // at log-out
    void refresh(const std::string& id);                            // an application or packet id
    void setProgress(const std::string& packetId, std::uint64_t stored);

    void setFilter(ListFilter filter) override;
    const ListFilter& filter() const override { return filter_; }
    std::size_t size() const override { return shown_.size(); }
    const AppRow& row(std::size_t index) const override { return rows_[shown_[index]].row; }
    std::optional<std::size_t> indexOf(const std::string& id) const override;
    bool loading() const override { return loading_; }
    Totals totals() const override { return totals_; }

    // Every row, whatever the filter: what the page Hôm nay is made from.
    void forEach(const std::function<void(const AppRow&)>& visit) const;

private:
    struct Entry {
        AppRow row;
        std::string folded;  // what a search looks into
    };
    struct Reader;
    struct Alive {
        ApplicationListModel* model = nullptr;
        std::uint64_t generation = 0;
    };
    void readPage(std::int64_t afterKey, std::uint64_t generation);
    void arrived(std::vector<std::pair<std::int64_t, AppRow>> rows, store::Totals totals, std::uint64_t generation);
    void replaced(std::int64_t key, AppRow row, const store::Totals& totals);
    void setTotals(const store::Totals& totals);
    void markReplaced();
    Entry entryOf(AppRow row) const;
    bool passes(const Entry& entry) const;
    void applyFilter();

    Dispatcher& dispatcher_;
    base::Clock& clock_;
    TitleOf titleOf_;
    std::shared_ptr<Reader> reader_;
    std::shared_ptr<Alive> alive_ = std::make_shared<Alive>();
    std::vector<Entry> rows_;                    // by descending key
    std::vector<std::int64_t> keys_;             // of rows_, same order
    std::map<std::string, std::size_t> byId_;    // application id -> index in rows_
    std::vector<std::size_t> shown_;             // indexes into rows_
    ListFilter filter_;
    std::string foldedFilter_;
    Totals totals_;
    std::uint64_t replaced_ = 0;                 // rows that markReplaced() marked
    bool loading_ = false;
    base::Worker worker_;                        // last: stops first
};

}  // namespace station
