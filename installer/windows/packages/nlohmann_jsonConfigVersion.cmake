# One version file for the header packages of this folder: Debian 12 has Catch2 2.13, nlohmann-json 3.11, spdlog 1.10.
set(PACKAGE_VERSION "${PACKAGE_FIND_VERSION}")
set(PACKAGE_VERSION_COMPATIBLE TRUE)
