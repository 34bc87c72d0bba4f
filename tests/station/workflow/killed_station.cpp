#include "tests/station/workflow/killed_station.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/path.h"
#include "base/process.h"

using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace rigs {
namespace {

constexpr auto kPatience = 300s;  // as long as a busy machine may take

std::vector<std::string> wordsOf(const std::string& line) {
    std::vector<std::string> out{""};
    for (const char c : line) {
        if (c == '\t') out.emplace_back();
        else out.back() += c;
    }
    out.resize(std::max<std::size_t>(out.size(), 4));
    return out;
}

base::ChildProcess started(const Program& program, const std::vector<std::string>& words) {
    std::vector<std::string> arguments(program.start.begin() + 1, program.start.end());
    arguments.insert(arguments.end(), words.begin(), words.end());
    auto child = base::ChildProcess::start(base::pathOf(program.start.front()), arguments);
    if (!child) FAIL(child.error().detail);
    return std::move(*child);
}

}  // namespace

std::string Program::wordOf(const fs::path& path) const {
    return drive + base::pathForSystem(path);
}

void KilledStation::Model::durable(int number) {
    for (auto& [key, changes] : keys) {
        while (changes.size() > 1 && changes[1].number <= number) changes.erase(changes.begin());
    }
}

void KilledStation::Model::add(const std::string& key, int number, const std::string& value) {
    auto& changes = keys[key];
    if (changes.empty()) changes.push_back({0, ""});
    changes.push_back({number, value});
}

KilledStation::KilledStation(fs::path path) : path_(std::move(path)) {
    fs::remove_all(path_);
    fs::create_directories(path_);
}

void KilledStation::killOnce(const Program& program, unsigned seed, Life life) {
    auto child = started(program, {program.wordOf(path_), std::to_string(seed), "take"});
    const auto hearOne = [&] {
        const auto line = child.readLine(kPatience);
        INFO((line ? "" : line.error().detail));
        REQUIRE(line);
        hear(*line);
    };
    for (reported_.clear(), rows_.clear(); !ready_;) hearOne();
    const auto sealed = acknowledgedSeals_.size();
    while (acknowledgedSeals_.size() < sealed + static_cast<std::size_t>(life.seals)) hearOne();
    const auto end = std::chrono::steady_clock::now() + life.after;
    for (auto left = life.after; left > 0ms; left = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now())) {
        if (const auto line = child.readLine(left)) hear(*line);
    }
    child.kill();
    while (const auto line = child.readLine(kPatience)) hear(*line);  // said before its death
    CHECK(child.wait(kPatience).value_or(0) == 128 + 9);
    ready_ = false;
}

void KilledStation::finish(const Program& program) {
    auto child = started(program, {program.wordOf(path_), "0", "finish"});
    rows_.clear();
    bool finished = false;
    while (const auto line = child.readLine(kPatience)) {
        if (*line == "finished") finished = true;
        else hear(*line);
    }
    REQUIRE(finished);
}

nlohmann::json KilledStation::ask(const Program& program, const std::vector<std::string>& words) const {
    auto child = started(program, words);
    std::string text;
    while (const auto line = child.readLine(kPatience)) text += *line + "\n";
    auto answer = nlohmann::json::parse(text, nullptr, false);
    INFO(words.front() << " answered: " << text.substr(0, 1000));
    REQUIRE_FALSE(answer.is_discarded());
    return answer;
}

std::size_t KilledStation::checkUpstream(const Program& gateway) const {
    const std::string data = gateway.wordOf(dataFolder() / "training" / "gateway");
    const auto stored = ask(gateway, {"list", "--limit", "1000", "--data", data, "--json"});
    REQUIRE(stored.is_array());
    std::set<std::string> packets;
    for (const auto& packet : stored) packets.insert(packet.value("packet", ""));
    CHECK(packets.size() == stored.size());
    CHECK(packets.size() == rows_.size());
    for (const auto& packet : acknowledgedSeals_) CHECK(packets.count(packet) == 1);
    for (const auto& [id, packet] : rows_) {
        INFO("application " << id << ", packet " << packet);
        CHECK(packets.count(packet) == 1);
        const std::string shown = ask(gateway, {"show", packet, "--open", "--data", data, "--json"}).dump();
        REQUIRE(sealedFields_.count(id) == 1);
        for (const auto& [field, value] : sealedFields_.at(id)) {
            INFO(shown.substr(0, 3000));
            INFO(field);
            CHECK(shown.find(nlohmann::json(value).dump()) != std::string::npos);
        }
    }
    return packets.size();
}

void KilledStation::hear(const std::string& line) {
    const auto words = wordsOf(line);
    if (words[0] == "failed") FAIL(words[1]);
    else if (words[0] == "row" && words[2] == "sealed") rows_[words[1]] = words[3];
    else if (words[0] == "row") drafts_.insert(words[1]);
    else if (words[0] == "draft") opened(words[1]);
    else if (words[0] == "have") reported_[words[1]] = words[2];
    else if (words[0] == "ready") compare();
    else if (words[0] == "try") {
        ++changes_;
        model_.add(words[2], std::atoi(words[1].c_str()), words[3]);
    } else if (words[0] == "saved") model_.durable(std::atoi(words[1].c_str()));
    else if (words[0] == "sealing") sealing();
    else if (words[0] == "sealed") {
        acknowledgedSeals_.insert(words[1]);
        model_ = {};
    }
}

void KilledStation::sealing() {
    model_.sealing = true;
    auto& fields = sealedFields_[model_.draft];
    fields.clear();  // an earlier seal may have been cut off, and what it was to hold with it
    for (const auto& [key, changes] : model_.keys) {
        if (key.starts_with("field:")) fields[key.substr(6)] = changes.back().value;
    }
}

void KilledStation::opened(const std::string& id) {
    CHECK(drafts_.size() <= 1);  // the child begins a draft only when none waits
    if (!model_.draft.empty() && model_.draft != id) {
        INFO("the draft " << model_.draft << " is not offered, but " << id);
        CHECK(model_.sealing);
        CHECK(rows_.count(model_.draft) == 1);  // the seal was done before its answer came
        model_ = {};
    }
    if (model_.draft == id) ++reopened_;
    model_.draft = id;
    reported_.clear();
    drafts_.clear();
}

void KilledStation::compare() {
    for (const auto& [key, changes] : model_.keys) {
        const std::string have = reported_.count(key) != 0 ? reported_[key] : std::string();
        const bool allowed = std::any_of(changes.begin(), changes.end(), [&](const Change& c) { return c.value == have; });
        std::string may;
        for (const auto& c : changes) may += "\"" + c.value + "\" ";
        INFO(key << " is \"" << have << "\", may be " << may);
        CHECK(allowed);
    }
    for (const auto& [key, value] : reported_) {
        INFO(key << " was never tried");
        CHECK((model_.keys.empty() || model_.keys.count(key) != 0));
    }
    model_.keys.clear();
    model_.sealing = false;
    for (const auto& [key, value] : reported_) model_.keys[key] = {{0, value}};
    ready_ = true;
}

}  // namespace rigs
