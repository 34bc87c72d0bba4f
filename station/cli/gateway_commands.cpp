#include "station/cli/gateway_commands.h"

#include <algorithm>
#include <ostream>

namespace station {

int runGatewayCommand(std::span<const std::string> args, gateway::Output output, std::ostream& out,
                      std::ostream& err) {
    if (args.empty() || std::find(args.begin(), args.end(), "--help") != args.end()) {
        out << gateway::commandHelp();
        return args.empty() ? gateway::kUsage : gateway::kDone;
    }
    return gateway::runCommand(args, output, out, err);
}

}  // namespace station
