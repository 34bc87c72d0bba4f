// A scanner's properties as values, and what is made of them: what it can do, and how it is set for a
// request.
#include <catch2/catch.hpp>
#include <map>

#include "devices/scanner/wia_settings.h"

using namespace devices;
using base::Code;
using PropertyKind = WiaProperty::Kind;

namespace {

WiaProperty listed(int now, std::vector<int> values) {
    return {PropertyKind::List, true, now, std::move(values), 0, 0, 0};
}
WiaProperty ranged(int now, int least, int most, int step = 1) {
    return {PropertyKind::Range, true, now, {}, least, most, step};
}
WiaProperty flags(int now, int all) {
    return {PropertyKind::Flags, true, now, {all}, 0, 0, 0};
}
WiaProperty fixed(int now) {
    return {PropertyKind::Any, false, now, {}, 0, 0, 0};
}

// A bed whose extents follow its resolution, as those of real drivers do.
class Item final : public WiaItem {
public:
    std::optional<WiaProperty> property(WiaId id) override {
        const auto it = all.find(id);
        if (it == all.end()) return std::nullopt;
        return it->second;
    }
    WiaStatus set(WiaId id, int value) override {
        order.push_back(id);
        if (refuses == id) return refusal;
        all[id].now = value;
        if (id == WiaId::XRes && all.contains(WiaId::XExtent))
            all[WiaId::XExtent].most = all[WiaId::MaxWidth].now * value / 1000;
        if (id == WiaId::YRes && all.contains(WiaId::YExtent))
            all[WiaId::YExtent].most = all[WiaId::MaxHeight].now * value / 1000;
        return kWiaOk;
    }
    int now(WiaId id) { return all.at(id).now; }

    std::map<WiaId, WiaProperty> all;
    std::vector<WiaId> order;
    WiaId refuses = WiaId::Unknown;
    WiaStatus refusal = kWiaOk;
};

WiaStatus status(std::uint32_t number) {
    return static_cast<WiaStatus>(number);
}

// A4 flatbed, 100 to 600 dpi, color, grey and lineart.
Item flatbed() {
    Item item;
    item.all[WiaId::DataType] = listed(3, {3, 2, 0});
    item.all[WiaId::Depth] = listed(24, {24, 8, 1});
    item.all[WiaId::XRes] = listed(150, {600, 100, 150, 300, 200});
    item.all[WiaId::YRes] = listed(150, {100, 150, 200, 300, 600});
    item.all[WiaId::XPos] = ranged(10, 0, 5000);
    item.all[WiaId::YPos] = ranged(10, 0, 5000);
    item.all[WiaId::XExtent] = ranged(500, 1, 1275);
    item.all[WiaId::YExtent] = ranged(500, 1, 1753);
    item.all[WiaId::MaxWidth] = fixed(8500);
    item.all[WiaId::MaxHeight] = fixed(11690);
    return item;
}

// A3 feeder for both sides that centers the paper.
Item feeder() {
    Item item = flatbed();
    item.all[WiaId::MaxWidth] = fixed(11800);
    item.all[WiaId::MaxHeight] = fixed(17000);
    item.all[WiaId::HandlingSelect] = flags(0x20, 0x20 | 0x04 | 0x08);
    item.all[WiaId::FeederRegistration] = fixed(1);
    item.all[WiaId::Pages] = ranged(1, 0, 100);
    return item;
}

}  // namespace

