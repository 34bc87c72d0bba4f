// The station as a whole: what it is set up as, who is logged in, and the doors to everything else. Windows, the command
// line and tests all use the same object; it knows no window.
// Threads: main thread only. Long work (keys, store, network) runs on workers; answers come through the dispatcher.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/secret_bytes.h"
#include "forms/catalogue.h"
#include "forms/law.h"
#include "station/workflow/application_list.h"
#include "station/workflow/device_room.h"
#include "station/workflow/enrollment.h"
#include "station/workflow/flows.h"
#include "station/workflow/preferences.h"
#include "station/workflow/self_check.h"
#include "station/workflow/signal.h"
#include "station/workflow/views.h"

namespace vault {
class DeviceKeyProtector;
}

namespace station {

// How dear a passphrase is to try: Normal for people, Cheap for tests only.
enum class KeyCost { Unknown = 0, Normal, Cheap };

struct StationOptions {
    std::filesystem::path dataFolder;
    std::filesystem::path configFolder;
    std::filesystem::path resources;
    std::filesystem::path gatewayProgram;      // enrollment-gateway, for training mode
    base::Clock* clock = nullptr;              // outlives the station
    Dispatcher* dispatcher = nullptr;          // outlives the station
    KeyCost keyCost = KeyCost::Normal;
    std::shared_ptr<vault::DeviceKeyProtector> keyStore;  // null: the system's own, where it has one
    std::uint64_t trainingSeed = 1;            // the first virtual citizen
    std::optional<std::filesystem::path> recordings;  // real pictures for the virtual devices to play
};

struct NewOfficer {
    std::string login;
    std::string name;
    Role role = Role::Officer;
    base::SecretBytes passphrase;
};

inline constexpr std::size_t kMinPassphraseLetters = 8;

class Station {
public:
    using Done = std::function<void(base::Result<void>)>;
    using Opened = std::function<void(base::Result<std::unique_ptr<Enrollment>>)>;

    // Busy when another station runs on the same folder; Corrupt and others as the store says.
    static base::Result<std::unique_ptr<Station>> open(StationOptions options);
    virtual ~Station() = default;

    virtual Phase phase() const = 0;
    virtual Mode mode() const = 0;                       // Unknown before the set-up
    virtual const UnitView& unit() const = 0;
    virtual std::optional<OfficerView> officer() const = 0;
    virtual KeyGuard keyGuard() const = 0;               // as found at the login

    // --- first start
    virtual void setUpTraining(NewOfficer first, Done done) = 0;
    // Also after prepareReal(). A failure leaves things as they were.
    virtual void setUpReal(base::Bytes provisioning, std::string activationCode, NewOfficer first, Done done) = 0;
    // At the login of training mode: the first start again, to set this machine up for work with citizens. mode() says
    // Training still; what was done in training stays in its folder. There is no way back once real mode is set up.
    virtual void prepareReal() = 0;
    virtual void stayInTraining() = 0;

    // --- officers
    virtual void logIn(std::string login, base::SecretBytes passphrase, Done done) = 0;
    virtual void lock() = 0;                             // idle: windows hide, sending goes on
    virtual void unlock(base::SecretBytes passphrase, Done done) = 0;
    virtual void logOut() = 0;
    virtual std::chrono::seconds waitBeforeNextTry() const = 0;
    virtual std::vector<OfficerView> officers() const = 0;
    virtual void addOfficer(NewOfficer officer, Done done) = 0;
    virtual void changePassphrase(base::SecretBytes old, base::SecretBytes next, Done done) = 0;
    virtual void resetPassphrase(std::string officerId, base::SecretBytes next, Done done) = 0;
    virtual void setDisabled(std::string officerId, Switch disabled, Done done) = 0;

    // --- work; applications are named by AppRow::id
    virtual std::vector<forms::SchemaPtr> procedures() const = 0;   // offered today by this unit
    // Lists as of now. What was handed out lives as long as the station, also when a forms pack replaces it.
    virtual const forms::Catalogues& catalogues() const = 0;
    virtual std::shared_ptr<const forms::LawTables> law() const = 0;  // holidays, deadlines, fees
    virtual const FormsView& formsInUse() const = 0;
    // A forms pack from a file: verified, later than every other, loads, else nothing changes. In use when done; open
    // applications keep the version of their form. Unsupported (this station takes no packs), WrongState, those of
    // packet::PackShelf::take.
    virtual void loadPack(base::Bytes pack, Done done) = 0;
    // Back to the former pack or to the installed forms; a supervisor's or an administrator's act (PermissionDenied).
    // The pack never returns: the upstream issues a later one. WrongState when none is in use.
    virtual void withdrawPack(Done done) = 0;
    virtual void startEnrollment(const std::string& schemaId, Opened opened) = 0;
    virtual void openDraft(const std::string& id, Opened opened) = 0;
    virtual void reopenSealed(const std::string& id, std::string reason, Opened opened) = 0;
    virtual void openCorrection(const std::string& id, Opened opened) = 0;  // a rejected one as a new draft
    virtual void discardDraft(const std::string& id, Done done) = 0;
    virtual void receiptPdf(const std::string& id, std::function<void(base::Result<base::Bytes>)> answer) = 0;

    virtual std::unique_ptr<IdentifyFlow> identify(Enrollment& enrollment) = 0;
    virtual std::unique_ptr<PortraitFlow> portrait(Enrollment& enrollment) = 0;
    virtual std::unique_ptr<FingerprintFlow> fingerprints(Enrollment& enrollment) = 0;
    virtual std::unique_ptr<DocumentsFlow> documents(Enrollment& enrollment) = 0;

    virtual ApplicationList& applications() = 0;
    virtual DeviceRoom& devices() = 0;
    // Looks on a worker whether the machine has what the station needs; also before anyone has logged in.
    virtual void checkMachine(std::function<void(std::vector<Finding>)> answer) = 0;
    virtual const Preferences& preferences() const = 0;
    virtual base::Result<void> setPreferences(Preferences preferences) = 0;
    virtual TodayView today() const = 0;                 // from what is in memory; todayChanged tells of newer
    virtual StatusLine status() const = 0;
    virtual void sendNow() = 0;                          // try every waiting packet at once
    virtual void tick() = 0;                             // about once a second from the main loop
    virtual base::Instant now() const = 0;

    Signal<> phaseChanged;
    Signal<> statusChanged;
    Signal<> todayChanged;
    Signal<> preferencesChanged;
    Signal<> formsChanged;                               // formsInUse() says something else, and catalogues and law may
};

}  // namespace station
