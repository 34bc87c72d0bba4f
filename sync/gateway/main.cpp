// enrollment-gateway: the receiving end of the road.
#include <algorithm>
#include <iostream>

#include "base/console.h"
#include "sync/gateway/commands.h"
#include "sync/gateway/form_check.h"

namespace {

constexpr const char* kHelp =
    "enrollment-gateway receives sealed applications from enrollment stations.\n\n"
    "  serve --data DIR [--listen ADDRESS:PORT] [--schemas DIR] [--log DIR] [--max-packet-mib N] "
    "[--no-open] [--background]\n"
    "      Runs until SIGINT or SIGTERM. Port 0: the system chooses. Prints one JSON line when ready.\n"
    "      --no-open: stores and answers, but does not open packets (the upstream key lives elsewhere).\n"
    "      --background: takes the processor time that other programs leave, as beside a station in training.\n\n";

}  // namespace

int main(int argc, char** argv) {
    std::vector<std::string> args = base::consoleArguments(argc, argv);
    if (args.empty() || std::find(args.begin(), args.end(), "--help") != args.end()) {
        std::cout << kHelp << gateway::commandHelp();
        return args.empty() ? gateway::kUsage : gateway::kDone;
    }
    const bool json = std::erase(args, "--json") > 0;
    if (args[0] == "serve") {
        return gateway::runServe(std::span(args).subspan(1), gateway::makeFormCheck, std::cout, std::cerr);
    }
    return gateway::runCommand(args, json ? gateway::Output::Json : gateway::Output::Text,
                               gateway::makePackCheck, std::cout, std::cerr);
}
