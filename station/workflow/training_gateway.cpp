#include "station/workflow/training_gateway.h"

#include <nlohmann/json.hpp>

#include "base/files.h"

namespace station {
namespace {

namespace fs = std::filesystem;
constexpr std::chrono::seconds kPatience{30};
constexpr char kLocalUrl[] = "https://127.0.0.1:8443";  // the port is chosen at each start
constexpr std::size_t kMaxFile = 1u << 20;

}  // namespace

TrainingGateway::TrainingGateway(fs::path program, fs::path folder, fs::path resources)
    : program_(std::move(program)), folder_(std::move(folder)), resources_(std::move(resources)) {}

base::Result<std::string> TrainingGateway::run(std::vector<std::string> arguments) {
    const std::string command = arguments.front();
    auto child = base::ChildProcess::start(program_, arguments);
    if (!child) return base::pass(child.error(), "training gateway");
    std::string output;
    while (auto line = child->readLine(kPatience)) output += *line + '\n';
    const auto code = child->wait(kPatience);
    if (!code) return base::Failure(code.error());
    if (*code != 0) return base::fail(base::Code::Refused, "gateway " + command + " ended with " + std::to_string(*code));
    return output;
}

base::Result<packet::Provisioning> TrainingGateway::issue(const std::vector<std::string>& capabilities) {
    std::error_code error;
    if (!fs::exists(folder_ / "gateway.db", error)) {
        const auto made = run({"init", "--data", folder_.string(), "--name", "Cổng tập huấn", "--url", kLocalUrl, "--training", "--json"});
        if (!made) return base::Failure(made.error());
    }
    const fs::path file = folder_ / "station.provisioning";
    std::vector<std::string> arguments = {"issue-station", "--data", folder_.string(), "--station", kTrainingStation, "--unit-code", "TH.000",
                                          "--unit-name", "Công an xã Mẫu (tập huấn)", "--out", file.string(), "--json"};
    for (const auto& capability : capabilities) {
        arguments.emplace_back("--capability");
        arguments.push_back(capability);
    }
    const auto issued = run(std::move(arguments));
    if (!issued) return base::Failure(issued.error());
    const auto answer = nlohmann::json::parse(*issued, nullptr, false);
    if (!answer.is_object() || !answer.contains("activationCode")) return base::fail(base::Code::ProtocolError, "issue-station answered something else");
    const auto sealed = base::readFile(file, kMaxFile);
    fs::remove(file, error);
    if (!sealed) return base::Failure(sealed.error());
    return packet::openProvisioning(*sealed, answer["activationCode"].get<std::string>());
}

base::Result<std::string> TrainingGateway::start() {
    const std::lock_guard lock(starting_);
    if (serving_ && serving_->isRunning()) return url_;
    auto child = base::ChildProcess::start(program_, {"serve", "--data", folder_.string(), "--listen", "127.0.0.1:0", "--schemas",
                                                      (resources_ / "forms" / "schemas").string(), "--log", folder_.string(), "--background"});
    if (!child) return base::pass(child.error(), "training gateway");
    const auto line = child->readLine(kPatience);
    if (!line) return base::pass(line.error(), "training gateway did not start");
    const auto ready = nlohmann::json::parse(*line, nullptr, false);
    if (!ready.is_object() || !ready.contains("url")) return base::fail(base::Code::ProtocolError, "training gateway said something else");
    serving_.emplace(std::move(*child));
    url_ = ready["url"].get<std::string>();
    return url_;
}

}  // namespace station
