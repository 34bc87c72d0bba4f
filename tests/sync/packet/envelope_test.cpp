#include <catch2/catch.hpp>

#include "hands.h"
#include "sync/packet/envelope.h"

using namespace packet;
using base::Bytes;
using base::Code;

namespace {

KeyLookup trusting(const SigningKey& key) {
    KeyRing ring;
    ring.add(key.verifyKey());
    return ring.lookup();
}

Code codeOf(std::string_view text) {
    const auto result = verifyEnvelope(base::viewOf(text), "greeting", trusting(hands::signingKey(1)));
    return result ? Code::Unknown : result.error().code;
}

// What signEnvelope("greeting", "hello") of key 1 must be on every system and in every version; another Ed25519
// implementation (node:crypto) gives the same signature.
constexpr std::string_view kGolden =
    "{\"key\":\"34750f98bd59fcfc\",\"payload\":\"aGVsbG8\",\"sig\":"
    "\"8NJaD39I007FtyXw5OEKzUja7LzGr5FtHUMu0OvyTRm8LMoEf"
    "bsVVzslX3MKzXb_O2uEIQoCMnOgmn8g3wzyDg\",\"type\":\"greeting\"}";

}  // namespace

TEST_CASE("an envelope gives back what was signed") {
    const SigningKey key = hands::signingKey(1);
    const Bytes bytes = signEnvelope("greeting", base::viewOf("hello"), key);
    CHECK(base::textOf(bytes) == kGolden);
    const Envelope envelope = verifyEnvelope(bytes, "greeting", trusting(key)).value();
    CHECK(base::textOf(envelope.payload) == "hello");
    CHECK(envelope.key == key.id());
    CHECK(peekEnvelope(bytes).value().type == "greeting");
    CHECK(verifyEnvelope(signEnvelope("empty", {}, key), "empty", trusting(key)).value().payload.empty());
}

TEST_CASE("the signature covers enroll-v1, the type and the payload, each ended by a zero byte") {
    const SigningKey key = hands::signingKey(1);
    const std::string_view message("enroll-v1\0greeting\0hello", 24);
    const auto plain = key.sign(base::viewOf(message));
    CHECK(plain == signDetached("greeting", base::viewOf("hello"), key));
    CHECK(verifyDetached("greeting", base::viewOf("hello"), plain, key.verifyKey()));
    CHECK_FALSE(verifyDetached("greetin", base::viewOf("ghello"), plain, key.verifyKey()));
}

TEST_CASE("an envelope of another type, key or content is refused for what it is") {
    const SigningKey key = hands::signingKey(1);
    const Bytes bytes = signEnvelope("greeting", base::viewOf("hello"), key);
    CHECK(verifyEnvelope(bytes, "farewell", trusting(key)).error().code == Code::ProtocolError);
    CHECK(verifyEnvelope(bytes, "greeting", trusting(hands::signingKey(2))).error().code == Code::KeyUnknown);
    CHECK(verifyEnvelope(bytes, "greeting", trusting(key), bytes.size() - 1).error().code == Code::TooLarge);
    std::string changed(kGolden);
    changed.replace(changed.find("aGVsbG8"), 7, "aGVsbHA");  // "hellp"
    CHECK(codeOf(changed) == Code::SignatureInvalid);
}

TEST_CASE("the name of the key cannot be changed either, even where a lookup does not look at it") {
    const SigningKey key = hands::signingKey(1);
    const KeyLookup anyName = [&](const std::string&) { return key.verifyKey(); };
    std::string changed(kGolden);
    CHECK(verifyEnvelope(base::viewOf(changed), "greeting", anyName));
    changed.replace(changed.find(key.id()), 16, hands::signingKey(2).id());
    CHECK(verifyEnvelope(base::viewOf(changed), "greeting", anyName).error().code == Code::KeyUnknown);
}

TEST_CASE("no byte of an envelope can be changed, added or left out") {
    const std::string text(kGolden);
    for (std::size_t i = 0; i < text.size(); ++i) {
        for (const char c : {'A', 'b', '"', ' ', '\0'}) {
            std::string changed = text;
            if (changed[i] == c) continue;
            changed[i] = c;
            CHECK(codeOf(changed) != Code::Unknown);
        }
        CHECK(codeOf(text.substr(0, i)) == Code::BadInput);
    }
    CHECK(codeOf(text + " ") == Code::BadInput);
    CHECK(codeOf(" " + text) == Code::BadInput);
}

TEST_CASE("another spelling of the same envelope is none") {
    const std::string text(kGolden);
    const auto replaced = [&](const std::string& from, const std::string& to) {
        std::string out = text;
        return out.replace(out.find(from), from.size(), to);
    };
    CHECK(codeOf(text) == Code::Unknown);
    CHECK(codeOf(replaced(",\"payload\"", ", \"payload\"")) == Code::BadInput);
    CHECK(codeOf(replaced("greeting", "\\u0067reeting")) == Code::BadInput);
    CHECK(codeOf(replaced("{", "{\"a\":1,")) == Code::BadInput);
    CHECK(codeOf(replaced("{", "{\"key\":\"0000000000000000\",")) == Code::BadInput);
    CHECK(codeOf(replaced("aGVsbG8", "aGVsbG8=")) == Code::BadInput);
    CHECK(codeOf(replaced("aGVsbG8", "aGVsbG9")) == Code::BadInput);  // bits behind the last byte
}

TEST_CASE("hostile JSON is no envelope") {
    const std::string deep = std::string(200000, '[') + std::string(200000, ']');
    const std::string text = GENERATE_COPY(
        values<std::string>({"", "null", "[]", "{}", "{\"key\":1,\"payload\":2,\"sig\":3,\"type\":4}",
                             "{\"key\":\"x\"", "\xff\xfe", deep, "{\"key\":" + deep + "}",
                             "{\"key\":\"\",\"payload\":\"\",\"sig\":\"\",\"type\":\"\"}"}));
    CHECK(codeOf(text) == Code::BadInput);
}
