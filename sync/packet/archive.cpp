#include "sync/packet/archive.h"

#include <array>

#include "base/digest.h"
#include "sync/packet/gzip.h"
#include "sync/packet/manifest.h"
#include "sync/packet/tar.h"

namespace packet {
namespace {

using base::Bytes;
using base::ByteView;
using base::Code;
using base::fail;
using base::Failure;
using base::Result;

const TarName kManifestName{"", "manifest.json"};
const TarName kSignaturesName{"", "manifest.sig.json"};

// What deflate still shrinks; pictures, prints and PDF are compressed already.
Content contentOf(std::string_view mediaType) {
    const bool shrinks = mediaType.starts_with("text/") || mediaType.ends_with("json") ||
                         mediaType.ends_with("xml") || mediaType == "image/bmp" ||
                         mediaType == "image/tiff" || mediaType.starts_with("image/x-portable-");
    return shrinks ? Content::Compressible : Content::Compressed;
}

std::size_t entrySize(std::size_t content) {
    return kTarBlock + content + tarPadding(content);
}

Result<void> packFile(GzipWriter& gzip, const TarName& name, ByteView bytes, std::uint64_t time,
                      Content content) {
    static constexpr std::array<std::uint8_t, kTarBlock> kZeros{};
    if (auto written = gzip.write(tarHeader(name, bytes.size(), time), content); !written) return written;
    if (auto written = gzip.write(bytes, content); !written) return written;
    return gzip.write(ByteView(kZeros).first(tarPadding(bytes.size())), content);
}

// The entries must be the manifest, the signatures and exactly the manifest's attachments in its order.
Result<void> takeAttachments(std::vector<TarEntry>& entries, const std::vector<AttachmentEntry>& expected,
                             std::vector<Attachment>& out) {
    for (std::size_t i = 0; i < expected.size(); ++i) {
        if (i + 2 >= entries.size())
            return fail(Code::ProtocolError, "packet lacks an attachment of its manifest");
        TarEntry& entry = entries[i + 2];
        const AttachmentEntry& wanted = expected[i];
        if (entry.name != TarName{std::string(kAttachmentFolder), wanted.name}) {
            return fail(Code::ProtocolError, "packet has attachments other than its manifest says");
        }
        if (entry.content.size() != wanted.size)
            return fail(Code::Corrupt, "attachment size differs from the manifest");
        if (base::sha256Hex(entry.content) != wanted.digest) {
            return fail(Code::Corrupt, "attachment digest differs from the manifest");
        }
        out.push_back({wanted.name, wanted.mediaType, std::move(entry.content), wanted.quality});
    }
    if (entries.size() != expected.size() + 2) return fail(Code::ProtocolError, "packet has a file too many");
    return {};
}

Result<std::vector<TarEntry>> unpackFiles(ByteView age, const AgeIdentity& identity,
                                          const OpenLimits& limits) {
    TarReader tar({limits.plain, limits.attachments + 2, limits.manifest});
    GzipReader gzip([&tar](ByteView bytes) { return tar.write(bytes); });
    AgeReader reader(identity, [&gzip](ByteView bytes) { return gzip.write(bytes); });
    if (auto read = reader.write(age); !read) return Failure(read.error());
    if (auto finished = reader.finish(); !finished) return Failure(finished.error());
    if (auto finished = gzip.finish(); !finished) return Failure(finished.error());
    return tar.finish();
}

}  // namespace

std::size_t archiveSize(const ArchiveContent& content) {
    std::size_t size = entrySize(content.manifest.size()) + entrySize(content.signatures.size()) + kTarEnd;
    for (const Attachment& attachment : content.attachments) size += entrySize(attachment.bytes.size());
    return size;
}

Result<void> packArchive(const ArchiveContent& content, const ByteSink& sink) {
    if (archiveSize(content) > OpenLimits{}.plain) return fail(Code::TooLarge, "content over limit");
    const auto seconds =
        std::chrono::duration_cast<std::chrono::seconds>(content.at.time_since_epoch()).count();
    const auto time = static_cast<std::uint64_t>(std::max<std::int64_t>(seconds, 0));
    GzipWriter gzip(sink);
    auto written = packFile(gzip, kManifestName, content.manifest, time, Content::Compressible);
    if (!written) return written;
    written = packFile(gzip, kSignaturesName, content.signatures, time, Content::Compressible);
    if (!written) return written;
    for (const Attachment& attachment : content.attachments) {
        const TarName name{std::string(kAttachmentFolder), attachment.name};
        written = packFile(gzip, name, attachment.bytes, time, contentOf(attachment.mediaType));
        if (!written) return written;
    }
    static constexpr std::array<std::uint8_t, kTarEnd> kEnd{};
    if (written = gzip.write(kEnd, Content::Compressible); !written) return written;
    return gzip.finish();
}

Result<OpenedPacket> unpackArchive(ByteView age, const AgeIdentity& identity, const OpenLimits& limits) {
    auto entries = unpackFiles(age, identity, limits);
    if (!entries) return Failure(entries.error());
    if (entries->size() < 2 || (*entries)[0].name != kManifestName || (*entries)[1].name != kSignaturesName) {
        return fail(Code::ProtocolError, "packet does not begin with manifest and signatures");
    }
    OpenedPacket out;
    out.manifestBytes = std::move((*entries)[0].content);
    out.signatures = std::move((*entries)[1].content);
    auto parsed = parseManifestJson(out.manifestBytes, limits.attachments);
    if (!parsed) return Failure(parsed.error());
    out.manifest = std::move(parsed->manifest);
    auto taken = takeAttachments(*entries, parsed->attachments, out.attachments);
    if (!taken) return Failure(taken.error());
    return out;
}

}  // namespace packet
