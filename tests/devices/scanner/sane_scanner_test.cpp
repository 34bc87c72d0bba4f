#include <dlfcn.h>
#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <mutex>
#include <thread>

#include "devices/scanner/sane_scanner.h"
#include "page_log.h"
#include "rig_pages.h"
#include "tests/rigs/escl_rig.h"

using namespace devices;
using namespace std::chrono_literals;
using scanner_test::PageLog;
using Time = std::chrono::steady_clock;
using Options = std::map<std::string, std::string>;

#if defined(__SANITIZE_ADDRESS__)
// SANE's drivers and its loader forget what they allocate when they are closed.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
    return "leak:libsane\n";
}
#endif

namespace {

// Keeps the loaded drivers in memory after sane_exit: the leak check at the end can then tell whose leaks it
// found.
void keepDriversLoaded() {
    std::ifstream maps("/proc/self/maps");
    for (std::string line; std::getline(maps, line);) {
        const auto path = line.find('/');
        if (path != std::string::npos && line.find("/libsane") != std::string::npos) {
            dlopen(line.substr(path).c_str(), RTLD_NOW | RTLD_NODELETE);
        }
    }
}

constexpr int kDpi = 100;

// SANE reads its configuration folder once in a process, so one folder serves every test: the test and pnm
// drivers that come with SANE, and sane-airscan speaking to our eSCL rig.
struct Bench {
    std::filesystem::path folder = scanner_test::freshFolder("sane-conf");
    std::unique_ptr<rigs::EsclRig> rig = rigs::EsclRig::start();
    std::vector<scanner_test::RigPage> pages = {scanner_test::rigPage(folder, "one", 0, kDpi),
                                                scanner_test::rigPage(folder, "two", 1, kDpi)};
    scanner_test::RigPage large = scanner_test::rigPageA3(folder, "a3", kDpi);

    static Bench& get() {
        static Bench bench;
        REQUIRE(bench.rig);
        return bench;
    }
    Bench() {
        std::ofstream(folder / "dll.conf") << "test\npnm\nairscan\n";
        std::ofstream(folder / "test.conf")
            << "number_of_devices 1\nmode Color\nresolution 50\ngeometry_max 500.0\n";
        if (rig) {
            std::ofstream(folder / "airscan.conf")
                << "[devices]\n\"Rig\" = " << rig->url() << ", eSCL\n[options]\ndiscovery = disable\n";
        }
        setenv("SANE_CONFIG_DIR", folder.c_str(), 1);
        plan();
    }
    void plan(const std::string& more = "") {
        if (!rig) return;
        rig->plan(R"({"pages": )" + scanner_test::jsonList(pages) + R"(, "platen": ")" +
                  pages[0].file.string() + "\"" + (more.empty() ? "" : ", " + more) + "}");
    }
};

std::unique_ptr<DocumentScanner> open(const std::string& name, Options options = {},
                                      std::chrono::milliseconds silence = 20s) {
    Bench::get();
    SaneSettings settings;
    settings.options = std::move(options);
    settings.silence = silence;
    auto backend = makeSaneScanner(settings);
    for (const auto& info : backend->enumerate()) {
        if (info.id.address.find(name) == std::string::npos) continue;
        auto opened = backend->open(info.id, {});
        REQUIRE(opened);
        return std::move(*opened);
    }
    return nullptr;
}

ScanRequest ask(PageSource source, PageSize size = PageSize::A4, ColorMode mode = ColorMode::Color) {
    ScanRequest request;
    request.source = source;
    request.size = size;
    request.mode = mode;
    request.dpi = kDpi;
    return request;
}

base::Code codeOf(const base::Result<void>& result) {
    return result ? base::Code::Unknown : result.error().code;
}

// A picture of which every dot can be told from its neighbours, as a PPM file.
Image pattern(const std::filesystem::path& file, int width, int height) {
    Image image{width, height, PixelFormat::Bgr24, 0, {}};
    std::string ppm = "P6\n# pattern\n" + std::to_string(width) + " " + std::to_string(height) + "\n255\n";
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const auto b = static_cast<std::uint8_t>(x);
            const auto g = static_cast<std::uint8_t>(y);
            const auto r = static_cast<std::uint8_t>(x * 3 + y * 7);
            image.pixels.insert(image.pixels.end(), {b, g, r});
            for (const auto v : {r, g, b}) ppm += static_cast<char>(v);
        }
    }
    std::ofstream(file, std::ios::binary) << ppm;
    return image;
}

}  // namespace

