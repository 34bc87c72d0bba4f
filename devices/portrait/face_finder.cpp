#include "devices/portrait/face_finder.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/dnn.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/objdetect.hpp>
#include <string>
#include <utility>

#include "devices/portrait/face_models_content.h"

namespace devices {
namespace {

constexpr int kLongSide = 320;  // faces are searched for in a picture of this size

cv::Mat shrunk(const cv::Mat& picture, double& scale) {
    scale = std::min(1.0, static_cast<double>(kLongSide) / std::max(picture.cols, picture.rows));
    cv::Mat small;
    cv::resize(picture, small, cv::Size(), scale, scale, cv::INTER_AREA);
    return small;
}

void sortBySize(std::vector<FoundFace>& faces) {
    std::sort(faces.begin(), faces.end(),
              [](const FoundFace& a, const FoundFace& b) { return a.box.area() > b.box.area(); });
}

// YuNet 2022mar, decoded as its authors describe: anchors on four grids, location with variances 0.1 and 0.2,
// score as the geometric mean of class and overlap.
class YuNetFinder final : public FaceFinder {
public:
    explicit YuNetFinder(const FaceModels::Content& models)
        : net_(cv::dnn::readNetFromONNX(models.detector)) {}

    std::vector<FoundFace> find(const cv::Mat& bgr) override {
        double scale = 1;
        const cv::Mat small = shrunk(bgr, scale);
        cv::Mat padded;
        const cv::Size input(std::max(64, (small.cols + 31) / 32 * 32),
                             std::max(64, (small.rows + 31) / 32 * 32));
        cv::copyMakeBorder(small, padded, 0, input.height - small.rows, 0, input.width - small.cols,
                           cv::BORDER_CONSTANT, cv::Scalar());
        net_.setInput(cv::dnn::blobFromImage(padded));
        std::vector<cv::Mat> outputs;
        net_.forward(outputs, std::vector<std::string>{"loc", "conf", "iou"});
        return decode(outputs, input, scale);
    }

private:
    static constexpr float kLeastScore = 0.6f;
    static constexpr float kMostOverlap = 0.3f;

    static std::vector<FoundFace> decode(const std::vector<cv::Mat>& out, cv::Size input, double scale) {
        const std::array<std::vector<float>, 4> sizes = {{{10, 16, 24}, {32, 48}, {64, 96}, {128, 192, 256}}};
        cv::Size map((input.width + 1) / 4, (input.height + 1) / 4);
        std::vector<FoundFace> all;
        std::vector<cv::Rect2d> boxes;
        std::vector<float> scores;
        int at = 0;
        for (std::size_t level = 0; level < sizes.size(); ++level) {
            map = cv::Size(map.width / 2, map.height / 2);
            const double step = std::exp2(static_cast<double>(level) + 3);
            for (int y = 0; y < map.height; ++y) {
                for (int x = 0; x < map.width; ++x) {
                    for (const float size : sizes[level]) {
                        auto face = anchor(out, at++, (x + 0.5) * step, (y + 0.5) * step, size, scale);
                        if (face.score < kLeastScore) continue;
                        boxes.push_back(face.box);
                        scores.push_back(static_cast<float>(face.score));
                        all.push_back(std::move(face));
                    }
                }
            }
        }
        std::vector<int> kept;
        cv::dnn::NMSBoxes(boxes, scores, kLeastScore, kMostOverlap, kept);
        std::vector<FoundFace> faces;
        for (const int i : kept) faces.push_back(all[static_cast<std::size_t>(i)]);
        sortBySize(faces);
        return faces;
    }

    static FoundFace anchor(const std::vector<cv::Mat>& out, int at, double x, double y, double size,
                            double scale) {
        FoundFace face;
        const float overlap = std::clamp(out[2].ptr<float>()[at], 0.f, 1.f);
        face.score = std::sqrt(std::max(0.f, out[1].ptr<float>()[2 * at + 1]) * overlap);
        if (face.score < kLeastScore) return face;
        const float* loc = out[0].ptr<float>() + 14 * static_cast<std::ptrdiff_t>(at);
        auto point = [&](int i) {
            return cv::Point2d(x + loc[i] * 0.1 * size, y + loc[i + 1] * 0.1 * size) / scale;
        };
        const cv::Point2d middle = point(0);
        const double w = size * std::exp(std::min(loc[2] * 0.2, 4.0)) / scale;
        const double h = size * std::exp(std::min(loc[3] * 0.2, 4.0)) / scale;
        face.box = {middle.x - w / 2, middle.y - h / 2, w, h};
        face.rightEye = point(4);
        face.leftEye = point(6);
        return face;
    }

