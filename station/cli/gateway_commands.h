// `enrollctl gateway ...`: the gateway's own commands, on the machine where its folder lies.
// Threads: one.
#pragma once

#include <iosfwd>
#include <span>
#include <string>

#include "sync/gateway/commands.h"

namespace station {

// `args` are the words after "gateway"; "--help" or none lists the commands. Returns the exit code.
int runGatewayCommand(std::span<const std::string> args, gateway::Output output, std::ostream& out,
                      std::ostream& err);

}  // namespace station
