#include "devices/portrait/portrait_analysis.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <utility>

#include "devices/portrait/face_finder.h"
#include "devices/portrait/face_mesh.h"
#include "devices/portrait/image_mat.h"
#include "devices/portrait/portrait_measures.h"

namespace devices {
namespace {

constexpr double kDegrees = 180 / std::numbers::pi;
constexpr int kBackgroundSide = 320;  // the wall is judged in a picture of this long side
constexpr int kLeastWallPixels = 150;
constexpr std::uint64_t kPersonEvery = 5;  // frames between two segmentations

enum class Mode { Unknown = 0, Live, Full, Cropped };

// What was seen in one picture, before it is judged.
struct Sight {
    Mode mode = Mode::Unknown;
    cv::Size size;
    std::vector<FoundFace> faces;
    EyePair eyes;
    bool eyesKnown = false;
    std::optional<MeshPoints> mesh;
    std::optional<double> lidRatio;  // of the less open eye
    FaceMeasures pixels;
    BackgroundMeasures wall;
};

double eyeDistance(const EyePair& e) {
    return std::hypot(e.leftX - e.rightX, e.leftY - e.rightY);
}
double rollOf(const EyePair& e) {
    return std::atan2(e.leftY - e.rightY, e.leftX - e.rightX) * kDegrees;
}

EyePair scaled(const EyePair& e, double k) {
    return {e.rightX * k, e.rightY * k, e.leftX * k, e.leftY * k};
}

// Eyes of an average face in the box of a frontal cascade.
EyePair usualEyes(const cv::Rect2d& box) {
    const double y = box.y + 0.385 * box.height;
    return {box.x + 0.305 * box.width, y, box.x + 0.695 * box.width, y};
}

Measure worse(Measure a, Measure b) {
    return b.component < a.component ? b : a;
}

Measure judgeCount(const Sight& s, const PortraitGates& gates) {
    if (s.faces.empty()) {
        Measure m = judged("single-face-present", 0, gates.otherFace, "no-face");
        m.outcome = Outcome::Fail;
        m.component = 0;
        m.reason = "no-face";
        return m;
    }
    constexpr double kLeastShare = 0.10,
                     kLeastHeight = 0.06;  // smaller ones are patterns on a shirt or a poster
    double other = 0;
    for (std::size_t i = 1; i < s.faces.size(); ++i) {
        const double share = s.faces[i].box.area() / s.faces[0].box.area();
        if (share >= kLeastShare || s.faces[i].box.height >= kLeastHeight * s.size.height)
            other = std::max(other, share);
    }
    return judged("single-face-present", other, gates.otherFace, "more-than-one-face");
}

Measure judgeSize(const Sight& s, const PortraitGates& gates, const CropPlan& plan, double yaw) {
    if (s.mode == Mode::Cropped) return notChecked("inter-eye-distance");
    const double distance = eyeDistance(s.eyes) / std::max(0.5, std::cos(yaw / kDegrees));
    if (plan.width > s.size.width * 1.04 || plan.height > s.size.height * 1.04) {
        Measure m = judged("inter-eye-distance", distance, gates.interEyeDistance, "move-back");
        m.outcome = Outcome::Fail;
        m.component = std::min(m.component, 30);
        m.reason = "move-back";
        return m;
    }
    return judged("inter-eye-distance", distance, gates.interEyeDistance, "come-closer");
}

// The picture is never mirrored: what stands too far left in it has to move to the person's own left.
Measure judgePosition(const Sight& s, const PortraitGates& gates, const CropPlan& plan) {
    if (s.mode == Mode::Cropped) return notChecked("face-position");
    struct Way {
        double pixels;
        const char* reason;
    };
    auto worst = [](const std::array<Way, 4>& ways) {
        return *std::max_element(ways.begin(), ways.end(),
                                 [](const Way& a, const Way& b) { return a.pixels < b.pixels; });
    };
    const Way out = worst({{{plan.overflowLeft, "move-left"},
                            {plan.overflowRight, "move-right"},
                            {plan.overflowTop, "move-down"},
                            {plan.overflowBottom, "move-up"}}});
    Measure fits = judged("face-position", out.pixels / plan.width, gates.cropOverflow, out.reason);
    if (s.mode != Mode::Live) return fits;
    const PortraitGuide guide = portraitGuide(s.size.width, s.size.height);
    const double dx = (s.eyes.rightX + s.eyes.leftX) / 2 - guide.eyeX;
    const double dy = (s.eyes.rightY + s.eyes.leftY) / 2 - guide.eyeY;
    const Way off = worst({{{-dx, "move-left"}, {dx, "move-right"}, {-dy, "move-down"}, {dy, "move-up"}}});
    return worse(std::move(fits), judged("face-position", off.pixels / std::max(1.0, eyeDistance(s.eyes)),
                                         gates.position, off.reason));
}

void judgePose(const Sight& s, const PortraitGates& gates, PortraitReport& report) {
    auto& list = report.quality.measures;
    if (s.mesh) {
        list.push_back(judged("head-pose-angle-yaw", std::abs(report.yaw), gates.yaw, "turn-face-straight"));
    } else {
        list.push_back(notChecked("head-pose-angle-yaw"));
    }
    if (s.eyesKnown) {
        list.push_back(judged("head-pose-angle-roll", std::abs(report.roll), gates.roll, "straighten-head"));
    } else {
        list.push_back(notChecked("head-pose-angle-roll"));
    }
    if (s.mesh) {
        list.push_back(judged("head-pose-angle-pitch", std::abs(report.pitch), gates.pitch,
                              report.pitch > 0 ? "lower-chin" : "raise-chin"));
    } else {
        list.push_back(notChecked("head-pose-angle-pitch"));
    }
}

void judgeFeatures(const Sight& s, const PortraitGates& gates, std::vector<Measure>& list) {
    list.push_back(s.lidRatio ? judged("eyes-open", *s.lidRatio, gates.eyesOpen, "open-eyes")
                              : notChecked("eyes-open"));
    list.push_back(s.mesh ? judged("mouth-closed", mouthGap(*s.mesh), gates.mouthGap, "close-mouth")
                          : notChecked("mouth-closed"));
}

void judgePixels(const Sight& s, const PortraitGates& gates, std::vector<Measure>& list) {
    const bool wallSeen = s.wall.pixels >= kLeastWallPixels;
    list.push_back(
        judged("over-exposure-prevention", s.pixels.overExposure, gates.overExposure, "too-bright"));
    list.push_back(wallSeen ? judged("background-luminance", s.wall.luminance, gates.backgroundLuminance,
                                     "background-too-dark")
                            : notChecked("background-luminance"));
    list.push_back(
        judged("illumination-uniformity", s.pixels.lightUniformity, gates.lightUniformity, "light-uneven"));
    list.push_back(judged("natural-color", s.pixels.colorDistance, gates.naturalColor, "color-unnatural"));
    list.push_back(
        wallSeen ? judged("background-uniformity", s.wall.std, gates.backgroundStd, "background-not-plain")
                 : notChecked("background-uniformity"));
    list.push_back(
        wallSeen ? judged("background-color", s.wall.chroma, gates.backgroundChroma, "background-not-white")
                 : notChecked("background-color"));
    list.push_back(judged("sharpness", s.pixels.sharpness, gates.sharpness, "image-blurred"));
    list.push_back(judged("dynamic-range", s.pixels.entropy, gates.dynamicRange, "contrast-low"));
}

// A warning of these keeps the button from being pressed by itself: moving a little makes the portrait
// better.
bool holdsCapture(const Measure& m) {
    return m.name == "inter-eye-distance" || m.name == "face-position" || m.name == "head-pose-angle-yaw" ||
           m.name == "head-pose-angle-roll";
}

void conclude(PortraitReport& report, FaceFinding finding) {
    auto& q = report.quality;
    q.algorithm =
        finding == FaceFinding::Networks ? "enroll-portrait-1-networks" : "enroll-portrait-1-cascades";
    q.score = 100;
    report.ready = true;
    for (const auto& m : q.measures) {
        if (m.outcome == Outcome::NotChecked) continue;
        q.score = std::min(q.score, m.component);
        if (m.outcome == Outcome::Fail) q.reasons.push_back(m.reason);
    }
    for (const auto& m : q.measures) {
        if (m.outcome != Outcome::Warn) continue;
        if (holdsCapture(m) && report.instruction.empty()) report.instruction = m.reason;
        q.reasons.push_back(m.reason);
    }
    const bool refused = std::any_of(q.measures.begin(), q.measures.end(),
                                     [](const Measure& m) { return m.outcome == Outcome::Fail; });
    if (refused) report.instruction = q.reasons.front();
    report.ready = report.instruction.empty();
}

PortraitReport judge(const Sight& s, const PortraitGates& gates, FaceFinding finding) {
    PortraitReport report;
    report.faces = static_cast<int>(s.faces.size());
    report.quality.measures.push_back(judgeCount(s, gates));
    if (!s.faces.empty()) {
        const auto& box = s.faces.front().box;
        report.face = {box.x, box.y, box.width, box.height};
        report.eyes = s.eyes;
        report.eyesKnown = s.eyesKnown;
        report.roll = s.eyesKnown ? rollOf(s.eyes) : 0;
        if (s.mesh) {
            const HeadPose pose = headPose(*s.mesh);
            report.yaw = pose.yaw;
            report.pitch = pose.pitch;
        }
        const CropPlan plan = planCrop(s.eyes, PortraitFormat::Print3x4, s.size.width, s.size.height);
        report.quality.measures.push_back(judgeSize(s, gates, plan, report.yaw));
        report.quality.measures.push_back(judgePosition(s, gates, plan));
        judgePose(s, gates, report);
        judgeFeatures(s, gates, report.quality.measures);
        judgePixels(s, gates, report.quality.measures);
    }
    conclude(report, finding);
    return report;
}

}  // namespace

const Measure* PortraitReport::find(std::string_view name) const {
    for (const auto& m : quality.measures) {
        if (m.name == name) return &m;
    }
    return nullptr;
}

void useThreads(Parallel parallel) {
    cv::setNumThreads(parallel == Parallel::AllCores ? -1 : 1);
}

struct PortraitAnalyzer::Impl {
    Impl(const FaceModels& m, const PortraitGates& g) : models(m), gates(g), finder(makeFaceFinder(m)) {
        if (m.finding() == FaceFinding::Networks) mesh.emplace(m);
    }

