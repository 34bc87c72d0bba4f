// The station at work: see Station. Split over four sources: set-up and login, officers, applications, forms packs.
#pragma once

#include <map>

#include "station/workflow/core.h"
#include "station/workflow/pack_room.h"
#include "station/workflow/sender.h"
#include "station/workflow/station.h"
#include "station/workflow/training_gateway.h"

namespace station {

class StationModel final : public Station {
public:
    explicit StationModel(StationOptions options);
    ~StationModel() override;
    base::Result<void> begin();  // once, by Station::open

    Phase phase() const override { return phase_; }
    Mode mode() const override { return core_.mode; }
    const UnitView& unit() const override { return core_.unit; }
    std::optional<OfficerView> officer() const override;
    KeyGuard keyGuard() const override { return core_.keyGuard; }

    void setUpTraining(NewOfficer first, Done done) override;
    void setUpReal(base::Bytes provisioning, std::string activationCode, NewOfficer first, Done done) override;
    void prepareReal() override;
    void stayInTraining() override;

    void logIn(std::string login, base::SecretBytes passphrase, Done done) override;
    void lock() override;
    void unlock(base::SecretBytes passphrase, Done done) override;
    void logOut() override;
    std::chrono::seconds waitBeforeNextTry() const override;
    std::vector<OfficerView> officers() const override;
    void addOfficer(NewOfficer officer, Done done) override;
    void changePassphrase(base::SecretBytes old, base::SecretBytes next, Done done) override;
    void resetPassphrase(std::string officerId, base::SecretBytes next, Done done) override;
    void setDisabled(std::string officerId, Switch disabled, Done done) override;

    std::vector<forms::SchemaPtr> procedures() const override;
    const forms::Catalogues& catalogues() const override { return *core_.forms.catalogues; }
    std::shared_ptr<const forms::LawTables> law() const override { return core_.forms.law; }
    const FormsView& formsInUse() const override { return formsView_; }
    void loadPack(base::Bytes pack, Done done) override;
    void withdrawPack(Done done) override;
    void startEnrollment(const std::string& schemaId, Opened opened) override;
    void openDraft(const std::string& id, Opened opened) override;
    void reopenSealed(const std::string& id, std::string reason, Opened opened) override;
    void openCorrection(const std::string& id, Opened opened) override;
    void discardDraft(const std::string& id, Done done) override;
    void receiptPdf(const std::string& id, std::function<void(base::Result<base::Bytes>)> answer) override;

    std::unique_ptr<IdentifyFlow> identify(Enrollment& enrollment) override;
    std::unique_ptr<PortraitFlow> portrait(Enrollment& enrollment) override;
    std::unique_ptr<FingerprintFlow> fingerprints(Enrollment& enrollment) override;
    std::unique_ptr<DocumentsFlow> documents(Enrollment& enrollment) override;

    ApplicationList& applications() override { return *core_.list; }
    DeviceRoom& devices() override { return *devices_; }
    void checkMachine(std::function<void(std::vector<Finding>)> answer) override;
    const Preferences& preferences() const override { return core_.preferences; }
    base::Result<void> setPreferences(Preferences preferences) override;
    TodayView today() const override;
    StatusLine status() const override;
    void sendNow() override;
    void tick() override;
    base::Instant now() const override { return core_.clock.now(); }

private:
    struct Alive {
        StationModel* model = nullptr;  // main thread
    };
    // What a first start or a login brings from the worker to the main thread.
    struct SetUp;
    struct LoggedIn;
    struct Road;
    std::filesystem::path modeFolder(Mode mode) const;
    vault::Settings vaultSettings() const;
    base::Result<void> enter(Mode mode);                     // opens store, vault and list of a mode
    base::Result<void> enterSetUp(Mode mode);                // as set up before: with its unit
    void leave();                                            // closes what enter() opened
    base::Result<void> readUnit();
    void setUp(std::shared_ptr<SetUp> setUp, Done done);     // on the pool, then on the main thread
    void setUpDone(SetUp& setUp, base::Result<void> result, const Done& done);
    void loggedIn(LoggedIn& logged);
    void sendUnattended();                                   // where this computer guards the keys: nobody need be logged in
    void startSender(const Road& road, vault::StationSession session);
    void openPacks(std::vector<packet::VerifyKey> keys);     // the shelf of the mode, or the installed forms
    void checkPackKeys();                                    // after login: those that were used against those that were sealed
    void useForms(const FormsInUse& now);
    template <class Work>
    void onPacks(Work work, Done done);                      // work(packs, store, act) on the pool
    Finding packFinding() const;
    base::Bytes signedStationKeys(const vault::StationSession& station) const;
    void setPhase(Phase phase);
    template <class Work>
    void onVault(Work work, Done done);                      // officers: work(vault, session) on the pool
    template <class Work>
    void openFromStore(Work work, Opened opened);            // work(store) -> DraftContent on the store's thread
    void closeWindows();                                     // destroys content whose correction window has ended
    forms::LocalText titleOf(const std::string& schemaId) const;

    StationOptions options_;
    std::shared_ptr<Alive> alive_ = std::make_shared<Alive>();
    Core core_;
    Phase phase_ = Phase::Unknown;
    std::string lastLogin_;
    std::unique_ptr<TrainingGateway> gateway_;
    std::shared_ptr<devices::Desk> desk_;
    std::unique_ptr<DeviceRoom> devices_;
    std::unique_ptr<Sender> sender_;
    base::Instant lastWindowsCheck_{};
    base::Day lastDay_;
    std::vector<Subscription> links_, senderLinks_;
    forms::FormSet installedForms_;
    FormsView formsView_;
    std::vector<packet::VerifyKey> packKeys_;                // that the shelf is read with
    std::shared_ptr<PackRoom> packs_;                        // any thread; null before the set-up
    // Open screens point into lists that a pack has replaced; there are a few packs in a year.
    std::vector<std::shared_ptr<const forms::Catalogues>> formerLists_;
};

}  // namespace station
