#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>

#include "base/files.h"
#include "devices/scanner/escl_scanner.h"
#include "page_log.h"
#include "rig_pages.h"
#include "tests/rigs/escl_rig.h"

using namespace devices;
using namespace std::chrono_literals;
using scanner_test::PageLog;
using Time = std::chrono::steady_clock;

namespace {

constexpr int kDpi = 100;

// One server and one set of pages for all tests of this file; a test that kills the server starts another.
struct Bench {
    std::filesystem::path folder = scanner_test::freshFolder("escl-pages");
    std::vector<scanner_test::RigPage> pages = {scanner_test::rigPage(folder, "one", 0, kDpi),
                                                scanner_test::rigPage(folder, "two", 1, kDpi),
                                                scanner_test::rigPage(folder, "three", 2, kDpi)};
    scanner_test::RigPage large = scanner_test::rigPageA3(folder, "a3", kDpi);
    std::unique_ptr<rigs::EsclRig> rig = rigs::EsclRig::start();

    static Bench& get() {
        static Bench bench;
        REQUIRE(bench.rig);
        return bench;
    }
    void plan(const std::string& more = "") {
        rig->plan(R"({"pages": )" + scanner_test::jsonList(pages) + R"(, "platen": ")" +
                  pages[0].file.string() + "\"" + (more.empty() ? "" : ", " + more) + "}");
    }
    std::unique_ptr<DocumentScanner> open(EsclPatience patience = {}) {
        EsclTarget target;
        target.url = rig->url();
        auto backend = makeEsclScanner({target}, patience);
        const auto found = backend->enumerate();
        REQUIRE(found.size() == 1);
        auto opened = backend->open(found[0].id, {});
        REQUIRE(opened);
        return std::move(*opened);
    }
};

ScanRequest ask(PageSource source, PageSize size = PageSize::A4) {
    ScanRequest request;
    request.source = source;
    request.size = size;
    request.dpi = kDpi;
    return request;
}

base::Code codeOf(const base::Result<void>& result) {
    return result ? base::Code::Unknown : result.error().code;
}

}  // namespace

SCENARIO("an eSCL scanner is found by its address and tells what it can do") {
    auto& bench = Bench::get();
    bench.plan();
    auto scanner = bench.open();
    CHECK(scanner->info().name == "Rig A3");
    CHECK(scanner->info().serial == "RIG1");
    CHECK(scanner->info().reality == Reality::Real);
    CHECK(scanner->ping());
    const auto caps = scanner->caps();
    CHECK(caps.sources ==
          std::vector<PageSource>{PageSource::Flatbed, PageSource::Feeder, PageSource::FeederDuplex});
    CHECK(caps.dpi == std::vector<int>{75, 100, 150, 300, 600});
    CHECK(caps.maxWidthMm == Approx(297).margin(0.1));
    CHECK(caps.maxHeightMm == Approx(420).margin(0.1));
    CHECK(std::count(caps.modes.begin(), caps.modes.end(), ColorMode::Lineart) == 1);
}

SCENARIO("pages arrive dot for dot from glass and feeder") {
    auto& bench = Bench::get();
    bench.plan();
    auto scanner = bench.open();
    PageLog log;

    WHEN("one page is taken from the glass") {
        REQUIRE(scanner->scan(ask(PageSource::Flatbed), log.sink(), {}));
        REQUIRE(log.complete.size() == 1);
        CHECK(log.complete[0].image->pixels == bench.pages[0].truth.pixels);
        CHECK(log.complete[0].image->dpi == kDpi);
        CHECK_FALSE(log.partial.empty());
    }
    WHEN("the feeder is emptied") {
        REQUIRE(scanner->scan(ask(PageSource::Feeder), log.sink(), {}));
        REQUIRE(log.complete.size() == 3);
        for (std::size_t i = 0; i < 3; ++i) {
            CHECK(log.complete[i].index == static_cast<int>(i));
            CHECK(log.complete[i].image->pixels == bench.pages[i].truth.pixels);
        }
    }
    WHEN("both sides are taken") {
        bench.plan(R"("back": ")" + bench.pages[2].file.string() + "\"");
        REQUIRE(scanner->scan(ask(PageSource::FeederDuplex), log.sink(), {}));
        REQUIRE(log.complete.size() == 6);
        CHECK(log.complete[1].image->pixels == bench.pages[2].truth.pixels);
        CHECK(log.complete[2].image->pixels == bench.pages[1].truth.pixels);
    }
    WHEN("an A3 is taken") {
        bench.rig->plan(R"({"platen": ")" + bench.large.file.string() + "\"}");
        REQUIRE(scanner->scan(ask(PageSource::Flatbed, PageSize::A3), log.sink(), {}));
        CHECK(log.complete.at(0).image->width == 1169);
        CHECK(log.complete.at(0).image->height == 1654);
        CHECK(log.complete.at(0).image->pixels == bench.large.truth.pixels);
    }
    WHEN("grey and lineart are asked for") {
        auto request = ask(PageSource::Flatbed);
        request.mode = ColorMode::Grey;
        REQUIRE(scanner->scan(request, log.sink(), {}));
        request.mode = ColorMode::Lineart;
        REQUIRE(scanner->scan(request, log.sink(), {}));
        CHECK(log.complete.at(0).image->format == PixelFormat::Grey8);
        const auto& dots = log.complete.at(1).image->pixels;
        CHECK(std::all_of(dots.begin(), dots.end(), [](std::uint8_t v) { return v == 0 || v == 255; }));
    }
    WHEN("the scanner ignores the resolution and sends another") {
        bench.rig->plan(R"({"platen": ")" + bench.pages[0].file.string() + "\"}");
        auto request = ask(PageSource::Flatbed);
        request.dpi = 150;
        REQUIRE(scanner->scan(request, log.sink(), {}));
        THEN("the page tells its true one") {
            CHECK(log.complete.at(0).image->dpi == Approx(100).margin(0.5));
        }
    }
    WHEN("something is asked for that the scanner has not") {
        auto request = ask(PageSource::Flatbed);
        request.dpi = 1200;
        CHECK(codeOf(scanner->scan(request, log.sink(), {})) == base::Code::Unsupported);
    }
}