SCENARIO("scanners with a SANE driver are found and emulated ones are told apart") {
    Bench::get();
    auto backend = makeSaneScanner();
    const auto found = backend->enumerate();
    keepDriversLoaded();
    const auto named = [&](const std::string& part) {
        return std::find_if(found.begin(), found.end(), [&](const DeviceInfo& i) {
            return i.id.address.find(part) != std::string::npos;
        });
    };
    REQUIRE(named("test:0") != found.end());
    CHECK(named("test:0")->reality == Reality::Virtual);
    CHECK(named("pnm:0") != found.end());
    CHECK(backend->open({"sane", "nobody:9"}, {}).error().code == base::Code::NoDevice);
    CHECK(backend->open({"escl", "test:0"}, {}).error().code == base::Code::NoDevice);
}

SCENARIO("a feeder is read until it is empty, an A3 by its true size") {
    auto scanner = open("test:0", {{"test-picture", "Grid"}});
    REQUIRE(scanner);
    const auto caps = scanner->caps();
    CHECK(caps.sources == std::vector<PageSource>{PageSource::Flatbed, PageSource::Feeder});
    CHECK(caps.maxWidthMm == Approx(500));
    CHECK(std::count(caps.dpi.begin(), caps.dpi.end(), 300) == 1);
    PageLog log;

    WHEN("ten sheets lie in the feeder") {
        REQUIRE(scanner->scan(ask(PageSource::Feeder), log.sink(), {}));
        REQUIRE(log.complete.size() == 10);
        CHECK(log.complete[9].index == 9);
        CHECK(log.complete[9].image->width == Approx(827).margin(4));
        CHECK(log.complete[9].image->height == Approx(1169).margin(4));
        CHECK(log.complete[9].image->dpi == kDpi);
        CHECK(log.partial.size() >= 30);
        THEN("and the next load is read as well") {
            log.complete.clear();
            REQUIRE(scanner->scan(ask(PageSource::Feeder), log.sink(), {}));
            CHECK(log.complete.size() == 10);
        }
    }
    WHEN("an A3 lies on the glass") {
        REQUIRE(scanner->scan(ask(PageSource::Flatbed, PageSize::A3), log.sink(), {}));
        REQUIRE(log.complete.size() == 1);
        CHECK(log.complete[0].image->width == Approx(1169).margin(4));
        CHECK(log.complete[0].image->height == Approx(1654).margin(4));
    }
    WHEN("lineart is asked of a device that has only grey") {
        REQUIRE(scanner->scan(ask(PageSource::Flatbed, PageSize::A5, ColorMode::Lineart), log.sink(), {}));
        const auto& page = *log.complete.at(0).image;
        CHECK(page.format == PixelFormat::Grey8);
        CHECK(std::all_of(page.pixels.begin(), page.pixels.end(), [](auto v) { return v == 0 || v == 255; }));
    }
    WHEN("both sides are asked of a device that has one") {
        CHECK(codeOf(scanner->scan(ask(PageSource::FeederDuplex), log.sink(), {})) ==
              base::Code::Unsupported);
    }
}

