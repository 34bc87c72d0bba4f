#include "devices/mrz/zone_finder.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <unordered_map>

#include "devices/mrz/ocrb_glyphs.h"

namespace devices {
namespace {

using cv::Point2d;

constexpr int kThresholdBlock = 31;  // pixels, odd: wider than a stroke, not wider than the space around a line
constexpr double kThresholdDepth = 8;  // grey levels a stroke is darker than what is around it
constexpr int kLeastSide = 5, kMostSide = 70, kLeastInk = 8;  // pixels of what may be a sign
constexpr std::size_t kMostBlobs = 30'000;  // more is no print

constexpr double kLinePitches = kZoneLineMm / kZonePitchMm;  // from line to line, in pitches
constexpr std::size_t kLeastInRow = 16;  // signs found of a row's thirty; worn or blurred ones may be missing
constexpr int kMostRows = 8;
constexpr std::size_t kMostGrids = 3;
constexpr double kNear = 0.3;  // pitches; a sign's ink is not quite in the middle of its place

struct Blob {
    Point2d middle;
    double size = 0;  // longer side of its box
};

// The blobs by the square they are in, to ask for those near a point.
class Neighborhood {
public:
    Neighborhood(const std::vector<Blob>& blobs, double side) : blobs_(blobs), side_(side) {
        for (std::size_t i = 0; i < blobs.size(); ++i) squares_[key(square(blobs[i].middle.x), square(blobs[i].middle.y))].push_back(i);
    }

    template <class Visit>
    void around(const Point2d& middle, double radius, Visit visit) const {
        for (int y = square(middle.y - radius); y <= square(middle.y + radius); ++y) {
            for (int x = square(middle.x - radius); x <= square(middle.x + radius); ++x) {
                const auto found = squares_.find(key(x, y));
                if (found == squares_.end()) continue;
                for (const std::size_t i : found->second) {
                    if (const double far = cv::norm(blobs_[i].middle - middle); far <= radius) visit(i, far);
                }
            }
        }
    }

    std::optional<std::size_t> nearest(const Point2d& middle, double radius) const {
        std::optional<std::size_t> best;
        double least = radius;
        around(middle, radius, [&](std::size_t i, double far) {
            if (best && far >= least) return;
            best = i;
            least = far;
        });
        return best;
    }

private:
    int square(double v) const { return static_cast<int>(std::floor(v / side_)); }
    static std::int64_t key(int x, int y) { return static_cast<std::int64_t>(x) * (1LL << 32) + y; }

    const std::vector<Blob>& blobs_;
    double side_;
    std::unordered_map<std::int64_t, std::vector<std::size_t>> squares_;
};

std::vector<Blob> findBlobs(const cv::Mat& grey) {
    cv::Mat ink, labels, boxes, middles;
    cv::adaptiveThreshold(grey, ink, 255, cv::ADAPTIVE_THRESH_MEAN_C, cv::THRESH_BINARY_INV, kThresholdBlock, kThresholdDepth);
    const int count = cv::connectedComponentsWithStats(ink, labels, boxes, middles, 8, CV_32S);
    std::vector<Blob> blobs;
    for (int i = 1; i < count; ++i) {
        const int width = boxes.at<int>(i, cv::CC_STAT_WIDTH), height = boxes.at<int>(i, cv::CC_STAT_HEIGHT);
        const int longer = std::max(width, height);
        if (longer < kLeastSide || longer > kMostSide || boxes.at<int>(i, cv::CC_STAT_AREA) < kLeastInk) continue;
        blobs.push_back({Point2d(boxes.at<int>(i, cv::CC_STAT_LEFT) + (width - 1) / 2.0, boxes.at<int>(i, cv::CC_STAT_TOP) + (height - 1) / 2.0),
                         static_cast<double>(longer)});
    }
    return blobs;
}

struct Member {
    std::size_t blob;
    int step;  // places from the first one looked at
};

struct Row {
    std::vector<Member> members;  // in order
    Point2d origin, step;         // member's place = origin + step * its number, as fits best

