#include "sync/vault/vault.h"

#include <sodium.h>

#include <algorithm>
#include <functional>
#include <mutex>
#include <optional>

#include "base/files.h"
#include "base/id.h"
#include "base/log.h"
#include "base/text.h"
#include "sync/packet/json.h"
#include "sync/vault/delay.h"
#include "sync/vault/document.h"
#include "sync/vault/slots.h"

namespace vault {
namespace {

namespace fs = std::filesystem;
using base::Bytes;
using base::Code;
using base::fail;
using base::Failure;
using base::Result;
using base::SecretBytes;
using packet::kKeySize;

constexpr std::uint64_t kMostFile = 16u << 20;

Result<void> checkPassphrase(std::string_view passphrase) {
    if (!base::isUtf8(passphrase) || base::codePoints(passphrase).size() < kShortestPassphrase) {
        return fail(Code::BadInput, "passphrase is shorter than " + std::to_string(kShortestPassphrase));
    }
    return {};
}

std::string foldLogin(std::string_view login) {
    return base::fold(base::squeeze(login));
}

Result<std::string> checkedLogin(const NewOfficer& officer) {
    std::string login = foldLogin(officer.login);
    if (!packet::json::isToken(login)) return fail(Code::BadInput, "login is malformed");
    if (officer.displayName.empty() || officer.displayName.size() > 400 ||
        !base::isUtf8(officer.displayName)) {
        return fail(Code::BadInput, "display name is malformed");
    }
    if (officer.roles.contains(Role::Unknown)) return fail(Code::BadInput, "role is malformed");
    return login;
}

bool holdsRecovery(const Roles& roles) {
    return roles.contains(Role::Supervisor) || roles.contains(Role::Administrator);
}

// Keys that a new officer's record is made with.
struct EnrollKeys {
    const SecretBytes& deviceKey;
    const StationCipher& cipher;
    const SecretBytes& recoverySecret;
};

Result<OfficerRecord> makeOfficer(const Document& document, const NewOfficer& officer,
                                  std::string_view passphrase, const Settings& settings,
                                  const EnrollKeys& keys) {
    auto login = checkedLogin(officer);
    if (!login) return Failure(login.error());
    if (auto longEnough = checkPassphrase(passphrase); !longEnough) return Failure(longEnough.error());
    OfficerRecord record;
    record.createdAt = std::chrono::floor<base::Duration>(settings.clock->now());
    record.id = base::newId(record.createdAt);
    record.login = std::move(*login);
    record.roles = officer.roles;
    record.state = OfficerState::Active;
    const OpenSlot own{keys.deviceKey.clone(), SecretBytes::random(kKeySize)};
    auto slot = makeSlot(document.id, record.id, passphrase, settings.cost, own);
    if (!slot) return Failure(slot.error());
    record.slot = std::move(*slot);
    record.name = keys.cipher.seal(base::viewOf(officer.displayName), "officer/" + record.id);
    const packet::SigningKey signing = packet::SigningKey::generate();
    record.verifyKey = signing.verifyKey().text();
    record.signingKey = packet::sealBox(own.officerKey.view(), signing.seed().view(),
                                        boundTo(document.id, record.id, "signing"));
    record.officerRecovery = sealToRecovery(document.recoveryPublic, own.officerKey.view(), record.id);
    if (holdsRecovery(record.roles)) {
        record.recoverySecret = packet::sealBox(own.officerKey.view(), keys.recoverySecret.view(),
                                                boundTo(document.id, record.id, "recovery"));
    }
    return record;
}

Result<OfficerInfo> infoOf(const OfficerRecord& record, const StationCipher& cipher) {
    const auto name = cipher.open(record.name, "officer/" + record.id);
    if (!name) return fail(Code::Corrupt, "vault file: an officer's name is damaged");
    return OfficerInfo{record.id,       record.login, std::string(base::textOf(*name)),
                       record.roles,    record.state, record.passphrase,
                       record.verifyKey};
}

Result<StationSession> openStationKeys(const Document& document, SecretBytes deviceKey) {
    if (auto whole = checkMac(document, deviceKey); !whole) return Failure(whole.error());
    const auto open = [&](const Bytes& box, std::string_view what) {
        return openStored(deviceKey, box, boundTo(document.id, "", what));
    };
    const auto signing = open(document.signingKey, "signing");
    if (!signing) return Failure(signing.error());
    const auto correction = open(document.correctionKey, "correction");
    if (!correction) return Failure(correction.error());
    auto index = open(document.indexKey, "index");
    if (!index) return Failure(index.error());
    return StationSession(std::move(deviceKey), packet::SigningKey::fromSeed(signing->view()).value(),
                          packet::AgeIdentity::fromSecret(correction->view()).value(),
                          StationCipher(std::move(*index)));
}

Result<Unlocked> openOfficerKeys(const Document& document, const OfficerRecord& record, OpenSlot slot) {
    auto station = openStationKeys(document, std::move(slot.deviceKey));
    if (!station) return Failure(station.error());
    auto info = infoOf(record, station->cipher());
    if (!info) return Failure(info.error());
    const auto seed =
        openStored(slot.officerKey, record.signingKey, boundTo(document.id, record.id, "signing"));
    if (!seed) return Failure(seed.error());
    SecretBytes recovery;
    if (!record.recoverySecret.empty()) {
        auto secret =
            openStored(slot.officerKey, record.recoverySecret, boundTo(document.id, record.id, "recovery"));
        if (!secret) return Failure(secret.error());
        recovery = std::move(*secret);
    }
    return Unlocked(std::move(*station), std::move(*info), std::move(slot.officerKey),
                    packet::SigningKey::fromSeed(seed->view()).value(), document.recoveryPublic,
                    std::move(recovery));
}

// A vault with the station's keys and nobody in it yet; `recoverySecret` comes out beside it.
Document newDocument(const Settings& settings, const SecretBytes& deviceKey, const SecretBytes& indexKey,
                     SecretBytes& recoverySecret) {
    Document document;
    document.id = base::newId(settings.clock->now());
    document.protector = "none";
    const auto store = [&](base::ByteView key, std::string_view what) {
        return packet::sealBox(deviceKey.view(), key, boundTo(document.id, "", what));
    };
    document.signingKey = store(packet::SigningKey::generate().seed().view(), "signing");
    document.correctionKey = store(packet::AgeIdentity::generate().secret().view(), "correction");
    document.indexKey = store(indexKey.view(), "index");
    recoverySecret = SecretBytes(crypto_box_SECRETKEYBYTES);
    document.recoveryPublic.resize(crypto_box_PUBLICKEYBYTES);
    crypto_box_keypair(document.recoveryPublic.data(), recoverySecret.data());
    return document;
}

// What a wrapped device key is bound to.
std::string systemBinding(const Document& document) {
    const Bytes words = boundTo(document.id, "", "system");
    return std::string(base::textOf(words));
}

Result<void> addSystemSlot(Document& document, const SecretBytes& deviceKey, DeviceKeyProtector* protector) {
    if (protector == nullptr) return {};
    auto wrapped = protector->wrap(deviceKey.view(), systemBinding(document));
    if (!wrapped) return Failure(wrapped.error());
    document.protector = protector->name();
    document.systemSlot = std::move(*wrapped);
    return {};
}

Result<SecretBytes> openSystemSlot(const Document& document, DeviceKeyProtector* protector) {
    if (document.systemSlot.empty() || protector == nullptr || protector->name() != document.protector) {
        return fail(Code::Unsupported, "the system does not guard this vault's device key");
    }
    auto deviceKey = protector->unwrap(document.systemSlot, systemBinding(document));
    if (!deviceKey) return base::pass(deviceKey.error(), "device key");
    if (auto whole = checkMac(document, *deviceKey); !whole) return Failure(whole.error());
    return deviceKey;
}

fs::path lockPath(const fs::path& path) {
    fs::path lock = path;
    lock += ".lock";
    return lock;
}

Result<Document> load(const fs::path& path) {
    const auto file = base::readFile(path, kMostFile);
    if (!file) return base::pass(file.error(), "vault file");
    return readDocument(*file);
}

}  // namespace

struct Vault::State {
    fs::path path;
    Settings settings;
    std::string id;
    mutable std::mutex mutex;
    DelayBook delays;  // guarded by mutex

