#include "devices/virtual/desk.h"

#include <array>
#include <cstdio>
#include <random>
#include <string_view>
#include <utility>

namespace devices {
namespace {

constexpr std::array<std::string_view, 10> kFamilies = {"Nguyễn", "Trần", "Lê",  "Phạm", "Hồ",
                                                        "Đinh",   "Bùi",  "Zơrâm", "Alăng", "Hoàng"};
constexpr std::array<std::string_view, 6> kMenMiddle = {"Văn", "Hữu", "Đức", "Quang", "Minh", "Thế"};
constexpr std::array<std::string_view, 6> kWomenMiddle = {"Thị", "Thị Thu", "Ngọc", "Thị Mỹ", "Thanh", "Thị Bích"};
constexpr std::array<std::string_view, 8> kGiven = {"Mẫu", "Thuý", "Nghiêm", "Ửng", "Phượng", "Khuê", "Trường", "Duyên"};
constexpr std::array<std::string_view, 6> kPlaces = {"049", "001", "066", "079", "038", "054"};

template <std::size_t n>
std::string_view pick(const std::array<std::string_view, n>& list, std::mt19937_64& random) {
    return list[random() % n];
}

}  // namespace

std::string VirtualCitizen::cardQr() const {
    return idNumber + "||" + name + "|" + birthDate + "|" + sex + "|" + address + "|" + issueDate;
}

VirtualCitizen makeCitizen(std::uint64_t seed) {
    std::mt19937_64 random(seed * 0x9E3779B97F4A7C15ull + 1);
    VirtualCitizen c;
    c.seed = seed;
    const bool woman = random() % 2 == 1;
    const int year = 1950 + static_cast<int>(random() % 55);
    const int month = 1 + static_cast<int>(random() % 12);
    const int day = 1 + static_cast<int>(random() % 28);
    const int century = year >= 2000 ? (woman ? 3 : 2) : (woman ? 1 : 0);
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%d%02d9%05d", century, year % 100, static_cast<int>(random() % 100000));
    c.idNumber = std::string(pick(kPlaces, random)) + text.data();
    c.name = std::string(pick(kFamilies, random)) + " " + std::string(woman ? pick(kWomenMiddle, random) : pick(kMenMiddle, random)) +
             " " + std::string(pick(kGiven, random));
    std::snprintf(text.data(), text.size(), "%02d%02d%04d", day, month, year);
    c.birthDate = text.data();
    c.sex = woman ? "Nữ" : "Nam";
    c.address = "Thôn " + std::to_string(1 + random() % 9) + ", Xã Mẫu, Huyện Mẫu, Quảng Nam";
    std::snprintf(text.data(), text.size(), "%02d%02d%04d", 1 + static_cast<int>(random() % 28),
                  1 + static_cast<int>(random() % 12), 2021 + static_cast<int>(random() % 3));
    c.issueDate = text.data();
    return c;
}

VirtualCitizen Desk::citizen() const {
    const std::lock_guard lock(mutex_);
    return citizen_;
}

void Desk::seat(std::uint64_t seed) {
    auto next = makeCitizen(seed);
    const std::lock_guard lock(mutex_);
    citizen_ = std::move(next);
}

CameraScene Desk::scene() const {
    const std::lock_guard lock(mutex_);
    return scene_;
}

void Desk::show(CameraScene scene) {
    const std::lock_guard lock(mutex_);
    scene_ = scene;
}

std::optional<std::filesystem::path> Desk::recordings() const {
    const std::lock_guard lock(mutex_);
    return recordings_;
}

void Desk::playFrom(std::filesystem::path folder) {
    const std::lock_guard lock(mutex_);
    recordings_ = std::move(folder);
}

Fault Desk::takeFault(Kind kind) {
    const std::lock_guard lock(mutex_);
    const auto found = faults_.find(kind);
    return found == faults_.end() ? Fault::None : std::exchange(found->second, Fault::None);
}

void Desk::plan(Kind kind, Fault fault) {
    const std::lock_guard lock(mutex_);
    faults_[kind] = fault;
}

}  // namespace devices
