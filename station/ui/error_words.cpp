#include "station/ui/error_words.h"

#include <wx/translation.h>

namespace ui {
namespace {

wxString sayDeviceError(base::Code code) {
    using base::Code;
    switch (code) {
        case Code::NoDevice: return _("No device found. Plug it in; it is taken up by itself.");
        case Code::Disconnected: return _("The device was unplugged. Plug it in again; work goes on by itself.");
        case Code::DeviceFault: return _("The device reports a fault. Unplug it, wait five seconds, plug it in again.");
        case Code::NoPaper: return _("No paper in the scanner. Put the page in.");
        case Code::PaperJam: return _("Paper is stuck. Open the scanner and take it out.");
        case Code::CoverOpen: return _("The scanner's cover is open. Close it.");
        case Code::QualityTooLow: return _("The picture is not good enough. Try again.");
        default: return {};
    }
}

wxString sayRoadError(base::Code code) {
    using base::Code;
    switch (code) {
        case Code::NetworkDown: return _("No connection. It is sent by itself when the network is back.");
        case Code::TlsFailed: return _("The upstream unit's identity could not be proven. Nothing was sent; tell the administrator.");
        case Code::Refused: return _("The upstream unit refused it. Read its reasons.");
        case Code::ServerError: return _("The upstream unit has a fault. It is tried again by itself.");
        case Code::ProtocolError: return _("The upstream unit answered what this program does not understand. Tell the administrator.");
        case Code::Conflict: return _("Somebody changed it at the same time. Look at it again.");
        case Code::Gone: return _("It is not there any more.");
        default: return {};
    }
}

wxString sayKeyError(base::Code code) {
    using base::Code;
    switch (code) {
        case Code::CryptoFailed: return _("It could not be decrypted or encrypted. Nothing was changed; tell the administrator.");
        case Code::WrongPassphrase: return _("Wrong name or passphrase. Try again.");
        case Code::LockedOut: return _("Too many wrong tries. Wait until the time has passed.");
        case Code::SignatureInvalid: return _("The signature is not valid, so the file is not used.");
        case Code::KeyUnknown: return _("The key for it is not on this machine.");
        default: return {};
    }
}

wxString sayFileError(base::Code code) {
    using base::Code;
    switch (code) {
        case Code::IoError: return _("The disk could not be read or written. Try again; if it stays, tell the administrator.");
        case Code::DiskFull: return _("The disk is full. Free some space; what you entered is kept.");
        case Code::ReadOnly: return _("The disk is read-only. Tell the administrator.");
        case Code::PermissionDenied: return _("You may not do this. Ask an administrator.");
        case Code::Corrupt: return _("The file is damaged and is not used.");
        default: return {};
    }
}

wxString sayRequestError(base::Code code) {
    using base::Code;
    switch (code) {
        case Code::BadInput: return _("This is not valid. Check what was entered.");
        case Code::NotFound: return _("It was not found.");
        case Code::AlreadyExists: return _("It is there already. Choose another name.");
        case Code::WrongState: return _("This is not possible now.");
        case Code::Unsupported: return _("This is not supported here.");
        case Code::NotInForce: return _("This form is not in force today.");
        case Code::SchemaInvalid: return _("The form's file is damaged. Tell the administrator.");
        case Code::TooLarge: return _("It is too large.");
        case Code::Cancelled: return _("Cancelled.");
        case Code::Timeout: return _("It took too long. Try again.");
        case Code::Busy: return _("It is busy. Try again in a moment.");
        default: return _("Something went wrong in the program. What you entered is kept; tell the administrator.");
    }
}

}  // namespace

wxString sayError(const base::Error& error) {
    for (const auto say : {sayDeviceError, sayRoadError, sayKeyError, sayFileError}) {
        const wxString words = say(error.code);
        if (!words.empty()) return words;
    }
    return sayRequestError(error.code);
}

}  // namespace ui
