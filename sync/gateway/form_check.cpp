#include "sync/gateway/form_check.h"

#include <map>
#include <memory>
#include <mutex>
#include <set>

#include "base/files.h"
#include "base/folder.h"
#include "base/log.h"
#include "forms/form_set.h"
#include "sync/packet/pack_files.h"

namespace gateway {
namespace {

constexpr std::size_t kMostReasons = 100;

bool belongsTo(const std::string& attachment, const std::string& capture) {
    return attachment.size() > capture.size() && attachment.substr(0, capture.size()) == capture &&
           (attachment[capture.size()] == '.' || attachment[capture.size()] == '-');
}

// The longest capture id wins, so that "birth-certificate" takes nothing from "birth-certificate-copy".
std::map<std::string, int> countCaptures(const std::vector<forms::CaptureNeed>& needs,
                                         const std::vector<packet::Attachment>& attachments) {
    std::map<std::string, int> taken;
    for (const auto& attachment : attachments) {
        const forms::CaptureNeed* best = nullptr;
        for (const auto& need : needs) {
            if (belongsTo(attachment.name, need.id) && (!best || need.id.size() > best->id.size()))
                best = &need;
        }
        if (best) ++taken[best->id];
    }
    return taken;
}

// Every form version this gateway has: installed, and of published packs.
class KnownForms {
public:
    explicit KnownForms(FormSources sources) : sources_(std::move(sources)) {}

    base::Result<void> load() {
        auto installed = forms::SchemaSet::load(sources_.schemas);
        if (!installed) return tl::unexpected(installed.error());
        schemas_ = std::move(*installed);
        readPacks();
        return {};
    }

    base::Result<forms::SchemaPtr> exact(const std::string& id, const std::string& version) {
        const std::lock_guard lock(mutex_);
        auto found = schemas_.exact(id, version);
        if (found) return found;
        readPacks();
        return schemas_.exact(id, version);
    }

    std::optional<std::string> differing(const forms::SchemaSet& other) {
        const std::lock_guard lock(mutex_);
        return schemas_.differing(other);
    }

private:
    // Those that were not read before. One that cannot be used is said and passed over: it was whole when it
    // was published, and the others still serve.
    void readPacks() {
        const auto files = base::filesIn(sources_.packs);
        if (!files) return;  // nothing was ever published
        for (const auto& file : *files) {
            if (file.extension() != ".pack" || !read_.insert(file).second) continue;
            if (auto added = addPack(file); !added)
                base::log::failure("gateway.pack-unusable", added.error());
        }
    }

    base::Result<void> addPack(const std::filesystem::path& file) {
        const auto bytes = base::readFile(file, packet::kMaxPack);
        if (!bytes) return tl::unexpected(bytes.error());
        const auto pack = packet::verifyPack(*bytes, sources_.packKeys);
        if (!pack) return base::pass(pack.error(), file.filename().string());
        return packet::readUnpacked(*pack, sources_.packs / "unpacked",
                                    [&](const std::filesystem::path& folder) -> base::Result<void> {
                                        const auto schemas = forms::SchemaSet::load(folder / "schemas");
                                        if (!schemas) return tl::unexpected(schemas.error());
                                        schemas_.keepFormer(*schemas);
                                        return {};
                                    });
    }

    FormSources sources_;
    std::mutex mutex_;
    forms::SchemaSet schemas_;              // guarded by mutex_
    std::set<std::filesystem::path> read_;  // guarded by mutex_
};

base::Result<std::vector<packet::FieldReason>> check(KnownForms& known, const packet::OpenedPacket& opened) {
    const auto& manifest = opened.manifest;
    const auto schema = known.exact(manifest.kind, manifest.schemaVersion);
    if (!schema) return tl::unexpected(schema.error());
    const auto record = forms::Record::fromJson(manifest.record);
    if (!record) return tl::unexpected(record.error());
    forms::CheckContext context;
    context.today = base::dayInVietnam(manifest.sealedAt);
    context.atSeal = true;
    context.taken = countCaptures((*schema)->captures(*record, context), opened.attachments);
    std::vector<packet::FieldReason> reasons;
    for (const auto& finding : (*schema)->check(*record, context)) {
        if (!forms::blocksSeal(finding, *record) || reasons.size() == kMostReasons) continue;
        reasons.push_back({finding.field, finding.text.vi});
    }
    return reasons;
}

}  // namespace

base::Result<RecordCheck> makeFormCheck(const FormSources& sources) {
    const auto known = std::make_shared<KnownForms>(sources);
    if (auto loaded = known->load(); !loaded) return tl::unexpected(loaded.error());
    return RecordCheck([known](const packet::OpenedPacket& opened) { return check(*known, opened); });
}

base::Result<packet::PackCheck> makePackCheck(const FormSources& sources) {
    const auto known = std::make_shared<KnownForms>(sources);
    if (auto loaded = known->load(); !loaded) return tl::unexpected(loaded.error());
    const auto usable = [known](const std::filesystem::path& folder) -> base::Result<void> {
        const auto forms = forms::FormSet::load(folder);
        if (!forms) return tl::unexpected(forms.error());
        if (const auto name = known->differing(forms->schemas)) {
            return base::fail(base::Code::Conflict,
                              "form " + *name + " was changed and kept its version: give it a new one");
        }
        return {};
    };
    return packet::PackCheck([usable, scratch = sources.packs / "unpacked"](const packet::Pack& pack) {
        return packet::readUnpacked(pack, scratch, usable);
    });
}

}  // namespace gateway
