// The XML of eSCL: what a scanner says of itself, how it is, and what we ask of it. Lengths are 1/300 inch,
// as in the protocol. Elements are found by their local name: makers differ in prefixes. Threads: pure
// functions. Errors: ProtocolError for anything that is not such a document, TooLarge beyond 256 KiB. Source:
// Mopria eSCL Technical Specification 2.97.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "devices/scanner/document_scanner.h"

namespace devices {

inline constexpr double kEsclUnitsPerInch = 300;

struct EsclInput {
    int minWidth = 0;
    int maxWidth = 0;
    int minHeight = 0;
    int maxHeight = 0;
    std::vector<int> dpi;  // ascending
    std::vector<ColorMode> modes;
};

struct EsclCaps {
    std::string version;  // "2.63"
    std::string name;
    std::string serial;
    std::optional<EsclInput> platen;
    std::optional<EsclInput> feeder;
    std::optional<EsclInput> feederDuplex;

    const EsclInput* input(PageSource source) const;
};

base::Result<EsclCaps> parseEsclCaps(std::string_view xml);

enum class EsclState { Unknown = 0, Idle, Processing, Testing, Stopped, Down };
enum class EsclFeeder { Unknown = 0, Loaded, Processing, Empty, Jam, Mispick, HatchOpen, Fault };

struct EsclStatus {
    EsclState state = EsclState::Unknown;
    EsclFeeder feeder = EsclFeeder::Unknown;
};

base::Result<EsclStatus> parseEsclStatus(std::string_view xml);

struct EsclJob {
    std::string version;
    PageSource source = PageSource::Unknown;
    ColorMode mode = ColorMode::Unknown;  // Lineart travels as grey
    int dpi = 0;
    int width = 0;
    int height = 0;
};

std::string esclScanSettings(const EsclJob& job);

}  // namespace devices