    using Edit = std::function<Result<void>(Document&)>;

    Result<Document> read() const {
        auto document = load(path);
        if (document && document->id != id)
            return fail(Code::Corrupt, "vault file was replaced by another vault");
        return document;
    }

    // Reads, edits and writes under the lock of this process and the lock among processes.
    Result<void> change(const Edit& edit) {
        const std::lock_guard guard(mutex);
        const auto lock = base::FileLock::acquire(lockPath(path));
        if (!lock) return base::pass(lock.error(), "vault file");
        auto document = read();
        if (!document) return Failure(document.error());
        if (auto edited = edit(*document); !edited) return edited;
        ++document->generation;
        return base::writeFileDurably(path, writeDocument(*document));
    }

    // A change of the body, by someone who holds the device key. What was there before must be authentic.
    Result<void> changeBody(const SecretBytes& deviceKey, const Edit& edit) {
        return change([&](Document& document) -> Result<void> {
            if (auto whole = checkMac(document, deviceKey); !whole) return whole;
            if (auto edited = edit(document); !edited) return edited;
            document.mac = macOf(document, deviceKey);
            return {};
        });
    }

    // Counts a try before the passphrase is looked at, so that ending the process does not undo it. Gives the
    // document as it was then, and nothing when there is no such login.
    Result<std::optional<Document>> beginTry(std::string_view login) {
        auto known = read();
        if (!known) return Failure(known.error());
        if (known->byLogin(login) == nullptr) return std::optional<Document>();
        std::optional<Document> seen;
        auto begun = change([&](Document& document) -> Result<void> {
            const OfficerRecord* officer = document.byLogin(login);
            if (officer == nullptr) return {};
            Attempts& tries = document.attempts[officer->id];
            const auto left = delays.left(officer->id, tries.failures, *settings.clock);
            if (left.count() > 0) {
                return fail(Code::LockedOut, base::Recovery::AutoRetry,
                            "too many wrong passphrases, wait " + std::to_string(left.count()) + " s");
            }
            ++tries.failures;
            tries.last = std::chrono::floor<base::Duration>(settings.clock->now());
            (void)delays.left(officer->id, tries.failures, *settings.clock);  // the wait begins now
            seen = document;
            return {};
        });
        if (!begun) return Failure(begun.error());
        return seen;
    }

