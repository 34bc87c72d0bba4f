// Tells the officer and the citizen one thing at a time, and when to press the button. It is fed with the
// live report of every frame and the time of that frame; it has no clock of its own.
//
// An instruction, once shown, stays for the dwell time; another one replaces it only after it has been wanted
// for the settle time, so that a wavering measure does not make the text flicker. A face that is ready and
// keeps still for the hold time is captured: a burst of frames, of which bestOfBurst keeps the one whose
// weakest check is strongest.
//
// Threads: one coach belongs to one thread at a time; bestOfBurst is pure.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "devices/portrait/portrait_analysis.h"

namespace devices {

struct CoachTimes {
    std::chrono::milliseconds dwell{700};   // an instruction stays at least so long
    std::chrono::milliseconds settle{250};  // a change is wanted so long before it is shown
    std::chrono::milliseconds hold{700};    // ready and still so long before the burst
    std::chrono::milliseconds slip{150};    // a shorter lapse does not start the hold again
};

enum class Trigger { Unknown = 0, Automatic, ByHand };

enum class CoachStep {
    Unknown = 0,
    Adjust,     // follow the instruction
    HoldStill,  // ready; `progress` runs to 1
    TakeBurst,  // said once: take kBurst frames now and judge each fully
    Captured,   // until reset()
};

struct CoachAdvice {
    CoachStep step = CoachStep::Adjust;
    std::string instruction;  // an id of portrait_analysis.h, "hold-still", or empty
    double progress = 0;      // of holding still, 0..1
};

class PortraitCoach {
public:
    using Time = std::chrono::steady_clock::time_point;
    static constexpr int kBurst = 5;

    explicit PortraitCoach(Trigger trigger = Trigger::Automatic, const CoachTimes& times = {})
        : trigger_(trigger), times_(times) {}

    // Times must not go back; a frame older than the last one is ignored.
    CoachAdvice see(const PortraitReport& report, Time now);
    // Start again: the next citizen, or the burst was not good enough.
    void reset();
    void setTrigger(Trigger trigger) { trigger_ = trigger; }

private:
    void follow(const std::string& wanted, Time now);
    bool movedSinceHold(const PortraitReport& report) const;
    void hold(const PortraitReport& report, Time now);

    Trigger trigger_;
    CoachTimes times_;
    std::optional<Time> last_;
    std::string shown_;
    Time shownSince_{};
    std::string wanted_;
    Time wantedSince_{};
    std::optional<Time> holdSince_;
    Time lastReady_{};
    EyePair holdEyes_;
    bool captured_ = false;
};

// Index of the frame to keep: first those without a failing check, among them the best weakest check, among
// equals the best mean. Nothing when no frame shows a face.
std::optional<std::size_t> bestOfBurst(std::span<const PortraitReport> burst);

}  // namespace devices
