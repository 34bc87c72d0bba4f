// A station for page tests whose state is set by hand: rows by the hundred thousand, rejections, wrong
// passphrases. What a page asks of it is written down. The real station is used by the guided job's tests;
// this one reaches states that take days to reach there.
#pragma once

#include <map>

#include "station/workflow/station.h"

namespace uitest {

class ScriptedList final : public station::ApplicationList {
public:
    void setRows(std::vector<station::AppRow> rows);
    station::AppRow& at(const std::string& id);
    void setFilter(station::ListFilter filter) override;
    const station::ListFilter& filter() const override { return filter_; }
    std::size_t size() const override { return shown_.size(); }
    const station::AppRow& row(std::size_t index) const override { return rows_[shown_[index]]; }
    std::optional<std::size_t> indexOf(const std::string& id) const override;
    bool loading() const override { return loading_; }
    station::Totals totals() const override;
    bool loading_ = false;

private:
    bool passes(const station::AppRow& row) const;
    std::vector<station::AppRow> rows_;
    std::vector<std::size_t> shown_;
    station::ListFilter filter_;
};

class ScriptedStation final : public station::Station {
public:
    ScriptedStation();

    station::Phase phase() const override { return phase_; }
    station::Mode mode() const override { return mode_; }
    const station::UnitView& unit() const override { return unit_; }
    std::optional<station::OfficerView> officer() const override { return officer_; }
    station::KeyGuard keyGuard() const override { return keyGuard_; }
    void setUpTraining(station::NewOfficer first, Done done) override;
    void setUpReal(base::Bytes provisioning, std::string activationCode, station::NewOfficer first,
                   Done done) override;
    void prepareReal() override { enter(station::Phase::FirstStart); }
    void stayInTraining() override { enter(station::Phase::LoggedOut); }
    void logIn(std::string login, base::SecretBytes passphrase, Done done) override;
    void lock() override { enter(station::Phase::IdleLocked); }
    void unlock(base::SecretBytes passphrase, Done done) override;
    void logOut() override;
    std::chrono::seconds waitBeforeNextTry() const override { return wait_; }
    std::vector<station::OfficerView> officers() const override { return officers_; }
    void addOfficer(station::NewOfficer officer, Done done) override;
    void changePassphrase(base::SecretBytes old, base::SecretBytes next, Done done) override;
    void resetPassphrase(std::string officerId, base::SecretBytes next, Done done) override;
    void setDisabled(std::string officerId, station::Switch disabled, Done done) override;
    std::vector<forms::SchemaPtr> procedures() const override { return {}; }
    const forms::Catalogues& catalogues() const override;
    std::shared_ptr<const forms::LawTables> law() const override { return nullptr; }  // no procedure asks
    const station::FormsView& formsInUse() const override { return forms_; }
    void loadPack(base::Bytes pack, Done done) override;
    void withdrawPack(Done done) override;
    void startEnrollment(const std::string& schemaId, Opened opened) override;
    void openDraft(const std::string& id, Opened opened) override;
    void reopenSealed(const std::string& packetId, std::string reason, Opened opened) override;
    void openCorrection(const std::string& packetId, Opened opened) override;
    void discardDraft(const std::string& id, Done done) override;
    void receiptPdf(const std::string& packetId,
                    std::function<void(base::Result<base::Bytes>)> answer) override;
    std::unique_ptr<station::IdentifyFlow> identify(station::Enrollment&) override { return nullptr; }
    std::unique_ptr<station::PortraitFlow> portrait(station::Enrollment&) override { return nullptr; }
    std::unique_ptr<station::FingerprintFlow> fingerprints(station::Enrollment&) override { return nullptr; }
    std::unique_ptr<station::DocumentsFlow> documents(station::Enrollment&) override { return nullptr; }
    station::ApplicationList& applications() override { return list_; }
    station::DeviceRoom& devices() override;
    void checkMachine(std::function<void(std::vector<station::Finding>)> answer) override { answer(findings_); }
    const station::Preferences& preferences() const override { return preferences_; }
    base::Result<void> setPreferences(station::Preferences preferences) override;
    station::TodayView today() const override { return today_; }
    station::StatusLine status() const override { return status_; }
    void sendNow() override { calls_.push_back("send"); }
    void tick() override { ++ticks_; }
    base::Instant now() const override { return now_; }

    void enter(station::Phase phase);
    void fillDay();  // a working day with everything on it

    station::Phase phase_ = station::Phase::LoggedIn;
    station::Mode mode_ = station::Mode::Training;
    station::UnitView unit_;
    station::KeyGuard keyGuard_ = station::KeyGuard::PassphraseOnly;
    station::FormsView forms_;
    std::optional<station::OfficerView> officer_;
    std::vector<station::OfficerView> officers_;
    std::string passphrase_ = "chim bay cao";
    std::chrono::seconds wait_{0};
    station::Preferences preferences_;
    std::vector<station::Finding> findings_;
    station::TodayView today_;
    station::StatusLine status_;
    ScriptedList list_;
    base::Instant now_;
    std::vector<std::string> calls_;
    std::optional<base::Error> nextProblem_;
    int ticks_ = 0;

private:
    base::Result<void> outcome();
};

// Invented applications in every state, newest first.
std::vector<station::AppRow> inventedRows(std::size_t count, base::Instant now);

}  // namespace uitest