    Result<void> endTry(const std::string& officer) {
        return change([&](Document& document) -> Result<void> {
            document.attempts.erase(officer);
            (void)delays.left(officer, 0, *settings.clock);
            return {};
        });
    }

    // Whether the session's officer may administrate, as the file says now.
    Result<void> checkAdministrator(Document& document, const Unlocked& session) const {
        const OfficerRecord* officer = document.byId(session.officer().id);
        if (officer == nullptr || officer->state != OfficerState::Active ||
            !officer->roles.contains(Role::Administrator)) {
            return fail(Code::PermissionDenied, "only an active administrator may do this");
        }
        return {};
    }
};

Vault::Vault(std::unique_ptr<State> state) : state_(std::move(state)) {}
Vault::Vault(Vault&&) noexcept = default;
Vault& Vault::operator=(Vault&&) noexcept = default;
Vault::~Vault() = default;

Result<Vault> Vault::create(const fs::path& path, const NewOfficer& first, std::string_view passphrase,
                            const Settings& settings) {
    packet::cryptoReady();
    const SecretBytes deviceKey = SecretBytes::random(kKeySize);
    const SecretBytes indexKey = SecretBytes::random(kKeySize);
    SecretBytes recoverySecret;
    Document document = newDocument(settings, deviceKey, indexKey, recoverySecret);
    NewOfficer administrator = first;
    administrator.roles.insert(Role::Administrator);
    const StationCipher cipher(indexKey.clone());
    auto record =
        makeOfficer(document, administrator, passphrase, settings, {deviceKey, cipher, recoverySecret});
    if (!record) return Failure(record.error());
    record->passphrase = PassphraseState::Own;
    document.officers.push_back(std::move(*record));
    // An account whose key store does not work has its passphrases still.
    if (auto added = addSystemSlot(document, deviceKey, settings.protector); !added)
        base::log::failure("vault-key-store", added.error());
    document.generation = 1;
    document.mac = macOf(document, deviceKey);

    const auto lock = base::FileLock::acquire(lockPath(path));
    if (!lock) return base::pass(lock.error(), "vault file");
    std::error_code error;
    if (fs::exists(path, error) || error) return fail(Code::AlreadyExists, "there is a vault already");
    if (auto written = base::writeFileDurably(path, writeDocument(document)); !written) {
        return base::pass(written.error(), "vault file");
    }
    return open(path, settings);
}

Result<Vault> Vault::open(const fs::path& path, const Settings& settings) {
    packet::cryptoReady();
    const auto document = load(path);
    if (!document) return Failure(document.error());
    auto state = std::make_unique<State>();
    state->path = path;
    state->settings = settings;
    state->id = document->id;
    for (const auto& [officer, tries] : document->attempts) {
        (void)state->delays.left(officer, tries.failures, *settings.clock);  // waits begin now
    }
    return Vault(std::move(state));
}

Result<Protection> Vault::protection() const {
    const auto document = state_->read();
    if (!document) return Failure(document.error());
    if (document->systemSlot.empty()) return Protection::PassphraseOnly;
    return openSystemSlot(*document, state_->settings.protector) ? Protection::System : Protection::Elsewhere;
}

Result<std::vector<LoginName>> Vault::logins() const {
    const auto document = state_->read();
    if (!document) return Failure(document.error());
    std::vector<LoginName> out;
    for (const OfficerRecord& officer : document->officers) out.push_back({officer.login, officer.state});
    return out;
}

Result<std::chrono::seconds> Vault::waitFor(std::string_view login) const {
    auto document = state_->read();
    if (!document) return Failure(document.error());
    const OfficerRecord* officer = document->byLogin(foldLogin(login));
    if (officer == nullptr) return std::chrono::seconds(0);
    const std::lock_guard guard(state_->mutex);
    return state_->delays.left(officer->id, document->attempts[officer->id].failures,
                               *state_->settings.clock);
}

Result<Unlocked> Vault::unlock(std::string_view login, std::string_view passphrase) {
    const std::string folded = foldLogin(login);
    auto begun = state_->beginTry(folded);
    if (!begun) return Failure(begun.error());
    std::optional<Document>& document = *begun;
    if (!document) {
        // An unknown login takes as long as a wrong passphrase.
        (void)packet::keyFromPassphrase(passphrase, Bytes(packet::kSaltSize), state_->settings.cost);
        return fail(Code::WrongPassphrase, "no such login");
    }
    const OfficerRecord* officer = document->byLogin(folded);
    auto slot = openSlot(document->id, officer->id, officer->slot, passphrase);
    if (!slot) return Failure(slot.error());
    auto session = openOfficerKeys(*document, *officer, std::move(*slot));
    if (!session) return session;
    if (auto ended = state_->endTry(officer->id); !ended) return Failure(ended.error());
    if (officer->state != OfficerState::Active) return fail(Code::PermissionDenied, "this login is disabled");
    return session;
}

Result<Unlocked> Vault::login(std::string_view login, std::string_view passphrase) {
    return unlock(login, passphrase);
}

Result<void> Vault::verifyPassphrase(const Unlocked& session, std::string_view passphrase) {
    const auto again = unlock(session.officer().login, passphrase);
    if (!again) return Failure(again.error());
    if (again->officer().id != session.officer().id)
        return fail(Code::WrongState, "login is another officer's now");
    return {};
}

Result<StationSession> Vault::openStation() {
    const auto document = state_->read();
    if (!document) return Failure(document.error());
    auto deviceKey = openSystemSlot(*document, state_->settings.protector);
    if (!deviceKey) return Failure(deviceKey.error());
    return openStationKeys(*document, std::move(*deviceKey));
}

Result<void> Vault::guardBySystem(const StationSession& session) {
    DeviceKeyProtector* protector = state_->settings.protector;
    if (protector == nullptr) return {};
    const auto document = state_->read();
    if (!document) return Failure(document.error());
    if (openSystemSlot(*document, protector)) return {};
    return state_->changeBody(session.deviceKey_, [&](Document& current) {
        return addSystemSlot(current, session.deviceKey_, protector);
    });
}

Result<void> Vault::changePassphrase(const Unlocked& session, std::string_view old, std::string_view fresh) {
    if (auto longEnough = checkPassphrase(fresh); !longEnough) return longEnough;
    if (auto verified = verifyPassphrase(session, old); !verified) return verified;
    const SecretBytes& deviceKey = session.station_.deviceKey_;
    const std::string& id = session.officer_.id;
    auto slot = makeSlot(state_->id, id, fresh, state_->settings.cost,
                         {deviceKey.clone(), session.officerKey_.clone()});
    if (!slot) return Failure(slot.error());
    return state_->changeBody(deviceKey, [&](Document& document) -> Result<void> {
        OfficerRecord* officer = document.byId(id);
        if (officer == nullptr) return fail(Code::NotFound, "no such officer");
        officer->slot = std::move(*slot);
        officer->passphrase = PassphraseState::Own;
        return {};
    });
}

Result<OfficerInfo> Vault::addOfficer(const Unlocked& administrator, const NewOfficer& officer,
                                      std::string_view passphrase) {
    auto document = state_->read();
    if (!document) return Failure(document.error());
    if (auto allowed = state_->checkAdministrator(*document, administrator); !allowed)
        return Failure(allowed.error());
    if (officer.roles.empty()) return fail(Code::BadInput, "officer without a role");
    const SecretBytes& deviceKey = administrator.station_.deviceKey_;
    const StationCipher& cipher = administrator.station_.cipher_;
    auto record = makeOfficer(*document, officer, passphrase, state_->settings,
                              {deviceKey, cipher, administrator.recoverySecret_});
    if (!record) return Failure(record.error());
    record->passphrase = PassphraseState::MustChange;
    auto added = state_->changeBody(deviceKey, [&](Document& current) -> Result<void> {
        if (auto allowed = state_->checkAdministrator(current, administrator); !allowed) return allowed;
        if (current.byLogin(record->login) != nullptr) return fail(Code::AlreadyExists, "login is taken");
        current.officers.push_back(*record);
        return {};
    });
    if (!added) return Failure(added.error());
    return infoOf(*record, cipher);
}

Result<void> Vault::resetByAdministrator(const Unlocked& administrator, const std::string& officerId,
                                         std::string_view passphrase) {
    if (auto longEnough = checkPassphrase(passphrase); !longEnough) return longEnough;
    auto document = state_->read();
    if (!document) return Failure(document.error());
    if (auto allowed = state_->checkAdministrator(*document, administrator); !allowed) return allowed;
    const OfficerRecord* officer = document->byId(officerId);
    if (officer == nullptr) return fail(Code::NotFound, "no such officer");
    auto officerKey = openByRecovery(administrator.recoveryPublic_, administrator.recoverySecret_,
                                     officer->officerRecovery, officerId);
    if (!officerKey) return Failure(officerKey.error());
    const SecretBytes& deviceKey = administrator.station_.deviceKey_;
    auto slot = makeSlot(state_->id, officerId, passphrase, state_->settings.cost,
                         {deviceKey.clone(), std::move(*officerKey)});
    if (!slot) return Failure(slot.error());
    return state_->changeBody(deviceKey, [&](Document& current) -> Result<void> {
        if (auto allowed = state_->checkAdministrator(current, administrator); !allowed) return allowed;
        OfficerRecord* target = current.byId(officerId);
        if (target == nullptr) return fail(Code::NotFound, "no such officer");
        target->slot = std::move(*slot);
        target->passphrase = PassphraseState::MustChange;
        current.attempts.erase(officerId);
        return {};
    });
}

Result<void> Vault::setState(const Unlocked& administrator, const std::string& officerId,
                             OfficerState state) {
    if (state == OfficerState::Unknown) return fail(Code::BadInput, "state is unknown");
    return state_->changeBody(administrator.station_.deviceKey_, [&](Document& document) -> Result<void> {
        if (auto allowed = state_->checkAdministrator(document, administrator); !allowed) return allowed;
        OfficerRecord* officer = document.byId(officerId);
        if (officer == nullptr) return fail(Code::NotFound, "no such officer");
        officer->state = state;
        const bool administered =
            std::any_of(document.officers.begin(), document.officers.end(), [](const OfficerRecord& o) {
                return o.state == OfficerState::Active && o.roles.contains(Role::Administrator);
            });
        if (!administered) return fail(Code::WrongState, "the last administrator stays");
        return {};
    });
}

Result<std::vector<OfficerInfo>> Vault::listOfficers(const StationSession& session) const {
    const auto document = state_->read();
    if (!document) return Failure(document.error());
    if (auto whole = checkMac(*document, session.deviceKey_); !whole) return Failure(whole.error());
    std::vector<OfficerInfo> out;
    for (const OfficerRecord& officer : document->officers) {
        auto info = infoOf(officer, session.cipher_);
        if (!info) return Failure(info.error());
        out.push_back(std::move(*info));
    }
    return out;
}

}  // namespace vault