SCENARIO("a page is shown while it is still being read") {
    auto& bench = Bench::get();
    bench.plan(R"("fault": "slow", "delay": 0.01)");
    auto scanner = bench.open();
    PageLog log;
    int before = 0;
    log.also = [&](const PageEvent& event) {
        if (event.complete) return;
        CHECK(event.rowsRead > before);
        CHECK(event.rowsRead < event.image->height);
        const auto& truth = bench.pages[0].truth.pixels;
        const std::size_t bytes =
            static_cast<std::size_t>(event.rowsRead) * static_cast<std::size_t>(event.image->width) * 3;
        CHECK(std::equal(truth.begin(), truth.begin() + static_cast<std::ptrdiff_t>(bytes),
                         event.image->pixels.begin()));
        before = event.rowsRead;
    };
    REQUIRE(scanner->scan(ask(PageSource::Flatbed), log.sink(), {}));
    CHECK(log.partial.size() >= 5);
    CHECK(log.complete.size() == 1);
}

SCENARIO("what goes wrong at an eSCL scanner is told by its name, and pages before it stay") {
    struct Case {
        std::string plan;
        PageSource source;
        base::Code code;
        std::size_t kept;
        bool jobDeleted;
    };
    const auto c = GENERATE(values<Case>({
        {R"("fault": "feeder-empty")", PageSource::Feeder, base::Code::NoPaper, 0, false},
        {R"("fault": "cover-open")", PageSource::Feeder, base::Code::CoverOpen, 0, false},
        {R"("fault": "jam", "at": 1)", PageSource::Feeder, base::Code::PaperJam, 1, false},
        {R"("fault": "jam", "at": 2, "status": 409)", PageSource::Feeder, base::Code::PaperJam, 2, true},
        {R"("fault": "short-body", "at": 1)", PageSource::Feeder, base::Code::Corrupt, 1, true},
        {R"("fault": "damaged", "at": 2)", PageSource::Feeder, base::Code::Corrupt, 2, true},
        {R"("fault": "not-jpeg")", PageSource::Flatbed, base::Code::ProtocolError, 0, true},
        {R"("fault": "refused")", PageSource::Flatbed, base::Code::Unsupported, 0, false},
        {R"("fault": "down")", PageSource::Flatbed, base::Code::DeviceFault, 0, false},
        {R"("fault": "bad-status")", PageSource::Flatbed, base::Code::ProtocolError, 0, false},
        {R"("fault": "always-busy")", PageSource::Flatbed, base::Code::Busy, 0, false},
    }));
    CAPTURE(c.plan);
    auto& bench = Bench::get();
    bench.plan(c.plan);
    EsclPatience patience;
    patience.busy = 500ms;
    auto scanner = bench.open(patience);
    PageLog log;
    CHECK(codeOf(scanner->scan(ask(c.source), log.sink(), {})) == c.code);
    CHECK(log.complete.size() == c.kept);
    for (std::size_t i = 0; i < log.complete.size(); ++i)
        CHECK(log.complete[i].image->pixels == bench.pages[i].truth.pixels);
    CHECK((bench.rig->log().find("DELETE") != std::string::npos) == c.jobDeleted);
}

SCENARIO("a busy scanner is asked again when it says so") {
    auto& bench = Bench::get();
    auto scanner = bench.open();
    PageLog log;
    WHEN("it cannot take the job yet") {
        bench.plan(R"("fault": "busy", "count": 1, "retry": 1)");
        const auto start = Time::now();
        REQUIRE(scanner->scan(ask(PageSource::Flatbed), log.sink(), {}));
        CHECK(Time::now() - start >= 1s);
        CHECK(log.complete.size() == 1);
    }
    WHEN("it has the page not ready yet") {
        bench.plan(R"("fault": "page-busy", "at": 1, "count": 1, "retry": 1)");
        REQUIRE(scanner->scan(ask(PageSource::Feeder), log.sink(), {}));
        CHECK(log.complete.size() == 3);
    }
}

