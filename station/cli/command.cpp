#include "station/cli/command.h"

#include <charconv>
#include <iostream>
#include <iterator>

#include "base/files.h"
#include "base/text.h"

namespace station::cli {

namespace fs = std::filesystem;

fs::path stationFolder(const gateway::Arguments& arguments) {
    const std::string given = arguments.value("data");
    return given.empty() ? base::dataFolder() : pathOf(given);
}

base::Result<fs::path> storeFile(const gateway::Arguments& arguments) {
    const std::string given = arguments.value("store");
    if (!given.empty()) return pathOf(given);
    const fs::path folder = stationFolder(arguments);
    const auto mode = base::readFile(folder / "mode", 64);
    if (!mode) return base::pass(mode.error(), "no station is set up in the data folder");
    return folder / (base::textOf(*mode) == "real" ? "real" : "training") / "station.db";
}

base::Result<std::string> wordOrInput(const gateway::Arguments& arguments, std::size_t most) {
    std::string text = arguments.word(0);
    if (text == "-") {
        text.clear();
        for (std::istreambuf_iterator<char> at(std::cin), end; at != end && text.size() <= most; ++at)
            text += *at;
    }
    if (text.size() > most) return base::fail(base::Code::TooLarge, "the text is too long");
    return std::string(base::trim(text));
}

base::Result<base::Bytes> pictureFile(const gateway::Arguments& arguments) {
    constexpr std::uint64_t kMaxPicture = 64u << 20;
    const fs::path file = pathOf(arguments.word(0));
    auto bytes = base::readFile(file, kMaxPicture);
    if (!bytes) return base::pass(bytes.error(), file.filename().string());
    return bytes;
}

base::Result<base::Day> todayOption(const gateway::Arguments& arguments) {
    const std::string given = arguments.value("today");
    if (given.empty()) return base::dayInVietnam(base::SystemClock().now());
    const auto day = base::parseIsoDay(given);
    if (!day) return base::fail(base::Code::BadInput, "--today is not a day yyyy-mm-dd");
    return *day;
}

base::Result<double> numberOption(const gateway::Arguments& arguments, const std::string& name,
                                  double otherwise, double least, double most) {
    const std::string text = arguments.value(name);
    if (text.empty()) return otherwise;
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || !(number >= least && number <= most))
        return base::fail(base::Code::BadInput, "--" + name + " is not a number in its range");
    return number;
}

}  // namespace station::cli
