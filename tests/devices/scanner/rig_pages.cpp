#include "rig_pages.h"

#include <stdexcept>

#include "base/files.h"
#include "devices/scanner/page_image.h"
#include "devices/scanner/page_jpeg.h"
#include "devices/virtual/page.h"

namespace scanner_test {
namespace {

template <class T>
T must(base::Result<T> result) {
    if (!result) throw std::runtime_error(result.error().detail);
    return std::move(*result);
}

base::Bytes written(const std::filesystem::path& file, const devices::VirtualCitizen& citizen,
                    devices::PageParams params) {
    auto page = must(devices::drawPage(citizen, params));
    page.dpi = 0;
    auto bytes = must(devices::encodeJpeg(page, 85));
    if (auto done = base::writeFileDurably(file, bytes); !done) throw std::runtime_error(done.error().detail);
    return bytes;
}

RigPage make(const std::filesystem::path& folder, const std::string& name, devices::PageParams params) {
    const auto citizen = devices::makeCitizen(21);
    RigPage page;
    page.file = folder / (name + ".jpg");
    page.truth = *must(devices::decodePage(written(page.file, citizen, params)));
    params.mode = devices::ColorMode::Grey;
    written(folder / (name + "-grey.jpg"), citizen, params);
    return page;
}

}  // namespace

RigPage rigPage(const std::filesystem::path& folder, const std::string& name, int number, int dpi) {
    auto params = devices::paperBrought(devices::makeCitizen(21), number);
    params.dpi = dpi;
    return make(folder, name, params);
}

RigPage rigPageA3(const std::filesystem::path& folder, const std::string& name, int dpi) {
    devices::PageParams params;
    params.size = devices::PageSize::A3;
    params.dpi = dpi;
    return make(folder, name, params);
}

std::string jsonList(const std::vector<RigPage>& pages) {
    std::string json = "[";
    for (const auto& page : pages) json += (json.size() > 1 ? ",\"" : "\"") + page.file.string() + "\"";
    return json + "]";
}

}  // namespace scanner_test