SCENARIO("every way a driver hands over its rows gives the same page") {
    PageLog plain;
    REQUIRE(open("test:0", {{"test-picture", "Color pattern"}})
                ->scan(ask(PageSource::Flatbed, PageSize::A5), plain.sink(), {}));
    const Options options = GENERATE(values<Options>({
        {{"non-blocking", "yes"}, {"select-fd", "yes"}},
        {{"non-blocking", "yes"}},
        {{"three-pass", "yes"}},
        {{"depth", "16"}},
        {{"read-limit", "yes"}, {"read-limit-size", "97"}},
        {{"ppl-loss", "13"}},
        {{"fuzzy-parameters", "yes"}},
    }));
    const auto& [name, value] = *options.begin();
    CAPTURE(name, value);
    Options all = options;
    all["test-picture"] = "Color pattern";
    auto scanner = open("test:0", all);
    PageLog log;
    auto request = ask(PageSource::Flatbed, PageSize::A5);
    REQUIRE(scanner->scan(request, log.sink(), {}));
    REQUIRE(log.complete.size() == 1);
    const auto& page = *log.complete[0].image;
    const auto& truth = *plain.complete[0].image;
    CHECK(page.height == truth.height);
    CHECK(page.format == PixelFormat::Bgr24);
    if (name != "ppl-loss" && name != "depth" && name != "three-pass") CHECK(page.pixels == truth.pixels);
    if (name == "ppl-loss") CHECK(page.width == truth.width - 13);  // the lost dots are not shown
}

SCENARIO("what a picture holds arrives to the dot") {
    auto& bench = Bench::get();
    const Options extra = GENERATE(
        values<Options>({{}, {{"three-pass", "yes"}}, {{"hand-scanner", "yes"}}, {{"grayify", "yes"}}}));
    const auto file = bench.folder / "pattern.ppm";
    const Image truth = pattern(file, 310, 205);
    Options options = extra;
    options["filename"] = file.string();
    auto scanner = open("pnm:0", options);
    REQUIRE(scanner);
    PageLog log;
    auto request = ask(PageSource::Flatbed, PageSize::Auto);
    REQUIRE(scanner->scan(request, log.sink(), {}));
    REQUIRE(log.complete.size() == 1);
    const auto& page = *log.complete[0].image;
    CHECK(page.width == truth.width);
    CHECK(page.height == truth.height);
    CHECK(page.dpi == kDpi);
    if (extra.count("grayify") == 0) {
        CHECK(page.pixels == truth.pixels);
    } else {
        CHECK(page.format == PixelFormat::Grey8);
    }
}

SCENARIO("each of SANE's complaints is told by its own name") {
    struct Case {
        const char* status;
        base::Code code;
    };
    const auto c = GENERATE(values<Case>({
        {"SANE_STATUS_JAMMED", base::Code::PaperJam},
        {"SANE_STATUS_NO_DOCS", base::Code::NoPaper},
        {"SANE_STATUS_COVER_OPEN", base::Code::CoverOpen},
        {"SANE_STATUS_DEVICE_BUSY", base::Code::Busy},
        {"SANE_STATUS_IO_ERROR", base::Code::DeviceFault},
        {"SANE_STATUS_NO_MEM", base::Code::DeviceFault},
        {"SANE_STATUS_EOF", base::Code::DeviceFault},
        {"SANE_STATUS_ACCESS_DENIED", base::Code::PermissionDenied},
        {"SANE_STATUS_CANCELLED", base::Code::Cancelled},
        {"SANE_STATUS_UNSUPPORTED", base::Code::Unsupported},
    }));
    CAPTURE(c.status);
    PageLog log;
    auto scanner = open("test:0", {{"read-return-value", c.status}});
    CHECK(codeOf(scanner->scan(ask(PageSource::Flatbed), log.sink(), {})) == c.code);
    CHECK(log.complete.empty());
}

SCENARIO("a cancel keeps the pages before it and waits for no page") {
    const bool selectable = GENERATE(true, false);
    CAPTURE(selectable);
    Options slow = {{"read-delay", "yes"}, {"read-delay-duration", "150000"}, {"test-picture", "Grid"}};
    if (selectable) slow.insert({{"non-blocking", "yes"}, {"select-fd", "yes"}});
    std::stop_source stop;
    PageLog log;
    log.also = [&](const PageEvent& event) {
        if (event.index == 1) stop.request_stop();
    };
    auto scanner = open("test:0", slow);
    auto request = ask(PageSource::Feeder, PageSize::A5, ColorMode::Grey);
    const auto done = scanner->scan(request, log.sink(), stop.get_token());
    CHECK(codeOf(done) == base::Code::Cancelled);
    CHECK(log.complete.size() == 1);
    THEN("the device takes the next scan") {
        PageLog next;
        CHECK(scanner->scan(ask(PageSource::Flatbed, PageSize::A5, ColorMode::Grey), next.sink(), {}));
        CHECK(next.complete.size() == 1);
    }
}