SCENARIO("a cancel waits for nothing and the scanner is told to stop") {
    auto& bench = Bench::get();
    auto scanner = bench.open();
    PageLog log;
    std::stop_source stop;
    std::jthread canceller;

    WHEN("a page trickles in") {
        bench.plan(R"("fault": "slow", "at": 1, "delay": 2)");  // 80 s for the page
        log.also = [&](const PageEvent& event) {
            if (event.index == 1) stop.request_stop();
        };
    }
    WHEN("the scanner has fallen silent") {
        bench.plan(R"("fault": "silent", "at": 1)");
        log.also = [&](const PageEvent& event) {
            if (!event.complete) return;
            // The wait for the second page has begun once the rig has logged its request.
            canceller = std::jthread([&] {
                bench.rig->waitForLog("/NextDocument", 2);
                stop.request_stop();
            });
        };
    }
    WHEN("the scanner is busy and we wait to ask again") {
        bench.plan(R"("fault": "page-busy", "at": 1, "count": 99, "retry": 30)");
        log.also = [&](const PageEvent& event) {
            if (event.complete) stop.request_stop();
        };
    }
    const auto asked = Time::now();
    const auto done = scanner->scan(ask(PageSource::Feeder), log.sink(), stop.get_token());
    CHECK(Time::now() - asked < 25s);  // by the stop: page, pause and patience are longer
    CHECK(codeOf(done) == base::Code::Cancelled);
    CHECK(log.complete.size() == 1);
    CHECK(bench.rig->log().find("DELETE /eSCL/ScanJobs/") != std::string::npos);
}

SCENARIO("a silent scanner is given up after its time") {
    auto& bench = Bench::get();
    bench.plan(R"("fault": "silent")");
    EsclPatience patience;
    patience.silence = 1s;
    auto scanner = bench.open(patience);
    PageLog log;
    CHECK(codeOf(scanner->scan(ask(PageSource::Flatbed), log.sink(), {})) == base::Code::Timeout);
}

SCENARIO("a scanner that vanishes in the middle of a page is disconnected, not damaged") {
    auto& bench = Bench::get();
    bench.plan(R"("fault": "gone", "at": 1)");
    auto scanner = bench.open();
    PageLog log;
    CHECK(codeOf(scanner->scan(ask(PageSource::Feeder), log.sink(), {})) == base::Code::Disconnected);
    CHECK(log.complete.size() == 1);
    CHECK(codeOf(scanner->ping()) == base::Code::Disconnected);
    bench.rig = rigs::EsclRig::start();
}

SCENARIO("a scanner cannot send us elsewhere or feed us without end") {
    auto& bench = Bench::get();
    PageLog log;
    WHEN("the job's address names another host") {
        bench.plan(R"("fault": "job-elsewhere")");
        CHECK(bench.open()->scan(ask(PageSource::Flatbed), log.sink(), {}));
    }
    EsclTarget target;
    target.url = bench.rig->url();
    auto backend = makeEsclScanner({target});
    WHEN("its capabilities have no end") {
        bench.plan(R"("fault": "huge-caps")");
        CHECK(backend->enumerate().empty());
        CHECK(backend->open({"escl", target.url}, {}).error().code == base::Code::TooLarge);
    }
    WHEN("its capabilities are cut short") {
        bench.plan(R"("fault": "bad-caps")");
        CHECK(backend->enumerate().empty());
        CHECK(backend->open({"escl", target.url}, {}).error().code == base::Code::ProtocolError);
    }
    WHEN("a picture claims to be larger than any paper") {
        bench.plan();
        auto bytes = base::readFile(bench.pages[0].file);
        REQUIRE(bytes);
        const base::Bytes frameHeader = {0xFF, 0xC0};
        const auto found = std::search(bytes->begin(), bytes->end(), frameHeader.begin(), frameHeader.end());
        REQUIRE(found != bytes->end());
        for (int i = 5; i < 9; ++i) *(found + i) = 0xF0;  // height and width of the frame header
        const auto bomb = bench.folder / "bomb.jpg";
        REQUIRE(base::writeFileDurably(bomb, *bytes));
        auto scanner = bench.open();
        bench.rig->plan(R"({"platen": ")" + bomb.string() + "\"}");
        CHECK(codeOf(scanner->scan(ask(PageSource::Flatbed), log.sink(), {})) == base::Code::TooLarge);
    }
    WHEN("nobody is there") {
        target.url = "http://127.0.0.1:9/eSCL";
        CHECK(makeEsclScanner({target})->enumerate().empty());
        CHECK(backend->open({"escl", "http://elsewhere/eSCL"}, {}).error().code == base::Code::NoDevice);
    }
}
