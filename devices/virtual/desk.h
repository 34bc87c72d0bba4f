// The training desk: one invented citizen sits at it, and every virtual device shows what that citizen would show.
// Nothing here is anybody's data: names, numbers, faces and prints are made from a seed.
// Threads: Desk may be read and changed from any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "devices/device.h"

namespace devices {

// Everything follows from the seed. Texts are NFC; dates are ddmmyyyy as on the card's QR.
struct VirtualCitizen {
    std::uint64_t seed = 0;
    std::string idNumber;      // 12 digits, consistent with birth year and sex
    std::string name;
    std::string birthDate;
    std::string sex;           // "Nam" or "Nữ"
    std::string address;
    std::string issueDate;
    std::string cardQr() const;  // the seven fields of the 2021 card, pipe separated
};

VirtualCitizen makeCitizen(std::uint64_t seed);

// What lies before the camera.
enum class CameraScene { Unknown = 0, Face, SideLitFace, Card, Empty };

// The fault that a virtual device of a kind plays next.
enum class Fault { Unknown = 0, None, Unplug, Timeout, ShortRead, PaperJam, FeederEmpty, WrongHand, MissingFinger };

class Desk {
public:
    explicit Desk(std::uint64_t seed) : citizen_(makeCitizen(seed)) {}

    VirtualCitizen citizen() const;
    void seat(std::uint64_t seed);               // the next citizen sits down
    CameraScene scene() const;
    void show(CameraScene scene);
    // Plays real pictures instead of drawn ones where a folder is given (portrait.jpg, prints/*.png).
    std::optional<std::filesystem::path> recordings() const;
    void playFrom(std::filesystem::path folder);
    Fault takeFault(Kind kind);                  // returns and clears it
    void plan(Kind kind, Fault fault);

private:
    mutable std::mutex mutex_;
    VirtualCitizen citizen_;
    CameraScene scene_ = CameraScene::Face;
    std::optional<std::filesystem::path> recordings_;
    std::map<Kind, Fault> faults_;
};

}  // namespace devices
