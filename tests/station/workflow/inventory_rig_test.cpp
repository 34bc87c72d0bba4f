// The inventory over a scanner that answers: the emulated eSCL one.
#include <catch2/catch.hpp>

#include "station/workflow/desk_inventory.h"
#include "tests/rigs/escl_rig.h"

using namespace station;

TEST_CASE("a scanner of the desk is opened and asked for what it can do; one that is gone says why") {
    const auto rig = rigs::EsclRig::start();
    if (!rig) {
        WARN("SKIPPED: python3 is not here, so no emulated scanner");
        return;
    }
    rig->plan("{}");
    Preferences preferences;
    preferences.esclScanners = {rig->url()};
    const auto seen = seeDevices(preferences);
    const auto desk = takeInventory(preferences, ".");
    CHECK(desk.memoryBytes > 0);
    CHECK(desk.freeDiskBytes > 0);
    const DeskDevice* scanner = nullptr;
    for (const auto& device : desk.devices) {
        if (device.info.id.backend == "escl") scanner = &device;
    }
    REQUIRE(scanner != nullptr);
    CHECK(seen.size() == desk.devices.size());
    CHECK_FALSE(scanner->problem);
    REQUIRE(scanner->scanner);
    CHECK(scanner->scanner->maxWidthMm >= 296);  // it takes A3
    DeskMinimum minimum;
    minimum.scanner = {1, 300, true, false, devices::PageSize::A3};
    CHECK(compare(desk, minimum).front().met);
    minimum.scanner.count = 2;
    CHECK_FALSE(compare(desk, minimum).front().met);
}
