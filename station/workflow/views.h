// Plain values that screens show. No behavior, no secrets beyond what the logged-in officer may see.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "forms/schema.h"

namespace station {

enum class Mode { Unknown = 0, Training, Real };
enum class Phase { Unknown = 0, FirstStart, LoggedOut, LoggedIn, IdleLocked };
// What guards the station's keys while nobody is logged in. Elsewhere: another computer or account; here passphrases only.
enum class KeyGuard { Unknown = 0, PassphraseOnly, System, Elsewhere };
enum class Role { Unknown = 0, Officer, Supervisor, Clerk, Administrator };

struct OfficerView {
    std::string id;
    std::string login;
    std::string name;  // with rank, as shown: "Thượng úy Mẫu Văn A"
    Role role = Role::Unknown;
    bool disabled = false;
};

struct UnitView {
    std::string station;  // station id
    std::string code;
    std::string name;
    std::vector<std::string> capabilities;
    std::string upstreamUrl;
};

enum class AppState { Unknown = 0, Draft, Sealed, Sending, Received, Accepted, Rejected, CardPrinted, CardArrived, HandedOver, EidApproved, Activated, Discarded, Replaced };

struct RejectReason {
    std::string field;  // empty: about the whole application
    std::string text;
};

// One row of the list. Name, number and phone are decrypted in memory after login.
struct AppRow {
    std::string id;          // of the application, from its first draft on
    std::string packetId;    // of its newest packet; empty before the first seal
    std::string officerId;   // whose draft it is
    AppState state = AppState::Unknown;
    std::string schemaId;
    forms::LocalText procedure;
    std::string name;
    std::string idNumberMasked;  // 049...0007
    std::string phone;
    base::Instant createdAt, changedAt;
    std::optional<base::Instant> startedAt, sealedAt;
    std::uint64_t size = 0;      // of the packet; 0 for a draft
    std::uint64_t sent = 0;      // bytes acknowledged so far, while sending
    unsigned attempts = 0;       // failed tries to send so far
    std::string lastError;       // name of the last one's code (base::codeName); empty: none
    std::vector<RejectReason> reasons;
    std::string note;            // of the upstream unit
    bool training = false;
    bool canReopen = false;      // sealed, correction window open
    std::string replaces;        // packet id that this one corrects
};

// In what another application of this machine is like the one being taken (alike.h).
enum class Likeness {
    Unknown = 0,
    SameNumber,
    SameNameAndBirth,
    SameNameAndYear,
    SamePhone,
    OwnOfRelative,  // the number stands there as a relative's
    RelativesOwn,   // a relative's number is the own number there
};

struct Match {
    Likeness how = Likeness::Unknown;
    std::string field;  // of the application being taken
    bool nameAgrees = true, birthAgrees = true;  // or are not known of both
};

struct Alike {
    AppRow row;
    std::vector<Match> matches;
    const Match* find(Likeness how) const {
        for (const Match& match : matches) {
            if (match.how == how) return &match;
        }
        return nullptr;
    }
};

struct ListFilter {
    std::string text;                // folded search over name, number, phone
    std::vector<AppState> states;    // empty = all
};

struct Totals {
    std::uint64_t drafts = 0, waiting = 0, received = 0, accepted = 0, rejected = 0;
    std::uint64_t sealedToday = 0;
    std::optional<base::Instant> oldestUnsent;
};

enum class ChipState { Unknown = 0, Good, Attention, Absent };

struct DeviceChip {
    ChipState state = ChipState::Unknown;
    std::string device;                  // its name, empty when absent
    bool isVirtual = false;
    std::optional<base::Error> problem;
};

enum class Line { Unknown = 0, Online, Offline, Sending };

// What the status bar always shows (ux.md, Queue).
struct StatusLine {
    DeviceChip camera, fingerprint, scanner;
    std::uint64_t waiting = 0;
    std::optional<base::Instant> oldestUnsent;
    std::optional<base::Instant> lastSent;
    std::uint64_t diskFreeBytes = 0;
    Line line = Line::Unknown;
};

// Which forms, lists, fees and deadlines this station works with, and why.
struct FormsView {
    enum class Source { Unknown = 0, Installed, Pack };
    struct Refusal {
        std::uint64_t version = 0;
        base::Error error;
    };
    Source source = Source::Unknown;
    bool takesPacks = false;                // the provisioning file named a pack key
    std::uint64_t version = 0;              // of the pack
    base::Instant issuedAt;
    std::string note;
    std::optional<base::Error> damaged;     // the pack that was in use cannot be used: the installed forms serve
    std::optional<Refusal> refused;         // what the upstream sent last and this station did not take
};

struct HourCount {
    int hour = 0;  // 0-23 in Vietnam
    int count = 0;
};

struct TodoItem {
    // Activate: the citizen has to, once the e-ID is approved. HandOver: the card lies here.
    enum class Kind { Unknown = 0, Draft, Rejected, Waiting, Activate, HandOver };
    Kind kind = Kind::Unknown;
    std::string id;
    std::string name;
    forms::LocalText procedure;
    base::Instant at;
    std::optional<base::Day> due;  // the last day for it
};

struct TodayView {
    int sealedToday = 0;
    std::optional<base::Duration> medianToday;  // from opening the draft to its seal
    std::uint64_t waiting = 0;
    std::uint64_t rejected = 0;
    std::optional<base::Instant> oldestUnsent;
    std::vector<HourCount> perHour;             // hours with the working day around them, ascending
    std::vector<TodoItem> todo;                 // most urgent first
};

}  // namespace station
