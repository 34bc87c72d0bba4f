// What FaceModels holds. Internal to the room.
#pragma once

#include "devices/portrait/face_models.h"

namespace devices {

struct FaceModels::Content {
    FaceFinding finding = FaceFinding::Unknown;
    std::vector<std::string> checksOff;
    // networks (ONNX)
    base::Bytes detector;
    base::Bytes mesh;
    base::Bytes fineMesh;
    base::Bytes iris;
    base::Bytes segmentation;
    // cascades (XML)
    base::Bytes faceCascade;
    base::Bytes eyeCascade;
};

}  // namespace devices
