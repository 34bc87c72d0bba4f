// How a draft begins, how it comes out of the store, and how a rejected application comes back as one.
// Threads: the store's. Errors: those of the store and the vault; KeyUnknown for another officer's draft (a supervisor
// opens it), NotFound when the form's version is not installed, Corrupt or BadInput for content that cannot be read.
#pragma once

#include "station/workflow/enrollment_model.h"

namespace station {

base::Result<DraftContent> readDraft(const store::StoreView& store, const std::string& id, const vault::Unlocked& session,
                                     const forms::SchemaSet& schemas);

// A new draft of this form with its first values (those the form begins with), in one transaction.
base::Result<void> beginDraft(store::Store& store, const forms::Schema& schema, const std::string& id, const vault::Unlocked& session,
                              base::Instant now);

// The correction kept for a rejected packet becomes a new draft, in one transaction.
base::Result<void> beginCorrection(store::Store& store, const std::string& packetId, const std::string& draftId,
                                   const vault::Unlocked& session, base::Instant now);

}  // namespace station
