#include "forms/address.h"

#include <catch2/catch.hpp>

#include "tests/forms/shared_data.h"

using namespace forms;

namespace {

AddressReading read(const char* text) {
    static const auto lists = Catalogues::load(sourceFolder() / "forms/data").value();
    return readAddress(lists, text);
}

}  // namespace

TEST_CASE("an address of today names its commune") {
    for (const char* text : {"Tổ 3, phường Hải Vân, TP Đà Nẵng", "to 3, Phuong Hai Van , thanh pho da nang",
                             "Phường Hải Vân, TP.Đà Nẵng", "Phường Hải Vân, Đà Nẵng"}) {
        INFO(text);
        const auto r = read(text);
        CHECK(r.system == AddressSystem::Since2025);
        CHECK(r.province == "48");
        CHECK(r.commune == "20194");
    }
    CHECK(read("Buôn 1, xã Ea H’Leo, tỉnh Đắk Lắk").system == AddressSystem::Since2025);
}

TEST_CASE("a district or an old province makes an address an old one") {
    CHECK(read("Thôn 2, xã Hòa Liên, huyện Hòa Vang, TP Đà Nẵng").system == AddressSystem::Before2025);
    CHECK(read("Thôn 2, xã Hòa Liên, huyện Hòa Vang, TP Đà Nẵng").province == "048");
    CHECK(read("Tổ 1, phường Mẫu, TP. Tam Kỳ, tỉnh Quảng Nam").province == "049");
    CHECK(read("Tổ 1, phường Mẫu, Quảng Nam").system == AddressSystem::Before2025);
    CHECK(read("Thị trấn Mẫu, Hà Nội").system == AddressSystem::Before2025);
}

TEST_CASE("nothing is guessed") {
    // As printed on cards without kinds: Hòa Vang was a district and is a commune now.
    for (const char* text :
         {"Thôn 2, Hòa Liên, Hòa Vang, Đà Nẵng", "xã Không Có Thật, TP Đà Nẵng", "Đà Nẵng", "", ",,,",
          "phường Hải Vân, tỉnh Cà Mau", "phường Hải Vân, Atlantis", "xã Hải Vân, TP Đà Nẵng"}) {
        INFO(text);
        CHECK(read(text).system == AddressSystem::Unknown);
        CHECK(read(text).commune.empty());
    }
}
