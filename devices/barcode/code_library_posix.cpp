#include "devices/barcode/code_library.h"

namespace devices {

base::Result<void> codeLibrary() { return {}; }  // the loader found it, or this program would not run

}  // namespace devices
