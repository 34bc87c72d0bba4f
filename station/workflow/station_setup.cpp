// StationModel: opening, first start, login and what runs with it.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/log.h"
#include "station/workflow/provisioning_keep.h"
#include "station/workflow/station_model.h"

namespace station {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr char kModeFile[] = "mode";
constexpr char kUnitSetting[] = "station";
constexpr char kProvisioningSetting[] = "provisioning";
constexpr std::size_t kMaxModeFile = 64;
const std::vector<std::string> kTrainingCapabilities = {"card_14plus", "card_under14", "card_reissue", "eid_l2", "number_confirmation",
                                                        "data_change", "origin_certificate"};

json unitJson(const packet::Provisioning& p) {
    std::vector<std::string> packKeys;
    for (const auto& key : p.packKeys) packKeys.push_back(key.text());
    return {{"station", p.station}, {"code", p.unit.code}, {"name", p.unit.name},
            {"capabilities", p.unit.capabilities}, {"upstream", p.upstream}, {"pack_keys", std::move(packKeys)}};
}

KeyGuard guardOf(vault::Protection protection) {
    switch (protection) {
        case vault::Protection::PassphraseOnly: return KeyGuard::PassphraseOnly;
        case vault::Protection::System: return KeyGuard::System;
        case vault::Protection::Elsewhere: return KeyGuard::Elsewhere;
        case vault::Protection::Unknown: break;
    }
    return KeyGuard::Unknown;
}

// A vault from before this computer guarded keys, or from another one, is guarded here from its next login on.
KeyGuard guardedKeys(vault::Vault& vault, const vault::StationSession& station) {
    const auto before = vault.protection();
    if (before && *before == vault::Protection::Elsewhere) base::log::warning("keys-guarded-elsewhere");
    if (auto guarded = vault.guardBySystem(station); !guarded) base::log::failure("keys-not-guarded", guarded.error());
    const auto now = vault.protection();
    return now ? guardOf(*now) : KeyGuard::Unknown;
}

const char* nameOf(Mode mode) { return mode == Mode::Real ? "real" : "training"; }

}  // namespace

// Filled on the worker, taken over on the main thread.
struct StationModel::SetUp {
    Mode mode = Mode::Unknown;
    Mode before = Mode::Unknown;  // Training when this machine has been set up for training already
    NewOfficer first;
    std::function<base::Result<packet::Provisioning>()> provisioning;
    std::unique_ptr<TrainingGateway> gateway;
};

// Where packets go.
struct StationModel::Road {
    std::shared_ptr<const packet::Provisioning> provisioning;
    std::string upstreamUrl;  // where the upstream is reached now

    // On a worker. Starts the training gateway where there is one.
    static base::Result<Road> open(StoreRoom& store, TrainingGateway* gateway, const vault::StationCipher& cipher) {
        const auto sealed = store.call([](store::Store& s) { return s.setting(kProvisioningSetting); });
        if (!sealed) return base::Failure(sealed.error());
        auto provisioning = openProvisioningOfStation(*sealed, cipher);
        if (!provisioning) return base::Failure(provisioning.error());
        Road road;
        road.upstreamUrl = provisioning->upstream;
        road.provisioning = std::make_shared<const packet::Provisioning>(std::move(*provisioning));
        if (gateway == nullptr) return road;
        auto url = gateway->start();
        if (url) road.upstreamUrl = *url;
        else base::log::failure("training-gateway", url.error());  // offline is normal: work goes on
        return road;
    }
};

struct StationModel::LoggedIn {
    std::shared_ptr<const vault::Unlocked> session;
    Road road;
    KeyGuard keyGuard = KeyGuard::Unknown;
};

base::Result<std::unique_ptr<Station>> Station::open(StationOptions options) {
    auto model = std::make_unique<StationModel>(std::move(options));
    if (auto begun = model->begin(); !begun) return base::Failure(begun.error());
    return std::unique_ptr<Station>(std::move(model));
}

StationModel::StationModel(StationOptions options)
    : options_(std::move(options)), core_(options_.resources, *options_.clock, *options_.dispatcher) {
    alive_->model = this;
    core_.keyStore = options_.keyStore ? options_.keyStore : std::shared_ptr(vault::deviceKeyProtector());
}

