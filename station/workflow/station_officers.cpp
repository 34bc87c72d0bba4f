// StationModel: officers and preferences.
#include "base/log.h"
#include "station/workflow/station_model.h"

namespace station {
namespace {

// One role is shown: the one that may do most.
Role roleOf(const vault::Roles& roles) {
    if (roles.count(vault::Role::Administrator) != 0) return Role::Administrator;
    if (roles.count(vault::Role::Supervisor) != 0) return Role::Supervisor;
    if (roles.count(vault::Role::Officer) != 0) return Role::Officer;
    if (roles.count(vault::Role::Clerk) != 0) return Role::Clerk;
    return Role::Unknown;
}

vault::Roles rolesOf(Role role) {
    switch (role) {
        case Role::Administrator: return {vault::Role::Administrator, vault::Role::Supervisor, vault::Role::Officer};
        case Role::Supervisor: return {vault::Role::Supervisor, vault::Role::Officer};
        case Role::Officer: return {vault::Role::Officer};
        case Role::Clerk: return {vault::Role::Clerk};
        case Role::Unknown: break;
    }
    return {};
}

OfficerView viewOf(const vault::OfficerInfo& info) {
    return {info.id, info.login, info.displayName, roleOf(info.roles), info.state == vault::OfficerState::Disabled};
}

std::string_view textOf(const std::shared_ptr<base::SecretBytes>& secret) { return base::textOf(secret->view()); }

}  // namespace

std::optional<OfficerView> StationModel::officer() const {
    if (!core_.session) return std::nullopt;
    return viewOf(core_.session->officer());
}

std::vector<OfficerView> StationModel::officers() const {
    std::vector<OfficerView> out;
    if (!core_.session) return out;
    const auto all = core_.vault->listOfficers(core_.session->station());
    if (!all) {
        base::log::failure("officers", all.error());
        return out;
    }
    for (const auto& info : *all) out.push_back(viewOf(info));
    return out;
}

template <class Work>
void StationModel::onVault(Work work, Done done) {
    if (phase_ != Phase::LoggedIn) return done(base::fail(base::Code::WrongState, "nobody is logged in"));
    const bool taken = core_.pool.submit([work = std::move(work), done, vault = core_.vault, session = core_.session, alive = alive_,
                                          dispatcher = options_.dispatcher](std::stop_token) {
        const base::Result<void> result = work(*vault, *session);
        dispatcher->post([alive, done, result] {
            if (alive->model == nullptr) return;
            if (result && alive->model->sender_) alive->model->sender_->registerKeys(alive->model->signedStationKeys(alive->model->core_.session->station()));
            done(result);
        });
    });
    if (!taken) done(base::fail(base::Code::Busy, "too much work waits"));
}

void StationModel::addOfficer(NewOfficer officer, Done done) {
    auto secret = std::make_shared<base::SecretBytes>(std::move(officer.passphrase));
    vault::NewOfficer fresh{officer.login, officer.name, rolesOf(officer.role)};
    onVault([fresh, secret](vault::Vault& vault, const vault::Unlocked& session) -> base::Result<void> {
        auto added = vault.addOfficer(session, fresh, textOf(secret));
        if (!added) return base::Failure(added.error());
        return {};
    }, std::move(done));
}

void StationModel::changePassphrase(base::SecretBytes old, base::SecretBytes next, Done done) {
    auto before = std::make_shared<base::SecretBytes>(std::move(old));
    auto after = std::make_shared<base::SecretBytes>(std::move(next));
    onVault([before, after](vault::Vault& vault, const vault::Unlocked& session) {
        return vault.changePassphrase(session, textOf(before), textOf(after));
    }, std::move(done));
}

void StationModel::resetPassphrase(std::string officerId, base::SecretBytes next, Done done) {
    auto secret = std::make_shared<base::SecretBytes>(std::move(next));
    onVault([officerId, secret](vault::Vault& vault, const vault::Unlocked& session) {
        return vault.resetByAdministrator(session, officerId, textOf(secret));
    }, std::move(done));
}

void StationModel::setDisabled(std::string officerId, Switch disabled, Done done) {
    const auto state = disabled == Switch::On ? vault::OfficerState::Disabled : vault::OfficerState::Active;
    onVault([officerId, state](vault::Vault& vault, const vault::Unlocked& session) { return vault.setState(session, officerId, state); },
            std::move(done));
}

base::Result<void> StationModel::setPreferences(Preferences preferences) {
    if (auto saved = savePreferences(options_.configFolder, preferences); !saved) return saved;
    core_.preferences = std::move(preferences);
    preferencesChanged.emit();
    return {};
}

}  // namespace station
