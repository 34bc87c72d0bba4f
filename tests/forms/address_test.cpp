#include "forms/address.h"

#include <catch2/catch.hpp>
#include <set>

#include "forms/id_number.h"
#include "tests/forms/old_place.h"
#include "tests/forms/shared_data.h"

using namespace forms;

namespace {

const Catalogues& lists() {
    static const auto loaded = Catalogues::load(sourceFolder() / "forms/data").value();
    return loaded;
}

AddressReading read(const char* text) {
    return readAddress(lists(), text);
}

std::vector<std::string> today(std::string_view text) {
    std::vector<std::string> out;
    for (const auto& answer : addressesToday(lists(), text)) out.push_back(answer.text);
    return out;
}

using Texts = std::vector<std::string>;

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

TEST_CASE("an old address is answered with what stands before the commune kept as written") {
    const Texts here = {"Thôn 2, Phường Ba Đình, TP Hà Nội"};
    for (const char* text :
         {"Thôn 2, phường Trúc Bạch, quận Ba Đình, TP Hà Nội", "Thôn 2, Trúc Bạch, Ba Đình, Hà Nội",
          "Thôn 2 , P. Trúc Bạch, Q. Ba Đình, TP.Hà Nội", "Thôn 2, TRUC BACH, BA DINH, HA NOI",
          "Thôn 2, phường Trúc Bạch, Hà Nội"}) {  // the last without its district, and no commune of today
        INFO(text);
        CHECK(today(text) == here);
    }
    CHECK(today("Số 12.A, ngõ 3.4, P.Trúc Bạch, Q.Ba Đình, TP.Hà Nội") ==
          Texts{"Số 12.A, ngõ 3.4, Phường Ba Đình, TP Hà Nội"});
    // Another kind than the table's: it was a xã once and a phường in the end.
    CHECK(today("xã Trúc Bạch, quận Ba Đình, Hà Nội") == Texts{"Phường Ba Đình, TP Hà Nội"});
    CHECK(today("12/3, Tổ 4, phường 12, quận Gò Vấp, TP. HCM") ==
          Texts{"12/3, Tổ 4, Phường An Hội Tây, TP Hồ Chí Minh"});
    CHECK(today("P.012, Q.Gò Vấp, TP.Hồ Chí Minh") == Texts{"Phường An Hội Tây, TP Hồ Chí Minh"});
    CHECK(today("Anông, Tây Giang, Quảng Nam") == today("xã A Nông, huyện Tây Giang, tỉnh Quảng Nam"));
    CHECK(today("Anông, Tây Giang, Quảng Nam").size() == 1);
    CHECK(today("Thôn 1, huyện Côn Đảo, tỉnh Bà Rịa - Vũng Tàu") ==
          Texts{"Thôn 1, Đặc khu Côn Đảo, TP Hồ Chí Minh"});
}

TEST_CASE("a name that two communes of a district have is told apart by its kind, else asked") {
    const auto& all = lists().oldCommunes();
    std::size_t pairs = 0;
    for (std::size_t i = 1; i < all.size(); ++i) {
        for (std::size_t j = i; j > 0 && all[j - 1].province == all[i].province; --j) {
            const auto& a = all[i];
            const auto& b = all[j - 1];
            if (a.district != b.district || a.name != b.name || a.district.empty()) continue;
            ++pairs;
            const std::string rest = " " + placeInProvince(a);
            CHECK(today(std::string(a.kind) + rest).size() == a.now.size());
            std::set<std::string> either(a.now.begin(), a.now.end());
            either.insert(b.now.begin(), b.now.end());
            CHECK(today(rest).size() == either.size());
        }
    }
    CHECK(pairs == 19);  // thị trấn Mường Tè beside xã Mường Tè
}

TEST_CASE("names that differ in their marks only are told apart by them, else nothing is guessed") {
    CHECK(read("Xã Sơn Hà, tỉnh Quảng Ngãi").commune != read("Xã Sơn Hạ, tỉnh Quảng Ngãi").commune);
    CHECK_FALSE(read("Xã Sơn Hà, tỉnh Quảng Ngãi").commune.empty());
    CHECK(read("Xa Son Ha, tinh Quang Ngai").commune.empty());
    CHECK(read("Xa Hai Van, Da Nang").commune.empty());
    CHECK(read("Phuong Hai Van, Da Nang").commune == "20194");
    for (const auto& commune : lists().find("communes")->entries()) {
        INFO(commune.label);
        CHECK(readAddress(lists(), "Tổ 1, " + commune.label).commune == commune.code);
    }
    // Two old communes of one district; where they lie in one of today's, the answer is one.
    CHECK(addressesToday(lists(), "xã Hoằng Phú, huyện Hoằng Hóa, Thanh Hóa").front().from->name == "Hoằng Phú");
    CHECK(addressesToday(lists(), "xã Hoằng Phụ, huyện Hoằng Hóa, Thanh Hóa").front().from->name == "Hoằng Phụ");
    CHECK(today("xa Hoang Phu, huyen Hoang Hoa, Thanh Hoa").size() == 2);
    CHECK(today("xa Ia Bang, huyen Chu Prong, Gia Lai").size() == 1);
}

TEST_CASE("a translated address keeps what the paper says, whatever is corrected before the commune") {
    FieldValue value{"Thôn 2, Hòa Liên, Hòa Vang, Đà Nẵng", Origin::Qr, false};
    value = {"Thôn 2, Phường Hải Vân, TP Đà Nẵng", Origin::Typed, true,
             writtenAddress(lists(), value, "Thôn 2, Phường Hải Vân, TP Đà Nẵng")};
    CHECK(value.written == "Thôn 2, Hòa Liên, Hòa Vang, Đà Nẵng");
    CHECK(writtenAddress(lists(), value, "Tổ 7, Phường Hải Vân, TP Đà Nẵng") == value.written);
    CHECK(writtenAddress(lists(), value, "Thôn 2, Phường Liên Chiểu, TP Đà Nẵng") == value.written);
    CHECK(writtenAddress(lists(), value, "Thôn 2, Phường Ba Đình, TP Hà Nội").empty());  // they moved
    CHECK(writtenAddress(lists(), value, value.written).empty());                        // taken back
    CHECK(writtenAddress(lists(), {}, "Phường Hải Vân, TP Đà Nẵng").empty());
}

TEST_CASE("an address of today, or of no place, is not translated") {
    for (const char* text :
         {"Tổ 3, phường Hải Vân, TP Đà Nẵng", "xã Không Có Thật, huyện Hòa Vang, TP Đà Nẵng",
          "phường Trúc Bạch, quận Ba Đình, Atlantis", "Đà Nẵng", "Hòa Vang, Đà Nẵng", "", ",,,",
          "phường Trúc Bạch, tỉnh Cà Mau", "\xff, \xff, \xff"}) {
        INFO(text);
        CHECK(today(text).empty());
    }
}
