// What an administrator and an official do with a gateway from a command line: `enrollment-gateway COMMAND
// ...` and `enrollctl gateway COMMAND ...` are the same. The commands work beside a running gateway. Threads:
// one.
#pragma once

#include <filesystem>
#include <iosfwd>
#include <span>
#include <string>

#include "sync/gateway/arguments.h"
#include "sync/gateway/examiner.h"
#include "sync/gateway/home.h"
#include "sync/packet/pack_shelf.h"

namespace gateway {

enum class Output { Unknown = 0, Text, Json };

// How a finished command is told to the shell.
inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;
inline constexpr int kUsage = 2;

// Where form schemas come from: the installed folder, and the packs published here.
struct FormSources {
    std::filesystem::path schemas;
    std::filesystem::path packs;
    packet::KeyLookup packKeys;
};
using PackCheckMaker = std::function<base::Result<packet::PackCheck>(const FormSources& sources)>;

// args[0] is the command. Results go to `out`, one JSON document with Output::Json; errors to `err`.
int runCommand(std::span<const std::string> args, Output output, const PackCheckMaker& makePackCheck,
               std::ostream& out, std::ostream& err);

// Serves until SIGINT or SIGTERM. Prints one JSON line when ready:
// {"event":"ready","listen":"127.0.0.1:8443",...}. The check is made from the folder of form schemas that
// --schemas names and from the published packs.
using CheckMaker = std::function<base::Result<RecordCheck>(const FormSources& sources)>;
int runServe(std::span<const std::string> args, const CheckMaker& makeCheck, std::ostream& out,
             std::ostream& err);

// The folder that --schemas names or the installed one, and what the gateway has published.
FormSources formSources(const Arguments& args, const Home& home);

std::string commandHelp();

}  // namespace gateway
