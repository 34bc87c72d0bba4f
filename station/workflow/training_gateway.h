// The upstream of training mode: the real gateway program on this machine, with a data folder and keys of its own. What it
// accepts is marked as training and nothing else reaches it.
// Threads: one owner; the calls take seconds and run on a worker. Errors: NotFound (the program is missing), Timeout,
// Refused (it ended with an error, its message in the detail).
#pragma once

#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/process.h"
#include "sync/packet/provisioning.h"

namespace station {

inline constexpr char kTrainingStation[] = "tap-huan";

class TrainingGateway {
public:
    TrainingGateway(std::filesystem::path program, std::filesystem::path folder, std::filesystem::path resources);

    // Makes the gateway's folder on first use and issues this station its provisioning.
    base::Result<packet::Provisioning> issue(const std::vector<std::string>& capabilities);
    // Starts it on a free port of this machine, unless it runs; its URL. Runs until this object goes.
    base::Result<std::string> start();
    const std::filesystem::path& folder() const { return folder_; }

private:
    base::Result<std::string> run(std::vector<std::string> arguments);  // what it printed

    std::filesystem::path program_, folder_, resources_;
    std::string url_;
    std::mutex starting_;  // guards what follows
    std::optional<base::ChildProcess> serving_;
};

}  // namespace station
