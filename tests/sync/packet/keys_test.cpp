#include <catch2/catch.hpp>

#include "base/digest.h"
#include "hands.h"
#include "sync/packet/bech32.h"
#include "sync/packet/crypto.h"

using namespace packet;
using base::Code;

TEST_CASE("HKDF gives the bytes of RFC 5869, appendix A.1 to A.3") {
    struct Vector {
        std::string key, salt, info, out;
    };
    std::string key2, salt2, info2;
    for (int i = 0; i < 80; ++i) {
        key2.push_back(static_cast<char>(i));
        salt2.push_back(static_cast<char>(0x60 + i));
        info2.push_back(static_cast<char>(0xb0 + i));
    }
    const std::string salt1(base::textOf(base::fromHex("000102030405060708090a0b0c").value()));
    const std::string info1(base::textOf(base::fromHex("f0f1f2f3f4f5f6f7f8f9").value()));
    const Vector vector = GENERATE_COPY(
        Vector{std::string(22, '\x0b'), salt1, info1,
               "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"},
        Vector{
            key2, salt2, info2,
            "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09"
            "da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87"},
        Vector{std::string(22, '\x0b'), "", "",
               "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"});
    const auto out =
        hkdf(base::viewOf(vector.key), base::viewOf(vector.salt), vector.info, vector.out.size() / 2);
    CHECK(base::toHex(out.view()) == vector.out);
}