TEST_CASE("what a WIA item can do is read from its properties") {
    Item bed = flatbed();
    const WiaInput input = learnWiaInput(bed, PageSource::Flatbed);
    CHECK(input.dpi == std::vector<int>{100, 150, 200, 300, 600});
    CHECK(input.modes == std::vector{ColorMode::Color, ColorMode::Grey, ColorMode::Lineart});
    CHECK(input.ownLineart);
    CHECK(input.maxWidthMm == Approx(215.9));
    CHECK(input.maxHeightMm == Approx(296.926));

    SECTION("a range of resolutions gives the usual ones in it") {
        bed.all[WiaId::XRes] = ranged(150, 50, 1200, 50);
        bed.all[WiaId::YRes] = ranged(150, 50, 600, 50);
        CHECK(learnWiaInput(bed, PageSource::Flatbed).dpi == std::vector<int>{100, 150, 200, 300, 400, 600});
    }
    SECTION("without sizes the area at the present resolution tells them") {
        bed.all.erase(WiaId::MaxWidth);
        bed.all.erase(WiaId::MaxHeight);
        CHECK(learnWiaInput(bed, PageSource::Flatbed).maxWidthMm == Approx(215.9));
    }
    SECTION("a grey scanner makes its lineart of grey") {
        bed.all[WiaId::DataType] = fixed(2);
        const WiaInput grey = learnWiaInput(bed, PageSource::Flatbed);
        CHECK(grey.modes == std::vector{ColorMode::Grey, ColorMode::Lineart});
        CHECK_FALSE(grey.ownLineart);
    }
}

TEST_CASE("a WIA scanner offers what all of its inputs can do") {
    Item bed = flatbed();
    Item feed = feeder();
    feed.all[WiaId::XRes] = listed(150, {150, 200, 300});
    Item root;
    root.all[WiaId::HandlingCapabilities] = fixed(0x01 | 0x02);
    CHECK(wiaTakesBothSides(feed, root));
    feed.all[WiaId::HandlingSelect] = flags(0x20, 0x20);
    CHECK_FALSE(wiaTakesBothSides(feed, root));
    CHECK_FALSE(wiaTakesBothSides(bed, root));
    const ScannerCaps caps =
        wiaCaps({learnWiaInput(bed, PageSource::Flatbed), learnWiaInput(feed, PageSource::Feeder)});
    CHECK(caps.sources == std::vector{PageSource::Flatbed, PageSource::Feeder});
    CHECK(caps.dpi == std::vector<int>{150, 200, 300});
    CHECK(caps.maxHeightMm == Approx(431.8));
    CHECK(wiaCaps({}).sources.empty());
    CHECK(isWiaScanner(0x00010001));
    CHECK_FALSE(isWiaScanner(0x00020001));  // a camera
}

TEST_CASE("a request sets a WIA item") {
    SECTION("an A5 in grey on the flatbed") {
        Item bed = flatbed();
        const auto scan = configureWia(bed, learnWiaInput(bed, PageSource::Flatbed),
                                       {PageSource::Flatbed, PageSize::A5, ColorMode::Grey, 300});
        REQUIRE(scan);
        CHECK(scan->dpi == 300);
        CHECK_FALSE(scan->makeLineart);
        CHECK(bed.now(WiaId::DataType) == 2);
        CHECK(bed.now(WiaId::Depth) == 8);
        CHECK(bed.now(WiaId::YRes) == 300);
        CHECK(bed.now(WiaId::XPos) == 0);
        CHECK(bed.now(WiaId::XExtent) == 1748);
        CHECK(bed.now(WiaId::YExtent) == 2480);
        CHECK(bed.order.front() == WiaId::DataType);
    }
    SECTION("an A4 on a bed that is a hair too short takes what there is") {
        Item bed = flatbed();
        REQUIRE(configureWia(bed, learnWiaInput(bed, PageSource::Flatbed),
                             {PageSource::Flatbed, PageSize::A4, ColorMode::Color, 600}));
        CHECK(bed.now(WiaId::YExtent) == 11690 * 600 / 1000);
    }
    SECTION("whatever the device sees") {
        Item bed = flatbed();
        REQUIRE(configureWia(bed, learnWiaInput(bed, PageSource::Flatbed),
                             {PageSource::Flatbed, PageSize::Auto, ColorMode::Color, 100}));
        CHECK(bed.now(WiaId::XExtent) == 850);
        CHECK(bed.now(WiaId::YExtent) == 1169);
    }
    SECTION("both sides of A4 sheets in the middle of an A3 feeder, until it is empty") {
        Item feed = feeder();
        REQUIRE(configureWia(feed, learnWiaInput(feed, PageSource::FeederDuplex),
                             {PageSource::FeederDuplex, PageSize::A4, ColorMode::Color, 200}));
        CHECK(feed.now(WiaId::HandlingSelect) == 0x04);
        CHECK(feed.now(WiaId::Pages) == 0);
        CHECK(feed.now(WiaId::XExtent) == 1654);
        CHECK(feed.now(WiaId::XPos) == 353);  // 44.9 mm
        CHECK(feed.order.front() == WiaId::HandlingSelect);
    }
    SECTION("an A3, one side") {
        Item feed = feeder();
        REQUIRE(configureWia(feed, learnWiaInput(feed, PageSource::Feeder),
                             {PageSource::Feeder, PageSize::A3, ColorMode::Lineart, 300}));
        CHECK(feed.now(WiaId::HandlingSelect) == 0x20);
        CHECK(feed.now(WiaId::DataType) == 0);
        CHECK(feed.now(WiaId::YExtent) == 4961);
    }
}

