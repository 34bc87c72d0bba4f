// A station's folder that lives through many programs, each of which is killed (kill_child.cpp): hears what they say,
// compares what the next one offers with it, and at the end what the gateway has. The programs may be those of another
// system. Checks with Catch2. Threads: the test's.
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <set>
#include <string>
#include <vector>

namespace rigs {

// A program behind the words that start it, and what stands before a path for it: {{"bin/kill_child"}, ""} or
// {{"under_wine", "bin/kill_child.exe"}, "Z:"}.
struct Program {
    std::vector<std::string> start;
    std::string drive;

    std::string wordOf(const std::filesystem::path& path) const;
};

// How long a child lives once its draft is open: until it has sealed so often, and then this long.
struct Life {
    int seals = 0;
    std::chrono::milliseconds after{0};
};

class KilledStation {
public:
    explicit KilledStation(std::filesystem::path path);  // emptied

    // Starts the station, compares what it offers, lets it work and kills it.
    void killOnce(const Program& child, unsigned seed, Life life);
    // Lets everything sealed reach the gateway.
    void finish(const Program& child);
    // What was sealed is in the gateway's folder once, opens there, and says what was typed; the number of packets.
    std::size_t checkUpstream(const Program& gateway) const;
    // The answer of a program of the command line.
    nlohmann::json ask(const Program& program, const std::vector<std::string>& words) const;

    std::filesystem::path dataFolder() const { return path_ / "data"; }
    const std::map<std::string, std::string>& sealedRows() const { return rows_; }  // packet by application
    const std::set<std::string>& acknowledgedSeals() const { return acknowledgedSeals_; }
    int changes() const { return changes_; }
    int reopened() const { return reopened_; }

private:
    struct Change {
        int number = 0;
        std::string value;  // empty: not there
    };
    // What may be in the draft: the last value known to be durable, and every one that was tried after it.
    struct Model {
        std::string draft;                                // empty: none is open
        std::map<std::string, std::vector<Change>> keys;  // in order
        bool sealing = false;

        void durable(int number);
        void add(const std::string& key, int number, const std::string& value);
    };

    void hear(const std::string& line);
    void sealing();
    void opened(const std::string& id);
    void compare();

    std::filesystem::path path_;
    Model model_;
    std::map<std::string, std::string> reported_;
    std::map<std::string, std::string> rows_;
    std::set<std::string> drafts_;
    std::set<std::string> acknowledgedSeals_;
    // By application: the fields as they stood when the seal began.
    std::map<std::string, std::map<std::string, std::string>> sealedFields_;
    bool ready_ = false;
    int changes_ = 0, reopened_ = 0;
};

}  // namespace rigs
