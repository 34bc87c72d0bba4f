// How a draft begins, how it comes out of the store, and how a rejected application comes back as one.
#include <nlohmann/json.hpp>

#include "base/log.h"
#include "devices/scanner/page_image.h"
#include "station/workflow/capture_json.h"
#include "station/workflow/draft_reader.h"
#include "station/workflow/status_words.h"
#include "sync/packet/receipt.h"

namespace station {
namespace {

constexpr char kRecordBlob[] = "record";
constexpr char kBookBlob[] = "captures";
constexpr char kTypingBlob[] = "typing";
constexpr char kCapturesFile[] = "captures.json";

// A draft whose form version is not here any more cannot be checked: said, not guessed.
base::Result<forms::SchemaPtr> schemaOf(const store::ItemRow& row, const forms::SchemaSet& schemas) {
    auto schema = schemas.exact(row.kind, row.schemaVersion);
    if (!schema) return base::pass(schema.error(), "the form of this draft");
    return schema;
}

base::Result<void> take(DraftContent& out, const std::string& name, base::Bytes plain) {
    if (name == kRecordBlob) {
        auto record = forms::Record::fromJson(base::textOf(plain));
        if (!record) return base::Failure(record.error());
        out.record = std::move(*record);
    } else if (name == kBookBlob) {
        auto book = CaptureBook::fromJson(base::textOf(plain));
        if (!book) return base::Failure(book.error());
        out.book = std::move(*book);
    } else if (name == kTypingBlob) {
        const auto note = nlohmann::json::parse(base::textOf(plain), nullptr, false);
        if (note.is_object()) {
            out.typingField = note.value("field", "");
            out.typingText = note.value("text", "");
        }
    } else {
        out.blobs[name] = std::move(plain);
    }
    return {};
}

// A capture that cannot be decoded is there all the same, without its picture.
void decodePictures(DraftContent& content) {
    const auto decode = [&](const std::string& name, bool whole) {
        const auto blob = content.blobs.find(name);
        if (blob == content.blobs.end()) return;
        const auto picture = devices::decodePage(blob->second);
        if (!picture) return base::log::failure("draft-picture", picture.error());
        content.pictures[name] = whole ? *picture : devices::thumbnail(*picture, kThumbnailSide);
    };
    for (const auto& portrait : content.book.portraits) decode(portrait.blob(), false);
    for (const auto& page : content.book.pages) decode(page.blob(), false);
    for (const auto& print : content.book.fingers) {
        if (print.counts) decode(print.blob(), true);  // the best ones are judged again with those still to come
    }
}

// The blob an attachment came from; empty for one that the capture table repeats (an explained finger).
std::string blobOf(const packet::Attachment& part) {
    if (part.name == kCapturesFile) return kBookBlob;
    if (part.mediaType == "text/plain") return {};
    std::string name = part.name.substr(0, part.name.rfind('.'));
    const auto page = name.rfind("-page-");  // "<paper>-page-<n>"
    return page == std::string::npos ? name : name.substr(page + 1);
}

}  // namespace

base::Result<DraftContent> readDraft(const store::StoreView& store, const std::string& id, const vault::Unlocked& session,
                                     const forms::SchemaSet& schemas) {
    const auto row = store.row(id);
    if (!row) return base::Failure(row.error());
    if (row->state != store::ItemState::Draft) return base::fail(base::Code::WrongState, "not a draft");
    const auto wraps = store.wrappedKey(id);
    if (!wraps) return base::Failure(wraps.error());
    auto key = session.drafts().unlock(id, *wraps);
    if (!key && key.error().code == base::Code::KeyUnknown) key = session.drafts().recover(id, *wraps);
    if (!key) return base::Failure(key.error());

    DraftContent out;
    out.id = id;
    auto schema = schemaOf(*row, schemas);
    if (!schema) return base::Failure(schema.error());
    out.schema = std::move(*schema);
    out.startedAt = row->createdAt;
    out.replaces = row->replaces;
    out.listed = !row->index.empty();
    const auto blobs = store.listBlobs(id);
    if (!blobs) return base::Failure(blobs.error());
    for (const auto& info : *blobs) {
        const auto blob = store.getBlob(id, info.name);
        if (!blob) return base::pass(blob.error(), info.name);
        auto plain = key->open(blob->content, info.name, blob->version);
        if (!plain) return base::pass(plain.error(), info.name);
        if (auto taken = take(out, info.name, std::move(*plain)); !taken) return base::pass(taken.error(), info.name);
        out.versions[info.name] = blob->version;
    }
    for (const char* name : {kTypingBlob, kBookBlob, kRecordBlob}) {  // a deleted name goes on counting
        const auto last = store.blobVersion(id, name);
        if (last && *last > 0) out.versions[name] = *last;
    }
    decodePictures(out);
    out.key = std::make_shared<const vault::DraftKey>(std::move(*key));
    if (!out.replaces.empty()) {
        AppRow words;
        addStatusWords(words, store, out.replaces);
        out.rejectReasons = std::move(words.reasons);
    }
    return out;
}

base::Result<void> beginDraft(store::Store& store, const forms::Schema& schema, const std::string& id, const vault::Unlocked& session,
                              base::Instant now) {
    const auto draft = session.drafts().create(id);
    const base::Bytes record = draft.key.seal(base::bytesOf(forms::startRecord(schema).toJson()), kRecordBlob, 1);
    const store::NewDraft fresh{id, schema.id(), schema.version(), schema.id(), draft.wraps, {}};
    return store.createDraft(fresh, {{kRecordBlob, 1, record}}, {session.officer().id, now});
}

base::Result<void> beginCorrection(store::Store& store, const std::string& packetId, const std::string& draftId,
                                   const vault::Unlocked& session, base::Instant now) {
    const auto rejected = store.rowOfPacket(packetId);
    if (!rejected) return base::Failure(rejected.error());
    const auto sealed = store.correction(packetId);
    if (!sealed) return base::Failure(sealed.error());
    auto opened = packet::openCorrection(*sealed, session.station().correctionKey());
    if (!opened) return base::Failure(opened.error());

    auto draft = session.drafts().create(draftId);
    store::NewDraft fresh;
    fresh.id = draftId;
    fresh.kind = opened->manifest.kind;
    fresh.schemaVersion = opened->manifest.schemaVersion;
    fresh.titleKey = rejected->titleKey;
    fresh.wrappedKey = draft.wraps;
    fresh.replaces = packetId;
    std::vector<std::pair<std::string, base::Bytes>> sealedBlobs;
    const auto add = [&](const std::string& name, base::ByteView plain) { sealedBlobs.emplace_back(name, draft.key.seal(plain, name, 1)); };
    add(kRecordBlob, base::viewOf(opened->manifest.record));
    for (const auto& part : opened->attachments) {
        const std::string blob = blobOf(part);
        if (blob == kBookBlob) {  // what has to be mended is mostly a field: begin there
            auto book = CaptureBook::fromJson(base::textOf(part.bytes));
            if (!book) return base::Failure(book.error());
            book->lastStep = "details";
            add(blob, base::viewOf(book->toJson()));
        } else if (!blob.empty()) {
            add(blob, part.bytes);
        }
    }
    std::vector<store::BlobWrite> writes;
    for (const auto& [name, content] : sealedBlobs) writes.push_back({name, 1, content});
    return store.createDraft(fresh, writes, {session.officer().id, now});
}

}  // namespace station
