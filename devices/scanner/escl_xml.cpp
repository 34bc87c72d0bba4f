#include "devices/scanner/escl_xml.h"

#include <algorithm>
#include <array>
#include <sstream>
#include <utility>

#include <pugixml.hpp>

#include "base/text.h"

namespace devices {
namespace {

constexpr std::size_t kMaxXml = 256u << 10;
constexpr int kMaxSide = 300 * 100;  // a hundred inches: nothing larger lies on a desk
constexpr std::size_t kMaxName = 120;
constexpr std::array<int, 9> kUsualDpi = {75, 100, 150, 200, 240, 300, 400, 600, 1200};

std::string_view localName(const pugi::xml_node& node) {
    const std::string_view name = node.name();
    const auto colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_node child(const pugi::xml_node& parent, std::string_view name) {
    return parent.find_child([&](const pugi::xml_node& node) { return localName(node) == name; });
}

std::string textOf(const pugi::xml_node& parent, std::string_view name) {
    std::string text(base::trim(child(parent, name).text().get()));
    if (text.size() > kMaxName || !base::isUtf8(text)) return {};
    return text;
}

int numberOf(const pugi::xml_node& parent, std::string_view name) {
    return std::clamp(child(parent, name).text().as_int(0), 0, kMaxSide);
}

// Walks every element below `node` without recursion: depth is the other side's choice.
template <class Visit>
void walk(const pugi::xml_node& top, const Visit& visit) {
    pugi::xml_node node = top.first_child();
    while (node) {
        visit(node);
        if (node.first_child()) {
            node = node.first_child();
            continue;
        }
        while (node && node != top && !node.next_sibling()) node = node.parent();
        if (!node || node == top) return;
        node = node.next_sibling();
    }
}

void addDpi(std::vector<int>& list, int dpi) {
    if (dpi >= 30 && dpi <= 4800 && std::find(list.begin(), list.end(), dpi) == list.end())
        list.push_back(dpi);
}

void addRange(std::vector<int>& list, const pugi::xml_node& range) {
    const auto x = child(range, "XResolutionRange");
    const int least = numberOf(x, "Min");
    const int most = numberOf(x, "Max");
    const int step = std::max(1, numberOf(x, "Step"));
    for (const int dpi : kUsualDpi) {
        if (dpi >= least && dpi <= most && (dpi - least) % step == 0) addDpi(list, dpi);
    }
}

void addMode(std::vector<ColorMode>& list, ColorMode mode) {
    if (std::find(list.begin(), list.end(), mode) == list.end()) list.push_back(mode);
}

std::optional<EsclInput> parseInput(const pugi::xml_node& node) {
    if (!node) return std::nullopt;
    EsclInput input;
    input.minWidth = numberOf(node, "MinWidth");
    input.maxWidth = numberOf(node, "MaxWidth");
    input.minHeight = numberOf(node, "MinHeight");
    input.maxHeight = numberOf(node, "MaxHeight");
    walk(node, [&](const pugi::xml_node& at) {
        const auto name = localName(at);
        if (name == "DiscreteResolution") addDpi(input.dpi, numberOf(at, "XResolution"));
        if (name == "ResolutionRange") addRange(input.dpi, at);
        if (name != "ColorMode") return;
        const auto mode = base::trim(at.text().get());
        if (mode == "RGB24") addMode(input.modes, ColorMode::Color);
        if (mode == "Grayscale8") {
            addMode(input.modes, ColorMode::Grey);
            addMode(input.modes, ColorMode::Lineart);  // made of grey by us
        }
    });
    std::sort(input.dpi.begin(), input.dpi.end());
    if (input.maxWidth == 0 || input.maxHeight == 0 || input.dpi.empty() || input.modes.empty())
        return std::nullopt;
    return input;
}

base::Result<void> load(pugi::xml_document& document, std::string_view xml) {
    if (xml.size() > kMaxXml) return base::fail(base::Code::TooLarge, "eSCL document beyond the limit");
    const auto parsed =
        document.load_buffer(xml.data(), xml.size(), pugi::parse_default, pugi::encoding_utf8);
    if (!parsed)
        return base::fail(base::Code::ProtocolError, std::string("eSCL document: ") + parsed.description());
    return {};
}

template <class E, std::size_t n>
E wordOf(const std::array<std::pair<std::string_view, E>, n>& table, std::string_view word) {
    const auto it =
        std::find_if(table.begin(), table.end(), [&](const auto& row) { return row.first == word; });
    return it == table.end() ? E::Unknown : it->second;
}

constexpr std::array<std::pair<std::string_view, EsclState>, 5> kStates = {
    {{"Idle", EsclState::Idle},
     {"Processing", EsclState::Processing},
     {"Testing", EsclState::Testing},
     {"Stopped", EsclState::Stopped},
     {"Down", EsclState::Down}}};

constexpr std::array<std::pair<std::string_view, EsclFeeder>, 12> kFeederStates = {
    {{"ScannerAdfLoaded", EsclFeeder::Loaded},
     {"ScannerAdfProcessing", EsclFeeder::Processing},
     {"ScannerAdfEmpty", EsclFeeder::Empty},
     {"ScannerAdfJam", EsclFeeder::Jam},
     {"ScannerAdfMispick", EsclFeeder::Mispick},
     {"ScannerAdfMultipickDetected", EsclFeeder::Mispick},
     {"ScannerAdfHatchOpen", EsclFeeder::HatchOpen},
     {"ScannerAdfDuplexPageTooShort", EsclFeeder::Fault},
     {"ScannerAdfDuplexPageTooLong", EsclFeeder::Fault},
     {"ScannerAdfInputTrayFailed", EsclFeeder::Fault},
     {"ScannerAdfInputTrayOverloaded", EsclFeeder::Fault},
     {"ScannerAdfOutputTrayFailed", EsclFeeder::Fault}}};

}  // namespace

const EsclInput* EsclCaps::input(PageSource source) const {
    const std::optional<EsclInput>* wanted = nullptr;
    if (source == PageSource::Flatbed) wanted = &platen;
    if (source == PageSource::Feeder) wanted = &feeder;
    if (source == PageSource::FeederDuplex) wanted = &feederDuplex;
    return wanted && wanted->has_value() ? &**wanted : nullptr;
}

base::Result<EsclCaps> parseEsclCaps(std::string_view xml) {
    pugi::xml_document document;
    if (auto ok = load(document, xml); !ok) return tl::unexpected(ok.error());
    const auto root = child(document, "ScannerCapabilities");
    if (!root) return base::fail(base::Code::ProtocolError, "not eSCL capabilities");
    EsclCaps caps;
    caps.version = textOf(root, "Version");
    // It goes back to the scanner inside our own XML.
    if (caps.version.find_first_not_of("0123456789.") != std::string::npos) caps.version.clear();
    caps.name = textOf(root, "MakeAndModel");
    caps.serial = textOf(root, "SerialNumber");
    caps.platen = parseInput(child(child(root, "Platen"), "PlatenInputCaps"));
    const auto adf = child(root, "Adf");
    caps.feeder = parseInput(child(adf, "AdfSimplexInputCaps"));
    caps.feederDuplex = parseInput(child(adf, "AdfDuplexInputCaps"));
    if (!caps.platen && !caps.feeder && !caps.feederDuplex) {
        return base::fail(base::Code::ProtocolError, "eSCL capabilities without a usable input");
    }
    return caps;
}

base::Result<EsclStatus> parseEsclStatus(std::string_view xml) {
    pugi::xml_document document;
    if (auto ok = load(document, xml); !ok) return tl::unexpected(ok.error());
    const auto root = child(document, "ScannerStatus");
    if (!root) return base::fail(base::Code::ProtocolError, "not an eSCL status");
    EsclStatus status;
    status.state = wordOf(kStates, textOf(root, "State"));
    status.feeder = wordOf(kFeederStates, textOf(root, "AdfState"));
    return status;
}

std::string esclScanSettings(const EsclJob& job) {
    const bool feeder = job.source != PageSource::Flatbed;
    std::ostringstream xml;
    xml << R"(<?xml version="1.0" encoding="UTF-8"?>)"
        << R"(<scan:ScanSettings xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm")"
        << R"( xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03">)"
        << "<pwg:Version>" << (job.version.empty() ? "2.0" : job.version) << "</pwg:Version>"
        << "<scan:Intent>Document</scan:Intent>"
        << R"(<pwg:ScanRegions pwg:MustHonor="true"><pwg:ScanRegion>)"
        << "<pwg:ContentRegionUnits>escl:ThreeHundredthsOfInches</pwg:ContentRegionUnits>"
        << "<pwg:XOffset>0</pwg:XOffset><pwg:YOffset>0</pwg:YOffset>"
        << "<pwg:Width>" << job.width << "</pwg:Width><pwg:Height>" << job.height << "</pwg:Height>"
        << "</pwg:ScanRegion></pwg:ScanRegions>"
        << "<pwg:InputSource>" << (feeder ? "Feeder" : "Platen") << "</pwg:InputSource>";
    if (feeder)
        xml << "<scan:Duplex>" << (job.source == PageSource::FeederDuplex ? "true" : "false")
            << "</scan:Duplex>";
    xml << "<scan:ColorMode>" << (job.mode == ColorMode::Color ? "RGB24" : "Grayscale8")
        << "</scan:ColorMode>"
        << "<scan:XResolution>" << job.dpi << "</scan:XResolution><scan:YResolution>" << job.dpi
        << "</scan:YResolution>"
        << "<pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat>"
        << "<scan:DocumentFormatExt>image/jpeg</scan:DocumentFormatExt>"
        << "</scan:ScanSettings>";
    return xml.str();
}

}  // namespace devices