    cv::dnn::Net net_;
};

void loadCascade(cv::CascadeClassifier& cascade, const base::Bytes& xml) {
    const cv::FileStorage storage(std::string(base::textOf(xml)),
                                  cv::FileStorage::READ | cv::FileStorage::MEMORY);
    if (!cascade.read(storage.getFirstTopLevelNode())) CV_Error(cv::Error::StsParseError, "not a cascade");
}

class CascadeFinder final : public FaceFinder {
public:
    explicit CascadeFinder(const FaceModels::Content& models) {
        loadCascade(face_, models.faceCascade);
        loadCascade(eye_, models.eyeCascade);
    }

    std::vector<FoundFace> find(const cv::Mat& bgr) override {
        double scale = 1;
        cv::Mat grey;
        cv::cvtColor(shrunk(bgr, scale), grey, cv::COLOR_BGR2GRAY);
        cv::equalizeHist(grey, grey);
        std::vector<cv::Rect> boxes;
        const int least =
            std::max(20, std::min(grey.cols, grey.rows) / 6);  // smaller ones cost most and are too far away
        face_.detectMultiScale(grey, boxes, 1.1, 4, 0, cv::Size(least, least));
        std::vector<FoundFace> faces;
        for (const auto& box : boxes) {
            FoundFace face;
            face.box = cv::Rect2d(box.x / scale, box.y / scale, box.width / scale, box.height / scale);
            face.score = 1;
            faces.push_back(face);
        }
        sortBySize(faces);
        if (!faces.empty()) findEyes(bgr, faces.front());
        return faces;
    }

private:
    // Each eye in its quarter of the box, at a size where the cascade (20 px) is sure. An eye found alone is
    // not believed: the cascade takes brows and nostrils for eyes, but rarely two at one height.
    void findEyes(const cv::Mat& bgr, FoundFace& face) {
        const cv::Rect2d band(face.box.x, face.box.y + 0.2 * face.box.height, face.box.width,
                              0.4 * face.box.height);
        const cv::Rect inside = cv::Rect(band) & cv::Rect(0, 0, bgr.cols, bgr.rows);
        if (inside.width < 40 || inside.height < 20) return;
        const double scale = std::min(1.0, 160.0 / inside.width);
        cv::Mat grey;
        cv::cvtColor(bgr(inside), grey, cv::COLOR_BGR2GRAY);
        cv::resize(grey, grey, cv::Size(), scale, scale, cv::INTER_AREA);
        const auto right = bestEye(grey, 0, grey.cols / 2);
        const auto left = bestEye(grey, grey.cols - grey.cols / 2, grey.cols / 2);
        if (!right || !left) return;
        const double width = left->x - right->x;
        if (width < 0.25 * grey.cols || std::abs(left->y - right->y) > 0.35 * width) return;
        const cv::Point2d origin(inside.x, inside.y);
        face.rightEye = origin + *right / scale;
        face.leftEye = origin + *left / scale;
    }

    std::optional<cv::Point2d> bestEye(const cv::Mat& grey, int from, int width) {
        std::vector<cv::Rect> boxes;
        std::vector<int> levels;
        std::vector<double> weights;
        const int least = std::max(20, grey.cols / 7), most = grey.cols * 2 / 5;  // an eye with its brow
        eye_.detectMultiScale(grey(cv::Rect(from, 0, width, grey.rows)), boxes, levels, weights, 1.08, 3, 0,
                              cv::Size(least, least), cv::Size(most, most), true);
        if (boxes.empty()) return std::nullopt;
        const auto best =
            static_cast<std::size_t>(std::max_element(weights.begin(), weights.end()) - weights.begin());
        const auto& box = boxes[best];
        return cv::Point2d(from + box.x + box.width / 2.0, box.y + box.height / 2.0);
    }

    cv::CascadeClassifier face_;
    cv::CascadeClassifier eye_;
};

}  // namespace

std::unique_ptr<FaceFinder> makeFaceFinder(const FaceModels& models) {
    if (models.finding() == FaceFinding::Networks) return std::make_unique<YuNetFinder>(models.content());
    return std::make_unique<CascadeFinder>(models.content());
}

}  // namespace devices
