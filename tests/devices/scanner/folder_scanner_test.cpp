#include <catch2/catch.hpp>
#include <condition_variable>
#include <fstream>
#include <mutex>
#include <thread>

#include "base/files.h"
#include "devices/scanner/folder_scanner.h"
#include "devices/scanner/page_jpeg.h"
#include "page_files.h"
#include "page_log.h"

using namespace devices;
using namespace std::chrono_literals;
using scanner_test::FileKind;
using scanner_test::numberedPicture;
using scanner_test::PageLog;
using scanner_test::pictureFile;
namespace fs = std::filesystem;

namespace {

struct Tray {
    fs::path folder = scanner_test::freshFolder("tray");
    std::unique_ptr<ScannerBackend> backend;
    std::unique_ptr<DocumentScanner> scanner;
    PageLog log;

    explicit Tray(std::chrono::milliseconds patience = 200ms, std::chrono::milliseconds waitForFirst = 10s) {
        FolderSettings settings;
        settings.folder = folder;
        settings.lookEvery = 5ms;
        settings.settle = 20ms;
        settings.patience = patience;
        settings.waitForFirst = waitForFirst;
        backend = makeFolderScanner(settings);
        auto opened = backend->open(backend->enumerate().at(0).id, {});
        REQUIRE(opened);
        scanner = std::move(*opened);
    }
    void drop(const std::string& name, base::ByteView bytes) {
        std::ofstream(folder / name, std::ios::binary) << base::textOf(bytes);
    }
    base::Result<void> scan(PageSource source, std::stop_token stop = {}) {
        ScanRequest request;
        request.source = source;
        return scanner->scan(request, log.sink(), stop);
    }
    bool has(const std::string& name) const { return fs::exists(folder / name); }
};

const base::Bytes kPng = pictureFile(FileKind::Png, {numberedPicture(1)});
const base::Bytes kTiff = pictureFile(FileKind::Tiff, {numberedPicture(2), numberedPicture(3)});

base::Code codeOf(const base::Result<void>& result) {
    return result ? base::Code::Unknown : result.error().code;
}

}  // namespace

SCENARIO("what is dropped into the folder becomes pages") {
    Tray tray;
    tray.drop("a.png", kPng);
    tray.drop("b.TIF", kTiff);
    fs::last_write_time(tray.folder / "a.png", fs::file_time_type::clock::now() - 1h);

    WHEN("all are taken") {
        REQUIRE(tray.scan(PageSource::Feeder));
        THEN("they come oldest first, a TIFF with all its pages, and are put aside") {
            REQUIRE(tray.log.complete.size() == 3);
            CHECK(tray.log.complete[0].image->pixels == numberedPicture(1).pixels);
            CHECK(tray.log.complete[1].image->pixels == numberedPicture(2).pixels);
            CHECK(tray.log.complete[2].image->pixels == numberedPicture(3).pixels);
            CHECK(tray.log.complete[2].index == 2);
            CHECK(tray.has("done/a.png"));
            CHECK(tray.has("done/b.TIF"));
            CHECK_FALSE(tray.has("a.png"));
        }
        AND_WHEN("a file of the same name comes again") {
            tray.drop("a.png", kPng);
            REQUIRE(tray.scan(PageSource::Feeder));
            THEN("neither is overwritten") {
                CHECK(tray.has("done/a.png"));
                CHECK(tray.has("done/a (2).png"));
            }
        }
    }
    WHEN("one is taken") {
        REQUIRE(tray.scan(PageSource::Flatbed));
        CHECK(tray.log.complete.size() == 1);
        CHECK(tray.has("b.TIF"));
    }
}

SCENARIO("a file that is still being written is waited for") {
    Tray tray(10s);
    const std::size_t half = kTiff.size() / 2;
    tray.drop("slow.tif", base::ByteView(kTiff).first(half));
    tray.drop("next.png", kPng);
    // The rest is written once the other file has been delivered, so the scanner has met the half one.
    tray.log.also = [&](const PageEvent& event) {
        if (event.index == 0)
            std::ofstream(tray.folder / "slow.tif", std::ios::binary | std::ios::app)
                << base::textOf(base::ByteView(kTiff).subspan(half));
    };
    REQUIRE(tray.scan(PageSource::Feeder));
    REQUIRE(tray.log.complete.size() == 3);
    CHECK(tray.log.complete[0].image->pixels == numberedPicture(1).pixels);
    CHECK(tray.log.complete[2].image->pixels == numberedPicture(3).pixels);
    CHECK(tray.has("done/slow.tif"));
}

SCENARIO("what cannot be read is refused with its reason and the rest is delivered") {
    Tray tray;
    tray.drop("good.png", kPng);
    WHEN("a file stays half") {
        tray.drop("bad.tif", base::ByteView(kTiff).first(kTiff.size() / 2));
        CHECK(codeOf(tray.scan(PageSource::Feeder)) == base::Code::Corrupt);
        CHECK(tray.has("refused/bad.tif"));
    }
    WHEN("a file is no picture") {
        tray.drop("letter.pdf", base::viewOf("%PDF-1.7 and so on"));
        CHECK(codeOf(tray.scan(PageSource::Feeder)) == base::Code::BadInput);
        CHECK(tray.has("refused/letter.pdf"));
    }
    CHECK(tray.log.complete.size() == 1);
    CHECK(tray.has("done/good.png"));
}

SCENARIO("files that are not ours are left alone") {
    Tray tray(50ms, 60ms);
    tray.drop(".hidden.png", kPng);
    tray.drop("upload.png.part", kPng);
    const auto outside = scanner_test::freshFolder("elsewhere") / "secret.png";
    std::ofstream(outside, std::ios::binary) << base::textOf(kPng);
    std::error_code unlinked;
    fs::create_symlink(outside, tray.folder / "link.png", unlinked);
    if (unlinked) WARN("SKIPPED: a link to a file elsewhere (" << unlinked.message() << ")");
    CHECK(codeOf(tray.scan(PageSource::Feeder)) == base::Code::NoPaper);
    CHECK(tray.log.complete.empty());
    CHECK(tray.has(".hidden.png"));
    CHECK(tray.has("upload.png.part"));
    CHECK(fs::exists(outside));
}

SCENARIO("waiting for a file ends at once when cancelled, and when the folder goes") {
    Tray tray;
    WHEN("the officer cancels") {
        std::stop_source stop;
        std::jthread canceller([&] { stop.request_stop(); });
        CHECK(codeOf(tray.scan(PageSource::Flatbed, stop.get_token())) == base::Code::Cancelled);
    }
    WHEN("the folder is removed") {
        fs::remove_all(tray.folder);
        CHECK(codeOf(tray.scan(PageSource::Flatbed)) == base::Code::Disconnected);
        CHECK(codeOf(tray.scanner->ping()) == base::Code::Disconnected);
        CHECK(tray.backend->enumerate().empty());
    }
}
