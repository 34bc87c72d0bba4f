// A vault with invented officers and cheap passphrase keys, for the vault tests.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/files.h"
#include "sync/vault/vault.h"

namespace hands {

inline constexpr packet::KdfCost kCheap{1, 8192};
inline constexpr const char* kChief = "truong.cong-an";
inline constexpr const char* kChiefPass = "mật khẩu trưởng";
inline constexpr const char* kOfficerPass = "mật khẩu cán bộ";

class Desk {
public:
    explicit Desk(const std::string& name) : folder_(std::filesystem::absolute("vault-" + name)) {
        std::filesystem::remove_all(folder_);
        std::filesystem::create_directories(folder_);
    }
    Desk(const Desk&) = delete;
    Desk& operator=(const Desk&) = delete;
    ~Desk() { std::filesystem::remove_all(folder_); }

    std::filesystem::path path() const { return folder_ / "vault.json"; }
    vault::Settings settings() { return {&clock, kCheap, protector}; }
    vault::Vault create() {
        return vault::Vault::create(path(), {kChief, "Trần Thị Trưởng", {vault::Role::Supervisor}},
                                    kChiefPass, settings())
            .value();
    }
    vault::Vault open() { return vault::Vault::open(path(), settings()).value(); }
    base::Bytes file() const { return base::readFile(path()).value(); }
    void replace(std::string_view text) {
        if (!base::writeFileDurably(path(), base::viewOf(text))) std::abort();
    }

    base::FakeClock clock{base::parseUtc("2026-11-21T01:00:00.000Z").value()};
    vault::DeviceKeyProtector* protector = nullptr;

private:
    std::filesystem::path folder_;
};

inline vault::NewOfficer officer(const std::string& login) {
    return {login, "Lê Văn Thử", {vault::Role::Officer}};
}

template <class T>
base::Code codeOf(const base::Result<T>& result) {
    return result ? base::Code::Unknown : result.error().code;
}

}  // namespace hands
