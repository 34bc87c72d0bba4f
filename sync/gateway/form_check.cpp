#include "sync/gateway/form_check.h"

#include <memory>

#include "forms/schema.h"

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

base::Result<std::vector<packet::FieldReason>> check(const forms::SchemaSet& schemas,
                                                     const packet::OpenedPacket& opened) {
    const auto& manifest = opened.manifest;
    const auto schema = schemas.exact(manifest.kind, manifest.schemaVersion);
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

base::Result<RecordCheck> makeFormCheck(const std::filesystem::path& schemaFolder) {
    auto loaded = forms::SchemaSet::load(schemaFolder);
    if (!loaded) return tl::unexpected(loaded.error());
    const auto schemas = std::make_shared<const forms::SchemaSet>(std::move(*loaded));
    return RecordCheck([schemas](const packet::OpenedPacket& opened) { return check(*schemas, opened); });
}

}  // namespace gateway
