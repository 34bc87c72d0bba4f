#include "devices/scanner/page_jpeg.h"

#include <algorithm>
#include <cmath>
#include <csetjmp>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>

#include <jpeglib.h>
// After jpeglib.h, which it needs.
#include <jerror.h>

namespace devices {
namespace {

constexpr int kMaxScans = 100;  // of a progressive file; more is an attack on the reader's time
constexpr long kMaxWorkingBytes = 400L << 20;  // a progressive A3 at 600 dpi needs about half of it
constexpr double kCmPerInch = 2.54;

// libjpeg reports errors by a call that must not return: we jump back to the last entry into the library.
// Nothing with a destructor lives between the two.
struct ErrorTrap {
    jpeg_error_mgr manager{};
    std::jmp_buf back{};
    std::string text;
};

void onError(j_common_ptr library) {
    auto* trap = reinterpret_cast<ErrorTrap*>(library->err);  // its first member
    char text[JMSG_LENGTH_MAX] = {};
    library->err->format_message(library, text);
    trap->text = text;
    std::longjmp(trap->back, 1);
}

void onMessage(j_common_ptr) {}  // libjpeg would write to standard error

void arm(ErrorTrap& trap) {
    jpeg_std_error(&trap.manager);
    trap.manager.error_exit = onError;
    trap.manager.output_message = onMessage;
}

double densityOf(const jpeg_decompress_struct& jpeg) {
    if (!jpeg.saw_JFIF_marker || jpeg.X_density == 0) return 0;
    if (jpeg.density_unit == 1) return jpeg.X_density;
    if (jpeg.density_unit == 2) return std::round(jpeg.X_density * kCmPerInch);
    return 0;
}

}  // namespace

struct JpegStream::Decoder {
    enum class Step { Unknown = 0, Header, Start, Rows, End, Done, Failed };

    jpeg_decompress_struct jpeg{};
    ErrorTrap trap;
    jpeg_source_mgr source{};
    jpeg_progress_mgr progress{};
    DecodeLimits limits;
    Sinks sinks;
    Step step = Step::Header;
    base::Bytes waiting;  // bytes the library has not consumed
    std::size_t fed = 0;
    std::size_t toSkip = 0;  // bytes of a marker to drop that have not arrived
    base::Bytes row;
    base::Error failure;

    static Decoder& of(j_decompress_ptr jpeg) { return *static_cast<Decoder*>(jpeg->client_data); }
    static void initSource(j_decompress_ptr) {}
    static boolean suspend(j_decompress_ptr) { return FALSE; }
    static void skip(j_decompress_ptr jpeg, long count) {
        if (count <= 0) return;
        auto& self = of(jpeg);
        const auto wanted = static_cast<std::size_t>(count);
        const std::size_t here = std::min(wanted, self.source.bytes_in_buffer);
        self.source.next_input_byte += here;
        self.source.bytes_in_buffer -= here;
        self.toSkip += wanted - here;
    }
    static void onProgress(j_common_ptr library) {
        auto* jpeg = reinterpret_cast<j_decompress_ptr>(library);
        if (jpeg->input_scan_number > kMaxScans) ERREXIT(jpeg, JERR_INPUT_EOF);
    }

    Decoder(const DecodeLimits& pageLimits, Sinks rowSinks) : limits(pageLimits), sinks(std::move(rowSinks)) {
        arm(trap);
        jpeg.err = &trap.manager;
        jpeg.client_data = this;
        jpeg_create_decompress(&jpeg);
        jpeg.mem->max_memory_to_use = kMaxWorkingBytes;
        source.init_source = initSource;
        source.fill_input_buffer = suspend;
        source.skip_input_data = skip;
        source.resync_to_restart = jpeg_resync_to_restart;
        source.term_source = initSource;
        jpeg.src = &source;
        progress.progress_monitor = onProgress;
        jpeg.progress = &progress;
    }
    ~Decoder() { jpeg_destroy_decompress(&jpeg); }
    Decoder(const Decoder&) = delete;
    Decoder& operator=(const Decoder&) = delete;

    base::Result<void> fail(base::Code code, std::string detail) {
        step = Step::Failed;
        failure = {code, base::usualRecovery(code), std::move(detail)};
        return tl::unexpected(failure);
    }

    void take(base::ByteView bytes) {
        const std::size_t dropped = std::min(toSkip, bytes.size());
        toSkip -= dropped;
        waiting.insert(waiting.end(), bytes.begin() + dropped, bytes.end());
        source.next_input_byte = waiting.data();
        source.bytes_in_buffer = waiting.size();
    }
    void dropConsumed() {
        waiting.erase(waiting.begin(), waiting.end() - static_cast<std::ptrdiff_t>(source.bytes_in_buffer));
    }

    // One call into the library; false when it failed and trap.text says why.
    template <class Call>
    bool guarded(const Call& call) {
        if (setjmp(trap.back) != 0) return false;
        call();
        return true;
    }

    base::Result<void> advance() {
        while (step != Step::Done) {
            const Step before = step;
            const JDIMENSION rowBefore = jpeg.output_scanline;
            if (auto ok = stepOnce(); !ok) return ok;
            if (step == before && (step != Step::Rows || jpeg.output_scanline == rowBefore))
                break;  // wants more bytes
        }
        return {};
    }

    base::Result<void> stepOnce() {
        switch (step) {
            case Step::Header:
                return readHeader();
            case Step::Start:
                return start();
            case Step::Rows:
                return readRow();
            case Step::End:
                return readEnd();
            default:
                return {};
        }
    }