TEST_CASE("Ed25519 keys agree with RFC 8032, test 2") {
    const auto seed =
        base::fromHex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb").value();
    const SigningKey key = SigningKey::fromSeed(seed).value();
    CHECK(base::toHex(key.verifyKey().bytes()) ==
          "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
    const auto signature = key.sign(base::fromHex("72").value());
    CHECK(base::toHex(signature) ==
          "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
          "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
    CHECK(key.id() == base::sha256Hex(key.verifyKey().bytes()).substr(0, 16));
}

TEST_CASE("a signature fits its message and key only") {
    const SigningKey key = hands::signingKey(1);
    auto signature = key.sign(base::viewOf("message"));
    CHECK(key.verifyKey().verify(base::viewOf("message"), signature));
    CHECK(key.verifyKey().verify(base::viewOf("messagf"), signature).error().code == Code::SignatureInvalid);
    CHECK(hands::signingKey(2).verifyKey().verify(base::viewOf("message"), signature).error().code ==
          Code::SignatureInvalid);
    CHECK_FALSE(key.verifyKey().verify(base::viewOf("message"), base::ByteView(signature).first(63)));
    signature[10] ^= 1;
    CHECK_FALSE(key.verifyKey().verify(base::viewOf("message"), signature));
}

TEST_CASE("signing keys go through their text forms") {
    const SigningKey key = SigningKey::generate();
    const SigningKey again = SigningKey::parse(base::textOf(key.text().view())).value();
    CHECK(again.verifyKey() == key.verifyKey());
    CHECK(again.seed().equals(key.seed().view()));
    CHECK(key.clone().sign(base::viewOf("x")) == key.sign(base::viewOf("x")));
    CHECK(VerifyKey::parse(key.verifyKey().text()).value() == key.verifyKey());
    CHECK_FALSE(VerifyKey::parse(base::textOf(key.text().view())));
    CHECK_FALSE(SigningKey::parse(key.verifyKey().text()));
    CHECK_FALSE(VerifyKey::parse("ed25519:AAAA"));
    CHECK_FALSE(VerifyKey::parse(key.verifyKey().text() + "A"));
    CHECK_FALSE(SigningKey::parse("ed25519-secret:AAAA"));
    CHECK_FALSE(SigningKey::parse(std::string(base::textOf(key.text().view())) + "="));
}

TEST_CASE("a key ring finds what was added and nothing else") {
    KeyRing ring;
    ring.add(hands::signingKey(1).verifyKey());
    const KeyLookup lookup = ring.lookup();
    CHECK(lookup(hands::signingKey(1).id()) == hands::signingKey(1).verifyKey());
    CHECK_FALSE(lookup(hands::signingKey(2).id()));
}

TEST_CASE("bech32 agrees with BIP 173 and refuses damage") {
    CHECK(fromBech32("a", "A12UEL5L").value().empty());
    CHECK(fromBech32("abcdef", "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw").value().size() == 20);
    CHECK(fromBech32("a", "A12UEl5L").error().code == Code::BadInput);  // mixed case
    CHECK(fromBech32("a", "A12UEL5M").error().code == Code::BadInput);  // checksum
    CHECK(fromBech32("b", "A12UEL5L").error().code == Code::BadInput);  // prefix
    CHECK(fromBech32("a", "A1").error().code == Code::BadInput);
    CHECK(fromBech32("a", "A12UEb5L").error().code == Code::BadInput);  // b is no letter of it
    CHECK(fromBech32("a", "").error().code == Code::BadInput);
    for (std::size_t size = 0; size < 70; ++size) {
        const auto bytes = hands::noise(size, size);
        const auto text = toBech32("age", bytes);
        CHECK(fromBech32("age", base::textOf(text.view())).value().equals(bytes));
    }
}

TEST_CASE("age keys go through their text forms") {
    // A pair known from age's own tests.
    const auto known =
        AgeIdentity::parse("AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX");
    REQUIRE(known.has_value());
    CHECK(known->recipient().text() == "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj");
    const AgeIdentity identity = AgeIdentity::generate();
    CHECK(AgeIdentity::parse(base::textOf(identity.text().view())).value().recipient() ==
          identity.recipient());
    CHECK(AgeRecipient::parse(identity.recipient().text()).value() == identity.recipient());
    CHECK_FALSE(AgeRecipient::parse("age1"));
    CHECK_FALSE(AgeRecipient::parse(base::textOf(identity.text().view())));
    CHECK_FALSE(AgeIdentity::parse(identity.recipient().text()));
    CHECK_FALSE(AgeRecipient::fromBytes(hands::filled(32, 0)));
    CHECK_FALSE(AgeRecipient::fromBytes(hands::filled(31, 9)));
}

TEST_CASE("a box opens under its key and binding only") {
    const auto key = hands::filled(32, 7);
    const auto box = sealBox(key, base::viewOf("secret"), base::viewOf("bound"));
    CHECK(box.size() == 6 + kBoxOverhead);
    CHECK(base::textOf(openBox(key, box, base::viewOf("bound")).value().view()) == "secret");
    CHECK(openBox(hands::filled(32, 8), box, base::viewOf("bound")).error().code == Code::CryptoFailed);
    CHECK_FALSE(openBox(key, box, base::viewOf("other")));
    for (std::size_t i = 0; i < box.size(); ++i) {
        auto changed = box;
        changed[i] ^= 0x40;
        CHECK_FALSE(openBoxPlain(key, changed, base::viewOf("bound")));
        CHECK_FALSE(openBoxPlain(key, base::ByteView(box).first(i), base::viewOf("bound")));
    }
}

TEST_CASE("a passphrase gives the same key for the same salt and cost only") {
    const KdfCost cheap{1, 8192};
    const auto salt = hands::filled(16, 1);
    const auto key = keyFromPassphrase("correct horse", salt, cheap).value();
    CHECK(keyFromPassphrase("correct horse", salt, cheap).value().equals(key.view()));
    CHECK_FALSE(keyFromPassphrase("correct horsf", salt, cheap).value().equals(key.view()));
    CHECK_FALSE(keyFromPassphrase("correct horse", hands::filled(16, 2), cheap).value().equals(key.view()));
    CHECK_FALSE(keyFromPassphrase("correct horse", salt, KdfCost{2, 8192}).value().equals(key.view()));
    CHECK(keyFromPassphrase("x", hands::filled(15, 1), cheap).error().code == Code::BadInput);
    CHECK(keyFromPassphrase("x", salt, KdfCost{0, 8192}).error().code == Code::BadInput);
    CHECK(keyFromPassphrase("x", salt, KdfCost{1, 2u << 30}).error().code == Code::BadInput);
}