SCENARIO("Debian's driverless driver reads the same pages from our eSCL rig") {
    auto& bench = Bench::get();
    bench.plan();
    auto scanner = open("Rig");
    if (!scanner) {
        WARN("SKIPPED: sane-airscan is not installed");
        return;
    }
    CHECK(scanner->info().reality == Reality::Real);
    PageLog log;
    const auto resembles = [](const Image& page, const Image& truth) {
        REQUIRE(page.width == truth.width);
        REQUIRE(page.height == truth.height);
        return page.pixels == truth.pixels;
    };

    WHEN("the feeder is emptied") {
        REQUIRE(scanner->scan(ask(PageSource::Feeder), log.sink(), {}));
        REQUIRE(log.complete.size() == 2);
        CHECK(resembles(*log.complete[0].image, bench.pages[0].truth));
        CHECK(resembles(*log.complete[1].image, bench.pages[1].truth));
        CHECK_FALSE(log.partial.empty());
    }
    WHEN("an A3 is taken from the glass") {
        bench.rig->plan(R"({"platen": ")" + bench.large.file.string() + "\"}");
        REQUIRE(scanner->scan(ask(PageSource::Flatbed, PageSize::A3), log.sink(), {}));
        REQUIRE(log.complete.size() == 1);
        CHECK(resembles(*log.complete[0].image, bench.large.truth));
    }
    WHEN("the feeder is empty") {
        bench.rig->plan(R"({"fault": "feeder-empty"})");
        CHECK(codeOf(scanner->scan(ask(PageSource::Feeder), log.sink(), {})) == base::Code::NoPaper);
    }
    WHEN("the second sheet jams") {
        // Told only when the first is being read: airscan forgets a page that waits when it hears of a jam
        // before its caller has woken.
        bench.plan(R"("fault": "jam", "at": 1, "status": 409, "held": true)");
        log.also = [&](const PageEvent&) { bench.rig->release(); };
        CHECK(codeOf(scanner->scan(ask(PageSource::Feeder), log.sink(), {})) == base::Code::PaperJam);
        CHECK(log.complete.size() == 1);
    }
    WHEN("the scanner falls silent and the officer cancels") {
        bench.plan(R"("fault": "silent", "at": 1)");
        std::stop_source stop;
        std::jthread canceller;
        log.also = [&](const PageEvent& event) {
            if (!event.complete || canceller.joinable()) return;
            canceller = std::jthread([&] {
                bench.rig->waitForLog("/NextDocument", 2);
                stop.request_stop();
            });
        };
        CHECK(codeOf(scanner->scan(ask(PageSource::Feeder), log.sink(), stop.get_token())) ==
              base::Code::Cancelled);
        CHECK(log.complete.size() == 1);
        bench.plan();
    }
    WHEN("the officer cancels between two sheets, of which the driver has read the second ahead") {
        std::stop_source stop;
        log.also = [&](const PageEvent& event) {
            if (!event.complete) return;
            CHECK(bench.rig->waitForLog("/NextDocument", 3));
            stop.request_stop();
        };
        CHECK(codeOf(scanner->scan(ask(PageSource::Feeder), log.sink(), stop.get_token())) ==
              base::Code::Cancelled);
        CHECK(log.complete.size() == 1);
        THEN("the next scan has nothing of it") {
            PageLog next;
            REQUIRE(scanner->scan(ask(PageSource::Flatbed), next.sink(), {}));
            REQUIRE(next.complete.size() == 1);
            CHECK(resembles(*next.complete[0].image, bench.pages[0].truth));
        }
    }
}

SCENARIO("a driver that says nothing is given up after its time") {
    auto& bench = Bench::get();
    bench.plan(R"("fault": "silent")");
    auto scanner = open("Rig", {}, 1s);
    if (!scanner) {
        WARN("SKIPPED: sane-airscan is not installed");
        return;
    }
    PageLog log;
    CHECK(codeOf(scanner->scan(ask(PageSource::Flatbed), log.sink(), {})) == base::Code::Timeout);
    bench.plan();
}
