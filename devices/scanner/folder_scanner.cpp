#include "devices/scanner/folder_scanner.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "base/files.h"
#include "base/pause.h"
#include "base/text.h"
#include "devices/scanner/page_image.h"

namespace devices {
namespace {

namespace fs = std::filesystem;
using Time = std::chrono::steady_clock;

constexpr const char* kBackendName = "folder";
constexpr const char* kDone = "done";
constexpr const char* kRefused = "refused";
constexpr std::array<std::string_view, 6> kTemporary = {".part",     ".tmp",      ".crdownload",
                                                        ".filepart", ".download", ".partial"};

bool isTemporary(const std::string& name) {
    if (name.empty() || name.front() == '.' || name.front() == '~') return true;
    const std::string lower = base::toLower(name);
    return std::any_of(kTemporary.begin(), kTemporary.end(),
                       [&](std::string_view ending) { return lower.ends_with(ending); });
}

// A file as it looked when its size or time last changed.
struct Arrival {
    std::uintmax_t size = 0;
    fs::file_time_type written;
    Time::time_point since;
};

struct Candidate {
    fs::path file;
    std::uintmax_t size = 0;
    fs::file_time_type written;
};

// Oldest first; names decide between files of one moment.
base::Result<std::vector<Candidate>> listFolder(const fs::path& folder) {
    std::error_code error;
    std::vector<Candidate> found;
    fs::directory_iterator it(folder, error);
    for (; !error && it != fs::directory_iterator(); it.increment(error)) {
        std::error_code gone;  // a file may vanish while we look
        const auto status = it->symlink_status(gone);
        if (gone || status.type() != fs::file_type::regular || isTemporary(it->path().filename().string()))
            continue;
        Candidate candidate{it->path(), it->file_size(gone), {}};
        if (!gone) candidate.written = it->last_write_time(gone);
        if (!gone) found.push_back(std::move(candidate));
    }
    if (error) return base::fail(base::Code::Disconnected, "the folder cannot be read: " + error.message());
    std::sort(found.begin(), found.end(), [](const Candidate& a, const Candidate& b) {
        return std::tie(a.written, a.file) < std::tie(b.written, b.file);
    });
    return found;
}

// Moves the file into the subfolder without replacing one that is already there.
base::Result<void> moveInto(const fs::path& file, const char* subfolder) {
    constexpr int kMostNames = 10'000;
    const fs::path target = file.parent_path() / subfolder;
    std::error_code error;
    fs::create_directories(target, error);
    for (int i = 1; !error && i < kMostNames; ++i) {
        fs::path name = file.stem();
        if (i > 1) name += " (" + std::to_string(i) + ")";
        name += file.extension();
        const fs::path moved = target / name;
        if (fs::exists(moved, error)) continue;
        if (!error) fs::rename(file, moved, error);
        if (!error) return {};
    }
    return base::fail(base::Code::IoError,
                      std::string("a file cannot be moved to ") + subfolder + ": " + error.message());
}

class FolderScanner final : public DocumentScanner {
public:
    FolderScanner(DeviceInfo info, FolderSettings settings)
        : info_(std::move(info)), settings_(std::move(settings)) {}

    const DeviceInfo& info() const override { return info_; }
    base::Result<void> ping() override {
        std::error_code error;
        if (fs::is_directory(settings_.folder, error)) return {};
        return base::fail(base::Code::Disconnected, "the folder has gone");
    }
    ScannerCaps caps() override { return {{PageSource::Flatbed, PageSource::Feeder}, {}, {}, 0, 0}; }
    base::Result<void> scan(const ScanRequest& request, const PageSink& sink, std::stop_token stop) override;

private:
    // One scan's state.
    struct Run {
        const PageSink& sink;
        bool single = false;  // Flatbed: one file
        int files = 0;
        int pages = 0;
        std::optional<base::Error> refusal;  // the latest
        bool waiting = false;                // files are there that are not ready
    };

    base::Result<void> look(Run& run);
    base::Result<void> take(const Candidate& candidate, const Arrival& arrival, Run& run);
    base::Result<void> refuse(const Candidate& candidate, const base::Error& why, Run& run);

