// The WIA driver against a service in the test's own process, and against a Windows without one.
#include <catch2/catch.hpp>
#include <chrono>
#include <future>

#include "devices/scanner/system_scanners.h"
#include "devices/scanner/wia_interfaces_win.h"
#include "devices/scanner/wia_scanner.h"
#include "page_files.h"
#include "page_log.h"
#include "wia_rig_win.h"

using namespace devices;
using namespace std::chrono_literals;
using base::Code;
using scanner_test::bmpFile;
using scanner_test::numberedPicture;
using scanner_test::PageLog;
using wia_test::ends;
using wia_test::FakeWia;
using wia_test::page;
using wia_test::Script;
using wia_test::Step;

namespace {

constexpr auto kPaperJam = static_cast<HRESULT>(0x80210002);
constexpr auto kOffline = static_cast<HRESULT>(0x80210005);
constexpr auto kBusy = static_cast<HRESULT>(0x80210006);
constexpr ScanRequest kFeederRequest{PageSource::Feeder, PageSize::A4, ColorMode::Color, 200};
constexpr ScanRequest kFlatbedRequest{PageSource::Flatbed, PageSize::A4, ColorMode::Grey, 300};

struct Rig {
    std::shared_ptr<Script> script = std::make_shared<Script>();
    FakeWia service{script};
    std::unique_ptr<ScannerBackend> backend = makeWiaScanner({10s, 10s});
    PageLog log;

    std::unique_ptr<DocumentScanner> open() {
        const auto found = backend->enumerate();
        REQUIRE(found.size() == 1);
        auto opened = backend->open(found.front().id, {});
        if (!opened) FAIL(opened.error().detail);
        return std::move(*opened);
    }
};

Code codeOf(const base::Result<void>& result) {
    return result ? Code::Unknown : result.error().code;
}

}  // namespace

TEST_CASE("a Windows without WIA has no WIA scanner") {
    const auto backend = makeWiaScanner();
    CHECK(backend->name() == "wia");
    CHECK(backend->enumerate().empty());
    CHECK(backend->enumerate().empty());
    const auto opened = backend->open({"wia", "{6BDD1FC6-810F-11D0-BEC7-08002BE2092F}\\0000"}, {});
    REQUIRE_FALSE(opened);
    CHECK(opened.error().code == Code::NoDevice);
    for (const auto& scanner : makeSystemScanners()) CHECK(scanner->enumerate().empty());
}

TEST_CASE("WIA scanners are found by name, cameras are not, and each tells what it can do") {
    {
        Rig rig;
        const auto found = rig.backend->enumerate();
        REQUIRE(found.size() == 1);
        CHECK(found.front().name == "Máy quét giả lập");
        CHECK(found.front().id.address == "{6BDD1FC6-810F-11D0-BEC7-08002BE2092F}\\0003");
        const auto scanner = rig.open();
        const auto caps = scanner->caps();
        CHECK(caps.sources == std::vector{PageSource::Flatbed, PageSource::Feeder, PageSource::FeederDuplex});
        CHECK(caps.dpi == std::vector<int>{100, 200, 300});
        CHECK(caps.modes.size() == 3);
        CHECK(caps.maxHeightMm > 420);
        CHECK(scanner->ping());
    }
    CHECK(FakeWia::alive() == 0);
}

TEST_CASE("a WIA feeder gives its pages one by one until it is empty") {
    {
        Rig rig;
        rig.script->steps = {page(bmpFile(numberedPicture(1))), page(bmpFile(numberedPicture(2))),
                             ends(wia_test::kPaperEmpty)};
        const auto scanner = rig.open();
        REQUIRE(scanner->scan(kFeederRequest, rig.log.sink(), {}));
        REQUIRE(rig.log.complete.size() == 2);
        CHECK(rig.log.complete[1].index == 1);
        CHECK(rig.log.complete[1].image->pixels == numberedPicture(2).pixels);
        CHECK(rig.log.complete[1].image->dpi == 200);
        CHECK(rig.script->feederSelect == 0x20);
        CHECK(rig.script->format == wia::kFormatBmp);
        CHECK(scanner->scan({PageSource::FeederDuplex, PageSize::A3, ColorMode::Color, 300}, rig.log.sink(),
                            {}));
        CHECK(rig.script->feederSelect == 0x04);
        CHECK(rig.log.complete.size() == 4);
        CHECK(rig.log.complete[3].image->dpi == 300);
    }
    CHECK(FakeWia::alive() == 0);
}

TEST_CASE("the flatbed of a WIA scanner gives one page, however the driver writes it") {
    Rig rig;
    const auto grey = bmpFile(numberedPicture(7), 8);
    SECTION("at once") {
        rig.script->steps = {page(grey)};
    }
    SECTION("byte by byte, its header last") {
        rig.script->steps = {{Step::Kind::Crumbs, grey, S_OK}};
    }
    SECTION("without telling the end of the page") {
        rig.script->steps = {{Step::Kind::SilentEnd, grey, S_OK}};
    }
    SECTION("with a second page that nobody wants") {
        rig.script->steps = {page(grey), page(grey)};
    }
    const auto scanner = rig.open();
    REQUIRE(scanner->scan(kFlatbedRequest, rig.log.sink(), {}));
    REQUIRE(rig.log.complete.size() == 1);
    CHECK(rig.log.complete[0].image->format == PixelFormat::Grey8);
    CHECK(rig.log.complete[0].image->dpi == 300);
    CHECK(rig.script->flatbedDataType == 2);
}

