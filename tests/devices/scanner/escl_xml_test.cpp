#include <catch2/catch.hpp>
#include <random>

#include "devices/scanner/escl_http.h"
#include "devices/scanner/escl_xml.h"

using namespace devices;

namespace {

// As an office machine sends it: another prefix, a resolution range, a feeder without both sides.
const std::string kCaps = R"(<?xml version="1.0"?>
<e:ScannerCapabilities xmlns:e="http://schemas.hp.com/imaging/escl/2011/05/03" xmlns:p="http://www.pwg.org/schemas/2010/12/sm">
<p:Version>2.97</p:Version><p:MakeAndModel> Mẫu 3000 </p:MakeAndModel>
<e:Platen><e:PlatenInputCaps><e:MinWidth>8</e:MinWidth><e:MaxWidth>2550</e:MaxWidth><e:MinHeight>8</e:MinHeight>
<e:MaxHeight>3508</e:MaxHeight><e:SettingProfiles><e:SettingProfile><e:ColorModes><e:ColorMode>RGB24</e:ColorMode>
</e:ColorModes><e:SupportedResolutions><e:ResolutionRange><e:XResolutionRange><e:Min>75</e:Min><e:Max>600</e:Max>
<e:Normal>300</e:Normal><e:Step>25</e:Step></e:XResolutionRange></e:ResolutionRange></e:SupportedResolutions>
</e:SettingProfile></e:SettingProfiles></e:PlatenInputCaps></e:Platen>
<e:Adf><e:AdfSimplexInputCaps><e:MaxWidth>0</e:MaxWidth></e:AdfSimplexInputCaps></e:Adf></e:ScannerCapabilities>)";

}  // namespace

TEST_CASE("capabilities are read whatever prefix the maker chose") {
    const auto caps = parseEsclCaps(kCaps);
    REQUIRE(caps);
    CHECK(caps->name == "Mẫu 3000");
    CHECK(caps->version == "2.97");
    REQUIRE(caps->platen);
    CHECK(caps->platen->maxWidth == 2550);
    CHECK(caps->platen->dpi == std::vector<int>{75, 100, 150, 200, 300, 400, 600});
    CHECK(caps->platen->modes == std::vector<ColorMode>{ColorMode::Color});
    CHECK_FALSE(caps->feeder);  // an input without size cannot be used
    CHECK(caps->input(PageSource::Flatbed) == &*caps->platen);
    CHECK(caps->input(PageSource::FeederDuplex) == nullptr);
}

TEST_CASE("a status is read, and an unknown word is Unknown") {
    const auto status = parseEsclStatus(
        "<s:ScannerStatus><p:State>Idle</p:State><s:AdfState>ScannerAdfJam</s:AdfState></s:ScannerStatus>");
    REQUIRE(status);
    CHECK(status->state == EsclState::Idle);
    CHECK(status->feeder == EsclFeeder::Jam);
    CHECK(parseEsclStatus("<ScannerStatus><State>Dreaming</State></ScannerStatus>")->state ==
          EsclState::Unknown);
}

TEST_CASE("what is no eSCL document is refused") {
    CHECK(parseEsclCaps("").error().code == base::Code::ProtocolError);
    CHECK(parseEsclCaps("<html/>").error().code == base::Code::ProtocolError);
    CHECK(parseEsclCaps("<ScannerCapabilities/>").error().code == base::Code::ProtocolError);
    CHECK(parseEsclStatus("<a>").error().code == base::Code::ProtocolError);
    CHECK(parseEsclCaps(std::string(300u << 10, ' ')).error().code == base::Code::TooLarge);
}

TEST_CASE("entities, depth, numbers and random damage do no harm") {
    const std::string bomb =
        R"(<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><ScannerCapabilities><MakeAndModel>&b;</MakeAndModel></ScannerCapabilities>)";
    CHECK_FALSE(parseEsclCaps(bomb));
    std::string deep = "<ScannerCapabilities><Platen><PlatenInputCaps>";
    for (int i = 0; i < 20'000; ++i) deep += "<a>";
    CHECK_FALSE(parseEsclCaps(deep));
    std::string wild = kCaps;
    wild.replace(wild.find("2550"), 4, "99999999999999999999");
    const auto large = parseEsclCaps(wild);
    if (large && large->platen) CHECK(large->platen->maxWidth <= 30'000);
    std::mt19937 random(3);
    for (int round = 0; round < 3000; ++round) {
        std::string damaged = kCaps;
        for (unsigned i = 0; i < 1 + random() % 8; ++i)
            damaged[random() % damaged.size()] = static_cast<char>(random());
        if (const auto caps = parseEsclCaps(damaged); caps && caps->platen)
            CHECK(caps->platen->maxWidth <= 30'000);
        (void)parseEsclStatus(damaged);
    }
}

TEST_CASE("settings say what was asked and never what the scanner smuggled into its version") {
    EsclJob job{"2.63", PageSource::FeederDuplex, ColorMode::Lineart, 300, 2480, 3508};
    const auto xml = esclScanSettings(job);
    CHECK(xml.find("<scan:Duplex>true</scan:Duplex>") != std::string::npos);
    CHECK(xml.find("Grayscale8") != std::string::npos);
    CHECK(xml.find("<pwg:Width>2480</pwg:Width>") != std::string::npos);
    std::string smuggled = kCaps;
    smuggled.replace(smuggled.find("2.97"), 4, "2&lt;x/&gt;");
    CHECK(parseEsclCaps(smuggled)->version.empty());
}

TEST_CASE("of a job's address only a plain path is taken") {
    CHECK(pathOfUrl("http://10.0.0.7:80/eSCL/ScanJobs/1") == "/eSCL/ScanJobs/1");
    CHECK(pathOfUrl("/eSCL/ScanJobs/1") == "/eSCL/ScanJobs/1");
    CHECK(pathOfUrl("eSCL") == "");
    CHECK(pathOfUrl("http://host") == "");
    CHECK(pathOfUrl("/a\r\nX: y") == "");
    CHECK(pathOfUrl("/a b") == "");
    CHECK(pathOfUrl("/" + std::string(2000, 'a')) == "");
    CHECK(pathOfUrl("@evil/x") == "");
}