    base::Result<PortraitReport> run(const Image& image, Mode mode);
    Sight look(const cv::Mat& bgr, Mode mode);
    bool lookCloser(const cv::Mat& bgr, Sight& sight);
    void lookAtEyes(const cv::Mat& bgr, Sight& sight);
    BackgroundMeasures lookAtWall(const cv::Mat& bgr, const Sight& sight);
    void forget();

    FaceModels models;
    PortraitGates gates;
    std::unique_ptr<FaceFinder> finder;
    std::optional<FaceMesh> mesh;
    // of the frames before
    std::uint64_t frame = 0;
    cv::Size lastSize;
    std::optional<double> rightLid, leftLid;
    cv::Mat person;
};

void PortraitAnalyzer::Impl::forget() {
    frame = 0;
    rightLid.reset();
    leftLid.reset();
    person.release();
}

base::Result<PortraitReport> PortraitAnalyzer::Impl::run(const Image& image, Mode mode) {
    if (!isPicture(image))
        return base::fail(base::Code::BadInput, "a portrait is judged in Bgr24 of a camera's size");
    try {
        return judge(look(viewAsMat(image), mode), gates, models.finding());
    } catch (const std::exception& e) {
        return base::fail(base::Code::Internal, std::string("portrait analysis: ") + e.what());
    }
}

Sight PortraitAnalyzer::Impl::look(const cv::Mat& bgr, Mode mode) {
    if (mode != Mode::Live || bgr.size() != lastSize) forget();
    lastSize = bgr.size();
    Sight sight;
    sight.mode = mode;
    sight.size = bgr.size();
    sight.faces = finder->find(bgr);
    if (sight.faces.empty()) {
        forget();
        return sight;
    }
    const FoundFace& face = sight.faces.front();
    sight.eyesKnown = face.rightEye && face.leftEye;
    sight.eyes = sight.eyesKnown
                     ? EyePair{face.rightEye->x, face.rightEye->y, face.leftEye->x, face.leftEye->y}
                     : usualEyes(face.box);
    if (mesh && !lookCloser(bgr, sight)) {
        forget();
        sight.faces.clear();
        return sight;
    }
    sight.pixels = measureFace(bgr, sight.eyes);
    sight.wall = lookAtWall(bgr, sight);
    ++frame;
    return sight;
}

// False when there is no face after all: the detector sees some in flowers and feathers.
bool PortraitAnalyzer::Impl::lookCloser(const cv::Mat& bgr, Sight& sight) {
    constexpr double kLeastPresence = 0.3;
    const bool live = sight.mode == Mode::Live;
    auto points = mesh->points(bgr, sight.faces.front(), live ? MeshDetail::Fast : MeshDetail::Fine);
    if (points.presence < kLeastPresence) return false;
    if (live) {  // closer than the detector's, and free
        const EyeMiddles eyes = eyeMiddles(points);
        sight.eyes = {eyes.right.x, eyes.right.y, eyes.left.x, eyes.left.y};
    }
    sight.mesh = std::move(points);
    lookAtEyes(bgr, sight);
    return true;
}

// Live, one eye is looked at per frame; the other's lids are those of the frame before.
void PortraitAnalyzer::Impl::lookAtEyes(const cv::Mat& bgr, Sight& sight) {
    const bool live = sight.mode == Mode::Live;
    if (!live || !rightLid || frame % 2 == 0) {
        const EyeShape eye = mesh->eye(bgr, *sight.mesh, EyeSide::Right);
        rightLid = eye.lidRatio;
        if (!live) sight.eyes.rightX = eye.iris.x, sight.eyes.rightY = eye.iris.y;
    }
    if (!live || !leftLid || frame % 2 == 1) {
        const EyeShape eye = mesh->eye(bgr, *sight.mesh, EyeSide::Left);
        leftLid = eye.lidRatio;
        if (!live) sight.eyes.leftX = eye.iris.x, sight.eyes.leftY = eye.iris.y;
    }
    sight.lidRatio = std::min(*rightLid, *leftLid);
}

BackgroundMeasures PortraitAnalyzer::Impl::lookAtWall(const cv::Mat& bgr, const Sight& sight) {
    const double k = std::min(1.0, static_cast<double>(kBackgroundSide) / std::max(bgr.cols, bgr.rows));
    cv::Mat small;
    cv::resize(bgr, small, cv::Size(), k, k, cv::INTER_AREA);
    const EyePair eyes = scaled(sight.eyes, k);
    if (!mesh) return measureBackground(small, wallBesideHead(small.size(), eyes));
    if (person.empty() || frame % kPersonEvery == 0)
        person = mesh->person(bgr, cv::Rect(0, 0, bgr.cols, bgr.rows));
    return measureBackground(small, wallAroundPerson(small.size(), eyes, person));
}

base::Result<PortraitAnalyzer> PortraitAnalyzer::create(const FaceModels& models,
                                                        const PortraitGates& gates) {
    try {
        return PortraitAnalyzer(std::make_unique<Impl>(models, gates));
    } catch (const std::exception& e) {
        return base::fail(base::Code::Internal, std::string("face models: ") + e.what());
    }
}

PortraitAnalyzer::PortraitAnalyzer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
PortraitAnalyzer::PortraitAnalyzer(PortraitAnalyzer&&) noexcept = default;
PortraitAnalyzer& PortraitAnalyzer::operator=(PortraitAnalyzer&&) noexcept = default;
PortraitAnalyzer::~PortraitAnalyzer() = default;

base::Result<PortraitReport> PortraitAnalyzer::live(const Image& frame) {
    return impl_->run(frame, Mode::Live);
}
base::Result<PortraitReport> PortraitAnalyzer::full(const Image& picture) {
    return impl_->run(picture, Mode::Full);
}
base::Result<PortraitReport> PortraitAnalyzer::cropped(const Image& picture) {
    return impl_->run(picture, Mode::Cropped);
}
void PortraitAnalyzer::reset() {
    impl_->forget();
}
const std::vector<std::string>& PortraitAnalyzer::checksOff() const {
    return impl_->models.checksOff();
}

}  // namespace devices
