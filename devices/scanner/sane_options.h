// The options of an open SANE device by their names. Private to the sane family; SANE's thread only.
// Nothing is kept: setting one option may change every other one's range.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sane/sane.h>

#include "base/error.h"

namespace devices {

class SaneOptions {
public:
    explicit SaneOptions(SANE_Handle device) : device_(device) {}

    bool has(std::string_view name) const { return find(name).has_value(); }
    std::vector<std::string> words(std::string_view name) const;  // of a string list; empty otherwise
    // The allowed numbers: a list, or what of `candidates` lies in the range.
    std::vector<int> numbers(std::string_view name, const std::vector<int>& candidates) const;
    std::optional<double> maximum(std::string_view name) const;
    bool isInPixels(std::string_view name) const;
    std::optional<double> number(std::string_view name) const;

    // Each leaves an option that the device does not have, or does not let us set, as it is; an error is the
    // device's refusal. Numbers are brought into the range first.
    base::Result<void> setText(std::string_view name, const std::string& value) const;
    base::Result<void> setNumber(std::string_view name, double value) const;

private:
    struct Found {
        SANE_Int index;
        const SANE_Option_Descriptor* about;
    };
    std::optional<Found> find(std::string_view name) const;
    base::Result<void> set(const Found& option, void* value) const;

    SANE_Handle device_;
};

}  // namespace devices