StationModel::~StationModel() {
    alive_->model = nullptr;
    sender_.reset();
    core_.pool.drain();  // a seal or a change of officers in work is finished, not dropped
    devices_.reset();
}

base::Result<void> StationModel::begin() {
    auto installed = forms::FormSet::load(options_.resources / "forms");
    if (!installed) return base::pass(installed.error(), "forms");
    installedForms_ = std::move(*installed);
    openPacks({});
    auto preferences = loadPreferences(options_.configFolder);
    if (!preferences) return base::Failure(preferences.error());
    core_.preferences = std::move(*preferences);
    if (auto made = base::makePrivateFolder(options_.dataFolder); !made) return made;
    core_.prints = options_.dataFolder / "prints";
    std::error_code error;
    if (fs::exists(core_.prints, error)) {  // of a program that was ended over them
        if (auto gone = base::removeFolder(core_.prints); !gone) base::log::failure("prints-stay", gone.error());
    }

    const auto mode = base::readFile(options_.dataFolder / kModeFile, kMaxModeFile);
    if (!mode && mode.error().code != base::Code::NotFound) return base::Failure(mode.error());
    if (!mode) {
        setPhase(Phase::FirstStart);
        return {};
    }
    if (auto entered = enterSetUp(base::textOf(*mode) == "real" ? Mode::Real : Mode::Training); !entered) return entered;
    setPhase(Phase::LoggedOut);
    sendUnattended();
    return {};
}

void StationModel::checkMachine(std::function<void(std::vector<Finding>)> answer) {
    const Machine machine{options_.dataFolder, options_.configFolder, options_.resources};
    const auto look = [machine, answer, alive = alive_, dispatcher = &core_.dispatcher](const std::stop_token&) {
        dispatcher->post([alive, answer, found = station::checkMachine(machine)]() mutable {
            if (alive->model == nullptr) return;
            const auto forms = std::find_if(found.begin(), found.end(), [](const Finding& f) { return std::string_view(f.words().check) == "forms"; });
            found.insert(forms == found.end() ? forms : std::next(forms), alive->model->packFinding());
            answer(found);
        });
    };
    if (!core_.pool.submit(look)) answer({});
}

fs::path StationModel::modeFolder(Mode mode) const { return options_.dataFolder / nameOf(mode); }

vault::Settings StationModel::vaultSettings() const {
    const packet::KdfCost cost = options_.keyCost == KeyCost::Cheap ? packet::KdfCost{1, 8192} : packet::KdfCost{};
    return {&core_.clock, cost, core_.keyStore.get()};
}

base::Result<void> StationModel::enter(Mode mode) {
    const fs::path folder = modeFolder(mode);
    if (auto made = base::makePrivateFolder(folder); !made) return made;
    auto store = StoreRoom::open(folder / "station.db", core_.clock.now());
    if (!store) return base::pass(store.error(), "store");
    core_.store = std::move(*store);
    std::error_code error;
    if (fs::exists(folder / "vault.json", error)) {
        auto opened = vault::Vault::open(folder / "vault.json", vaultSettings());
        if (!opened) return base::pass(opened.error(), "vault");
        core_.vault = std::make_shared<vault::Vault>(std::move(*opened));
    }
    core_.mode = mode;
    core_.list = std::make_unique<ApplicationListModel>(folder / "station.db", core_.dispatcher, core_.clock,
                                                        [this](const std::string& id) { return titleOf(id); });
    links_.push_back(core_.list->changed.connect([this] {
        todayChanged.emit();
        statusChanged.emit();
    }));
    if (mode == Mode::Training) {
        gateway_ = std::make_unique<TrainingGateway>(options_.gatewayProgram, folder / "gateway", options_.resources);
        desk_ = std::make_shared<devices::Desk>(options_.trainingSeed);
        if (options_.recordings) desk_->playFrom(*options_.recordings);
    }
    devices_ = std::make_unique<DeviceRoom>(mode, core_.preferences, desk_, core_.dispatcher);
    links_.push_back(devices_->changed.connect([this](devices::Kind) { statusChanged.emit(); }));
    core_.scannerTakesTen = [this] { return devices_->fingerprintTakesTen(); };
    return {};
}

base::Result<void> StationModel::enterSetUp(Mode mode) {
    if (auto entered = enter(mode); !entered) return entered;
    return readUnit();
}