    DeviceInfo info_;
    FolderSettings settings_;
    std::map<fs::path, Arrival> arrivals_;
    std::set<fs::path> stuck_;  // delivered, but could not be moved away: not delivered again
};

base::Result<void> FolderScanner::refuse(const Candidate& candidate, const base::Error& why, Run& run) {
    run.refusal =
        base::fail(why.code, base::Recovery::OperatorRetry, "a file was refused: " + why.detail).value();
    base::log::failure("folder-refused", *run.refusal);
    return moveInto(candidate.file, kRefused);
}

// Delivers a file that has settled. It is read twice: a file still being written must not show some of its
// pages now and all of them later.
base::Result<void> FolderScanner::take(const Candidate& candidate, const Arrival& arrival, Run& run) {
    const DecodeLimits limits;
    const auto bytes = base::readFile(candidate.file, limits.maxBytes);
    base::Result<int> whole = bytes
                                  ? decodePages(*bytes, limits, [](ImagePtr) { return base::Result<void>{}; })
                                  : tl::unexpected(bytes.error());
    if (!whole) {
        const bool hopeless = whole.error().code == base::Code::TooLarge;
        if (!hopeless && Time::now() - arrival.since < settings_.patience) {
            run.waiting = true;
            return {};
        }
        return refuse(candidate, whole.error(), run);
    }
    auto shown = decodePages(*bytes, limits, [&](ImagePtr image) -> base::Result<void> {
        PageEvent event;
        event.index = run.pages++;
        event.rowsRead = image->height;
        event.complete = true;
        event.looksBlank = looksBlank(*image);
        event.image = std::move(image);
        run.sink(event);
        return {};
    });
    if (!shown) return tl::unexpected(shown.error());
    ++run.files;
    auto moved = moveInto(candidate.file, kDone);
    if (!moved) stuck_.insert(candidate.file);
    return moved;
}

base::Result<void> FolderScanner::look(Run& run) {
    const auto found = listFolder(settings_.folder);
    if (!found) return tl::unexpected(found.error());
    const auto now = Time::now();
    run.waiting = false;
    std::map<fs::path, Arrival> present;
    for (const auto& candidate : *found) {
        const auto known = arrivals_.find(candidate.file);
        const bool same = known != arrivals_.end() && known->second.size == candidate.size &&
                          known->second.written == candidate.written;
        present[candidate.file] = same ? known->second : Arrival{candidate.size, candidate.written, now};
    }
    arrivals_ = std::move(present);
    for (const auto& candidate : *found) {
        if (stuck_.contains(candidate.file)) continue;
        const Arrival& arrival = arrivals_.at(candidate.file);
        if (now - arrival.since < settings_.settle) {
            run.waiting = true;
            continue;
        }
        if (auto taken = take(candidate, arrival, run); !taken) return taken;
        if (run.single && (run.files > 0 || run.refusal)) return {};
    }
    return {};
}

base::Result<void> FolderScanner::scan(const ScanRequest& request, const PageSink& sink,
                                       std::stop_token stop) {
    if (request.source != PageSource::Flatbed && request.source != PageSource::Feeder) {
        return base::fail(base::Code::Unsupported, "a folder has no such source");
    }
    Run run{sink, request.source == PageSource::Flatbed, 0, 0, std::nullopt, false};
    const auto deadline = Time::now() + settings_.waitForFirst;
    for (;;) {
        if (stop.stop_requested()) return base::fail(base::Code::Cancelled, "scan cancelled");
        if (auto looked = look(run); !looked) return looked;
        const bool some = run.files > 0 || run.refusal.has_value();
        if (some && (run.single || !run.waiting)) break;
        if (!some && !run.waiting && Time::now() >= deadline) {
            return base::fail(base::Code::NoPaper, "no file came into the folder");
        }
        if (auto waited = base::pauseFor(settings_.lookEvery, stop); !waited) return waited;
    }
    if (run.refusal) return tl::unexpected(*run.refusal);
    return {};
}

class FolderBackend final : public ScannerBackend {
public:
    explicit FolderBackend(FolderSettings settings) : settings_(std::move(settings)) {}

    std::string name() const override { return kBackendName; }
    std::vector<DeviceInfo> enumerate() override {
        std::error_code error;
        if (!fs::is_directory(settings_.folder, error)) return {};
        return {describe()};
    }
    base::Result<std::unique_ptr<DocumentScanner>> open(const DeviceId& id, std::stop_token) override {
        if (id != describe().id || enumerate().empty())
            return base::fail(base::Code::NoDevice, "no such folder");
        return std::make_unique<FolderScanner>(describe(), settings_);
    }

private:
    DeviceInfo describe() const {
        DeviceInfo info;
        info.id = {kBackendName, settings_.folder.string()};
        info.kind = Kind::Scanner;
        info.name = settings_.folder.filename().string();
        info.reality = Reality::Real;
        return info;
    }

    FolderSettings settings_;
};

}  // namespace

std::unique_ptr<ScannerBackend> makeFolderScanner(FolderSettings settings) {
    return std::make_unique<FolderBackend>(std::move(settings));
}

}  // namespace devices
