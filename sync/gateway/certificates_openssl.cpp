#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <ctime>

#include "base/handle.h"
#include "sync/gateway/certificates.h"

namespace gateway {
namespace {

using base::Code;
using base::fail;
using Key = base::UniqueHandle<EVP_PKEY, EVP_PKEY_free>;
using Certificate = base::UniqueHandle<X509, X509_free>;
using Bio = base::UniqueHandle<BIO, BIO_free_all>;

constexpr long kDay = 24 * 60 * 60;
constexpr long kYear = 365 * kDay;
constexpr long kClockSlack = kDay;  // a station whose clock is slow still accepts a new certificate

struct Subject {
    std::string commonName;
    long lifetime = 0;  // seconds
    std::vector<std::pair<int, std::string>> extensions;
};

base::Failure cryptoFailure(std::string_view what) {
    char text[160] = "no reason given";
    if (const auto code = ERR_get_error()) ERR_error_string_n(code, text, sizeof text);
    ERR_clear_error();
    return fail(Code::CryptoFailed, std::string(what) + ": " + text);
}

base::Result<Certificate> readCertificate(std::string_view pem) {
    const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    Certificate certificate(bio ? PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr) : nullptr);
    if (!certificate) {
        ERR_clear_error();
        return fail(Code::BadInput, "not a PEM certificate");
    }
    return certificate;
}

base::Result<Key> readKey(base::ByteView pem) {
    const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    Key key(bio ? PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr) : nullptr);
    if (!key) {
        ERR_clear_error();
        return fail(Code::BadInput, "not a PEM private key");
    }
    return key;
}

std::string_view contentOf(BIO* bio) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return {data, static_cast<std::size_t>(size)};
}

base::Result<Credential> asPem(X509* certificate, EVP_PKEY* key) {
    const Bio text(BIO_new(BIO_s_mem()));
    const Bio secret(BIO_new(BIO_s_secmem()));
    if (!text || !secret || PEM_write_bio_X509(text.get(), certificate) != 1 ||
        PEM_write_bio_PKCS8PrivateKey(secret.get(), key, nullptr, nullptr, 0, nullptr, nullptr) != 1) {
        return cryptoFailure("write PEM");
    }
    return Credential{std::string(contentOf(text.get())),
                      base::SecretBytes::copyOf(base::viewOf(contentOf(secret.get())))};
}

bool setSerial(X509* certificate) {
    std::array<std::uint8_t, 16> random{};
    base::fillRandom(random);
    random[0] &= 0x7f;  // positive
    const base::UniqueHandle<BIGNUM, BN_free> number(BN_bin2bn(random.data(), random.size(), nullptr));
    return number && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate));
}

bool addExtensions(X509* certificate, X509* issuer, const Subject& subject) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    for (const auto& [id, value] : subject.extensions) {
        const base::UniqueHandle<X509_EXTENSION, X509_EXTENSION_free> extension(
            X509V3_EXT_conf_nid(nullptr, &context, id, value.c_str()));
        if (!extension || X509_add_ext(certificate, extension.get(), -1) != 1) return false;
    }
    return true;
}

bool setName(X509_NAME* name, const std::string& commonName) {
    return X509_NAME_add_entry_by_NID(name, NID_commonName, MBSTRING_UTF8,
                                      reinterpret_cast<const unsigned char*>(commonName.data()),
                                      static_cast<int>(commonName.size()), -1, 0) == 1;
}

