#include "devices/scanner/sane_options.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>

#include "devices/scanner/sane_library.h"

namespace devices {
namespace {

bool isNumber(const SANE_Option_Descriptor& about) {
    return (about.type == SANE_TYPE_INT || about.type == SANE_TYPE_FIXED) &&
           about.size == static_cast<SANE_Int>(sizeof(SANE_Word));
}

double plain(const SANE_Option_Descriptor& about, SANE_Word word) {
    return about.type == SANE_TYPE_FIXED ? SANE_UNFIX(word) : word;
}

SANE_Word wordOf(const SANE_Option_Descriptor& about, double value) {
    if (about.type != SANE_TYPE_FIXED) return static_cast<SANE_Word>(std::lround(value));
    return static_cast<SANE_Word>(std::lround(value * (1 << SANE_FIXED_SCALE_SHIFT)));
}

}  // namespace

std::optional<SaneOptions::Found> SaneOptions::find(std::string_view name) const {
    SANE_Int count = 0;
    if (sane_control_option(device_, 0, SANE_ACTION_GET_VALUE, &count, nullptr) != SANE_STATUS_GOOD)
        return std::nullopt;
    for (SANE_Int i = 1; i < count; ++i) {
        const auto* about = sane_get_option_descriptor(device_, i);
        if (about == nullptr || about->name == nullptr || name != about->name) continue;
        if (!SANE_OPTION_IS_ACTIVE(about->cap)) return std::nullopt;
        return Found{i, about};
    }
    return std::nullopt;
}

std::vector<std::string> SaneOptions::words(std::string_view name) const {
    std::vector<std::string> list;
    const auto option = find(name);
    if (!option || option->about->constraint_type != SANE_CONSTRAINT_STRING_LIST) return list;
    for (const auto* word = option->about->constraint.string_list; *word != nullptr; ++word)
        list.emplace_back(*word);
    return list;
}

std::vector<int> SaneOptions::numbers(std::string_view name, const std::vector<int>& candidates) const {
    std::vector<int> list;
    const auto option = find(name);
    if (!option || !isNumber(*option->about)) return list;
    const auto& about = *option->about;
    if (about.constraint_type == SANE_CONSTRAINT_WORD_LIST) {
        const SANE_Word* words = about.constraint.word_list;
        for (SANE_Word i = 1; i <= words[0]; ++i)
            list.push_back(static_cast<int>(std::lround(plain(about, words[i]))));
    } else if (about.constraint_type == SANE_CONSTRAINT_RANGE) {
        const double least = plain(about, about.constraint.range->min);
        const double most = plain(about, about.constraint.range->max);
        const double step = plain(about, about.constraint.range->quant);
        for (const int value : candidates) {
            const bool onStep = step <= 0 || std::abs(std::remainder(value - least, step)) < 0.01;
            if (value >= least && value <= most && onStep) list.push_back(value);
        }
    } else {
        list = candidates;
    }
    std::sort(list.begin(), list.end());
    return list;
}

std::optional<double> SaneOptions::maximum(std::string_view name) const {
    const auto option = find(name);
    if (!option || !isNumber(*option->about)) return std::nullopt;
    const auto& about = *option->about;
    if (about.constraint_type == SANE_CONSTRAINT_RANGE) return plain(about, about.constraint.range->max);
    return number(name);
}

bool SaneOptions::isInPixels(std::string_view name) const {
    const auto option = find(name);
    return option && option->about->unit == SANE_UNIT_PIXEL;
}

std::optional<double> SaneOptions::number(std::string_view name) const {
    const auto option = find(name);
    if (!option || !isNumber(*option->about)) return std::nullopt;
    SANE_Word word = 0;
    if (sane_control_option(device_, option->index, SANE_ACTION_GET_VALUE, &word, nullptr) !=
        SANE_STATUS_GOOD) {
        return std::nullopt;
    }
    return plain(*option->about, word);
}

base::Result<void> SaneOptions::set(const Found& option, void* value) const {
    if (!SANE_OPTION_IS_SETTABLE(option.about->cap)) return {};
    const auto status = sane_control_option(device_, option.index, SANE_ACTION_SET_VALUE, value, nullptr);
    if (status == SANE_STATUS_GOOD) return {};
    const base::Error error = saneError(status, option.about->name);
    // A device that does not take a value is not a mistake of ours.
    if (error.code == base::Code::BadInput) return base::fail(base::Code::Unsupported, error.detail);
    return tl::unexpected(error);
}

base::Result<void> SaneOptions::setText(std::string_view name, const std::string& value) const {
    const auto option = find(name);
    if (!option) return {};
    const auto& about = *option->about;
    if (about.type == SANE_TYPE_BOOL) {
        SANE_Bool on = value == "yes" || value == "true" || value == "1" ? SANE_TRUE : SANE_FALSE;
        return set(*option, &on);
    }
    if (about.type == SANE_TYPE_INT || about.type == SANE_TYPE_FIXED) {
        double parsed = 0;
        const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), parsed);
        if (error != std::errc())
            return base::fail(base::Code::BadInput, "not a number for " + std::string(name));
        return setNumber(name, parsed);
    }
    if (about.type != SANE_TYPE_STRING || about.size <= 0) return {};
    // The driver may write the value it took into our buffer, which has the size it asked for.
    std::vector<char> buffer(std::max<std::size_t>(static_cast<std::size_t>(about.size), value.size() + 1));
    if (value.size() >= static_cast<std::size_t>(about.size)) {
        return base::fail(base::Code::Unsupported, "value too long for " + std::string(name));
    }
    std::memcpy(buffer.data(), value.data(), value.size());
    return set(*option, buffer.data());
}

base::Result<void> SaneOptions::setNumber(std::string_view name, double value) const {
    const auto option = find(name);
    if (!option || !isNumber(*option->about)) return {};
    const auto& about = *option->about;
    if (about.constraint_type == SANE_CONSTRAINT_RANGE) {
        value = std::clamp(value, plain(about, about.constraint.range->min),
                           plain(about, about.constraint.range->max));
    }
    SANE_Word word = wordOf(about, value);
    return set(*option, &word);
}

}  // namespace devices
