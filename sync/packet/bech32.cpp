#include "sync/packet/bech32.h"

#include <array>

namespace packet {
namespace {

constexpr std::string_view kAlphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
constexpr std::size_t kChecksum = 6;

// The checksum of BIP 173: a BCH code over the five-bit groups.
class Checksum {
public:
    explicit Checksum(std::string_view prefix) {
        for (const char c : prefix) add(static_cast<std::uint8_t>(c >> 5));
        add(0);
        for (const char c : prefix) add(static_cast<std::uint8_t>(c & 31));
    }
    void add(std::uint8_t group) {
        static constexpr std::array<std::uint32_t, 5> kGenerator = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa,
                                                                    0x3d4233dd, 0x2a1462b3};
        const std::uint32_t top = value_ >> 25;
        value_ = (value_ & 0x1ffffff) << 5 ^ group;
        for (std::size_t i = 0; i < kGenerator.size(); ++i) {
            if ((top >> i & 1) != 0) value_ ^= kGenerator[i];
        }
    }
    std::uint32_t value() const { return value_; }

private:
    std::uint32_t value_ = 1;
};

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
bool isUpper(char c) {
    return c >= 'A' && c <= 'Z';
}
bool isLower(char c) {
    return c >= 'a' && c <= 'z';
}

base::Failure notBech32(const char* why) {
    return base::fail(base::Code::BadInput, std::string("bech32: ") + why);
}

base::Result<void> checkCase(std::string_view text) {
    bool upper = false;
    bool small = false;
    for (const char c : text) {
        upper = upper || isUpper(c);
        small = small || isLower(c);
    }
    if (upper && small) return notBech32("mixed case");
    return {};
}

}  // namespace

base::SecretBytes toBech32(std::string_view prefix, base::ByteView bytes) {
    const std::size_t groups = (bytes.size() * 8 + 4) / 5;
    base::SecretBytes text(prefix.size() + 1 + groups + kChecksum);
    std::size_t at = 0;
    for (const char c : prefix) text.data()[at++] = static_cast<std::uint8_t>(c);
    text.data()[at++] = '1';
    Checksum sum(prefix);
    for (std::size_t i = 0; i < groups; ++i) {
        std::uint32_t group = 0;
        for (std::size_t bit = i * 5; bit < i * 5 + 5; ++bit) {
            const std::uint32_t value = bit / 8 < bytes.size() ? bytes[bit / 8] >> (7 - bit % 8) & 1 : 0;
            group = group << 1 | value;
        }
        sum.add(static_cast<std::uint8_t>(group));
        text.data()[at++] = static_cast<std::uint8_t>(kAlphabet[group]);
    }
    for (std::size_t i = 0; i < kChecksum; ++i) sum.add(0);
    const std::uint32_t check = sum.value() ^ 1;
    for (std::size_t i = 0; i < kChecksum; ++i) {
        text.data()[at++] = static_cast<std::uint8_t>(kAlphabet[check >> 5 * (kChecksum - 1 - i) & 31]);
    }
    return text;
}

base::Result<base::SecretBytes> fromBech32(std::string_view prefix, std::string_view text) {
    if (auto ok = checkCase(text); !ok) return base::Failure(ok.error());
    if (text.size() < prefix.size() + 1 + kChecksum) return notBech32("too short");
    for (std::size_t i = 0; i < prefix.size(); ++i) {
        if (lower(text[i]) != prefix[i]) return notBech32("wrong prefix");
    }
    if (text[prefix.size()] != '1') return notBech32("wrong prefix");
    const std::string_view groups = text.substr(prefix.size() + 1);
    const std::size_t dataGroups = groups.size() - kChecksum;
    Checksum sum(prefix);
    base::SecretBytes bytes(dataGroups * 5 / 8);
    std::uint32_t bits = 0;
    int held = 0;
    std::size_t at = 0;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        const std::size_t group = kAlphabet.find(lower(groups[i]));
        if (group == std::string_view::npos) return notBech32("not a bech32 letter");
        sum.add(static_cast<std::uint8_t>(group));
        if (i >= dataGroups) continue;
        bits = (bits << 5 | static_cast<std::uint32_t>(group)) & 0xfff;
        held += 5;
        if (held >= 8) {
            held -= 8;
            bytes.data()[at++] = static_cast<std::uint8_t>(bits >> held);
        }
    }
    if (sum.value() != 1) return notBech32("wrong checksum");
    if (held >= 5 || (bits & ((1u << held) - 1)) != 0) return notBech32("padding is not zero");
    return bytes;
}

}  // namespace packet
