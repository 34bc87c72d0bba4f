#include "tests/sync/store/torture_world.h"

#include <algorithm>
#include <sstream>

#include "base/files.h"
#include "tests/sync/store/store_input.h"

namespace rig {

using store::ItemState;

namespace {

std::string idOf(char kind, std::uint32_t number) {
    const std::string digits = std::to_string(number);
    return std::string("00000000-0000-7000-8000-0000") + kind + std::string(7 - digits.size(), '0') + digits;
}
}  // namespace

std::string draftId(std::uint32_t number) {
    return idOf('d', number);
}
std::string packetId(std::uint32_t number) {
    return idOf('a', number);
}
base::Bytes blobBytes(std::uint32_t version) {
    return noise(1000 + version * 7919 % 600'000, version);
}
base::Bytes packetBytes(std::uint32_t number) {
    return noise(2000 + number * 104'729 % 900'000, number);
}

void apply(World& world, const Line& line) {
    Application& application = world.applications[line.application];
    switch (line.step) {
        case Step::Create:
            application.state = ItemState::Draft;
            break;
        case Step::Put:
            application.blob = application.version = line.value;
            break;
        case Step::Remove:
            application.blob = 0;
            break;
        case Step::Seal:
            application.state = ItemState::Sealed;
            application.packet = line.value;
            break;
        case Step::Reopen:
            application.state = ItemState::Draft;
            application.packet = 0;
            break;
        case Step::Send:
            application.state = ItemState::Sending;
            application.touched = 1;
            break;
        case Step::Receive:
            application.state = ItemState::Received;
            application.blob = 0;
            break;
        case Step::Discard:
            application.state = ItemState::Discarded;
            application.blob = 0;
            break;
        case Step::Status:
            application.state = ItemState::Accepted;
            break;
        case Step::Unknown:
            break;
    }
    world.nextVersion = std::max(world.nextVersion, line.step == Step::Put ? line.value + 1 : 0);
    world.nextPacket = std::max(world.nextPacket, line.step == Step::Seal ? line.value + 1 : 0);
    world.nextEvent = std::max(world.nextEvent, line.step == Step::Status ? line.value + 1 : 0);
}

Application World::at(std::uint32_t number) const {
    const auto found = applications.find(number);
    return found == applications.end() ? Application{} : found->second;
}

std::string textOf(const Line& line) {
    std::ostringstream out;
    out << static_cast<unsigned>(line.step) << ' ' << line.done << ' ' << line.application << ' '
        << line.value;
    return out.str();
}

std::optional<Line> lineOf(const std::string& text) {
    std::istringstream in(text);
    unsigned step = 0;
    Line line;
    if (!(in >> step >> line.done >> line.application >> line.value)) return std::nullopt;
    line.step = static_cast<Step>(step);
    return line;
}

base::Result<void> keepWorld(const std::filesystem::path& file, const World& world) {
    std::ostringstream out;
    out << world.nextVersion << ' ' << world.nextPacket << ' ' << world.nextEvent << '\n';
    for (const auto& [number, a] : world.applications) {
        out << number << ' ' << static_cast<unsigned>(a.state) << ' ' << a.blob << ' ' << a.version << ' '
            << a.packet << ' ' << a.touched << '\n';
    }
    return base::writeFileDurably(file, base::viewOf(out.str()));
}

base::Result<World> readWorld(const std::filesystem::path& file) {
    const auto content = base::readFile(file);
    if (!content) return base::Failure(content.error());
    std::istringstream in{std::string(base::textOf(*content))};
    World world;
    in >> world.nextVersion >> world.nextPacket >> world.nextEvent;
    std::uint32_t number = 0;
    unsigned state = 0;
    for (Application a; in >> number >> state >> a.blob >> a.version >> a.packet >> a.touched;) {
        a.state = static_cast<ItemState>(state);
        world.applications[number] = a;
    }
    return world;
}

}  // namespace rig
