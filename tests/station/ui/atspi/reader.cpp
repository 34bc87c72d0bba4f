#include "tests/station/ui/atspi/reader.h"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "tests/station/ui/support/gui.h"
#include "tests/station/ui/support/session_bus.h"

namespace fs = std::filesystem;
using nlohmann::json;

namespace uitest {
namespace {

constexpr std::chrono::seconds kWalkerLimit{20};
constexpr std::chrono::seconds kTreeLimit{120};
constexpr std::chrono::seconds kFocusLimit{5};

wxRect rectOf(const json& box) {
    if (!box.is_array()) return {};
    return {box[0].get<int>(), box[1].get<int>(), box[2].get<int>(), box[3].get<int>()};
}

Heard heardOf(const json& line) {
    Heard heard;
    heard.role = line.value("role", "");
    heard.name = line.value("name", "");
    heard.description = line.value("description", "");
    heard.label = line.value("label", "");
    heard.text = line.value("text", "");
    heard.states = line.value("states", std::vector<std::string>());
    heard.actions = line.value("actions", std::vector<std::string>());
    heard.depth = line.value("depth", 0);
    heard.children = line.value("children", 0);
    if (line.contains("value")) heard.value = line["value"].get<double>();
    if (line.contains("box")) heard.box = rectOf(line["box"]);
    if (line.contains("textBox")) heard.textBox = rectOf(line["textBox"]);
    return heard;
}

base::ChildProcess startWalker() {
    const fs::path program = fs::read_symlink("/proc/self/exe").parent_path() / "atspi_walker";
    auto started = base::ChildProcess::start(program, {std::to_string(getpid())});
    REQUIRE(started.has_value());
    return std::move(*started);
}

}  // namespace

bool Heard::is(const char* state) const { return std::find(states.begin(), states.end(), state) != states.end(); }

bool startReaderBus() {
    unsetenv("AT_SPI_BUS_ADDRESS");
    return startSessionBus();
}

Reader::Reader() : walker_(startWalker()) {
    std::string first;
    const bool ready = pumpUntil([&] {
        if (auto line = walker_.readLine(std::chrono::milliseconds(1))) first = *line;
        return !first.empty() || !walker_.isRunning();
    }, kWalkerLimit);
    INFO("the walker says " << first);
    REQUIRE(ready);
    REQUIRE(first == "ready");
}

bool Reader::take() {
    const auto line = walker_.readLine(std::chrono::milliseconds(0));
    if (!line) return false;
    const json said = json::parse(*line);
    if (said.contains("focus")) focus_ = heardOf(said["focus"]);
    else if (said.contains("end")) ended_ = true;
    else tree_.push_back(heardOf(said));
    return true;
}

std::vector<Heard> Reader::tree() {
    settle();
    tree_.clear();
    ended_ = false;
    kill(walker_.id(), SIGUSR1);
    const bool whole = pumpUntil([&] {
        while (!ended_ && take()) {
        }
        return ended_;
    }, kTreeLimit);
    REQUIRE(whole);
    return std::exchange(tree_, {});
}

bool Reader::told() {
    while (take()) {
    }
    return focus_.has_value();
}

std::optional<Heard> Reader::focused(const std::string& name) {
    pumpUntil([&] {
        while (take()) {
        }
        return focus_ && focus_->spoken() == name;
    }, kFocusLimit);
    return focus_;
}

std::string sentence(const Heard& object) {
    std::string words = object.role + " \"" + object.spoken() + "\"";
    if (!object.text.empty() && object.text != object.name) words += " text \"" + object.text + "\"";
    words += " at " + std::to_string(object.box.x) + "," + std::to_string(object.box.y) + " " + std::to_string(object.box.width) +
             "x" + std::to_string(object.box.height) + " [";
    for (const auto& state : object.states) words += state + " ";
    return words + "]";
}

}  // namespace uitest
