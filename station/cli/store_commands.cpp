// enrollctl store ...: the station's memory from outside, without any key. All but recover work while the
// station runs.

#include "base/files.h"
#include "station/cli/command.h"
#include "sync/store/recover.h"
#include "sync/store/store_view.h"

namespace station::cli {
namespace {

namespace fs = std::filesystem;
using base::Code;
using base::Result;
using gateway::Arguments;

const gateway::ArgumentRules kPlace{{"data", "store"}, {}, {}, {}, 0};
const gateway::ArgumentRules kIntoFile{{"data", "store", "out"}, {}, {}, {"out"}, 0};

Result<store::StoreReader> openReader(const Arguments& arguments) {
    const auto file = storeFile(arguments);
    if (!file) return base::Failure(file.error());
    return store::StoreReader::open(*file);
}

Report describe(const store::Totals& totals) {
    Report states = Report::object();
    for (int i = 1; i < store::kItemStates; ++i) {
        states.set(std::string(store::itemStateName(static_cast<store::ItemState>(i))),
                   totals.byState[static_cast<std::size_t>(i)]);
    }
    return states;
}

Result<Answer> status(const Arguments& arguments) {
    const auto file = storeFile(arguments);
    if (!file) return base::Failure(file.error());
    const auto reader = store::StoreReader::open(*file);
    if (!reader) return base::Failure(reader.error());
    const auto totals = reader->totals(base::dayInVietnam(base::SystemClock().now()));
    if (!totals) return base::Failure(totals.error());
    const auto slot = reader->sealSlot();
    if (!slot) return base::Failure(slot.error());
    const auto space = base::diskSpace(file->parent_path());
    std::error_code error;
    const auto bytes = fs::file_size(*file, error);
    Report report = Report::object();
    report.set("file", file->string()).set("bytes", error ? Report() : Report(bytes));
    report.set("diskFreeBytes", space ? Report(space->freeBytes) : Report());
    report.set("applications", describe(*totals));
    report.set("unsent", totals->unsent).set("unsentBytes", totals->unsentBytes);
    report.set("oldestUnsent",
               totals->oldestUnsent ? Report(base::formatUtc(*totals->oldestUnsent)) : Report());
    report.set("nextSequence", slot->sequence).set("journalHead", base::toHex(slot->journalHead));
    return Answer{std::move(report)};
}

Result<Answer> backup(const Arguments& arguments) {
    const auto reader = openReader(arguments);
    if (!reader) return base::Failure(reader.error());
    const fs::path target = pathOf(arguments.value("out"));
    if (auto done = reader->backup(target); !done) return base::Failure(done.error());
    // A copy is worth something only when it can be read again.
    const auto copy = store::StoreReader::open(target);
    if (!copy) return base::pass(copy.error(), "the copy");
    const auto check = copy->verifyJournal();
    if (!check) return base::pass(check.error(), "the copy");
    std::error_code error;
    Report report = Report::object();
    report.set("file", target.string()).set("bytes", fs::file_size(target, error));
    report.set("journalEntries", check->entries).set("journalWhole", !check->firstBroken.has_value());
    return Answer{std::move(report), check->firstBroken ? Verdict::Bad : Verdict::Good};
}

Result<Answer> recover(const Arguments& arguments) {
    const auto file = storeFile(arguments);
    if (!file) return base::Failure(file.error());
    std::error_code error;
    if (!fs::exists(*file, error)) return base::fail(Code::NotFound, "no such store");
    fs::path lockFile = *file;
    const auto lock = base::FileLock::acquire(lockFile += ".lock");
    if (!lock) return base::pass(lock.error(), "the station must not run during a recovery");
    const fs::path folder = pathOf(arguments.value("out"));
    const auto saved = store::recoverPackets(*file, folder);
    if (!saved) return base::Failure(saved.error());
    Report report = Report::object();
    report.set("folder", folder.string()).set("wholePackets", saved->wholePackets);
    report.set("brokenPackets", saved->brokenPackets).set("savedChunks", saved->savedChunks);
    report.set("lostChunks", saved->lostChunks).set("strayChunks", saved->strayChunks);
    const bool whole = saved->brokenPackets == 0 && saved->lostChunks == 0;
    return Answer{std::move(report), whole ? Verdict::Good : Verdict::Bad};
}

Result<Answer> verifyJournal(const Arguments& arguments) {
    const auto reader = openReader(arguments);
    if (!reader) return base::Failure(reader.error());
    const auto check = reader->verifyJournal();
    if (!check) return base::Failure(check.error());
    Report report = Report::object();
    report.set("whole", !check->firstBroken.has_value()).set("entries", check->entries);
    report.set("head", base::toHex(check->head));
    report.set("firstBroken", check->firstBroken ? Report(*check->firstBroken) : Report());
    return Answer{std::move(report), check->firstBroken ? Verdict::Bad : Verdict::Good};
}

// Written beside and renamed, so that a cut never leaves half a journal under the asked name.
Result<Answer> exportJournal(const Arguments& arguments) {
    const fs::path target = pathOf(arguments.value("out"));
    std::error_code error;
    if (fs::exists(target, error)) return base::fail(Code::AlreadyExists, "the file of --out is there");
    const auto reader = openReader(arguments);
    if (!reader) return base::Failure(reader.error());
    base::Bytes lines;
    std::uint64_t entries = 0;
    const auto done = reader->exportJournal([&](std::string_view line) -> Result<void> {
        lines.insert(lines.end(), line.begin(), line.end());
        ++entries;
        return {};
    });
    if (!done) return base::Failure(done.error());
    if (auto written = base::writeFileDurably(target, lines); !written) return base::Failure(written.error());
    return Answer{std::move(Report::object().set("file", target.string()).set("entries", entries))};
}

}  // namespace

std::span<const Command> storeCommands() {
    static const Command kTable[] = {
        {"store status", "[--data DIR | --store FILE]",
         "How many applications stand where, what waits to be sent, and the journal's head.", kPlace, status},
        {"store backup", "--out FILE [--data DIR | --store FILE]",
         "Copies the store as of now into a new file while the station works on, and reads the copy again.",
         kIntoFile, backup},
        {"store recover", "--out DIR [--data DIR | --store FILE]",
         "Saves every sealed packet that can still be read from a damaged store. The station must not run.",
         kIntoFile, recover},
        {"store journal-verify", "[--data DIR | --store FILE]",
         "Checks the hash chain of the officers' journal; exit code 1 when an entry was changed or is "
         "missing.",
         kPlace, verifyJournal},
        {"store journal-export", "--out FILE [--data DIR | --store FILE]",
         "Writes the journal into a new file, one JSON line per entry (docs/formats/journal.md).", kIntoFile,
         exportJournal},
    };
    return kTable;
}

}  // namespace station::cli
