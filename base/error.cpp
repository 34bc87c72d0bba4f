#include "base/error.h"

namespace base {

Recovery usualRecovery(Code code) {
    switch (code) {
        case Code::Timeout:
        case Code::Busy:
        case Code::NetworkDown:
        case Code::ServerError:
        case Code::Disconnected:
            return Recovery::AutoRetry;
        case Code::WrongPassphrase:
        case Code::NoDevice:
        case Code::NoPaper:
        case Code::PaperJam:
        case Code::CoverOpen:
        case Code::QualityTooLow:
        case Code::BadInput:
            return Recovery::OperatorRetry;
        case Code::Internal:
            return Recovery::Bug;
        default:
            return Recovery::Fatal;
    }
}

std::string_view codeName(Code code) {
    switch (code) {
        case Code::Unknown: return "unknown";
        case Code::BadInput: return "bad-input";
        case Code::NotFound: return "not-found";
        case Code::AlreadyExists: return "already-exists";
        case Code::WrongState: return "wrong-state";
        case Code::Unsupported: return "unsupported";
        case Code::NotInForce: return "not-in-force";
        case Code::SchemaInvalid: return "schema-invalid";
        case Code::TooLarge: return "too-large";
        case Code::Cancelled: return "cancelled";
        case Code::Timeout: return "timeout";
        case Code::Busy: return "busy";
        case Code::IoError: return "io-error";
        case Code::DiskFull: return "disk-full";
        case Code::ReadOnly: return "read-only";
        case Code::PermissionDenied: return "permission-denied";
        case Code::Corrupt: return "corrupt";
        case Code::CryptoFailed: return "crypto-failed";
        case Code::WrongPassphrase: return "wrong-passphrase";
        case Code::LockedOut: return "locked-out";
        case Code::SignatureInvalid: return "signature-invalid";
        case Code::KeyUnknown: return "key-unknown";
        case Code::NetworkDown: return "network-down";
        case Code::TlsFailed: return "tls-failed";
        case Code::Refused: return "refused";
        case Code::ServerError: return "server-error";
        case Code::ProtocolError: return "protocol-error";
        case Code::Conflict: return "conflict";
        case Code::Gone: return "gone";
        case Code::NoDevice: return "no-device";
        case Code::Disconnected: return "disconnected";
        case Code::DeviceFault: return "device-fault";
        case Code::NoPaper: return "no-paper";
        case Code::PaperJam: return "paper-jam";
        case Code::CoverOpen: return "cover-open";
        case Code::QualityTooLow: return "quality-too-low";
        case Code::Internal: return "internal";
    }
    return "unknown";
}

Failure fail(Code code, std::string detail) {
    return Failure(Error{code, usualRecovery(code), std::move(detail)});
}

Failure fail(Code code, Recovery recovery, std::string detail) {
    return Failure(Error{code, recovery, std::move(detail)});
}

Failure pass(const Error& error, std::string_view where) {
    return Failure(Error{error.code, error.recovery, std::string(where) + ": " + error.detail});
}

}  // namespace base
