#include "sync/store/journal.h"

#include "base/text.h"
#include "sync/store/rows.h"
#include "sync/store/store.h"

namespace store {

using base::Code;
using base::Result;

namespace {

constexpr std::size_t kMaxDetailBytes = 4096;
constexpr std::size_t kVerifyStep = 500;

JournalEntry entryAt(const sqlite::Statement& row) {
    return {static_cast<std::uint64_t>(row.integer(0)),
            instantOf(row.integer(1)),
            row.text(2),
            row.text(3),
            row.text(4),
            row.text(5),
            digestAt(row, 6)};
}

Result<JournalEntry> lastEntry(sqlite::Db& db) {
    auto query = db.query(
        "SELECT seq, at, actor, event, subject, detail, hash FROM journal ORDER BY seq DESC LIMIT 1");
    const auto row = query.next();
    if (!row) return base::Failure(row.error());
    return *row ? entryAt(query) : JournalEntry{};
}

bool fits(const JournalEntry& entry) {
    return !entry.actor.empty() && entry.actor.size() <= 100 && isWord(entry.event) &&
           entry.subject.size() <= 100 && entry.detail.size() <= kMaxDetailBytes &&
           base::isUtf8(entry.actor) && base::isUtf8(entry.subject) && base::isUtf8(entry.detail);
}

}  // namespace

Result<JournalEntry> writeJournal(sqlite::Db& db, const Act& act, const std::string& event,
                                  const std::string& subject, const std::string& detail) {
    const auto last = lastEntry(db);
    if (!last) return last;
    JournalEntry entry{last->seq + 1, instantOf(millisOf(act.at)), act.actor, event, subject, detail, {}};
    if (!fits(entry)) return base::fail(Code::BadInput, base::Recovery::Bug, "journal entry");
    entry.hash = journalHash(last->hash, entry);
    auto written = db.run("INSERT INTO journal VALUES(?, ?, ?, ?, ?, ?, ?)",
                          static_cast<std::int64_t>(entry.seq), millisOf(entry.at), entry.actor, entry.event,
                          entry.subject, entry.detail, base::ByteView(entry.hash));
    if (!written) return base::Failure(written.error());
    return entry;
}

Result<JournalEntry> Store::appendJournal(const Act& act, const std::string& event,
                                          const std::string& subject, const std::string& detail) {
    return sqlite::inTransaction(db(), [&] { return writeJournal(db(), act, event, subject, detail); });
}

Result<Digest> StoreView::journalHead() const {
    const auto last = lastEntry(db());
    if (!last) return base::Failure(last.error());
    return last->hash;
}

Result<std::vector<JournalEntry>> StoreView::journalPage(std::uint64_t afterSeq, std::size_t limit) const {
    auto query = db().query(
        "SELECT seq, at, actor, event, subject, detail, hash FROM journal WHERE seq > ? ORDER BY seq LIMIT ?",
        static_cast<std::int64_t>(afterSeq), static_cast<std::int64_t>(limit));
    std::vector<JournalEntry> entries;
    while (true) {
        const auto row = query.next();
        if (!row) return base::Failure(row.error());
        if (!*row) return entries;
        entries.push_back(entryAt(query));
    }
}

Result<JournalCheck> StoreView::verifyJournal() const {
    const sqlite::Snapshot snapshot(db());
    JournalCheck check;
    while (true) {
        const auto entries = journalPage(check.entries, kVerifyStep);
        if (!entries) return base::Failure(entries.error());
        for (const JournalEntry& entry : *entries) {
            if (entry.seq != check.entries + 1 || journalHash(check.head, entry) != entry.hash) {
                check.firstBroken = check.entries + 1;
                return check;
            }
            check.head = entry.hash;
            ++check.entries;
        }
        if (entries->empty()) return check;
    }
}

Result<void> StoreView::exportJournal(const LineSink& sink) const {
    const sqlite::Snapshot snapshot(db());
    std::uint64_t after = 0;
    while (true) {
        const auto entries = journalPage(after, kVerifyStep);
        if (!entries) return base::Failure(entries.error());
        if (entries->empty()) return {};
        for (const JournalEntry& entry : *entries) {
            if (auto taken = sink(journalLine(entry)); !taken) return taken;
        }
        after = entries->back().seq;
    }
}

}  // namespace store
