// The gateway's own small certificate authority: ECDSA P-256, X.509 v3. One authority certificate signs the
// server's certificate and one client certificate per station, whose common name is the station's id.
// Threads: pure functions. Errors: BadInput (a PEM that is none), CryptoFailed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/secret_bytes.h"

namespace gateway {

struct Credential {
    std::string certificatePem;
    base::SecretBytes keyPem;  // PKCS #8
};

base::Result<Credential> makeAuthority(std::string_view name, base::Instant now);  // 20 years
// `hosts` are names or IP addresses the server is reached by; the first is its common name too.
base::Result<Credential> issueServer(const Credential& authority, const std::vector<std::string>& hosts,
                                     base::Instant now);  // 5 years
base::Result<Credential> issueStation(const Credential& authority, std::string_view station,
                                      base::Instant now);  // 3 years

// SHA-256 of the certificate's DER form, hex.
base::Result<std::string> certificateDigest(std::string_view certificatePem);

}  // namespace gateway
