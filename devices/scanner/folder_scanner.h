// A folder as a scanner: what a phone or an office machine drops into it becomes pages. JPEG, PNG, BMP and
// TIFF (all pages). A scan from Flatbed takes one file, from Feeder all there are; both wait for the first. Pages
// come as they are: the size, resolution and mode of the request are nobody's to choose.
//
// A file is taken once it has stopped growing and reads to its end; one half written is waited for. Taken
// files move to the subfolder "done" and stay there for the officer to remove; what is no picture or stays
// damaged moves to "refused" and ends the scan with an error after everything else has been delivered. Hidden
// and temporary files, subfolders and symbolic links are not touched.
//
// The folder is looked at again and again, not watched by the system: network shares report no changes of
// others. Threads: as every backend, on the session's thread. Errors of scan(): NoPaper (nothing came),
// Corrupt, BadInput (not a picture), TooLarge, IoError, PermissionDenied, Disconnected (the folder has gone),
// Cancelled.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>

#include "devices/scanner/document_scanner.h"

namespace devices {

struct FolderSettings {
    std::filesystem::path folder;
    std::chrono::milliseconds lookEvery{250};
    std::chrono::milliseconds settle{500};       // unchanged for so long before it is read
    std::chrono::milliseconds patience{10'000};  // unchanged and still damaged for so long: refused
    std::chrono::milliseconds waitForFirst{120'000};
};

std::unique_ptr<ScannerBackend> makeFolderScanner(FolderSettings settings);

}  // namespace devices