void StationModel::leave() {
    senderLinks_.clear();
    sender_.reset();
    core_.pool.drain();  // nothing looks into the store any more
    links_.clear();
    devices_.reset();
    desk_.reset();
    core_.list.reset();
    packs_.reset();
    core_.store.reset();
    core_.vault.reset();
    openPacks({});
    core_.mode = Mode::Unknown;
    gateway_.reset();
}

base::Result<void> StationModel::readUnit() {
    const auto kept = core_.store->call([](store::Store& s) { return s.setting(kUnitSetting); });
    if (!kept) return base::pass(kept.error(), "unit");
    const json in = json::parse(base::textOf(*kept), nullptr, false);
    if (!in.is_object()) return base::fail(base::Code::Corrupt, "unit setting");
    core_.unit = {in.value("station", ""), in.value("code", ""), in.value("name", ""),
                  in.value("capabilities", std::vector<std::string>{}), in.value("upstream", "")};
    std::vector<packet::VerifyKey> packKeys;
    for (const auto& text : in.value("pack_keys", std::vector<std::string>{})) {
        auto key = packet::VerifyKey::parse(text);
        if (key) packKeys.push_back(std::move(*key));  // the login compares them with the sealed ones
    }
    openPacks(std::move(packKeys));
    return {};
}

void StationModel::prepareReal() {
    if (phase_ == Phase::LoggedOut && core_.mode == Mode::Training) setPhase(Phase::FirstStart);
}

void StationModel::stayInTraining() {
    if (phase_ == Phase::FirstStart && core_.mode == Mode::Training) setPhase(Phase::LoggedOut);
}

void StationModel::setUpTraining(NewOfficer first, Done done) {
    if (phase_ != Phase::FirstStart || core_.mode != Mode::Unknown)
        return done(base::fail(base::Code::WrongState, "training is set up"));
    auto job = std::make_shared<SetUp>();
    job->mode = Mode::Training;
    job->first = std::move(first);
    if (auto entered = enter(Mode::Training); !entered) return done(entered);
    job->provisioning = [gateway = gateway_.get()] { return gateway->issue(kTrainingCapabilities); };
    setUp(std::move(job), std::move(done));
}

void StationModel::setUpReal(base::Bytes provisioning, std::string activationCode, NewOfficer first, Done done) {
    if (phase_ != Phase::FirstStart) return done(base::fail(base::Code::WrongState, "not at the first start"));
    auto job = std::make_shared<SetUp>();
    job->mode = Mode::Real;
    job->before = core_.mode;
    job->first = std::move(first);
    if (job->before != Mode::Unknown) leave();
    if (auto entered = enter(Mode::Real); !entered) return setUpDone(*job, entered, done);
    job->provisioning = [file = std::move(provisioning), code = std::move(activationCode)]() -> base::Result<packet::Provisioning> {
        auto opened = packet::openProvisioning(file, code);
        if (opened && opened->purpose != packet::Purpose::Real) return base::fail(base::Code::Refused, "a provisioning file of a training gateway");
        return opened;
    };
    setUp(std::move(job), std::move(done));
}

void StationModel::setUp(std::shared_ptr<SetUp> job, Done done) {
    const fs::path vaultFile = modeFolder(job->mode) / "vault.json";
    const fs::path modeFile = options_.dataFolder / kModeFile;
    const vault::Settings settings = vaultSettings();
    const bool taken = core_.pool.submit([this, job, done, vaultFile, modeFile, settings, store = core_.store.get(), alive = alive_](std::stop_token) {
        const auto result = [&]() -> base::Result<void> {
            // Checked first: a wrong activation code must leave nothing behind.
            auto provisioning = job->provisioning();
            if (!provisioning) return base::Failure(provisioning.error());
            // A set-up that was interrupted left a vault that guards nothing yet.
            std::error_code error;
            fs::remove(vaultFile, error);
            vault::NewOfficer first{job->first.login, job->first.name, {vault::Role::Officer, vault::Role::Supervisor}};
            const auto pass = base::textOf(job->first.passphrase.view());
            auto made = vault::Vault::create(vaultFile, first, pass, settings);
            if (!made) return base::Failure(made.error());
            auto session = made->login(job->first.login, pass);
            if (!session) return base::Failure(session.error());
            const auto sealed = sealProvisioningForStation(*provisioning, session->station().cipher());
            const std::string unit = unitJson(*provisioning).dump();
            auto kept = store->call([&](store::Store& s) -> base::Result<void> {
                if (auto put = s.putSetting(kProvisioningSetting, sealed); !put) return put;
                return s.putSetting(kUnitSetting, base::viewOf(unit));
            });
            if (!kept) return kept;
            return base::writeFileDurably(modeFile, base::viewOf(nameOf(job->mode)));
        }();
        options_.dispatcher->post([alive, job, done, result] {
            if (alive->model != nullptr) alive->model->setUpDone(*job, result, done);
        });
    });
    if (!taken) setUpDone(*job, base::fail(base::Code::Busy, "too much work waits"), done);
}

