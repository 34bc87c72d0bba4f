// The journal's chain: what it says, and that every change to it shows.
#include "base/digest.h"
#include "sync/store/journal.h"

#include "tests/sync/store/store_rig.h"

using namespace rig;
using base::Code;

namespace {

// Many good entries in one commit.
void fillJournal(const std::filesystem::path& file, std::uint64_t count) {
    auto db = take(store::sqlite::Db::open(file, store::sqlite::Access::ReadWrite));
    auto transaction = take(store::sqlite::Transaction::begin(*db));
    store::Digest head{};
    for (std::uint64_t seq = 1; seq <= count; ++seq) {
        store::JournalEntry entry{
            seq, base::Instant(std::chrono::milliseconds(seq)), "officer-1", "login", "", "", {}};
        head = store::journalHash(head, entry);
        const auto number = static_cast<std::int64_t>(seq);
        good(db->run("INSERT INTO journal VALUES(?, ?, 'officer-1', 'login', '', '', ?)", number, number,
                     base::ByteView(head)));
    }
    good(transaction.commit());
}

}  // namespace

TEST_CASE("the hash of an entry is that of docs/formats/journal.md") {
    store::JournalEntry entry{1, base::Instant(std::chrono::milliseconds(1000)), "ab", "login", "", "{}", {}};
    const base::Bytes expected = *base::fromHex(
        "0000000000000001"
        "00000000000003e8"
        "00000002"
        "6162"
        "00000005"
        "6c6f67696e"
        "00000000"
        "00000002"
        "7b7d");
    CHECK(store::canonicalBytes(entry) == expected);
    base::Bytes chained(32, 0);
    chained.insert(chained.end(), expected.begin(), expected.end());
    CHECK(store::journalHash({}, entry) == base::sha256(chained));
    CHECK(store::journalLine(entry).starts_with(
        R"({"seq":1,"at":1000,"actor":"ab","event":"login","subject":"","detail":"{}","hash":")"));
    entry.detail = "a\"b\\c\n";
    CHECK(store::journalLine(entry).find(R"("detail":"a\"b\\c\u000a")") != std::string::npos);
}

TEST_CASE("every step of an application stands in the journal") {
    const Folder folder;
    store::Store store = open(folder);
    const std::string draft = addDraft(store);
    const std::string first = seal(store, draft, noise(100, 1));
    good(store.reopenSealed(first, "typing-error", act()));
    const std::string second = seal(store, draft, noise(100, 2));
    good(store.destroyContent(second, act()));
    good(store.markReceived(second, base::viewOf("receipt"), act()));
    good(store.applyStatusEvent({1, second, store::ItemState::Accepted, kStart, {}, {}}, act()));
    good(store.discardDraft(addDraft(store), "applicant-left", act()));
    std::vector<std::string> events;
    for (const auto& entry : take(store.journalPage(0, 100))) events.push_back(entry.event);
    CHECK(events == std::vector<std::string>{"draft-created", "packet-sealed", "packet-reopened",
                                             "packet-sealed", "content-destroyed", "packet-received",
                                             "status-accepted", "draft-created", "draft-discarded"});
    const auto check = take(store.verifyJournal());
    CHECK(check.entries == 9);
    CHECK(check.head == take(store.journalHead()));
    CHECK(check.firstBroken == std::nullopt);
}

TEST_CASE("an empty journal is whole") {
    const Folder folder;
    const store::Store store = open(folder);
    CHECK(take(store.verifyJournal()).entries == 0);
    CHECK(take(store.journalHead()) == store::Digest{});
}

TEST_CASE("a changed, missing or inserted entry is found") {
    const Folder folder;
    { const store::Store made = open(folder); }
    fillJournal(folder.file(), 1200);
    const auto damage =
        GENERATE(as<std::string>{}, "UPDATE journal SET actor = 'other' WHERE seq = 700",
                 "UPDATE journal SET at = at + 1 WHERE seq = 700", "DELETE FROM journal WHERE seq = 700",
                 "UPDATE journal SET hash = zeroblob(32) WHERE seq = 700");
    runSql(folder.file(), "DROP TRIGGER journal_keeps_rows; DROP TRIGGER journal_keeps_values;" + damage);
    const store::Store store = open(folder);
    const auto check = take(store.verifyJournal());
    CHECK(check.firstBroken == 700);
    CHECK(check.entries == 699);
}

TEST_CASE("the file itself refuses to change the journal") {
    const Folder folder;
    {
        store::Store store = open(folder);
        good(store.appendJournal(act(), "login", "", ""));
    }
    CHECK(codeOf(trySql(folder.file(), "UPDATE journal SET actor = 'x'")) == Code::Internal);
    CHECK(codeOf(trySql(folder.file(), "DELETE FROM journal")) == Code::Internal);
}

TEST_CASE("an entry outside the limits is refused") {
    const Folder folder;
    store::Store store = open(folder);
    CHECK(codeOf(store.appendJournal({"", kStart}, "login", "", "")) == Code::BadInput);
    CHECK(codeOf(store.appendJournal(act(), "Log In", "", "")) == Code::BadInput);
    CHECK(codeOf(store.appendJournal(act(), "login", "", std::string(5000, 'x'))) == Code::BadInput);
    CHECK(codeOf(store.appendJournal(act(), "login", "\xff", "")) == Code::BadInput);
    CHECK(take(store.verifyJournal()).entries == 0);
}

TEST_CASE("the export has one line per entry and stops when its reader says so") {
    const Folder folder;
    { const store::Store made = open(folder); }
    fillJournal(folder.file(), 600);
    const store::Store store = open(folder);
    CHECK(take(store.verifyJournal()).entries == 600);
    std::string text;
    good(store.exportJournal([&](std::string_view line) -> base::Result<void> {
        text += line;
        return {};
    }));
    CHECK(std::ranges::count(text, '\n') == 600);
    CHECK(text.find("\"seq\":600,") != std::string::npos);
    int lines = 0;
    const auto stopped = store.exportJournal([&](std::string_view) -> base::Result<void> {
        if (++lines == 3) return base::fail(Code::DiskFull, "stick full");
        return {};
    });
    CHECK(codeOf(stopped) == Code::DiskFull);
    CHECK(lines == 3);
}
