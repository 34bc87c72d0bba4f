#include "devices/portrait/face_models.h"

#include <array>
#include <optional>
#include <string_view>

#include "base/digest.h"
#include "base/files.h"
#include "devices/portrait/face_models_content.h"

namespace devices {
namespace {

constexpr std::uint64_t kLargestModel = 32u << 20;

struct Pinned {
    std::string_view file;
    std::string_view sha256;
    base::Bytes FaceModels::Content::*target;
};

// Detector: YuNet of March 2022 (MIT). The others: MediaPipe's (Apache-2.0) in a form that OpenCV 4.6 loads.
const std::array<Pinned, 5> kNetworks = {{
    {"face_detection_yunet_2022mar.onnx", "50ef07f702a31741ca46a4c0d947773b64143b9362780237bf0d427d6c79bab7",
     &FaceModels::Content::detector},
    {"zaru_face_landmark.onnx", "2ece916c568172aafde5d8beaf0198c65b10691a618e551c4b1015a32116e326",
     &FaceModels::Content::mesh},
    {"cv46_face_landmarks_478.onnx", "110449688fa24279850e2f7f3104c29b8cbb2d18a608a64a05e82994d4f28282",
     &FaceModels::Content::fineMesh},
    {"zaru_iris_landmark.onnx", "cb5086d8ef6cd8c8ab6e031e06a8dd7a17631c0f4d5a8bfbd71e35affce5afc5",
     &FaceModels::Content::iris},
    {"cv46_selfie_segmentation_144x256.onnx",
     "8f0e88938f98c77680b4682e156bd9fadea7cc2f20f14657aa4f4f83ab7c9bda", &FaceModels::Content::segmentation},
}};

constexpr std::string_view kFaceCascade = "haarcascade_frontalface_alt2.xml";
constexpr std::string_view kEyeCascade = "haarcascade_eye.xml";

std::optional<std::filesystem::path> cascadeFolder() {
    const std::array<std::filesystem::path, 2> places = {base::resourceFolder() / "haarcascades",
                                                         "/usr/share/opencv4/haarcascades"};
    for (const auto& place : places) {
        std::error_code ignored;
        if (std::filesystem::exists(place / kFaceCascade, ignored)) return place;
    }
    return std::nullopt;
}

}  // namespace

base::Result<FaceModels> FaceModels::fromFolder(const std::filesystem::path& folder) {
    auto content = std::make_shared<Content>();
    content->finding = FaceFinding::Networks;
    for (const auto& model : kNetworks) {
        auto bytes = base::readFile(folder / model.file, kLargestModel);
        if (!bytes) return base::pass(bytes.error(), std::string("face model ") + std::string(model.file));
        if (base::sha256Hex(*bytes) != model.sha256) {
            return base::fail(base::Code::Corrupt,
                              "face model " + std::string(model.file) + " is not the pinned one");
        }
        (*content).*model.target = std::move(*bytes);
    }
    return FaceModels(std::move(content));
}

base::Result<FaceModels> FaceModels::fromCascades(const std::filesystem::path& folder) {
    const auto place = folder.empty() ? cascadeFolder() : folder;
    if (!place) return base::fail(base::Code::NotFound, "no folder with OpenCV's Haar cascades");
    auto content = std::make_shared<Content>();
    content->finding = FaceFinding::Cascades;
    content->checksOff = {"head-pose-angle-yaw", "head-pose-angle-pitch", "eyes-open", "mouth-closed"};
    auto face = base::readFile(*place / kFaceCascade, kLargestModel);
    if (!face) return base::pass(face.error(), "face cascade");
    auto eye = base::readFile(*place / kEyeCascade, kLargestModel);
    if (!eye) return base::pass(eye.error(), "eye cascade");
    content->faceCascade = std::move(*face);
    content->eyeCascade = std::move(*eye);
    return FaceModels(std::move(content));
}

FaceFinding FaceModels::finding() const {
    return content_->finding;
}
const std::vector<std::string>& FaceModels::checksOff() const {
    return content_->checksOff;
}

}  // namespace devices