void StationModel::setUpDone(SetUp& job, base::Result<void> result, const Done& done) {
    if (!result) {
        leave();
        if (job.before != Mode::Unknown) {
            if (auto back = enterSetUp(job.before); !back) base::log::failure("back-to-training", back.error());
        }
        return done(result);
    }
    auto opened = vault::Vault::open(modeFolder(job.mode) / "vault.json", vaultSettings());
    if (!opened) return done(base::Failure(opened.error()));
    core_.vault = std::make_shared<vault::Vault>(std::move(*opened));
    if (auto read = readUnit(); !read) return done(read);
    setPhase(Phase::LoggedOut);
    logIn(job.first.login, std::move(job.first.passphrase), done);
}

void StationModel::logIn(std::string login, base::SecretBytes passphrase, Done done) {
    if (phase_ != Phase::LoggedOut) return done(base::fail(base::Code::WrongState, "not at the login"));
    lastLogin_ = login;
    auto secret = std::make_shared<base::SecretBytes>(std::move(passphrase));
    const bool taken = core_.pool.submit([login, secret, done, vault = core_.vault, store = core_.store.get(), gateway = gateway_.get(), alive = alive_,
                                          dispatcher = options_.dispatcher](std::stop_token) {
        auto logged = std::make_shared<LoggedIn>();
        const auto result = [&]() -> base::Result<void> {
            auto session = vault->login(login, base::textOf(secret->view()));
            if (!session) return base::Failure(session.error());
            logged->session = std::make_shared<const vault::Unlocked>(std::move(*session));
            logged->keyGuard = guardedKeys(*vault, logged->session->station());
            auto road = Road::open(*store, gateway, logged->session->station().cipher());
            if (!road) return base::Failure(road.error());
            logged->road = std::move(*road);
            return {};
        }();
        dispatcher->post([alive, logged, done, result] {
            if (alive->model == nullptr) return;
            if (alive->model->phase_ != Phase::LoggedOut) return done(base::fail(base::Code::WrongState, "not at the login"));
            if (result) alive->model->loggedIn(*logged);
            done(result);
        });
    });
    if (!taken) done(base::fail(base::Code::Busy, "too much work waits"));
}

void StationModel::loggedIn(LoggedIn& logged) {
    core_.session = std::move(logged.session);
    core_.provisioning = logged.road.provisioning;
    core_.keyGuard = logged.keyGuard;
    checkPackKeys();
    auto cipher = std::make_shared<const vault::StationCipher>(core_.session->station().cipher().clone());
    core_.list->load(std::move(cipher));
    startSender(logged.road, core_.session->station().clone());
    core_.sender = sender_.get();
    senderLinks_.push_back(sender_->moved.connect([this](const std::string& id) { core_.list->refresh(id); }));
    senderLinks_.push_back(sender_->progress.connect([this](const std::string& id, std::uint64_t stored) { core_.list->setProgress(id, stored); }));
    closeWindows();
    setPhase(Phase::LoggedIn);
    statusChanged.emit();
}

