// What the parts of the workflow share: who is logged in, where things are kept, and the two kinds of workers.
// Threads: main thread, except the members that say otherwise.
#pragma once

#include <memory>
#include <optional>

#include "base/clock.h"
#include "base/worker.h"
#include "forms/form_set.h"
#include "station/workflow/application_list_model.h"
#include "station/workflow/dispatcher.h"
#include "station/workflow/preferences.h"
#include "station/workflow/signal.h"
#include "station/workflow/store_room.h"
#include "station/workflow/views.h"
#include "sync/packet/provisioning.h"
#include "sync/vault/vault.h"

namespace station {

class Sender;

struct Core {
    Core(std::filesystem::path resourceFolder, base::Clock& theClock, Dispatcher& theDispatcher)
        : resources(std::move(resourceFolder)), clock(theClock), dispatcher(theDispatcher) {}

    std::filesystem::path resources;
    std::filesystem::path prints;                           // documents to be printed, while their application is open
    base::Clock& clock;
    Dispatcher& dispatcher;
    Mode mode = Mode::Unknown;
    UnitView unit;
    Preferences preferences;
    forms::FormSet forms;                                   // in use; replaced as a whole, its parts shared with workers
    std::unique_ptr<StoreRoom> store;
    std::shared_ptr<vault::DeviceKeyProtector> keyStore;    // any thread; null: none
    std::shared_ptr<vault::Vault> vault;                    // any thread
    KeyGuard keyGuard = KeyGuard::Unknown;
    std::shared_ptr<const vault::Unlocked> session;         // shared with workers; null when logged out
    std::shared_ptr<const packet::Provisioning> provisioning;  // after login
    std::unique_ptr<ApplicationListModel> list;
    Signal<> ticked;                                        // about once a second
    Sender* sender = nullptr;                               // null while logged out
    // Whether the fingerprint scanner at hand can take the ten prints a card asks for; nothing while none is there.
    std::function<std::optional<bool>()> scannerTakesTen;
    base::Pool pool{2, 64};                                 // CPU work: Argon2id, sealing, judging stills

    base::Day today() const { return base::dayInVietnam(clock.now()); }
};

}  // namespace station
