// PDFs as the standard tools see them: pdffonts, pdftotext and pdftoppm of poppler-utils. Threads: one.
#pragma once

#include <array>
#include <catch2/catch.hpp>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "base/files.h"

namespace poppler {

inline std::string run(const std::string& command) {
    std::string out;
    FILE* pipe = ::popen((command + " 2>/dev/null").c_str(), "r");
    REQUIRE(pipe != nullptr);
    std::array<char, 4096> buffer{};
    while (const std::size_t n = std::fread(buffer.data(), 1, buffer.size(), pipe))
        out.append(buffer.data(), n);
    REQUIRE(::pclose(pipe) == 0);
    return out;
}

// A word with its box, in points from the page's upper left corner.
struct Word {
    std::string text;
    double left = 0, top = 0, right = 0, bottom = 0;
    int page = 0;
};

inline std::vector<Word> wordsOf(const std::string& file) {
    std::vector<Word> out;
    const std::string html = run("pdftotext -bbox " + file + " -");
    int page = -1;
    for (std::size_t at = 0; (at = html.find('<', at)) != std::string::npos; ++at) {
        if (html.compare(at, 6, "<page ") == 0) ++page;
        Word word;
        int end = 0;
        if (std::sscanf(html.c_str() + at, "<word xMin=\"%lf\" yMin=\"%lf\" xMax=\"%lf\" yMax=\"%lf\">%n",
                        &word.left, &word.top, &word.right, &word.bottom, &end) != 4)
            continue;
        const std::size_t text = at + static_cast<std::size_t>(end);
        word.text = html.substr(text, html.find("</word>", text) - text);
        word.page = page;
        out.push_back(std::move(word));
    }
    return out;
}

// Grey pixels of a file's only page.
struct Picture {
    int width = 0, height = 0;
    base::Bytes grey;  // 0 is ink
    int at(int x, int y) const { return grey[static_cast<std::size_t>(y * width + x)]; }
};

inline Picture pictureOf(const std::string& file, int dpi) {
    run("pdftoppm -r " + std::to_string(dpi) + " -gray -singlefile " + file + " " + file);
    const base::Bytes pgm = base::readFile(file + ".pgm").value();
    Picture out;
    int offset = 0;
    REQUIRE(std::sscanf(reinterpret_cast<const char*>(pgm.data()), "P5 %d %d 255%n", &out.width, &out.height,
                        &offset) == 2);
    out.grey.assign(pgm.begin() + offset + 1, pgm.end());
    REQUIRE(out.grey.size() == static_cast<std::size_t>(out.width * out.height));
    return out;
}

}  // namespace poppler