void StationModel::startSender(const Road& road, vault::StationSession session) {
    senderLinks_.clear();
    sender_.reset();  // the one that sent while nobody was logged in: never two at once
    auto keys = signedStationKeys(session);
    SenderSetup setup{core_.unit.station, {}, {}, std::move(session), std::move(keys), packs_};
    setup.upstream.url = road.upstreamUrl;
    setup.upstream.caPem = road.provisioning->caCertificate;
    setup.upstream.clientCertificatePem = road.provisioning->clientCertificate;
    setup.upstream.clientKeyPem = std::make_shared<const base::SecretBytes>(road.provisioning->clientKey.clone());
    setup.upstream.proxy = core_.preferences.proxy;
    setup.upstream.bytesPerSecond = core_.preferences.bandwidthCapBytesPerSecond;
    for (const auto& key : road.provisioning->gatewayKeys) setup.gatewayKeys.add(key);
    sender_ = std::make_unique<Sender>(*core_.store, core_.dispatcher, core_.clock, std::move(setup));
    senderLinks_.push_back(sender_->lineChanged.connect([this] { statusChanged.emit(); }));
}

void StationModel::sendUnattended() {
    if (!core_.keyStore || !core_.vault) return;
    struct Ready {
        std::optional<vault::StationSession> session;
        Road road;
    };
    const bool taken = core_.pool.submit([vault = core_.vault, store = core_.store.get(), gateway = gateway_.get(), alive = alive_,
                                          dispatcher = options_.dispatcher](std::stop_token) {
        auto station = vault->openStation();
        if (!station) return base::log::failure("send-unattended", station.error());  // it waits for a login
        auto road = Road::open(*store, gateway, station->cipher());
        if (!road) return base::log::failure("send-unattended", road.error());
        auto ready = std::make_shared<Ready>(Ready{std::move(*station), std::move(*road)});
        dispatcher->post([alive, ready] {
            StationModel* model = alive->model;
            if (model == nullptr || model->phase_ != Phase::LoggedOut || model->sender_) return;
            model->startSender(ready->road, std::move(*ready->session));
        });
    });
    if (!taken) base::log::warning("send-unattended-busy");
}

base::Bytes StationModel::signedStationKeys(const vault::StationSession& station) const {
    packet::StationKeys keys{core_.unit.station, station.signingKey().verifyKey(), station.correctionKey().recipient(), {}, core_.clock.now()};
    const auto officers = core_.vault->listOfficers(station);
    if (!officers) {
        base::log::failure("officers", officers.error());
    } else {
        for (const auto& officer : *officers) {
            auto key = packet::VerifyKey::parse(officer.verifyKey);
            if (key) keys.officers.push_back({officer.id, std::move(*key)});
        }
    }
    return packet::signStationKeys(keys, station.signingKey());
}

void StationModel::lock() {
    if (phase_ == Phase::LoggedIn) setPhase(Phase::IdleLocked);
}

void StationModel::unlock(base::SecretBytes passphrase, Done done) {
    if (phase_ != Phase::IdleLocked) return done(base::fail(base::Code::WrongState, "not locked"));
    auto secret = std::make_shared<base::SecretBytes>(std::move(passphrase));
    const bool taken = core_.pool.submit([secret, done, vault = core_.vault, session = core_.session, alive = alive_, dispatcher = options_.dispatcher](std::stop_token) {
        const auto same = vault->verifyPassphrase(*session, base::textOf(secret->view()));
        dispatcher->post([alive, done, same, session] {
            if (alive->model == nullptr) return;
            if (alive->model->core_.session != session) return done(base::fail(base::Code::WrongState, "logged out meanwhile"));
            if (same) alive->model->setPhase(Phase::LoggedIn);
            done(same);
        });
    });
    if (!taken) done(base::fail(base::Code::Busy, "too much work waits"));
}

void StationModel::logOut() {
    if (phase_ != Phase::LoggedIn && phase_ != Phase::IdleLocked) return;
    core_.sender = nullptr;
    sender_.reset();
    senderLinks_.clear();
    core_.list->clear();
    core_.session.reset();
    core_.provisioning.reset();
    setPhase(Phase::LoggedOut);
    sendUnattended();
}

std::chrono::seconds StationModel::waitBeforeNextTry() const {
    if (!core_.vault || lastLogin_.empty()) return std::chrono::seconds(0);
    const auto wait = core_.vault->waitFor(lastLogin_);
    return wait ? *wait : std::chrono::seconds(0);
}

void StationModel::setPhase(Phase phase) {
    if (phase_ == phase) return;
    phase_ = phase;
    phaseChanged.emit();
}

}  // namespace station
