#include <zbar.h>

#include <algorithm>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "base/handle.h"
#include "devices/barcode/barcode.h"
#include "devices/barcode/code_library.h"
#include "devices/grey_mat.h"

namespace devices {
namespace {

using ScannerHandle = base::UniqueHandle<zbar::zbar_image_scanner_t, zbar::zbar_image_scanner_destroy>;
using ImageHandle = base::UniqueHandle<zbar::zbar_image_t, zbar::zbar_image_destroy>;

constexpr int kMaxSide = 8192;  // pictures beyond this are no camera's
constexpr double kSharpenSigma = 3.0;   // pixels of the doubled picture
constexpr double kSharpenAmount = 2.5;

// A code is looked for in several ways: as it is; halved, where sensor noise breaks small modules; and the middle
// enlarged and sharpened, for a card held too far away or out of focus, with less than three pixels a module.
enum class Scale { Unknown = 0, Full, Half, CenterDoubled, CenterSharpened };
constexpr Scale kScales[] = {Scale::Full, Scale::CenterSharpened, Scale::Half, Scale::CenterDoubled};

struct Looked {
    cv::Mat grey;
    double factor = 1;  // picture pixels = looked pixels / factor + offset
    cv::Point offset;
};

Looked look(const cv::Mat& grey, Scale scale) {
    if (scale == Scale::Half) {
        cv::Mat half;
        cv::resize(grey, half, {}, 0.5, 0.5, cv::INTER_AREA);
        return {half, 0.5, {}};
    }
    if (scale == Scale::CenterDoubled || scale == Scale::CenterSharpened) {
        const cv::Rect middle(grey.cols / 6, grey.rows / 6, grey.cols * 2 / 3, grey.rows * 2 / 3);
        cv::Mat doubled, soft;
        cv::resize(grey(middle), doubled, {}, 2.0, 2.0, cv::INTER_CUBIC);
        if (scale == Scale::CenterSharpened) {
            cv::GaussianBlur(doubled, soft, {}, kSharpenSigma);
            cv::addWeighted(doubled, 1 + kSharpenAmount, soft, -kSharpenAmount, 0, doubled);
        }
        return {doubled, 2.0, middle.tl()};
    }
    return {grey.isContinuous() ? grey : grey.clone(), 1.0, {}};
}

}  // namespace

struct BarcodeReader::Parts {
    base::Result<void> library = codeLibrary();
    ScannerHandle scanner{library ? zbar::zbar_image_scanner_create() : nullptr};
    std::size_t turn = 0;
};

BarcodeReader::BarcodeReader() : parts_(std::make_unique<Parts>()) {
    if (!parts_->scanner) return;
    zbar::zbar_image_scanner_t* scanner = parts_->scanner.get();
    zbar::zbar_image_scanner_set_config(scanner, zbar::ZBAR_NONE, zbar::ZBAR_CFG_ENABLE, 0);
    for (const auto kind : {zbar::ZBAR_QRCODE, zbar::ZBAR_CODE128, zbar::ZBAR_CODE39}) {
        zbar::zbar_image_scanner_set_config(scanner, kind, zbar::ZBAR_CFG_ENABLE, 1);
    }
    // Raw bytes: ZBar's own guess of the charset harms Vietnamese.
    zbar::zbar_image_scanner_set_config(scanner, zbar::ZBAR_QRCODE, zbar::ZBAR_CFG_BINARY, 1);
}

BarcodeReader::~BarcodeReader() = default;

base::Result<std::vector<Barcode>> BarcodeReader::read(const Image& picture, Effort effort) {
    if (!isGreyOrColor(picture, kMaxSide)) return base::fail(base::Code::BadInput, "not a grey or BGR picture");
    if (!parts_->library) return base::Failure(parts_->library.error());
    if (!parts_->scanner) return base::fail(base::Code::Internal, "no memory for the code reader");
    std::vector<Barcode> found;
    try {
        const cv::Mat grey = greyOf(picture);
        const std::size_t tries = effort == Effort::OneWay ? 1 : std::size(kScales);
        for (std::size_t i = 0; i < tries && found.empty(); ++i) {
            const Scale scale = kScales[(effort == Effort::OneWay ? parts_->turn++ : i) % std::size(kScales)];
            const Looked at = look(grey, scale);
            const ImageHandle image(zbar::zbar_image_create());
            zbar::zbar_image_set_format(image.get(), zbar_fourcc('Y', '8', '0', '0'));
            zbar::zbar_image_set_size(image.get(), static_cast<unsigned>(at.grey.cols), static_cast<unsigned>(at.grey.rows));
            zbar::zbar_image_set_data(image.get(), at.grey.data, static_cast<unsigned long>(at.grey.total()), nullptr);
            zbar::zbar_scan_image(parts_->scanner.get(), image.get());
            for (const auto* symbol = zbar::zbar_image_first_symbol(image.get()); symbol != nullptr;
                 symbol = zbar::zbar_symbol_next(symbol)) {
                Barcode code;
                code.symbology = zbar::zbar_symbol_get_type(symbol) == zbar::ZBAR_QRCODE ? Symbology::Qr : Symbology::Linear;
                const auto* data = reinterpret_cast<const std::uint8_t*>(zbar::zbar_symbol_get_data(symbol));
                code.bytes.assign(data, data + zbar::zbar_symbol_get_data_length(symbol));
                for (unsigned c = 0; c < zbar::zbar_symbol_get_loc_size(symbol); ++c) {
                    code.outline.push_back({static_cast<int>(zbar::zbar_symbol_get_loc_x(symbol, c) / at.factor) + at.offset.x,
                                            static_cast<int>(zbar::zbar_symbol_get_loc_y(symbol, c) / at.factor) + at.offset.y});
                }
                const bool known = std::any_of(found.begin(), found.end(), [&](const Barcode& b) { return b.bytes == code.bytes; });
                if (!known) found.push_back(std::move(code));
            }
        }
    } catch (const cv::Exception& e) {
        return base::fail(base::Code::Internal, std::string("barcode picture: ") + e.what());
    }
    return found;
}

}  // namespace devices
