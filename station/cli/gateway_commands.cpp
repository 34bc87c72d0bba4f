#include "station/cli/gateway_commands.h"

#include <algorithm>
#include <ostream>

#include "sync/gateway/form_check.h"

namespace station {

int runGatewayCommand(std::span<const std::string> args, gateway::Output output, std::ostream& out,
                      std::ostream& err) {
    if (args.empty() || std::find(args.begin(), args.end(), "--help") != args.end()) {
        out << gateway::commandHelp();
        return args.empty() ? gateway::kUsage : gateway::kDone;
    }
    return gateway::runCommand(args, output, gateway::makePackCheck, out, err);
}

}  // namespace station