TEST_CASE("pages of a WIA feeder whose driver only asks for the next stream are told apart") {
    Rig rig;
    rig.script->steps = {{Step::Kind::SilentEnd, bmpFile(numberedPicture(1)), S_OK},
                         {Step::Kind::SilentEnd, bmpFile(numberedPicture(2)), S_OK},
                         {Step::Kind::SilentEnd, {}, S_OK},
                         ends(wia_test::kPaperEmpty)};
    const auto scanner = rig.open();
    // The stream that stayed empty was no page; the transfer ended in an error all the same.
    REQUIRE(scanner->scan(kFeederRequest, rig.log.sink(), {}));
    CHECK(rig.log.complete.size() == 2);
}

TEST_CASE("what stops a WIA scan is told as with other scanners, and pages delivered stay delivered") {
    Rig rig;
    const auto scanner = rig.open();
    const auto scan = [&](std::vector<Step> steps) {
        rig.log.complete.clear();
        rig.script->steps = std::move(steps);
        return codeOf(scanner->scan(kFeederRequest, rig.log.sink(), {}));
    };
    CHECK(scan({ends(wia_test::kPaperEmpty)}) == Code::NoPaper);
    CHECK(scan({}) == Code::NoPaper);
    CHECK(scan({page(bmpFile(numberedPicture(1))), ends(kPaperJam)}) == Code::PaperJam);
    CHECK(rig.log.complete.size() == 1);
    // A jam in the middle of a sheet: what was read of it is no page.
    CHECK(scan({page(bmpFile(numberedPicture(1))),
                {Step::Kind::SilentEnd, bmpFile(numberedPicture(2)), S_OK},
                ends(kPaperJam)}) == Code::PaperJam);
    CHECK(rig.log.complete.size() == 1);
    CHECK(scan({ends(kBusy)}) == Code::Busy);
    CHECK(scan({ends(kOffline)}) == Code::Disconnected);
    CHECK(scan({page(base::bytesOf("no picture"))}) == Code::ProtocolError);
    auto cut = bmpFile(numberedPicture(1));
    cut.resize(cut.size() - 100);
    CHECK(scan({page(cut), page(bmpFile(numberedPicture(2)))}) == Code::Corrupt);
    CHECK(rig.log.complete.empty());
    CHECK(scan({{Step::Kind::TooMuch, {}, S_OK}}) == Code::TooLarge);
    CHECK(scan({page(bmpFile(numberedPicture(1)))}) == Code::Unknown);  // all is well again
    CHECK(codeOf(scanner->scan({PageSource::Flatbed, PageSize::A3, ColorMode::Color, 200}, rig.log.sink(),
                               {})) == Code::Unsupported);
}

TEST_CASE("a WIA scan is cancelled while the paper hangs") {
    Rig rig;
    std::stop_source stop;
    rig.script->steps = {page(bmpFile(numberedPicture(1))), {Step::Kind::Hang, {}, S_OK}};
    const auto scanner = rig.open();
    rig.log.also = [&](const PageEvent&) { stop.request_stop(); };
    CHECK(codeOf(scanner->scan(kFeederRequest, rig.log.sink(), stop.get_token())) == Code::Cancelled);
    CHECK(rig.script->cancels == 1);
    CHECK(rig.log.complete.size() == 1);
    // The next scan goes as if nothing had been.
    rig.log.also = nullptr;
    rig.script->steps = {page(bmpFile(numberedPicture(2)))};
    CHECK(scanner->scan(kFeederRequest, rig.log.sink(), {}));
    CHECK(rig.log.complete.size() == 2);
    CHECK(codeOf(scanner->scan(kFeederRequest, rig.log.sink(), stop.get_token())) == Code::Cancelled);
}

TEST_CASE("a WIA scanner that says nothing is given up") {
    Rig rig;
    rig.backend = makeWiaScanner({10s, 200ms});
    rig.script->steps = {{Step::Kind::Hang, {}, S_OK}};
    const auto scanner = rig.open();
    CHECK(codeOf(scanner->scan(kFeederRequest, rig.log.sink(), {})) == Code::Timeout);
    CHECK(rig.script->cancels == 1);
}

TEST_CASE("a WIA scanner that is pulled out is noticed and found again") {
    Rig rig;
    auto scanner = rig.open();
    rig.script->gone = true;
    CHECK(codeOf(scanner->ping()) == Code::Disconnected);
    CHECK(rig.backend->enumerate().empty());
    CHECK(rig.backend->open(scanner->info().id, {}).error().code == Code::NoDevice);
    rig.script->gone = false;
    CHECK(rig.backend->open(scanner->info().id, {}));
    rig.script->opens = kBusy;
    CHECK(rig.backend->open(scanner->info().id, {}).error().code == Code::Busy);
}

TEST_CASE("a session takes a WIA scanner up and scans with it") {
    Rig rig;
    rig.script->steps = {page(bmpFile(numberedPicture(1)))};
    std::vector<std::unique_ptr<ScannerBackend>> backends;
    backends.push_back(std::move(rig.backend));
    std::promise<base::Result<void>> ended;
    {
        ScannerSession session(std::move(backends), std::nullopt, {});
        session.post([&](DocumentScanner& scanner,
                         std::stop_token stop) { return scanner.scan(kFeederRequest, rig.log.sink(), stop); },
                     [&](JobId, const base::Result<void>& result) { ended.set_value(result); });
        CHECK(ended.get_future().get());
    }
    CHECK(rig.log.complete.size() == 1);
    CHECK(FakeWia::alive() == 1);  // the class itself
}
