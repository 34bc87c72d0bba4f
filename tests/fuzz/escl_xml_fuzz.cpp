// What a network scanner says of itself and of its state. Nothing may crash, and no number may leave its
// bounds.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "base/bytes.h"
#include "base/text.h"
#include "devices/scanner/escl_http.h"
#include "devices/scanner/escl_xml.h"

namespace {

void check(const std::optional<devices::EsclInput>& input) {
    if (!input) return;
    if (input->maxWidth <= 0 || input->maxWidth > 30'000 || input->maxHeight > 30'000 || input->dpi.empty())
        std::abort();
    for (const int dpi : input->dpi) {
        if (dpi < 30 || dpi > 4800) std::abort();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view xml = base::textOf({data, size});
    if (const auto caps = devices::parseEsclCaps(xml)) {
        check(caps->platen);
        check(caps->feeder);
        check(caps->feederDuplex);
        if (!base::isUtf8(caps->name) || caps->version.find('<') != std::string::npos) std::abort();
    }
    (void)devices::parseEsclStatus(xml);
    const std::string path = devices::pathOfUrl(std::string(xml));
    if (!path.empty() && (path[0] != '/' || path.find_first_of(" \r\n") != std::string::npos)) std::abort();
    return 0;
}
