// enrollctl: the rooms of the house without a window, for administrators, scripts and tests.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <vector>

#include "base/console.h"
#include "station/cli/command.h"
#include "station/cli/gateway_commands.h"

namespace {

using station::cli::Command;

constexpr const char* kIntroduction =
    "enrollctl: the enrollment station's rooms without a window.\n"
    "Usage: enrollctl COMMAND [arguments] [--json]\n"
    "Every command prints one JSON document with --json. Exit code: 0 done, 1 failed or something found "
    "wrong, 2 "
    "wrongly called.\n"
    "DIR of --data is the station's data folder; without it, the one of the user who calls.\n\n";

std::vector<Command> allCommands() {
    std::vector<Command> all;
    for (const auto table :
         {station::cli::packetCommands(), station::cli::storeCommands(), station::cli::formCommands(),
          station::cli::lawCommands(), station::cli::documentCommands(), station::cli::packCommands(),
          station::cli::typeCommands(),
          station::cli::cardCommands(), station::cli::pictureCommands(), station::cli::deviceCommands(),
          station::cli::doctorCommands()}) {
        all.insert(all.end(), table.begin(), table.end());
    }
    return all;
}

void printHelp(const std::vector<Command>& commands, std::ostream& out) {
    for (const auto& command : commands) {
        out << "  " << command.name << (command.usage.empty() ? "" : " ") << command.usage << "\n      "
            << command.summary << "\n";
    }
}

// The command whose words `args` begin with; its words are taken off.
const Command* findCommand(const std::vector<Command>& commands, std::vector<std::string>& args) {
    for (std::size_t words = 3; words > 0; --words) {
        if (args.size() < words) continue;
        std::string name = args[0];
        for (std::size_t i = 1; i < words; ++i) name += " " + args[i];
        const auto found = std::find_if(commands.begin(), commands.end(),
                                        [&](const Command& command) { return command.name == name; });
        if (found == commands.end()) continue;
        args.erase(args.begin(), args.begin() + static_cast<std::ptrdiff_t>(words));
        return &*found;
    }
    return nullptr;
}

int explain(const base::Error& error) {
    std::cerr << "enrollctl: " << base::codeName(error.code) << ": " << error.detail << "\n";
    return gateway::kFailed;
}

int run(const Command& command, const std::vector<std::string>& args, gateway::Output output) {
    const auto arguments = gateway::Arguments::parse(args, command.rules);
    if (!arguments) {
        std::cerr << "enrollctl: " << arguments.error().detail << "\nusage: enrollctl " << command.name << " "
                  << command.usage << "\n";
        return gateway::kUsage;
    }
    const auto answer = command.run(*arguments);
    if (!answer) return explain(answer.error());
    if (output == gateway::Output::Json)
        answer->report.printJson(std::cout);
    else
        answer->report.printText(std::cout);
    std::cout.flush();
    if (!std::cout)
        return explain({base::Code::IoError, base::Recovery::Fatal, "the answer could not be written"});
    return answer->verdict == station::cli::Verdict::Bad ? gateway::kFailed : gateway::kDone;
}

int runGateway(std::vector<std::string> args, gateway::Output output) {
    args.erase(args.begin());
    return station::runGatewayCommand(args, output, std::cout, std::cerr);
}

int help(const std::vector<Command>& commands, const std::vector<std::string>& args) {
    std::vector<Command> wanted;
    for (const auto& command : commands) {
        if (!args.empty() && (command.name == args[0] || command.name.starts_with(args[0] + " ")))
            wanted.push_back(command);
    }
    if (!wanted.empty()) {
        printHelp(wanted, std::cout);
        return gateway::kDone;
    }
    std::cout << kIntroduction;
    printHelp(commands, std::cout);
    std::cout << "\nThe receiving end, each as enrollctl gateway COMMAND:\n" << gateway::commandHelp();
    return gateway::kDone;
}

int runAll(std::vector<std::string> args) {
    const bool json = std::erase(args, "--json") > 0;
    const auto output = json ? gateway::Output::Json : gateway::Output::Text;
    if (!args.empty() && args[0] == "gateway") return runGateway(std::move(args), output);
    if (!args.empty() && args[0] == "forms") args[0] = "form";  // as it was called before
    const auto commands = allCommands();
    const bool asked = std::erase(args, "--help") > 0;
    if (args.empty() || asked) {
        const int shown = help(commands, args);
        return asked ? shown : gateway::kUsage;
    }
    const Command* command = findCommand(commands, args);
    if (command == nullptr) {
        std::cerr << "enrollctl: unknown command; enrollctl --help lists them\n";
        return gateway::kUsage;
    }
    return run(*command, args, output);
}

}  // namespace

// What was asked for is done and written when a command returns. As the station does, it ends before the exit handlers
// of foreign libraries: after SANE's drivers, which cancel their threads, one of them can wait for ever.
int main(int argc, char** argv) {
    const int code = runAll(base::consoleArguments(argc, argv));
    std::cout.flush();
    std::fflush(nullptr);
    std::_Exit(code);
}
