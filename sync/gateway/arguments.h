// Command-line arguments of the gateway's commands: "--name value", "--flag" and plain words.
// Threads: values. Errors: BadInput naming the argument that is unknown, missing or given twice.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"

namespace gateway {

struct ArgumentRules {
    std::set<std::string> values;    // options with a value, without the hyphens
    std::set<std::string> repeated;  // those that may come several times
    std::set<std::string> flags;
    std::vector<std::string> required;
    std::size_t words = 0;  // plain words expected, exactly
};

class Arguments {
public:
    static base::Result<Arguments> parse(std::span<const std::string> args, const ArgumentRules& rules);
    std::string value(const std::string& name, const std::string& otherwise = {}) const;
    std::filesystem::path path(const std::string& name) const;  // empty when it is not given
    std::vector<std::string> all(const std::string& name) const;
    bool has(const std::string& flag) const { return flags_.contains(flag); }
    const std::string& word(std::size_t index) const { return words_[index]; }

private:
    std::multimap<std::string, std::string> values_;
    std::set<std::string> flags_;
    std::vector<std::string> words_;
};

}  // namespace gateway
