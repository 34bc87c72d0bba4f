#include "station/workflow/preferences.h"

#include <toml++/toml.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/path.h"

namespace station {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char* kMachineFile = "station.toml";
constexpr const char* kUserFile = "preferences.json";
constexpr std::size_t kMaxFile = 1u << 20;

// One preference: its key in both files and how it is read from and written to JSON. TOML values pass through JSON.
struct Key {
    const char* name;
    bool (*read)(const json& value, Preferences& into);  // false: wrong type or out of range
    json (*write)(const Preferences& from);
};

template <class T>
bool inRange(const json& value, T least, T most) {
    return value.is_number_integer() && value.get<std::int64_t>() >= static_cast<std::int64_t>(least) &&
           value.get<std::int64_t>() <= static_cast<std::int64_t>(most);
}

bool readTexts(const json& value, std::vector<std::string>& into) {
    if (!value.is_array() || !std::all_of(value.begin(), value.end(), [](const json& v) { return v.is_string(); })) return false;
    into = value.get<std::vector<std::string>>();
    return true;
}

const std::vector<Key>& keys() {
    static const std::vector<Key> list = {
        {"language",
         [](const json& v, Preferences& p) {
             if (v != "vi" && v != "en") return false;
             p.language = v == "vi" ? Language::Vietnamese : Language::English;
             return true;
         },
         [](const Preferences& p) { return json(p.language == Language::English ? "en" : "vi"); }},
        {"idle_lock_minutes",
         [](const json& v, Preferences& p) {
             if (!inRange(v, 1, 240)) return false;
             p.idleLock = std::chrono::minutes(v.get<int>());
             return true;
         },
         [](const Preferences& p) { return json(p.idleLock.count()); }},
        {"auto_capture",
         [](const json& v, Preferences& p) {
             if (!v.is_boolean()) return false;
             p.autoCapture = v.get<bool>() ? Switch::On : Switch::Off;
             return true;
         },
         [](const Preferences& p) { return json(p.autoCapture == Switch::On); }},
        {"finger_gate",
         [](const json& v, Preferences& p) {
             if (!inRange(v, 0, 100)) return false;
             p.fingerGate = v.get<int>();
             return true;
         },
         [](const Preferences& p) { return json(p.fingerGate); }},
        {"finger_tries",
         [](const json& v, Preferences& p) {
             if (!inRange(v, 1, 10)) return false;
             p.fingerTries = v.get<int>();
             return true;
         },
         [](const Preferences& p) { return json(p.fingerTries); }},
        {"correction_window_hours",
         [](const json& v, Preferences& p) {
             if (!inRange(v, 0, 72)) return false;
             p.correctionWindow = std::chrono::hours(v.get<int>());
             return true;
         },
         [](const Preferences& p) { return json(p.correctionWindow.count()); }},
        {"scan_dpi",
         [](const json& v, Preferences& p) {
             if (v != 150 && v != 200 && v != 300 && v != 600) return false;
             p.scanDpi = v.get<int>();
             return true;
         },
         [](const Preferences& p) { return json(p.scanDpi); }},
        {"models_folder",
         [](const json& v, Preferences& p) {
             if (!v.is_string()) return false;
             p.modelsFolder = base::pathOf(v.get<std::string>());
             return true;
         },
         [](const Preferences& p) { return json(p.modelsFolder.string()); }},
        {"watch_folder",
         [](const json& v, Preferences& p) {
             if (!v.is_string()) return false;
             p.watchFolder = base::pathOf(v.get<std::string>());
             return true;
         },
         [](const Preferences& p) { return json(p.watchFolder.string()); }},
        {"escl_scanners", [](const json& v, Preferences& p) { return readTexts(v, p.esclScanners); },
         [](const Preferences& p) { return json(p.esclScanners); }},
        {"proxy",
         [](const json& v, Preferences& p) {
             if (!v.is_string()) return false;
             p.proxy = v.get<std::string>();
             return true;
         },
         [](const Preferences& p) { return json(p.proxy); }},
        {"bandwidth_cap_bytes_per_second",
         [](const json& v, Preferences& p) {
             if (!v.is_number_integer() || v.get<std::int64_t>() < 0) return false;
             p.bandwidthCapBytesPerSecond = v.get<std::uint64_t>();
             return true;
         },
         [](const Preferences& p) { return json(p.bandwidthCapBytesPerSecond); }},
    };
    return list;
}

const Key* find(std::string_view name) {
    for (const Key& key : keys()) {
        if (name == key.name) return &key;
    }
    return nullptr;
}

// The few kinds of TOML values that preferences have.
std::optional<json> toJson(const toml::node& node) {
    if (const auto* text = node.as_string()) return json(text->get());
    if (const auto* number = node.as_integer()) return json(number->get());
    if (const auto* flag = node.as_boolean()) return json(flag->get());
    if (const auto* array = node.as_array()) {
        json out = json::array();
        for (const auto& item : *array) {
            auto value = toJson(item);
            if (!value) return std::nullopt;
            out.push_back(std::move(*value));
        }
        return out;
    }
    return std::nullopt;
}

base::Failure wrong(const std::string& file, long line, const std::string& what) {
    return base::fail(base::Code::BadInput, file + (line > 0 ? " line " + std::to_string(line) : "") + ": " + what);
}

base::Result<void> readMachineFile(const fs::path& path, Preferences& into) {
    const auto content = base::readFile(path, kMaxFile);
    if (!content) {
        if (content.error().code == base::Code::NotFound) return {};
        return base::pass(content.error(), kMachineFile);
    }
    try {
        const toml::table table = toml::parse(base::textOf(*content));
        for (const auto& [name, node] : table) {
            const long line = static_cast<long>(node.source().begin.line);
            if (name.str() == "locked") {
                const auto value = toJson(node);
                if (!value || !readTexts(*value, into.lockedKeys)) return wrong(kMachineFile, line, "locked must list keys");
                for (const auto& locked : into.lockedKeys) {
                    if (find(locked) == nullptr) return wrong(kMachineFile, line, "unknown key in locked: " + locked);
                }
                continue;
            }
            const Key* key = find(name.str());
            if (key == nullptr) return wrong(kMachineFile, line, "unknown key " + std::string(name.str()));
            const auto value = toJson(node);
            if (!value || !key->read(*value, into)) return wrong(kMachineFile, line, "bad value for " + std::string(name.str()));
        }
    } catch (const toml::parse_error& e) {
        return wrong(kMachineFile, static_cast<long>(e.source().begin.line), std::string(e.description()));
    }
    return {};
}

bool isLocked(const Preferences& preferences, const char* key) {
    const auto& locked = preferences.lockedKeys;
    return std::find(locked.begin(), locked.end(), key) != locked.end();
}

base::Result<void> readUserFile(const fs::path& path, Preferences& into) {
    const auto content = base::readFile(path, kMaxFile);
    if (!content) {
        if (content.error().code == base::Code::NotFound) return {};
        return base::pass(content.error(), kUserFile);
    }
    const json document = json::parse(base::textOf(*content), nullptr, false);
    if (!document.is_object()) return wrong(kUserFile, 0, "not a JSON object");
    for (const auto& [name, value] : document.items()) {
        const Key* key = find(name);
        if (key == nullptr) return wrong(kUserFile, 0, "unknown key " + name);
        if (isLocked(into, key->name)) continue;  // the administrator has locked it since
        if (!key->read(value, into)) return wrong(kUserFile, 0, "bad value for " + name);
    }
    return {};
}

}  // namespace

base::Result<Preferences> loadPreferences(const fs::path& configFolder) {
    Preferences out;
    if (auto machine = readMachineFile(configFolder / kMachineFile, out); !machine) return base::Failure(machine.error());
    if (auto user = readUserFile(configFolder / kUserFile, out); !user) return base::Failure(user.error());
    return out;
}

base::Result<void> savePreferences(const fs::path& configFolder, const Preferences& preferences) {
    Preferences machine;
    if (auto read = readMachineFile(configFolder / kMachineFile, machine); !read) return read;
    json document = json::object();
    Preferences checked;
    for (const Key& key : keys()) {
        const json value = key.write(preferences);
        if (!key.read(value, checked)) return base::fail(base::Code::BadInput, std::string("bad value for ") + key.name);
        if (value == key.write(machine)) continue;
        if (isLocked(machine, key.name)) return base::fail(base::Code::PermissionDenied, std::string("locked: ") + key.name);
        document[key.name] = value;
    }
    if (auto made = base::makePrivateFolder(configFolder); !made) return made;
    return base::writeFileDurably(configFolder / kUserFile, base::viewOf(document.dump(2) + "\n"));
}

}  // namespace station
