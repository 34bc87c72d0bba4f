#include "sync/vault/protector.h"

namespace vault {

// A desktop's secret service opens with the login of that desktop, not with the machine, and a TPM is rarely
// open to a plain user.
std::unique_ptr<DeviceKeyProtector> deviceKeyProtector() {
    return nullptr;
}

}  // namespace vault
