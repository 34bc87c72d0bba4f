#include <catch2/catch.hpp>
#include <future>

#include "devices/scanner/virtual_scanner.h"
#include "devices/virtual/page.h"
#include "page_log.h"

using namespace devices;
using scanner_test::PageLog;

namespace {

struct Room {
    std::shared_ptr<Desk> desk = std::make_shared<Desk>(11);
    std::unique_ptr<ScannerBackend> backend = makeVirtualScanner(desk, {std::chrono::milliseconds(0)});
    std::unique_ptr<DocumentScanner> scanner = open();

    std::unique_ptr<DocumentScanner> open() {
        const auto found = backend->enumerate();
        if (found.empty()) return nullptr;
        auto opened = backend->open(found.front().id, {});
        return opened ? std::move(*opened) : nullptr;
    }
    ScanRequest request(PageSource source) {
        ScanRequest r;
        r.source = source;
        r.dpi = 150;
        return r;
    }
};

}  // namespace

SCENARIO("the training scanner reads the papers of the citizen at the desk") {
    Room room;
    PageLog log;
    REQUIRE(room.scanner);
    CHECK(room.scanner->info().reality == Reality::Virtual);

    WHEN("the feeder is scanned") {
        REQUIRE(room.scanner->scan(room.request(PageSource::Feeder), log.sink(), {}));
        THEN("each paper appears bit by bit and then whole") {
            REQUIRE(log.complete.size() == kPapersBrought);
            CHECK(log.partial.size() >= 3 * kPapersBrought);
            for (const auto& event : log.partial) CHECK(event.rowsRead < event.image->height);
            for (int i = 0; i < kPapersBrought; ++i) {
                PageParams params = paperBrought(room.desk->citizen(), i);
                params.dpi = 150;
                const auto truth = drawPage(room.desk->citizen(), params);
                REQUIRE(truth);
                CHECK(log.complete[static_cast<std::size_t>(i)].index == i);
                CHECK(log.complete[static_cast<std::size_t>(i)].image->pixels == truth->pixels);
                CHECK_FALSE(log.complete[static_cast<std::size_t>(i)].looksBlank);
            }
        }
    }
    WHEN("both sides are scanned") {
        REQUIRE(room.scanner->scan(room.request(PageSource::FeederDuplex), log.sink(), {}));
        THEN("the empty backs are there and flagged") {
            REQUIRE(log.complete.size() == 2 * kPapersBrought);
            for (std::size_t i = 0; i < log.complete.size(); ++i)
                CHECK(log.complete[i].looksBlank == (i % 2 == 1));
        }
    }
    WHEN("an A3 is laid on the glass") {
        auto request = room.request(PageSource::Flatbed);
        request.size = PageSize::A3;
        REQUIRE(room.scanner->scan(request, log.sink(), {}));
        THEN("the page has the size of an A3 at the resolution asked for") {
            REQUIRE(log.complete.size() == 1);
            CHECK(log.complete[0].image->width == 1754);
            CHECK(log.complete[0].image->height == 2480);
            CHECK(log.complete[0].image->dpi == 150);
        }
    }
    WHEN("papers are laid on the glass one after the other") {
        REQUIRE(room.scanner->scan(room.request(PageSource::Flatbed), log.sink(), {}));
        REQUIRE(room.scanner->scan(room.request(PageSource::Flatbed), log.sink(), {}));
        THEN("the second is another paper") {
            CHECK(log.complete[0].image->pixels != log.complete[1].image->pixels);
        }
    }
}

SCENARIO("the training scanner plays the faults that are planned") {
    Room room;
    PageLog log;
    WHEN("the feeder is empty") {
        room.desk->plan(Kind::Scanner, Fault::FeederEmpty);
        const auto done = room.scanner->scan(room.request(PageSource::Feeder), log.sink(), {});
        REQUIRE_FALSE(done);
        CHECK(done.error().code == base::Code::NoPaper);
    }
    WHEN("paper jams in the feeder") {
        room.desk->plan(Kind::Scanner, Fault::PaperJam);
        const auto done = room.scanner->scan(room.request(PageSource::Feeder), log.sink(), {});
        REQUIRE_FALSE(done);
        CHECK(done.error().code == base::Code::PaperJam);
        THEN("the page before it is kept") {
            CHECK(log.complete.size() == 1);
        }
    }
    WHEN("the scanner is unplugged and comes back") {
        room.desk->plan(Kind::Scanner, Fault::Unplug);
        const auto done = room.scanner->scan(room.request(PageSource::Flatbed), log.sink(), {});
        REQUIRE_FALSE(done);
        CHECK(done.error().code == base::Code::Disconnected);
        CHECK_FALSE(room.scanner->ping());
        CHECK(room.backend->enumerate().empty());
        CHECK(room.open());
    }
    WHEN("the scanner stalls or loses data") {
        room.desk->plan(Kind::Scanner, Fault::Timeout);
        CHECK(room.scanner->scan(room.request(PageSource::Flatbed), log.sink(), {}).error().code ==
              base::Code::Timeout);
        room.desk->plan(Kind::Scanner, Fault::ShortRead);
        CHECK(room.scanner->scan(room.request(PageSource::Flatbed), log.sink(), {}).error().code ==
              base::Code::DeviceFault);
        CHECK(log.complete.empty());
    }
    WHEN("a fault is meant for another device") {
        room.desk->plan(Kind::Scanner, Fault::WrongHand);
        CHECK(room.scanner->scan(room.request(PageSource::Flatbed), log.sink(), {}));
        THEN("it stays on the desk") {
            CHECK(room.desk->takeFault(Kind::Scanner) == Fault::WrongHand);
        }
    }
    WHEN("the officer cancels while a page is read") {
        std::stop_source stop;
        log.also = [&](const PageEvent& event) {
            if (event.index == 1) stop.request_stop();
        };
        const auto done = room.scanner->scan(room.request(PageSource::Feeder), log.sink(), stop.get_token());
        REQUIRE_FALSE(done);
        CHECK(done.error().code == base::Code::Cancelled);
        CHECK(log.complete.size() == 1);
    }
    WHEN("a resolution is asked for that it does not have") {
        auto request = room.request(PageSource::Flatbed);
        request.dpi = 173;
        CHECK(room.scanner->scan(request, log.sink(), {}).error().code == base::Code::Unsupported);
    }
}

SCENARIO("a scan begins again by itself when the training scanner is plugged in again") {
    auto desk = std::make_shared<Desk>(11);
    desk->plan(Kind::Scanner, Fault::Unplug);
    PageLog log;
    std::promise<base::Result<void>> ended;
    std::vector<std::unique_ptr<ScannerBackend>> backends;
    backends.push_back(makeVirtualScanner(desk, {std::chrono::milliseconds(0)}));
    ScannerSession session(std::move(backends), std::nullopt, nullptr, std::chrono::milliseconds(5));
    ScanRequest request;
    request.source = PageSource::Feeder;
    request.dpi = 150;
    session.post([&](DocumentScanner& scanner,
                     std::stop_token stop) { return scanner.scan(request, log.sink(), stop); },
                 [&](JobId, const base::Result<void>& result) { ended.set_value(result); },
                 Resume::WhenDeviceReturns);
    auto result = ended.get_future();
    REQUIRE(result.wait_for(std::chrono::seconds(30)) == std::future_status::ready);
    CHECK(result.get());
    CHECK(log.complete.size() == kPapersBrought);
}
