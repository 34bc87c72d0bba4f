// One error type for the whole house. Errors are values: every fallible function returns Result<T>.
// Threads: plain values, free to move between threads.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

namespace base {

// What went wrong. The Vietnamese sentence for an officer is made from this in station/ui/error_words.cpp only.
enum class Code {
    Unknown = 0,
    // the request
    BadInput,
    NotFound,
    AlreadyExists,
    WrongState,
    Unsupported,
    NotInForce,
    SchemaInvalid,
    TooLarge,
    // the course of things
    Cancelled,
    Timeout,
    Busy,
    // files and store
    IoError,
    DiskFull,
    ReadOnly,
    PermissionDenied,
    Corrupt,
    // keys and signatures
    CryptoFailed,
    WrongPassphrase,
    LockedOut,
    SignatureInvalid,
    KeyUnknown,
    // the road
    NetworkDown,
    TlsFailed,
    Refused,
    ServerError,
    ProtocolError,
    Conflict,
    Gone,
    // devices
    NoDevice,
    Disconnected,
    DeviceFault,
    NoPaper,
    PaperJam,
    CoverOpen,
    QualityTooLow,
    // ourselves
    Internal,
};

// Who can do something about it. The screen chooses wording and buttons from this.
enum class Recovery {
    Unknown = 0,
    OperatorRetry,  // the officer acts and tries again (finger too short, paper skewed)
    AutoRetry,      // trying again later may help by itself (network, busy device)
    Fatal,          // this action cannot succeed as asked
    Bug,            // a broken promise of our own code
};

struct Error {
    Code code = Code::Unknown;
    Recovery recovery = Recovery::Fatal;
    std::string detail;  // English, for logs; never personal data
};

template <class T>
using Result = tl::expected<T, Error>;

using Failure = tl::unexpected<Error>;

// The recovery that fits most uses of a code; pass another to fail() where it does not.
Recovery usualRecovery(Code code);
std::string_view codeName(Code code);

[[nodiscard]] Failure fail(Code code, std::string detail);
[[nodiscard]] Failure fail(Code code, Recovery recovery, std::string detail);
// Passes an error on, keeping code and recovery and saying in front where it happened.
[[nodiscard]] Failure pass(const Error& error, std::string_view where);

}  // namespace base
