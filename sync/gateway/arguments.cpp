#include "sync/gateway/arguments.h"

#include "base/path.h"

namespace gateway {

using base::Code;
using base::fail;

base::Result<Arguments> Arguments::parse(std::span<const std::string> args, const ArgumentRules& rules) {
    Arguments parsed;
    for (std::size_t i = 0; i < args.size(); ++i) {
        const auto& arg = args[i];
        if (arg.substr(0, 2) != "--") {
            parsed.words_.push_back(arg);
            continue;
        }
        const auto name = arg.substr(2);
        if (rules.flags.contains(name)) {
            parsed.flags_.insert(name);
            continue;
        }
        if (!rules.values.contains(name)) return fail(Code::BadInput, "unknown option " + arg);
        if (i + 1 == args.size()) return fail(Code::BadInput, arg + " needs a value");
        if (parsed.values_.contains(name) && !rules.repeated.contains(name)) {
            return fail(Code::BadInput, arg + " is given twice");
        }
        parsed.values_.emplace(name, args[++i]);
    }
    for (const auto& name : rules.required) {
        if (!parsed.values_.contains(name)) return fail(Code::BadInput, "--" + name + " is missing");
    }
    if (parsed.words_.size() != rules.words) {
        return fail(Code::BadInput, "expected " + std::to_string(rules.words) + " plain argument(s)");
    }
    return parsed;
}

std::string Arguments::value(const std::string& name, const std::string& otherwise) const {
    const auto found = values_.find(name);
    return found == values_.end() ? otherwise : found->second;
}

std::filesystem::path Arguments::path(const std::string& name) const {
    return base::pathOf(value(name));
}

std::vector<std::string> Arguments::all(const std::string& name) const {
    std::vector<std::string> list;
    const auto [begin, end] = values_.equal_range(name);
    for (auto item = begin; item != end; ++item) list.push_back(item->second);
    return list;
}

}  // namespace gateway