    base::Result<void> readHeader() {
        int state = JPEG_SUSPENDED;
        if (!guarded([&] { state = jpeg_read_header(&jpeg, TRUE); }))
            return fail(base::Code::BadInput, trap.text);
        if (state == JPEG_SUSPENDED) return {};
        const auto width = static_cast<std::int64_t>(jpeg.image_width);
        const auto height = static_cast<std::int64_t>(jpeg.image_height);
        if (width > limits.maxSide || height > limits.maxSide || width * height > limits.maxPixels) {
            return fail(base::Code::TooLarge,
                        "JPEG of " + std::to_string(width) + " x " + std::to_string(height));
        }
        if (jpeg.num_components != 1 && jpeg.num_components != 3) {
            return fail(base::Code::BadInput,
                        "JPEG with " + std::to_string(jpeg.num_components) + " components");
        }
        jpeg.out_color_space = jpeg.num_components == 1 ? JCS_GRAYSCALE : JCS_EXT_BGR;
        step = Step::Start;
        return {};
    }

    base::Result<void> start() {
        boolean started = FALSE;
        if (!guarded([&] { started = jpeg_start_decompress(&jpeg); }))
            return fail(base::Code::Corrupt, trap.text);
        if (!started) return {};
        row.resize(static_cast<std::size_t>(jpeg.output_width) *
                   static_cast<std::size_t>(jpeg.output_components));
        const auto format = jpeg.output_components == 1 ? PixelFormat::Grey8 : PixelFormat::Bgr24;
        sinks.begin(static_cast<int>(jpeg.output_width), static_cast<int>(jpeg.output_height), format,
                    densityOf(jpeg));
        step = Step::Rows;
        return {};
    }

    base::Result<void> readRow() {
        JSAMPROW target = row.data();
        const auto y = static_cast<int>(jpeg.output_scanline);
        JDIMENSION count = 0;
        if (!guarded([&] { count = jpeg_read_scanlines(&jpeg, &target, 1); }))
            return fail(base::Code::Corrupt, trap.text);
        if (count == 1) sinks.row(y, row);
        if (jpeg.output_scanline >= jpeg.output_height) step = Step::End;
        return {};
    }

    base::Result<void> readEnd() {
        boolean ended = FALSE;
        if (!guarded([&] { ended = jpeg_finish_decompress(&jpeg); }))
            return fail(base::Code::Corrupt, trap.text);
        if (ended) step = Step::Done;
        return {};
    }
};

JpegStream::JpegStream(const DecodeLimits& limits, Sinks sinks)
    : decoder_(std::make_unique<Decoder>(limits, std::move(sinks))) {}

JpegStream::~JpegStream() = default;

base::Result<void> JpegStream::feed(base::ByteView bytes) {
    auto& d = *decoder_;
    if (d.step == Decoder::Step::Failed) return tl::unexpected(d.failure);
    if (d.step == Decoder::Step::Done) return {};  // what follows the end marker is not ours
    d.fed += bytes.size();
    if (d.fed > d.limits.maxBytes) return d.fail(base::Code::TooLarge, "JPEG file beyond the limit");
    d.take(bytes);
    auto ok = d.advance();
    d.dropConsumed();
    return ok;
}

base::Result<void> JpegStream::finish() {
    auto& d = *decoder_;
    if (d.step == Decoder::Step::Failed) return tl::unexpected(d.failure);
    if (d.step != Decoder::Step::Done) return d.fail(base::Code::Corrupt, "JPEG ends before its end");
    // libjpeg goes on after damaged entropy data with a warning and invents pixels; a page must not be
    // invented.
    if (d.trap.manager.num_warnings > 0) return d.fail(base::Code::Corrupt, "JPEG data is damaged");
    return {};
}

base::Result<base::Bytes> encodeJpeg(const Image& page, int quality) {
    const int channels = page.format == PixelFormat::Grey8 ? 1 : 3;
    const auto stride = static_cast<std::size_t>(page.width) * static_cast<std::size_t>(channels);
    if (page.width <= 0 || page.height <= 0 || page.width > JPEG_MAX_DIMENSION ||
        page.height > JPEG_MAX_DIMENSION || page.format == PixelFormat::Unknown ||
        page.pixels.size() != stride * static_cast<std::size_t>(page.height)) {
        return base::fail(base::Code::BadInput, "not a page that can be encoded");
    }
    ErrorTrap trap;
    jpeg_compress_struct jpeg{};
    unsigned char* memory = nullptr;
    unsigned long size = 0;
    arm(trap);
    jpeg.err = &trap.manager;
    if (setjmp(trap.back) != 0) {
        jpeg_destroy_compress(&jpeg);
        std::free(memory);
        return base::fail(base::Code::Internal, trap.text);
    }
    jpeg_create_compress(&jpeg);
    jpeg_mem_dest(&jpeg, &memory, &size);
    jpeg.image_width = static_cast<JDIMENSION>(page.width);
    jpeg.image_height = static_cast<JDIMENSION>(page.height);
    jpeg.input_components = channels;
    jpeg.in_color_space = channels == 1 ? JCS_GRAYSCALE : JCS_EXT_BGR;
    jpeg_set_defaults(&jpeg);
    jpeg_set_quality(&jpeg, quality, TRUE);
    jpeg.optimize_coding = TRUE;
    if (page.dpi > 0 && page.dpi < 65'535) {
        jpeg.density_unit = 1;
        jpeg.X_density = jpeg.Y_density = static_cast<UINT16>(std::lround(page.dpi));
    }
    jpeg_start_compress(&jpeg, TRUE);
    while (jpeg.next_scanline < jpeg.image_height) {
        auto* source = const_cast<JSAMPROW>(page.pixels.data() + jpeg.next_scanline * stride);  // only read
        jpeg_write_scanlines(&jpeg, &source, 1);
    }
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
    base::Bytes bytes(memory, memory + size);
    std::free(memory);
    return bytes;
}

}  // namespace devices
