// Finds faces in a picture: YuNet, or Haar cascades. Internal to the room (OpenCV types); throws
// cv::Exception, which the room's public functions catch. Threads: a finder belongs to one thread at a time.
#pragma once

#include <memory>
#include <opencv2/core.hpp>
#include <optional>
#include <vector>

#include "devices/portrait/face_models.h"

namespace devices {

struct FoundFace {
    cv::Rect2d box;
    std::optional<cv::Point2d> rightEye;  // the person's right: on the left of the picture
    std::optional<cv::Point2d> leftEye;
    double score = 0;
};

class FaceFinder {
public:
    virtual ~FaceFinder() = default;
    // Largest first.
    virtual std::vector<FoundFace> find(const cv::Mat& bgr) = 0;
};

std::unique_ptr<FaceFinder> makeFaceFinder(const FaceModels& models);

}  // namespace devices
