#include <catch2/catch.hpp>

#include "devices/virtual/desk.h"

using namespace devices;

TEST_CASE("a virtual citizen is the same for the same seed and consistent with the number's rules") {
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        const auto c = makeCitizen(seed);
        REQUIRE(c.idNumber.size() == 12);
        CHECK(c.idNumber == makeCitizen(seed).idNumber);
        const int year = std::stoi(c.birthDate.substr(4));
        CHECK(std::stoi(c.idNumber.substr(4, 2)) == year % 100);
        const int sexDigit = c.idNumber[3] - '0';
        CHECK(sexDigit % 2 == (c.sex == "Nữ" ? 1 : 0));
        CHECK(sexDigit / 2 == (year >= 2000 ? 1 : 0));
    }
    CHECK(makeCitizen(1).idNumber != makeCitizen(2).idNumber);
}

TEST_CASE("a planned fault is played once, by a device of its kind") {
    Desk desk(1);
    desk.plan(Kind::Scanner, Fault::Unplug);
    CHECK(desk.takeFault(Kind::Camera) == Fault::None);
    CHECK(desk.takeFault(Kind::Scanner) == Fault::Unplug);
    CHECK(desk.takeFault(Kind::Scanner) == Fault::None);
}
