// Pages on disk for the eSCL rig, with their truth: what a JPEG reader makes of the very bytes the rig sends.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "devices/image.h"

namespace scanner_test {

struct RigPage {
    std::filesystem::path file;
    devices::Image truth;
};

// Draws papers of size `size` at `dpi` into `folder` (and their grey twins, "-grey.jpg"); the JFIF density is
// left out, as many scanners do.
RigPage rigPage(const std::filesystem::path& folder, const std::string& name, int number, int dpi);
RigPage rigPageA3(const std::filesystem::path& folder, const std::string& name, int dpi);

// A JSON list of the files' paths.
std::string jsonList(const std::vector<RigPage>& pages);

}  // namespace scanner_test
