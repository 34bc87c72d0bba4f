#include "devices/fingerprint/ink_map.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace devices {
namespace {

constexpr double kCellMm = 0.41;
constexpr int kLeastDepth = 22;      // grey levels below the background that count as ink
constexpr double kDarkShare = 0.16;  // of a cell's pixels

// The background is the commonest bright grey; one pixel in 16 is enough to tell.
int backgroundOf(const Image& picture) {
    std::array<int, 256> histogram{};
    for (int y = 0; y < picture.height; y += 4) {
        const auto* row = picture.pixels.data() + static_cast<std::size_t>(y) * picture.width;
        for (int x = 0; x < picture.width; x += 4) ++histogram[row[x]];
    }
    int total = 0;
    for (const int count : histogram) total += count;
    int seen = 0;
    int grey = 255;
    while (grey > 0 && seen + histogram[static_cast<std::size_t>(grey)] < total / 4)
        seen += histogram[static_cast<std::size_t>(grey--)];
    return grey;
}

// One step of growing or shrinking: a cell follows `wanted` as soon as one of its eight neighbors has it.
void spread(InkMap& ink, char wanted) {
    const auto before = ink.dark;
    for (int row = 0; row < ink.rows; ++row) {
        for (int column = 0; column < ink.columns; ++column) {
            for (int y = std::max(row - 1, 0); y <= std::min(row + 1, ink.rows - 1); ++y) {
                for (int x = std::max(column - 1, 0); x <= std::min(column + 1, ink.columns - 1); ++x) {
                    if (before[static_cast<std::size_t>(y) * ink.columns + x] == wanted) {
                        ink.dark[static_cast<std::size_t>(row) * ink.columns + column] = wanted;
                    }
                }
            }
        }
    }
}

}  // namespace

InkMap mapInk(const Image& picture) {
    InkMap ink;
    const double dpi = picture.dpi > 0 ? picture.dpi : 500;
    ink.cell = std::max(4, static_cast<int>(std::lround(kCellMm * dpi / 25.4)));
    ink.columns = picture.width / ink.cell;
    ink.rows = picture.height / ink.cell;
    const int limit = backgroundOf(picture) - kLeastDepth;
    const int needed = static_cast<int>(kDarkShare * ink.cell * ink.cell);
    ink.dark.reserve(static_cast<std::size_t>(ink.columns) * static_cast<std::size_t>(ink.rows));
    for (int row = 0; row < ink.rows; ++row) {
        for (int column = 0; column < ink.columns; ++column) {
            int dark = 0;
            for (int y = row * ink.cell; y < (row + 1) * ink.cell; ++y) {
                const auto* line = picture.pixels.data() + static_cast<std::size_t>(y) * picture.width +
                                   static_cast<std::size_t>(column) * ink.cell;
                for (int x = 0; x < ink.cell; ++x) dark += line[x] < limit ? 1 : 0;
            }
            ink.dark.push_back(dark > needed ? 1 : 0);
        }
    }
    // Opened and closed: specks and hairlines go, gaps between ridges fill.
    spread(ink, 0);
    spread(ink, 1);
    spread(ink, 1);
    spread(ink, 0);
    return ink;
}

std::vector<Blob> findBlobs(const InkMap& ink) {
    std::vector<Blob> blobs;
    std::vector<char> seen(ink.dark.size(), 0);
    std::vector<std::pair<int, int>> open;
    for (int row = 0; row < ink.rows; ++row) {
        for (int column = 0; column < ink.columns; ++column) {
            const auto start = static_cast<std::size_t>(row) * ink.columns + column;
            if (seen[start] != 0 || ink.dark[start] == 0) continue;
            Blob blob{column, row, column, row, 0};
            seen[start] = 1;
            open.assign(1, {column, row});
            while (!open.empty()) {
                const auto [x, y] = open.back();
                open.pop_back();
                ++blob.cells;
                blob.left = std::min(blob.left, x);
                blob.right = std::max(blob.right, x);
                blob.top = std::min(blob.top, y);
                blob.bottom = std::max(blob.bottom, y);
                constexpr std::array<std::pair<int, int>, 4> kSteps = {{{1, 0}, {-1, 0}, {0, 1}, {0, -1}}};
                for (const auto& [dx, dy] : kSteps) {
                    const int nx = x + dx;
                    const int ny = y + dy;
                    if (nx < 0 || ny < 0 || nx >= ink.columns || ny >= ink.rows) continue;
                    const auto next = static_cast<std::size_t>(ny) * ink.columns + nx;
                    if (seen[next] != 0 || ink.dark[next] == 0) continue;
                    seen[next] = 1;
                    open.emplace_back(nx, ny);
                }
            }
            blobs.push_back(blob);
        }
    }
    return blobs;
}

}  // namespace devices
