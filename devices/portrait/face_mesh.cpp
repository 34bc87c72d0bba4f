#include "devices/portrait/face_mesh.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>
#include <string>

#include "devices/portrait/face_models_content.h"

namespace devices {
namespace {

constexpr double kDegrees = 180 / std::numbers::pi;

// MediaPipe's numbers of the points used here.
constexpr std::size_t kRightOuterCorner = 33, kRightInnerCorner = 133;
constexpr std::size_t kLeftInnerCorner = 362, kLeftOuterCorner = 263;
constexpr std::size_t kUpperLip = 13, kLowerLip = 14;
constexpr std::size_t kForehead = 10, kChin = 152;

cv::Point2d middle(cv::Point2d a, cv::Point2d b) {
    return (a + b) / 2;
}

// Maps a square of the picture (center, side, angle in radians) to `size` x `size` pixels.
cv::Matx23d squareTo(cv::Point2d center, double side, double angle, int size) {
    const double k = size / side;
    const double c = k * std::cos(angle), s = k * std::sin(angle);
    return {c, s, size / 2.0 - c * center.x - s * center.y, -s, c, size / 2.0 + s * center.x - c * center.y};
}

cv::Mat sampled(const cv::Mat& bgr, const cv::Matx23d& map, int size) {
    cv::Mat patch;
    cv::warpAffine(bgr, patch, map, cv::Size(size, size), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
    return patch;
}

// Networks of this family take RGB in 0..1.
cv::Mat unitBlob(const cv::Mat& patch) {
    return cv::dnn::blobFromImage(patch, 1 / 255.0, cv::Size(), {}, true);
}

double sigmoid(double v) {
    return 1 / (1 + std::exp(-v));
}

}  // namespace

FaceMesh::FaceMesh(const FaceModels& models)
    : fast_(cv::dnn::readNetFromONNX(models.content().mesh)),
      fine_(cv::dnn::readNetFromONNX(models.content().fineMesh)),
      iris_(cv::dnn::readNetFromONNX(models.content().iris)),
      person_(cv::dnn::readNetFromONNX(models.content().segmentation)) {}

MeshPoints FaceMesh::points(const cv::Mat& bgr, const FoundFace& face, MeshDetail detail) {
    const bool fine = detail == MeshDetail::Fine;
    const int size = fine ? 256 : 192;
    const cv::Point2d line = *face.leftEye - *face.rightEye;
    const double angle = std::atan2(line.y, line.x);
    const double side = 1.5 * std::max(face.box.width, face.box.height);
    const cv::Point2d center(face.box.x + face.box.width / 2, face.box.y + face.box.height / 2);
    const auto map = squareTo(center, side, angle, size);
    cv::Matx23d back;
    cv::invertAffineTransform(map, back);

    auto& net = fine ? fine_ : fast_;
    net.setInput(unitBlob(sampled(bgr, map, size)));
    std::vector<cv::Mat> outputs;
    net.forward(outputs, fine ? std::vector<std::string>{"Identity", "Identity_1"}
                              : std::vector<std::string>{"conv2d_21", "conv2d_31"});
    MeshPoints mesh;
    mesh.presence = sigmoid(outputs[1].ptr<float>()[0]);
    const float* value = outputs[0].ptr<float>();
    const std::size_t count = outputs[0].total() / 3;
    const double scale = side / size;
    for (std::size_t i = 0; i < count; ++i, value += 3) {
        const cv::Vec2d at = back * cv::Vec3d(value[0], value[1], 1);
        mesh.at.emplace_back(at[0], at[1], value[2] * scale);
    }
    return mesh;
}

EyeShape FaceMesh::eye(const cv::Mat& bgr, const MeshPoints& mesh, EyeSide side) {
    constexpr int kSize = 64;
    constexpr double kMargin = 2.3;  // the square around the eye, in eye widths
    const bool right = side == EyeSide::Right;
    const cv::Point2d a = mesh.flat(right ? kRightOuterCorner : kLeftInnerCorner);
    const cv::Point2d b = mesh.flat(right ? kRightInnerCorner : kLeftOuterCorner);
    const cv::Point2d line = b - a;
    auto map =
        squareTo(middle(a, b), kMargin * std::max(4.0, cv::norm(line)), std::atan2(line.y, line.x), kSize);
    if (right) {  // the network knows left eyes
        for (int i = 0; i < 3; ++i) map(0, i) = -map(0, i);
        map(0, 2) += kSize;
    }
    cv::Matx23d back;
    cv::invertAffineTransform(map, back);
    iris_.setInput(unitBlob(sampled(bgr, map, kSize)));
    std::vector<cv::Mat> outputs;
    iris_.forward(outputs, std::vector<std::string>{"output_eyes_contours_and_brows", "output_iris"});
    const float* contour = outputs[0].ptr<float>();
    auto point = [&](int i) { return cv::Point2d(contour[3 * i], contour[3 * i + 1]); };
    // 0 and 8 are the corners, 1..7 run along the lower lid, 9..15 along the upper one.
    const double gap =
        (cv::norm(point(3) - point(11)) + cv::norm(point(4) - point(12)) + cv::norm(point(5) - point(13))) /
        3;
    EyeShape eye;
    eye.lidRatio = gap / std::max(1.0, cv::norm(point(0) - point(8)));
    const float* iris = outputs[1].ptr<float>();
    const cv::Vec2d at = back * cv::Vec3d(iris[0], iris[1], 1);
    eye.iris = {at[0], at[1]};
    return eye;
}

cv::Mat FaceMesh::person(const cv::Mat& bgr, const cv::Rect& region) {
    constexpr int kWidth = 256, kHeight = 144;
    cv::Mat small;
    cv::resize(bgr(region), small, cv::Size(kWidth, kHeight), 0, 0, cv::INTER_AREA);
    cv::cvtColor(small, small, cv::COLOR_BGR2RGB);
    small.convertTo(small, CV_32F, 1 / 255.0);
    const std::array<int, 4> shape = {1, kHeight, kWidth, 3};  // pixel by pixel, unlike the others
    person_.setInput(cv::Mat(4, shape.data(), CV_32F, small.data));
    const cv::Mat out = person_.forward();
    return cv::Mat(kHeight, kWidth, CV_32F, const_cast<float*>(out.ptr<float>())).clone();
}

EyeMiddles eyeMiddles(const MeshPoints& mesh) {
    return {middle(mesh.flat(kRightOuterCorner), mesh.flat(kRightInnerCorner)),
            middle(mesh.flat(kLeftInnerCorner), mesh.flat(kLeftOuterCorner))};
}

HeadPose headPose(const MeshPoints& mesh) {
    // The line through both eyes' outer corners tells yaw, the line from forehead to chin pitch. On level
    // heads of studio portraits the latter leans by about four degrees.
    constexpr double kLeaning = 4;
    const cv::Point3d across = mesh.at[kLeftOuterCorner] - mesh.at[kRightOuterCorner];
    const cv::Point3d down = mesh.at[kChin] - mesh.at[kForehead];
    HeadPose pose;
    pose.yaw = std::atan2(across.z, std::hypot(across.x, across.y)) * kDegrees;
    pose.pitch = std::atan2(down.z, std::hypot(down.x, down.y)) * kDegrees - kLeaning;
    return pose;
}

double mouthGap(const MeshPoints& mesh) {
    const EyeMiddles both = eyeMiddles(mesh);
    const cv::Point2d eyes = middle(both.right, both.left);
    return cv::norm(mesh.flat(kUpperLip) - mesh.flat(kLowerLip)) /
           std::max(1.0, cv::norm(eyes - mesh.flat(kChin)));
}

}  // namespace devices
