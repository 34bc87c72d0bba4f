// The life of the store that torture_test.cpp kills: the steps its child may take, what is known of every
// application after them, and how both are told between the two programs. Threads: any.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "base/bytes.h"
#include "base/error.h"
#include "sync/store/store_types.h"

namespace rig {

enum class Step : std::uint8_t {
    Unknown = 0,
    Create,
    Put,
    Remove,
    Seal,
    Reopen,
    Send,
    Receive,
    Discard,
    Status
};

// One line of the child's output: what is about to be done, then the same with `done` set.
struct Line {
    Step step = Step::Unknown;
    std::uint32_t done = 0;
    std::uint32_t application = 0;  // invented ids are made from numbers
    std::uint32_t value = 0;        // version, content seed, packet or event number
};

struct Application {
    store::ItemState state = store::ItemState::Unknown;
    std::uint32_t blob = 0;     // version of "fields", 0: none
    std::uint32_t version = 0;  // the last used
    std::uint32_t packet = 0;
    std::uint32_t touched = 0;  // 1: the upstream may have heard of it
};

struct World {
    std::map<std::uint32_t, Application> applications;
    std::uint32_t nextVersion = 1;
    std::uint32_t nextPacket = 1;
    std::uint32_t nextEvent = 1;

    Application at(std::uint32_t number) const;  // as if new when it is not known
};

void apply(World& world, const Line& line);

std::string draftId(std::uint32_t number);
std::string packetId(std::uint32_t number);
base::Bytes blobBytes(std::uint32_t version);
base::Bytes packetBytes(std::uint32_t number);

std::string textOf(const Line& line);  // without a line feed
std::optional<Line> lineOf(const std::string& text);
base::Result<void> keepWorld(const std::filesystem::path& file, const World& world);
base::Result<World> readWorld(const std::filesystem::path& file);

}  // namespace rig
