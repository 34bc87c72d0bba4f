// Any bytes as what is inside a packet's age file. The first byte chooses the layer that the rest is put
// into: gzip, tar, or a manifest with sound signatures; and the whole once as an age file itself.
#include "sync/packet/packet.h"

#include "base/digest.h"
#include "sync/packet/age.h"
#include "sync/packet/archive.h"
#include "sync/packet/gzip.h"
#include "sync/packet/manifest.h"
#include "sync/packet/tar.h"

namespace {

using base::Bytes;
using base::ByteView;

void append(Bytes& out, ByteView bytes) {
    out.insert(out.end(), bytes.begin(), bytes.end());
}

Bytes gzipOf(ByteView bytes) {
    Bytes out;
    packet::GzipWriter gzip([&out](ByteView made) -> base::Result<void> {
        append(out, made);
        return {};
    });
    (void)gzip.write(bytes, packet::Content::Compressible);
    (void)gzip.finish();
    return out;
}

Bytes tarWithManifest(ByteView manifest, const packet::SigningKey& key) {
    Bytes tar;
    const Bytes signatures = packet::manifestSignatures(manifest, {key, key});
    append(tar, packet::tarHeader({"", "manifest.json"}, manifest.size(), 0));
    append(tar, manifest);
    tar.resize(tar.size() + packet::tarPadding(manifest.size()));
    append(tar, packet::tarHeader({"", "manifest.sig.json"}, signatures.size(), 0));
    append(tar, signatures);
    tar.resize(tar.size() + packet::tarPadding(signatures.size()) + packet::kTarEnd);
    return tar;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    static const packet::AgeIdentity kIdentity = packet::AgeIdentity::fromSecret(Bytes(32, 21)).value();
    static const packet::SigningKey kKey = packet::SigningKey::fromSeed(Bytes(32, 11)).value();
    const packet::KeyLookup trusted = [](const std::string&) { return kKey.verifyKey(); };
    const ByteView rest(data + 1, size - 1);

    Bytes age(rest.begin(), rest.end());
    if (data[0] % 4 != 0) {
        Bytes plain(rest.begin(), rest.end());
        if (data[0] % 4 == 2) plain = gzipOf(rest);
        if (data[0] % 4 == 3) plain = gzipOf(tarWithManifest(rest, kKey));
        const packet::AgeRecipient recipients[] = {kIdentity.recipient()};
        age = packet::ageEncrypt(plain, recipients).value();
    }
    packet::PacketHeader header;
    header.officerKey = kKey.id();
    header.size = age.size();
    header.digest = base::sha256Hex(age);
    packet::OpenLimits limits;
    limits.plain = 4u << 20;
    (void)packet::openPacket(header, age, kIdentity, {trusted, trusted}, limits);
    return 0;
}