    double pitch() const { return cv::norm(step); }
};

void fit(Row& row, const std::vector<Blob>& blobs) {
    const double n = static_cast<double>(row.members.size());
    double sk = 0, skk = 0;
    Point2d sc, skc;
    for (const auto& [blob, k] : row.members) {
        sk += k;
        skk += double(k) * k;
        sc += blobs[blob].middle;
        skc += blobs[blob].middle * double(k);
    }
    const double determinant = n * skk - sk * sk;
    row.step = (skc * n - sc * sk) / determinant;
    row.origin = (sc - row.step * sk) / n;
}

// From two neighbors on in one direction, as long as the next one is where it should be; at most two in a row may be missing.
void follow(std::vector<Member>& members, Point2d at, Point2d step, int sign, const Neighborhood& near, const std::vector<Blob>& blobs) {
    constexpr int kMostMissing = 2;
    constexpr double kLearn = 0.2;  // how much the newest step counts: the lines of a tilted card run together
    int k = 0;
    for (int missing = 0; missing <= kMostMissing && std::abs(k) <= kZoneColumns;) {
        ++k;
        const Point2d expected = at + step * (missing + 1);
        const auto next = near.nearest(expected, kNear * cv::norm(step));
        if (!next) {
            ++missing;
            continue;
        }
        members.push_back({*next, sign * k});
        const Point2d taken = (blobs[*next].middle - at) / (missing + 1);
        step = step * (1 - kLearn) + taken * kLearn;
        at = blobs[*next].middle;
        missing = 0;
    }
}

std::vector<Row> findRows(const std::vector<Blob>& blobs, const Neighborhood& near) {
    constexpr double kClosest = 0.75, kFarthest = 2.2;  // pitches, of the longer side: < is small, and a turned box is larger
    std::vector<Row> rows;
    std::vector<bool> taken(blobs.size());
    for (std::size_t i = 0; i < blobs.size(); ++i) {
        if (taken[i]) continue;
        std::vector<std::size_t> others;
        near.around(blobs[i].middle, kFarthest * blobs[i].size, [&](std::size_t j, double far) {
            const double larger = std::max(blobs[i].size, blobs[j].size), smaller = std::min(blobs[i].size, blobs[j].size);
            if (j != i && !taken[j] && larger < 2 * smaller && far > kClosest * 0.8 * smaller && far < kFarthest * smaller) others.push_back(j);
        });
        Row best;
        for (const std::size_t j : others) {
            const Point2d step = blobs[j].middle - blobs[i].middle;
            std::vector<Member> before, after;
            follow(after, blobs[i].middle, step, 1, near, blobs);
            if (after.size() < 3) continue;
            follow(before, blobs[i].middle, step * -1, -1, near, blobs);
            if (before.size() + after.size() + 1 <= best.members.size()) continue;
            best.members.assign(before.rbegin(), before.rend());
            best.members.push_back({i, 0});
            best.members.insert(best.members.end(), after.begin(), after.end());
        }
        if (best.members.size() < kLeastInRow) continue;
        for (const auto& member : best.members) taken[member.blob] = true;
        fit(best, blobs);
        rows.push_back(std::move(best));
    }
    std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.members.size() > b.members.size(); });
    if (rows.size() > kMostRows) rows.resize(kMostRows);
    return rows;
}

struct Match {
    Point2d place, picture;  // (column, row) and where that sign was found
};

// Least squares of the eight numbers that take places to the picture.
std::optional<cv::Matx33d> homography(const std::vector<Match>& matches) {
    const int count = static_cast<int>(matches.size());
    if (count < 8) return std::nullopt;
    cv::Mat a(2 * count, 8, CV_64F, cv::Scalar(0)), b(2 * count, 1, CV_64F), x;
    for (int i = 0; i < count; ++i) {
        const auto& [place, seen] = matches[i];
        const double first[] = {place.x, place.y, 1, 0, 0, 0, -place.x * seen.x, -place.y * seen.x};
        const double second[] = {0, 0, 0, place.x, place.y, 1, -place.x * seen.y, -place.y * seen.y};
        std::copy(std::begin(first), std::end(first), a.ptr<double>(2 * i));
        std::copy(std::begin(second), std::end(second), a.ptr<double>(2 * i + 1));
        b.at<double>(2 * i) = seen.x;
        b.at<double>(2 * i + 1) = seen.y;
    }
    if (!cv::solve(a, b, x, cv::DECOMP_SVD)) return std::nullopt;
    const auto* v = x.ptr<double>();
    return cv::Matx33d(v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], 1);
}

// A row beside another, the main one: which line it is, counted from that one, and the columns of its members, counted from the
// main row's first number.
struct Placed {
    const Row* row;
    int line = 0;
    int column = 0;      // of the member with number 0
    int direction = 1;   // -1: found from the other end

    int columnOf(const Member& member) const { return column + direction * member.step; }
};

