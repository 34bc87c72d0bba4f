// The station's secrets in one file: the device key, officers with their keys, the station's own keys and the
// supervisors' recovery key (docs/formats/keys.md). Nothing is kept open here: every call reads the file, and
// every change is written durably under a lock, so that a file replaced meanwhile is noticed and no change is
// lost. Threads: any; calls that take a passphrase run Argon2id (about a second, 128 MiB) and do not belong
// on the GUI thread. Errors common to all: NotFound (no file), Corrupt (damaged, or changed by someone
// without the keys), Unsupported (of a newer version), Busy (another process is writing), and those of
// base/files.h.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "sync/packet/crypto.h"
#include "sync/vault/protector.h"
#include "sync/vault/session.h"

namespace vault {

inline constexpr std::size_t kShortestPassphrase = 8;  // code points

struct NewOfficer {
    std::string login;  // folded on its way in; then [a-z0-9._-], 1 to 64
    std::string displayName;
    Roles roles;
};

// What the login screen may show before anyone has logged in.
struct LoginName {
    std::string login;
    OfficerState state = OfficerState::Unknown;
};

struct Settings {
    const base::Clock* clock = nullptr;       // required; outlives the vault
    packet::KdfCost cost;                     // for passphrases set from now on
    DeviceKeyProtector* protector = nullptr;  // none: passphrases only; outlives the vault
};

class Vault {
public:
    // Makes the file with its first officer, who becomes administrator besides the roles given.
    // AlreadyExists; BadInput for a login or passphrase that breaks a rule.
    static base::Result<Vault> create(const std::filesystem::path& path, const NewOfficer& first,
                                      std::string_view passphrase, const Settings& settings);
    static base::Result<Vault> open(const std::filesystem::path& path, const Settings& settings);
    Vault(Vault&&) noexcept;
    Vault& operator=(Vault&&) noexcept;
    ~Vault();

    // What guards the device key while nobody is logged in, as it is on this computer in this account. The
    // officer is shown it. Asks the system's key store.
    base::Result<Protection> protection() const;
    base::Result<std::vector<LoginName>> logins() const;
    // How long this login is refused still; zero when it may try.
    base::Result<std::chrono::seconds> waitFor(std::string_view login) const;

    // WrongPassphrase (also for an unknown login), LockedOut (the detail says for how many seconds),
    // PermissionDenied (disabled).
    base::Result<Unlocked> login(std::string_view login, std::string_view passphrase);
    // That it is still the officer of the session who sits there. Errors as of login().
    base::Result<void> verifyPassphrase(const Unlocked& session, std::string_view passphrase);
    // The station's part without a login, where the system guards the device key. Unsupported where there is
    // no such system, CryptoFailed where it is another computer's or account's: a passphrase still opens.
    base::Result<StationSession> openStation();
    // Lets this computer's system guard the device key from now on, in place of what did before. Nothing is
    // changed where it does already, or where there is no such system.
    base::Result<void> guardBySystem(const StationSession& session);

    // With the old passphrase; errors as of login(), and BadInput for a new one that is too short.
    base::Result<void> changePassphrase(const Unlocked& session, std::string_view old,
                                        std::string_view fresh);

    // The following need an administrator's session, else PermissionDenied. The passphrase set for someone
    // else must be changed by him at his first login.
    base::Result<OfficerInfo> addOfficer(const Unlocked& administrator, const NewOfficer& officer,
                                         std::string_view passphrase);
    // Gives an officer who forgot it a new passphrase. His keys and drafts stay, by the recovery key.
    base::Result<void> resetByAdministrator(const Unlocked& administrator, const std::string& officerId,
                                            std::string_view passphrase);
    // WrongState for the last active administrator.
    base::Result<void> setState(const Unlocked& administrator, const std::string& officerId,
                                OfficerState state);

    base::Result<std::vector<OfficerInfo>> listOfficers(const StationSession& session) const;

private:
    struct State;
    explicit Vault(std::unique_ptr<State> state);
    base::Result<Unlocked> unlock(std::string_view login, std::string_view passphrase);
    std::unique_ptr<State> state_;
};

}  // namespace vault
