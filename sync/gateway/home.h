// The gateway's data folder: its settings, its keys (files readable by the owner only) and what it hands to a
// new station. docs/formats/road.md lists the files. Threads: free functions, any thread; issueStation()
// takes about a second (Argon2id). Errors: AlreadyExists (a gateway lives there), NotFound (none does),
// BadInput, and those of files and store.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sync/gateway/certificates.h"
#include "sync/gateway/store.h"
#include "sync/packet/provisioning.h"

namespace gateway {

struct HomeOptions {
    std::string name;  // as written in receipts
    std::string url;   // https://host[:port], as stations reach it
    packet::Purpose purpose = packet::Purpose::Unknown;
    std::vector<std::string> hosts;  // further names and addresses of the server
};

enum class Opening { Unknown = 0, Open, StoreOnly };  // whether packets are opened on this machine

struct Home {
    std::filesystem::path folder;
    std::string name;
    std::string url;
    packet::Purpose purpose = packet::Purpose::Unknown;
    std::string authorityPem;
    Credential server;
    packet::SigningKey signingKey;
    std::vector<packet::AgeRecipient> recipients;  // upstream, escrow
    std::optional<packet::AgeIdentity> upstream;   // absent with Opening::StoreOnly
    std::vector<packet::VerifyKey> packKeys;  // whose forms packs stations take; none in a folder of before

    std::filesystem::path storeFile() const { return folder / "gateway.db"; }
    std::filesystem::path contentFolder() const { return folder / "content"; }
    std::filesystem::path packFolder() const { return folder / "packs"; }
};

// Makes authority, server certificate, signing key, upstream and escrow identities, and the pack key. The
// settings file is written last: a folder without it is no gateway, and init may run again.
base::Result<void> initHome(const std::filesystem::path& folder, const HomeOptions& options,
                            base::Instant now);
base::Result<Home> loadHome(const std::filesystem::path& folder, Opening opening);

packet::KeyLookup packKeysOf(const Home& home);

bool isStationId(std::string_view text);  // [a-z0-9][a-z0-9-]*, at most 40
bool isHttpsUrl(std::string_view url);    // https://host[:port], nothing after it

struct IssuedStation {
    base::Bytes file;
    std::string activationCode;  // told once, kept nowhere
};
// Also how a station gets a new certificate: the former one is refused from then on.
base::Result<IssuedStation> issueStation(const Home& home, Store& store, const std::string& station,
                                         const packet::Unit& unit, base::Instant now,
                                         const packet::KdfCost& cost = {});

}  // namespace gateway
