// kill -9 of the station at random moments of taking applications: whatever it had acknowledged is there after the
// restart, nothing is half there, and what was sealed is sealed once and stored once upstream.
#include <catch2/catch.hpp>
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <random>
#include <set>

#include "base/process.h"

using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

constexpr int kKills = 50;
constexpr auto kPatience = 60s;
// Milliseconds after the draft is open; a draft lives for about two kills. Everything is slow under ThreadSanitizer.
#if defined(__SANITIZE_THREAD__)
constexpr int kLatestKill = 2500;
#else
constexpr int kLatestKill = 450;
#endif

struct Change {
    int number = 0;
    std::string value;  // empty: not there
};

// What may be in the draft: the last value known to be durable, and every one that was tried after it.
struct Model {
    std::string draft;                                // empty: none is open
    std::map<std::string, std::vector<Change>> keys;  // in order
    bool sealing = false;

    void durable(int number) {
        for (auto& [key, changes] : keys) {
            while (changes.size() > 1 && changes[1].number <= number) changes.erase(changes.begin());
        }
    }
    void add(const std::string& key, int number, const std::string& value) {
        auto& changes = keys[key];
        if (changes.empty()) changes.push_back({0, ""});
        changes.push_back({number, value});
    }
};

std::vector<std::string> wordsOf(const std::string& line) {
    std::vector<std::string> out{""};
    for (const char c : line) {
        if (c == '\t') out.emplace_back();
        else out.back() += c;
    }
    out.resize(std::max<std::size_t>(out.size(), 4));
    return out;
}

std::string allowedText(const std::vector<Change>& changes) {
    std::string out;
    for (const auto& c : changes) out += "\"" + c.value + "\" ";
    return out;
}

// One folder that lives through all kills, and what is known of it.
class Folder {
public:
    explicit Folder(fs::path path) : path_(std::move(path)) {
        fs::remove_all(path_);
        fs::create_directories(path_);
    }

    // Starts the station, compares what it offers, lets it work and kills it `after` its draft was opened.
    void killOnce(unsigned seed, std::chrono::milliseconds after) {
        auto child = base::ChildProcess::start(ENROLL_TEST_CHILD, {path_.string(), std::to_string(seed), "take"});
        REQUIRE(child);
        for (reported_.clear(), rows_.clear(); !ready_;) {
            const auto line = child->readLine(kPatience);
            INFO((line ? "" : line.error().detail));
            REQUIRE(line);
            hear(*line);
        }
        const auto end = std::chrono::steady_clock::now() + after;
        for (auto left = after; left > 0ms; left = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now())) {
            if (const auto line = child->readLine(left)) hear(*line);
        }
        child->kill();
        while (const auto line = child->readLine(kPatience)) hear(*line);  // said before its death
        CHECK(child->wait(kPatience).value_or(0) == 128 + 9);
        ready_ = false;
    }

    // Lets everything sealed reach the gateway.
    void finish() {
        auto child = base::ChildProcess::start(ENROLL_TEST_CHILD, {path_.string(), "0", "finish"});
        REQUIRE(child);
        rows_.clear();
        bool finished = false;
        while (const auto line = child->readLine(kPatience)) {
            if (*line == "finished") finished = true;
            else hear(*line);
        }
        REQUIRE(finished);
    }

    nlohmann::json atGateway(const std::vector<std::string>& words) const {
        std::vector<std::string> arguments = words;
        for (const auto& word : {std::string("--data"), (path_ / "data/training/gateway").string(), std::string("--json")}) arguments.push_back(word);
        auto child = base::ChildProcess::start(ENROLL_TEST_GATEWAY, arguments);
        REQUIRE(child);
        std::string text;
        while (const auto line = child->readLine(kPatience)) text += *line + "\n";
        return nlohmann::json::parse(text, nullptr, false);
    }

    const std::map<std::string, std::string>& sealedRows() const { return rows_; }  // packet by application
    // By application: the fields as they stood when the seal began.
    const std::map<std::string, std::map<std::string, std::string>>& sealedFields() const { return sealedFields_; }
    const std::set<std::string>& acknowledgedSeals() const { return acknowledgedSeals_; }
    int changes() const { return changes_; }
    int reopened() const { return reopened_; }

private:
    void hear(const std::string& line) {
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

    void sealing() {
        model_.sealing = true;
        for (const auto& [key, changes] : model_.keys) {
            if (key.starts_with("field:")) sealedFields_[model_.draft][key.substr(6)] = changes.back().value;
        }
    }

    void opened(const std::string& id) {
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

    void compare() {
        for (const auto& [key, changes] : model_.keys) {
            const std::string have = reported_.count(key) != 0 ? reported_[key] : std::string();
            const bool allowed = std::any_of(changes.begin(), changes.end(), [&](const Change& c) { return c.value == have; });
            INFO(key << " is \"" << have << "\", may be " << allowedText(changes));
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

    fs::path path_;
    Model model_;
    std::map<std::string, std::string> reported_;
    std::map<std::string, std::string> rows_;
    std::set<std::string> drafts_;
    std::set<std::string> acknowledgedSeals_;
    std::map<std::string, std::map<std::string, std::string>> sealedFields_;
    bool ready_ = false;
    int changes_ = 0, reopened_ = 0;
};

unsigned seedOfThisRun() {
    const char* given = std::getenv("ENROLL_SEED");
    return given != nullptr ? static_cast<unsigned>(std::strtoul(given, nullptr, 10)) : std::random_device{}();
}

}  // namespace

TEST_CASE("whenever the station is killed, nothing acknowledged is lost and nothing is sealed or stored twice") {
    const unsigned seed = seedOfThisRun();
    std::printf("ENROLL_SEED=%u\n", seed);
    INFO("ENROLL_SEED=" << seed);
    std::mt19937 dice(seed);
    Folder folder(fs::current_path() / "kill");
    for (int i = 0; i < kKills; ++i) {
        INFO("kill " << i);
        const auto childSeed = static_cast<unsigned>(dice());
        folder.killOnce(childSeed, std::chrono::milliseconds(std::uniform_int_distribution<int>(0, kLatestKill)(dice)));
    }
    folder.finish();

    const auto stored = folder.atGateway({"list", "--limit", "1000"});
    REQUIRE(stored.is_array());
    std::set<std::string> packets;
    for (const auto& packet : stored) packets.insert(packet.value("packet", ""));
    CHECK(packets.size() == stored.size());
    CHECK(packets.size() == folder.sealedRows().size());
    for (const auto& packet : folder.acknowledgedSeals()) CHECK(packets.count(packet) == 1);
    for (const auto& [id, packet] : folder.sealedRows()) {
        INFO("application " << id << ", packet " << packet);
        CHECK(packets.count(packet) == 1);
        const auto shown = folder.atGateway({"show", packet, "--open"});
        REQUIRE(folder.sealedFields().count(id) == 1);
        for (const auto& [field, value] : folder.sealedFields().at(id)) {
            INFO(shown.dump().substr(0, 3000));
            INFO(field);
            CHECK(shown.dump().find(nlohmann::json(value).dump()) != std::string::npos);
        }
    }
    std::printf("%d kills, %d changes, drafts reopened %d times, %zu sealed\n", kKills, folder.changes(), folder.reopened(), packets.size());
    CHECK(folder.reopened() > kKills / 4);
    CHECK(packets.size() >= 3);
}