// A new key and its certificate; self-signed without an issuer.
base::Result<Credential> make(const Subject& subject, X509* issuer, EVP_PKEY* issuerKey, base::Instant now) {
    if (subject.commonName.empty() || subject.commonName.size() > 64) {
        return fail(Code::BadInput, "a common name has 1 to 64 bytes");
    }
    const Key key(EVP_EC_gen("P-256"));
    const Certificate certificate(X509_new());
    if (!key || !certificate) return cryptoFailure("make key");
    const std::time_t start = std::chrono::system_clock::to_time_t(now) - kClockSlack;
    std::time_t base = start;
    const bool filled = X509_set_version(certificate.get(), X509_VERSION_3) == 1 &&
                        setSerial(certificate.get()) &&
                        X509_time_adj_ex(X509_getm_notBefore(certificate.get()), 0, 0, &base) &&
                        X509_time_adj_ex(X509_getm_notAfter(certificate.get()), 0, subject.lifetime, &base) &&
                        X509_set_pubkey(certificate.get(), key.get()) == 1 &&
                        setName(X509_get_subject_name(certificate.get()), subject.commonName);
    if (!filled) return cryptoFailure("fill certificate");
    X509* const signer = issuer ? issuer : certificate.get();
    if (X509_set_issuer_name(certificate.get(), X509_get_subject_name(signer)) != 1 ||
        !addExtensions(certificate.get(), signer, subject) ||
        X509_sign(certificate.get(), issuer ? issuerKey : key.get(), EVP_sha256()) == 0) {
        return cryptoFailure("sign certificate");
    }
    return asPem(certificate.get(), key.get());
}

base::Result<Credential> issue(const Credential& authority, const Subject& subject, base::Instant now) {
    const auto issuer = readCertificate(authority.certificatePem);
    if (!issuer) return tl::unexpected(issuer.error());
    const auto key = readKey(authority.keyPem.view());
    if (!key) return tl::unexpected(key.error());
    return make(subject, issuer->get(), key->get(), now);
}

bool isAddress(const std::string& host) {
    return host.find_first_not_of("0123456789.") == std::string::npos || host.find(':') != std::string::npos;
}

bool isHost(const std::string& host) {
    constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:";
    return !host.empty() && host.size() <= 253 && host.find_first_not_of(kLetters) == std::string::npos;
}

}  // namespace

base::Result<Credential> makeAuthority(std::string_view name, base::Instant now) {
    Subject subject;
    subject.commonName = std::string(name);
    subject.lifetime = 20 * kYear;
    subject.extensions = {{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
                          {NID_key_usage, "critical,keyCertSign,cRLSign"},
                          {NID_subject_key_identifier, "hash"}};
    return make(subject, nullptr, nullptr, now);
}

base::Result<Credential> issueServer(const Credential& authority, const std::vector<std::string>& hosts,
                                     base::Instant now) {
    if (hosts.empty()) return fail(Code::BadInput, "a server certificate needs a host");
    std::string names;
    for (const auto& host : hosts) {
        if (!isHost(host)) return fail(Code::BadInput, "not a host name or address");
        if (!names.empty()) names += ',';
        names += (isAddress(host) ? "IP:" : "DNS:") + host;
    }
    Subject subject;
    subject.commonName = hosts.front().substr(0, 64);
    subject.lifetime = 5 * kYear;
    subject.extensions = {{NID_basic_constraints, "critical,CA:FALSE"},
                          {NID_key_usage, "critical,digitalSignature"},
                          {NID_ext_key_usage, "serverAuth"},
                          {NID_subject_alt_name, names},
                          {NID_authority_key_identifier, "keyid"}};
    return issue(authority, subject, now);
}

base::Result<Credential> issueStation(const Credential& authority, std::string_view station,
                                      base::Instant now) {
    Subject subject;
    subject.commonName = std::string(station);
    subject.lifetime = 3 * kYear;
    subject.extensions = {{NID_basic_constraints, "critical,CA:FALSE"},
                          {NID_key_usage, "critical,digitalSignature"},
                          {NID_ext_key_usage, "clientAuth"},
                          {NID_authority_key_identifier, "keyid"}};
    return issue(authority, subject, now);
}

base::Result<std::string> certificateDigest(std::string_view certificatePem) {
    const auto certificate = readCertificate(certificatePem);
    if (!certificate) return tl::unexpected(certificate.error());
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    if (X509_digest(certificate->get(), EVP_sha256(), digest, &size) != 1)
        return cryptoFailure("certificate digest");
    return base::toHex({digest, size});
}

}  // namespace gateway
