// The networks behind the detector: face mesh (468 points), iris and lids, person segmentation. Internal to
// the room (OpenCV types); throws cv::Exception, which the room's public functions catch. Threads: a FaceMesh
// belongs to one thread at a time.
#pragma once

#include <opencv2/core.hpp>
#include <opencv2/dnn.hpp>
#include <vector>

#include "devices/portrait/face_finder.h"
#include "devices/portrait/face_models.h"

namespace devices {

enum class MeshDetail { Unknown = 0, Fast, Fine };
enum class EyeSide { Unknown = 0, Right, Left };  // the person's

// Points of the mesh by MediaPipe's numbering; x and y in px of the picture, z in px towards the back of the
// head.
struct MeshPoints {
    std::vector<cv::Point3d> at;
    double presence = 0;  // 0..1, that there is a face at all
    cv::Point2d flat(std::size_t i) const { return {at[i].x, at[i].y}; }
};

struct EyeShape {
    cv::Point2d iris;
    double lidRatio = 0;  // distance of the lids over distance of the corners
};

// Angles of the head, degrees; positive yaw: turned towards the right of the picture, positive pitch: looking
// up.
struct HeadPose {
    double yaw = 0;
    double pitch = 0;
};

class FaceMesh {
public:
    explicit FaceMesh(const FaceModels& models);
    MeshPoints points(const cv::Mat& bgr, const FoundFace& face, MeshDetail detail);
    EyeShape eye(const cv::Mat& bgr, const MeshPoints& mesh, EyeSide side);
    // Probability (CV_32F, 0..1) that a pixel of `region` belongs to a person, at a size of the network's
    // choosing.
    cv::Mat person(const cv::Mat& bgr, const cv::Rect& region);

private:
    cv::dnn::Net fast_;
    cv::dnn::Net fine_;
    cv::dnn::Net iris_;
    cv::dnn::Net person_;
};

struct EyeMiddles {
    cv::Point2d right;
    cv::Point2d left;
};
// Between the corners of each eye.
EyeMiddles eyeMiddles(const MeshPoints& mesh);
HeadPose headPose(const MeshPoints& mesh);
// Gap between the lips over the distance from the eyes to the chin.
double mouthGap(const MeshPoints& mesh);

}  // namespace devices
