// EnrollmentModel: portrait, fingers, pages.
#include <algorithm>

#include "devices/scanner/page_image.h"
#include "station/workflow/enrollment_model.h"

namespace station {
namespace {

constexpr std::size_t kMostUndo = 50;

devices::Capture withoutBytes(devices::Capture capture) {
    capture.bytes.clear();
    return capture;
}

devices::ImagePtr turnedBy(devices::ImagePtr picture, int quarterTurns) {
    switch (quarterTurns) {
        case 1: return devices::turned(picture, devices::Turn::Right);
        case 2: return devices::turned(picture, devices::Turn::Half);
        case 3: return devices::turned(picture, devices::Turn::Left);
        default: return picture;
    }
}

bool passesAll(const devices::QualityReport& quality) {
    return std::none_of(quality.measures.begin(), quality.measures.end(),
                        [](const devices::Measure& m) { return m.outcome == devices::Outcome::Fail; });
}

// The weakest check decides; an attempt that fails none goes before one that fails some.
int worthOf(const devices::QualityReport& quality) {
    int weakest = 100;
    for (const auto& m : quality.measures) {
        if (m.component >= 0) weakest = std::min(weakest, m.component);
    }
    return weakest + (passesAll(quality) ? 1000 : 0);
}

}  // namespace

std::vector<forms::CaptureNeed> EnrollmentModel::needs() const {
    return content_.schema->captures(content_.record, context(false));
}

devices::ImagePtr EnrollmentModel::pictureOf(const std::string& blob) const {
    const auto found = content_.pictures.find(blob);
    return found == content_.pictures.end() ? nullptr : found->second;
}

// --- portrait

void EnrollmentModel::showPortraits() {
    portraits_.clear();
    for (const PortraitNote& note : content_.book.portraits) {
        PortraitAttempt attempt{note.number, note.capture, nullptr, note.takenAt, note.overrideReason};
        if (const auto blob = content_.blobs.find(note.blob()); blob != content_.blobs.end()) {
            attempt.capture.bytes = blob->second;
            attempt.thumbnail = pictureOf(note.blob());
        }
        portraits_.push_back(std::move(attempt));
    }
}

void EnrollmentModel::addPortrait(devices::Capture capture, devices::ImagePtr thumbnail) {
    if (finished_) return;
    auto& book = content_.book;
    PortraitNote note;
    note.number = book.portraits.empty() ? 1 : book.portraits.back().number + 1;
    note.capture = withoutBytes(capture);
    note.takenAt = core_.clock.now();
    keeper_.put(note.blob(), capture.bytes);
    content_.blobs[note.blob()] = capture.bytes;
    portraits_.push_back({note.number, std::move(capture), std::move(thumbnail), note.takenAt, {}});
    const auto chosen = std::find_if(book.portraits.begin(), book.portraits.end(),
                                     [&](const PortraitNote& p) { return p.number == book.chosenPortrait; });
    if (chosen == book.portraits.end() || worthOf(note.capture.quality) >= worthOf(chosen->capture.quality)) {
        book.chosenPortrait = note.number;
    }
    book.portraits.push_back(std::move(note));
    bookChanged(Step::Portrait);
}

void EnrollmentModel::choosePortrait(int number) {
    const auto& all = content_.book.portraits;
    if (finished_ || std::none_of(all.begin(), all.end(), [&](const PortraitNote& p) { return p.number == number; })) return;
    content_.book.chosenPortrait = number;
    bookChanged(Step::Portrait);
}

void EnrollmentModel::overridePortrait(int number, std::string reason) {
    if (finished_) return;
    for (PortraitNote& note : content_.book.portraits) {
        if (note.number == number) note.overrideReason = reason;
    }
    for (PortraitAttempt& attempt : portraits_) {
        if (attempt.number == number) attempt.overrideReason = reason;
    }
    choosePortrait(number);
}

StepState EnrollmentModel::portraitState() const {
    const auto all = needs();
    const auto need = std::find_if(all.begin(), all.end(), [](const auto& n) { return n.kind == forms::CaptureKind::Portrait; });
    if (need == all.end()) return StepState::NotNeeded;
    for (const PortraitAttempt& attempt : portraits_) {
        if (attempt.number != content_.book.chosenPortrait) continue;
        return passesAll(attempt.capture.quality) || !attempt.overrideReason.empty() ? StepState::Done : StepState::Attention;
    }
    return need->required ? StepState::Untouched : StepState::NotNeeded;
}

// --- pages

PageNote* EnrollmentModel::findPage(const std::string& id) {
    auto& pages = content_.book.pages;
    const auto found = std::find_if(pages.begin(), pages.end(), [&](const PageNote& p) { return p.id == id; });
    return found == pages.end() ? nullptr : &*found;
}

int EnrollmentModel::pagesOf(const std::string& paper) const {
    const auto& pages = content_.book.pages;
    return static_cast<int>(std::count_if(pages.begin(), pages.end(), [&](const PageNote& p) { return p.paper == paper; }));
}

void EnrollmentModel::showPages() {
    pages_.clear();
    for (const PageNote& note : content_.book.pages) {
        pages_.push_back({note.id, note.paper, note.capture, turnedBy(pictureOf(note.blob()), note.quarterTurns), note.looksBlank, note.quarterTurns});
    }
}

void EnrollmentModel::rememberUndo() {
    undo_.push_back(content_.book.pages);
    if (undo_.size() > kMostUndo) undo_.erase(undo_.begin());
}

void EnrollmentModel::addPage(const std::string& paper, devices::Capture capture, devices::ImagePtr thumbnail, bool looksBlank) {
    if (finished_) return;
    PageNote note;
    note.id = "page-" + std::to_string(++content_.book.lastPageNumber);
    note.paper = paper;
    note.capture = withoutBytes(capture);
    note.looksBlank = looksBlank;
    keeper_.put(note.blob(), capture.bytes);
    content_.blobs[note.blob()] = std::move(capture.bytes);
    // Behind the last page of the same paper, so that papers stay together.
    auto& pages = content_.book.pages;
    auto at = pages.end();
    for (auto it = pages.begin(); it != pages.end(); ++it) {
        if (it->paper == paper) at = it + 1;
    }
    content_.pictures[note.blob()] = std::move(thumbnail);
    pages.insert(at, std::move(note));
    undo_.clear();  // an undo must not make a page disappear that was just read
    showPages();
    bookChanged(Step::Documents);
}

void EnrollmentModel::rotatePage(const std::string& page) {
    PageNote* note = findPage(page);
    if (finished_ || note == nullptr) return;
    rememberUndo();
    note->quarterTurns = (note->quarterTurns + 1) % 4;
    showPages();
    bookChanged(Step::Documents);
}

void EnrollmentModel::movePage(const std::string& page, int by) {
    auto& pages = content_.book.pages;
    const PageNote* note = findPage(page);
    if (finished_ || note == nullptr) return;
    const auto from = note - pages.data();
    const auto to = std::clamp<std::ptrdiff_t>(from + by, 0, std::ssize(pages) - 1);
    if (from == to) return;
    rememberUndo();
    PageNote moved = std::move(pages[static_cast<std::size_t>(from)]);
    pages.erase(pages.begin() + from);
    pages.insert(pages.begin() + to, std::move(moved));
    showPages();
    bookChanged(Step::Documents);
}

void EnrollmentModel::assignPage(const std::string& page, const std::string& paper) {
    PageNote* note = findPage(page);
    if (finished_ || note == nullptr || note->paper == paper) return;
    rememberUndo();
    note->paper = paper;
    showPages();
    bookChanged(Step::Documents);
}

// The bytes stay in the draft until the seal, so that undo brings the page back.
void EnrollmentModel::deletePage(const std::string& page) {
    if (finished_ || findPage(page) == nullptr) return;
    rememberUndo();
    std::erase_if(content_.book.pages, [&](const PageNote& p) { return p.id == page; });
    showPages();
    bookChanged(Step::Documents);
}

void EnrollmentModel::undoPages() {
    if (finished_ || undo_.empty()) return;
    content_.book.pages = std::move(undo_.back());
    undo_.pop_back();
    showPages();
    bookChanged(Step::Documents);
}

void EnrollmentModel::loadPage(const std::string& page, std::function<void(base::Result<devices::ImagePtr>)> answer) {
    const PageNote* note = findPage(page);
    const auto blob = note != nullptr ? content_.blobs.find(note->blob()) : content_.blobs.end();
    if (blob == content_.blobs.end()) {
        answer(base::fail(base::Code::NotFound, "no such page"));
        return;
    }
    const bool taken = core_.pool.submit([bytes = blob->second, turns = note->quarterTurns, answer, dispatcher = &core_.dispatcher, alive = alive_](std::stop_token) {
        auto picture = devices::decodePage(bytes);
        if (picture) *picture = turnedBy(*picture, turns);
        dispatcher->post([alive, answer, picture = std::move(picture)] {
            if (alive->model != nullptr) answer(picture);
        });
    });
    if (!taken) answer(base::fail(base::Code::Busy, "too much work waits"));
}

StepState EnrollmentModel::documentState() const {
    bool any = !content_.book.pages.empty(), missing = false, needed = false;
    for (const auto& need : needs()) {
        if (need.kind != forms::CaptureKind::Document) continue;
        needed = true;
        if (need.required && pagesOf(need.id) < need.minPages) missing = true;
    }
    if (!needed && !any) return StepState::NotNeeded;
    if (missing) return any ? StepState::Partial : StepState::Untouched;
    const bool blank = std::any_of(content_.book.pages.begin(), content_.book.pages.end(), [](const PageNote& p) { return p.looksBlank; });
    return blank ? StepState::Attention : StepState::Done;
}

}  // namespace station
