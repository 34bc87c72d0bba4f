// One command of enrollctl: its place in the help, the arguments it takes and what it does. Each group of
// commands is one table in its own file. Threads: one.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>

#include "base/bytes.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/path.h"
#include "devices/device.h"
#include "station/cli/report.h"
#include "sync/gateway/arguments.h"

namespace station::cli {

using base::pathOf;

// What the shell gets, as of the gateway's commands (sync/gateway/commands.h): 0 done, 1 failed, 2 wrongly
// called.
enum class Verdict { Unknown = 0, Good, Bad };

// A command that looked and found something wrong still answers: its report is printed and the exit code
// is 1.
struct Answer {
    Report report;
    Verdict verdict = Verdict::Good;
};

struct Command {
    std::string name;     // "packet show"; the words typed
    std::string usage;    // "FILE [--header FILE]"
    std::string summary;  // one sentence
    gateway::ArgumentRules rules;
    base::Result<Answer> (*run)(const gateway::Arguments& arguments) = nullptr;
};

// The tables.
std::span<const Command> packetCommands();
std::span<const Command> storeCommands();
std::span<const Command> formCommands();
std::span<const Command> lawCommands();
std::span<const Command> documentCommands();
std::span<const Command> packCommands();
std::span<const Command> typeCommands();
std::span<const Command> cardCommands();
std::span<const Command> pictureCommands();
std::span<const Command> deviceCommands();
std::span<const Command> doctorCommands();

// The store of a station: --store FILE, or the one below --data DIR (else the user's own data folder) that
// the mode set there says. NotFound when the station was never set up.
base::Result<std::filesystem::path> storeFile(const gateway::Arguments& arguments);
std::filesystem::path stationFolder(const gateway::Arguments& arguments);
const char* kindName(devices::Kind kind);

// The plain word, or standard input up to `most` bytes for "-"; without blanks at its ends. TooLarge.
base::Result<std::string> wordOrInput(const gateway::Arguments& arguments, std::size_t most);

// The picture file named by the plain word, up to 64 MiB.
base::Result<base::Bytes> pictureFile(const gateway::Arguments& arguments);

// The day of --today yyyy-mm-dd, else today in Vietnam. BadInput.
base::Result<base::Day> todayOption(const gateway::Arguments& arguments);

// A number given as an option; `otherwise` when it is not given. BadInput outside of least..most.
base::Result<double> numberOption(const gateway::Arguments& arguments, const std::string& name,
                                  double otherwise, double least, double most);

}  // namespace station::cli
