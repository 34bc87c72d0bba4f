// What faces are found with: the networks of a models folder, or the Haar cascades that come with OpenCV when
// there is none. The file names and SHA-256 of the networks are pinned here; a file that differs is refused.
// Threads: a FaceModels is an immutable value, cheap to copy, for any thread.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/bytes.h"

namespace devices {

enum class FaceFinding { Unknown = 0, Networks, Cascades };

class FaceModels {
public:
    // Reads and verifies the files of a models folder. NotFound names the first file missing, Corrupt the
    // first one that is not the pinned one.
    static base::Result<FaceModels> fromFolder(const std::filesystem::path& folder);
    // Reads the cascades of OpenCV from `folder`, or, when it is empty, from the program's resources
    // (haarcascades/) or the system's place for them. NotFound when there are none.
    static base::Result<FaceModels> fromCascades(const std::filesystem::path& folder = {});

    FaceFinding finding() const;
    // Names of the measures that cannot be judged with these models.
    const std::vector<std::string>& checksOff() const;

    struct Content;  // file contents; for the room's own sources
    const Content& content() const { return *content_; }

private:
    explicit FaceModels(std::shared_ptr<const Content> content) : content_(std::move(content)) {}
    std::shared_ptr<const Content> content_;
};

}  // namespace devices
