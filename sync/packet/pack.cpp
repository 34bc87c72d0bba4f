#include "sync/packet/pack.h"

#include <algorithm>

#include "sync/packet/envelope.h"
#include "sync/packet/json.h"

namespace packet {
namespace {

using base::Bytes;
using base::ByteView;
using base::Code;
using base::fail;
using base::Failure;
using base::Result;

constexpr std::uint64_t kFormat = 1;
constexpr std::uint64_t kMostNumber = std::uint64_t{1} << 53;
constexpr std::size_t kMostFiles = 500;
constexpr std::size_t kMostFile = 8u << 20;
constexpr std::size_t kMostAll = 24u << 20;
constexpr std::size_t kMostName = 80;
constexpr std::size_t kMostNote = 1000;

// "schemas/", "documents/" or "data/", then letters, digits, '_', '-' and dots that do not lead: a name is safe on every
// system.
bool isPackName(std::string_view name) {
    const auto slash = name.find('/');
    if (slash == std::string_view::npos) return false;
    const auto folder = name.substr(0, slash), file = name.substr(slash + 1);
    const bool schema = (folder == "schemas" || folder == "documents") && file.ends_with(".json");
    const bool table = folder == "data" && (file.ends_with(".json") || file.ends_with(".csv"));
    return (schema || table) && json::isToken(file) && file.front() != '.' &&
           std::none_of(file.begin(), file.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

json::Value packJson(const Pack& pack) {
    json::Value files = json::Value::array();
    for (const PackFile& file : pack.files)
        files.push_back({{"content", base::toBase64Url(file.bytes)}, {"name", file.name}});
    return {{"files", std::move(files)},
            {"format", kFormat},
            {"issuedAt", base::formatUtc(pack.issuedAt)},
            {"note", pack.note},
            {"version", pack.version}};
}

Result<Pack> readPack(const json::Value& object) {
    json::Reader reader(object, "pack: ");
    if (reader.number("format", 1, kMostNumber) > kFormat) reader.refuse("format is newer than this program");
    Pack pack;
    pack.version = reader.number("version", 1, kMostNumber);
    pack.issuedAt = reader.time("issuedAt");
    pack.note = reader.text("note", kMostNote);
    std::size_t all = 0;
    Result<void> inner;
    reader.list("files", kMostFiles, [&](const json::Value& value) {
        json::Reader file(value, "pack file: ");
        PackFile read{file.filled("name", kMostName), file.bytes("content", kMostFile)};
        if (inner) inner = file.done();
        if (!isPackName(read.name)) reader.refuse("a file's name is not allowed");
        if (!pack.files.empty() && read.name <= pack.files.back().name)
            reader.refuse("files are not in order");
        all += read.bytes.size();
        if (all > kMostAll) reader.refuse("files are too long together");
        pack.files.push_back(std::move(read));
    });
    if (pack.files.empty()) reader.refuse("no files");
    if (auto read = reader.done(); !read) return Failure(read.error());
    if (!inner) return Failure(inner.error());
    return pack;
}

Result<Pack> parsePack(ByteView payload) {
    const auto object = json::parseObject(payload);
    if (!object) return base::pass(object.error(), "pack");
    auto pack = readPack(*object);
    if (!pack) return pack;
    // One form only: nothing may hide in another spelling or in members that this program passes over.
    const auto canonical = json::dump(packJson(*pack));
    if (!canonical || *canonical != base::textOf(payload))
        return fail(Code::BadInput, "pack: not in its canonical form");
    return pack;
}

}  // namespace

Result<Bytes> signPack(const Pack& pack, const SigningKey& key) {
    const json::Value object = packJson(pack);
    if (auto sound = readPack(object); !sound) return Failure(sound.error());
    const auto text = json::dump(object);
    if (!text) return base::pass(text.error(), "pack");
    Bytes envelope = signEnvelope(kPackType, base::viewOf(*text), key);
    if (envelope.size() > kMaxPack) return fail(Code::TooLarge, "pack over limit");
    return envelope;
}

Result<Pack> verifyPack(ByteView envelope, const KeyLookup& packKeys) {
    const auto verified = verifyEnvelope(envelope, kPackType, packKeys, kMaxPack);
    if (!verified) return Failure(verified.error());
    return parsePack(verified->payload);
}

Result<Pack> peekPack(ByteView envelope) {
    const auto peeked = peekEnvelope(envelope, kMaxPack);
    if (!peeked) return Failure(peeked.error());
    if (peeked->type != kPackType) return fail(Code::BadInput, "not a forms pack");
    return parsePack(peeked->payload);
}

}  // namespace packet
