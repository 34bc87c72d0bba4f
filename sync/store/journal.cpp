#include "sync/store/journal.h"

#include "base/digest.h"
#include "sync/store/times.h"

namespace store {
namespace {

template <class Unsigned>
void putBigEndian(base::Bytes& out, Unsigned value) {
    for (int shift = static_cast<int>(sizeof(value)) * 8 - 8; shift >= 0; shift -= 8) {
        out.push_back(static_cast<std::uint8_t>(value >> shift));
    }
}

void putText(base::Bytes& out, std::string_view text) {
    putBigEndian(out, static_cast<std::uint32_t>(text.size()));
    out.insert(out.end(), text.begin(), text.end());
}

// RFC 8259 section 7: quotation mark, reverse solidus and the control characters are escaped, the rest stays
// UTF-8.
std::string jsonString(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        const auto value = static_cast<std::uint8_t>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (value < 0x20) {
            out += "\\u00" + base::toHex({&value, 1});
        } else {
            out += c;
        }
    }
    return out + '"';
}

}  // namespace

base::Bytes canonicalBytes(const JournalEntry& entry) {
    base::Bytes out;
    putBigEndian(out, entry.seq);
    putBigEndian(out, static_cast<std::uint64_t>(millisOf(entry.at)));
    putText(out, entry.actor);
    putText(out, entry.event);
    putText(out, entry.subject);
    putText(out, entry.detail);
    return out;
}

Digest journalHash(const Digest& previous, const JournalEntry& entry) {
    return base::Sha256().update(previous).update(canonicalBytes(entry)).finish();
}

std::string journalLine(const JournalEntry& entry) {
    return "{\"seq\":" + std::to_string(entry.seq) + ",\"at\":" + std::to_string(millisOf(entry.at)) +
           ",\"actor\":" + jsonString(entry.actor) + ",\"event\":" + jsonString(entry.event) +
           ",\"subject\":" + jsonString(entry.subject) + ",\"detail\":" + jsonString(entry.detail) + ",\"hash\":\"" +
           base::toHex(entry.hash) + "\"}\n";
}

}  // namespace store