TEST_CASE("what a WIA scanner does not have is refused before it moves") {
    Item bed = flatbed();
    const WiaInput input = learnWiaInput(bed, PageSource::Flatbed);
    const auto codeOf = [&](const ScanRequest& request) {
        const auto set = configureWia(bed, input, request);
        return set ? Code::Unknown : set.error().code;
    };
    CHECK(codeOf({PageSource::Flatbed, PageSize::A3, ColorMode::Color, 300}) == Code::Unsupported);
    CHECK(codeOf({PageSource::Flatbed, PageSize::Unknown, ColorMode::Color, 300}) == Code::Unsupported);
    CHECK(codeOf({PageSource::Flatbed, PageSize::A4, ColorMode::Color, 1200}) == Code::Unsupported);
    CHECK(codeOf({PageSource::Flatbed, PageSize::A4, ColorMode::Unknown, 300}) == Code::Unsupported);
    bed.refuses = WiaId::XRes;
    bed.refusal = status(0x80070057);
    CHECK(codeOf({PageSource::Flatbed, PageSize::A4, ColorMode::Color, 600}) == Code::Unsupported);
    bed.refusal = status(0x80210006);
    CHECK(codeOf({PageSource::Flatbed, PageSize::A4, ColorMode::Color, 600}) == Code::Busy);
}

TEST_CASE("the numbers of WIA mean the same as the errors of other scanners") {
    const std::pair<std::uint32_t, Code> kNumbers[] = {
        {0x80210001, Code::DeviceFault},  {0x80210002, Code::PaperJam},
        {0x80210003, Code::NoPaper},      {0x80210004, Code::PaperJam},
        {0x80210005, Code::Disconnected}, {0x80210006, Code::Busy},
        {0x80210007, Code::Busy},         {0x8021000A, Code::Disconnected},
        {0x8021000D, Code::Busy},         {0x80210010, Code::CoverOpen},
        {0x80210016, Code::CoverOpen},    {0x80210014, Code::PaperJam},
        {0x80210020, Code::PaperJam},     {0x80210015, Code::NoDevice},
        {0x802100FF, Code::DeviceFault},  {0x80070005, Code::PermissionDenied},
        {0x800706BA, Code::Disconnected}, {0x80040154, Code::NoDevice},
        {0x8000FFFF, Code::DeviceFault},
    };
    for (const auto& [number, code] : kNumbers) {
        INFO(std::hex << number);
        CHECK(isWiaFailure(status(number)));
        CHECK(wiaError(status(number), "test").code == code);
    }
    CHECK(wiaError(status(0x80210002), "transfer").detail == "WIA transfer: 0x80210002");
    CHECK_FALSE(isWiaFailure(1));
}
