// A gateway in a process of its own, so that tests can kill it. It checks records by RoadHouse's own rule;
// everything else is the product's.
#include <iostream>

#include "base/console.h"
#include "sync/gateway/commands.h"
#include "tests/rigs/road_rig.h"

int main(int argc, char** argv) {
    const auto args = base::consoleArguments(argc, argv);
    return gateway::runServe(
        args,
        [](const gateway::FormSources&) -> base::Result<gateway::RecordCheck> {
            return gateway::RecordCheck(rigs::RoadHouse::check);
        },
        std::cout, std::cerr);
}