std::optional<Placed> placed(const Row& main, const Row& other) {
    constexpr double kMostAngle = 0.15, kMostPitch = 1.2, kMostOff = 0.35;  // radians; a share; lines
    const double pitch = main.pitch();
    const Point2d along = main.step / pitch, across(-along.y, along.x);
    Point2d step = other.step;
    const bool opposite = step.dot(along) < 0;
    if (opposite) step *= -1;
    if (std::abs(std::atan2(step.dot(across), step.dot(along))) > kMostAngle) return std::nullopt;
    if (other.pitch() > kMostPitch * pitch || pitch > kMostPitch * other.pitch()) return std::nullopt;
    // Where the other row passes the middle of the main one: lines that run together are compared there.
    const auto middleOf = [](const Row& row) { return row.origin + row.step * ((row.members.front().step + row.members.back().step) / 2.0); };
    const Point2d away = other.origin - middleOf(main);
    const Point2d passing = other.origin - step * (away.dot(along) / step.dot(along));
    const double lines = (passing - middleOf(main)).dot(across) / (kLinePitches * pitch);
    const int line = static_cast<int>(std::lround(lines));
    if (line == 0 || std::abs(line) > 2 || std::abs(lines - line) > kMostOff * std::abs(line)) return std::nullopt;
    return Placed{&other, line, static_cast<int>(std::lround((other.origin - main.origin).dot(along) / pitch)), opposite ? -1 : 1};
}

// The grid through a group of rows, whose topmost line and first column are these.
std::optional<ZoneGrid> gridOf(const std::vector<Placed>& group, int top, int first, const std::vector<Blob>& blobs, const Neighborhood& near) {
    constexpr int kMostRounds = 6;
    std::vector<Match> matches;
    for (const Placed& placed : group) {
        for (const Member& member : placed.row->members) {
            const Point2d place(placed.columnOf(member) - first, placed.line - top);
            if (place.x >= 0 && place.x < kZoneColumns && place.y >= 0 && place.y < kZoneRows) matches.push_back({place, blobs[member.blob].middle});
        }
    }
    const double pitch = group[0].row->pitch();
    auto found = homography(matches);
    // Again with what lies on the grid, as long as that becomes more: far ends of a tilted card are reached step by step.
    for (int round = 0; found && round < kMostRounds; ++round) {
        std::vector<Match> more;
        for (int line = 0; line < kZoneRows; ++line) {
            for (int column = 0; column < kZoneColumns; ++column) {
                const auto blob = near.nearest(at(*found, column, line), kNear * pitch);
                if (blob) more.push_back({Point2d(column, line), blobs[*blob].middle});
            }
        }
        const bool grown = more.size() > matches.size();
        matches = std::move(more);
        found = homography(matches);
        if (!grown && round > 0) break;
    }
    if (!found || matches.size() < 2 * kLeastInRow) return std::nullopt;
    return ZoneGrid{*found, pitch};
}

// The first columns with which thirty hold most of what was found; several when an end of every row is missing.
std::vector<int> firstColumns(const std::vector<Placed>& group) {
    std::vector<int> columns;
    for (const Placed& placed : group) {
        for (const Member& member : placed.row->members) columns.push_back(placed.columnOf(member));
    }
    const auto [leftmost, rightmost] = std::minmax_element(columns.begin(), columns.end());
    const int other = *rightmost - kZoneColumns + 1;
    std::vector<int> best;
    std::ptrdiff_t most = 0;
    for (int first = std::min(*leftmost, other); first <= std::max(*leftmost, other); ++first) {
        const auto held = std::count_if(columns.begin(), columns.end(), [&](int c) { return c >= first && c < first + kZoneColumns; });
        if (held > most) best.clear();
        if (held >= most) best.push_back(first);
        most = std::max(most, held);
    }
    return best;
}

}  // namespace

Point2d at(const cv::Matx33d& toPicture, double column, double row) {
    const cv::Vec3d p = toPicture * cv::Vec3d(column, row, 1);
    return {p[0] / p[2], p[1] / p[2]};
}

std::vector<ZoneGrid> findZones(const cv::Mat& grey) {
    const auto blobs = findBlobs(grey);
    if (blobs.size() < 2 * kLeastInRow || blobs.size() > kMostBlobs) return {};
    const Neighborhood near(blobs, kMostSide / 2.0);
    const auto rows = findRows(blobs, near);
    std::vector<ZoneGrid> grids;
    for (const Row& main : rows) {
        std::vector<Placed> group{{&main}};
        int top = 0, bottom = 0;
        for (const Row& other : rows) {
            const auto place = &other == &main ? std::nullopt : placed(main, other);
            if (!place || std::max(bottom, place->line) - std::min(top, place->line) >= kZoneRows) continue;
            group.push_back(*place);
            top = std::min(top, place->line);
            bottom = std::max(bottom, place->line);
        }
        if (group.size() < 2) continue;
        for (int line = bottom - kZoneRows + 1; line <= top; ++line) {
            for (const int first : firstColumns(group)) {
                if (grids.size() >= kMostGrids) return grids;
                if (const auto grid = gridOf(group, line, first, blobs, near)) grids.push_back(*grid);
            }
        }
        if (group.size() >= kZoneRows) break;
    }
    return grids;
}

}  // namespace devices
