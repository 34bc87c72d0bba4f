#include "station/print/document_pdf.h"

#include <algorithm>

namespace print {
namespace {

constexpr Margins kPaper = kDocumentMargins;
constexpr double kWidth = kPaper.right - kPaper.left;
constexpr double kBodyTop = 20;
constexpr double kAscent = 0.76;  // of a line's step, from its upper edge to the baseline
constexpr double kGap = 4;        // between columns
constexpr Ink kInk{}, kMuted{0.35f, 0.35f, 0.35f};

constexpr TextStyle kText{10.5, Weight::Regular, Align::Left, kInk};
constexpr TextStyle kValue{10.5, Weight::Bold, Align::Left, kInk};
constexpr TextStyle kSmall{8.5, Weight::Regular, Align::Left, kMuted};
constexpr TextStyle kFoot{7, Weight::Regular, Align::Left, kMuted};

// What stands at the end of every page, and where it begins.
struct Foot {
    std::vector<std::string> lines;
    double top = 0;
};

Foot footOf(const PdfPage& page, const std::string& text) {
    constexpr double kNumberWidth = 20;  // of "1/2" beside it
    Foot out{page.wrap(text, kWidth - kNumberWidth, kFoot), 0};
    const auto lines = static_cast<double>(std::max<std::size_t>(out.lines.size(), 1));
    out.top = kPaper.bottom - 2 - lines * PdfPage::lineStep(kFoot);
    return out;
}

TextStyle styled(double points, Weight weight, Align align) {
    return {points, weight, align, kInk};
}

// The pages, filled from above. `y` is the upper edge of what comes next.
class Sheet {
public:
    Sheet(PdfPage& page, const Document& document)
        : page_(page), document_(document), bottom_(footOf(page, document.foot).top - 1.5) {
        beginPage();
    }

    PdfPage& page() { return page_; }
    double y() const { return y_; }
    double room() const { return bottom_ - y_; }
    void skip(double height) { y_ += height; }
    // Goes to a new page when the height is not free on this one.
    void need(double height) {
        if (height <= room() || y_ <= kBodyTop) return;
        page_.addPage();
        beginPage();
    }
    // One line below the last; `draw` gets its baseline.
    template <class Draw>
    void line(const TextStyle& style, Draw draw) {
        const double step = PdfPage::lineStep(style);
        need(step);
        draw(y_ + step * kAscent);
        y_ += step;
    }
    void text(double x, std::string_view text, const TextStyle& style) {
        line(style, [&](double baseline) { page_.text(x, baseline, text, style); });
    }
    // Wrapped between two edges, placed by the style's alignment.
    void paragraph(double left, double right, std::string_view text, const TextStyle& style) {
        const double x = style.align == Align::Center  ? (left + right) / 2
                         : style.align == Align::Right ? right
                                                       : left;
        for (const auto& one : page_.wrap(text, right - left, style)) this->text(x, one, style);
    }

private:
    void beginPage() {
        y_ = kBodyTop;
        if (document_.watermark == Watermark::Training) page_.watermark("TẬP HUẤN - KHÔNG CÓ GIÁ TRỊ");
        if (document_.watermark == Watermark::Preview) page_.watermark("BẢN XEM TRƯỚC - KHÔNG CÓ GIÁ TRỊ");
        TextStyle corner = kSmall;
        corner.align = Align::Right;
        if (page_.pageCount() == 1) page_.text(kPaper.right, kPaper.top + 3.6, document_.symbol, corner);
    }

    PdfPage& page_;
    const Document& document_;
    double bottom_;
    double y_ = kBodyTop;
};

// --- heading and titles ---

double linesBelow(Sheet& sheet, double center, double width, double y, std::string_view text,
                  const TextStyle& style) {
    for (const auto& line : sheet.page().wrap(text, width, style)) {
        sheet.page().text(center, y + PdfPage::lineStep(style) * kAscent, line, style);
        y += PdfPage::lineStep(style);
    }
    return y;
}

void draw(Sheet& sheet, const StateHeading& heading) {
    constexpr double kStateWidth = 98, kRule = 0.3;
    const bool beside = !heading.unit.empty();
    const double stateCenter = beside ? kPaper.right - kStateWidth / 2 : (kPaper.left + kPaper.right) / 2;
    const auto bold = styled(11, Weight::Bold, Align::Center);
    double y =
        linesBelow(sheet, stateCenter, kStateWidth, sheet.y(), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold);
    y = linesBelow(sheet, stateCenter, kStateWidth, y, "Độc lập - Tự do - Hạnh phúc", bold);
    const double half = sheet.page().textWidth("Độc lập - Tự do - Hạnh phúc", bold) / 2;
    sheet.page().line(stateCenter - half, y + 0.8, stateCenter + half, y + 0.8, kRule, kInk);
    double unitEnd = sheet.y();
    if (beside) {
        constexpr double kUnitWidth = kWidth - kStateWidth - kGap;
        const double center = kPaper.left + kUnitWidth / 2;
        unitEnd = linesBelow(sheet, center, kUnitWidth, sheet.y(), heading.unit, bold);
        sheet.page().line(center - 12, unitEnd + 0.8, center + 12, unitEnd + 0.8, kRule, kInk);
    }
    sheet.skip(std::max(y, unitEnd) - sheet.y() + 5);
}

// Lines of about one length: the narrowest width that needs no further line.
double balancedWidth(const PdfPage& page, std::string_view text, const TextStyle& style) {
    constexpr double kStep = 4;
    double width = kWidth;
    const auto lines = page.wrap(text, width, style).size();
    while (width > kWidth / 2 && page.wrap(text, width - kStep, style).size() == lines) width -= kStep;
    return width;
}

void draw(Sheet& sheet, const Title& title) {
    const auto big = styled(14, Weight::Bold, Align::Center);
    const double inset = (kWidth - balancedWidth(sheet.page(), title.text, big)) / 2;
    sheet.skip(1);
    sheet.paragraph(kPaper.left + inset, kPaper.right - inset, title.text, big);
    if (!title.under.empty())
        sheet.paragraph(kPaper.left, kPaper.right, title.under, styled(10, Weight::Regular, Align::Center));
    sheet.skip(3);
}

void draw(Sheet& sheet, const Section& section) {
    const auto bold = styled(11, Weight::Bold, Align::Left);
    sheet.need(4 * PdfPage::lineStep(bold));  // never alone at the end of a page
    sheet.skip(1.5);
    sheet.paragraph(kPaper.left, kPaper.right, section.text, bold);
    sheet.skip(0.6);
}

void draw(Sheet& sheet, const Paragraph& paragraph) {
    sheet.paragraph(kPaper.left, kPaper.right, paragraph.text, paragraph.style);
    sheet.skip(0.8);
}

// --- labels with values or dotted lines ---

constexpr double kLeastDots = 18;  // mm, for a hand to write on

// One line of a part: texts with their left ends, and where the dotted line begins when there is one.
struct FieldLine {
    struct Piece {
        double x = 0;
        std::string text;
        TextStyle style;
    };
    std::vector<Piece> pieces;
    double dotsFrom = -1;
};

struct FieldColumn {
    double right = 0;
    std::vector<FieldLine> lines;
};

FieldColumn columnOf(const PdfPage& page, const FieldPart& part, double left, double right) {
    FieldColumn out{right, {}};
    double x = left;
    for (const auto& line : page.wrap(part.label + ":", right - left, kText)) {
        out.lines.push_back({{{left, line, kText}}, -1});
        x = left + page.textWidth(line + " ", kText);
    }
    if (part.value.empty()) {
        if (right - x >= kLeastDots) out.lines.back().dotsFrom = x;
        const int more = part.emptyLines - (right - x >= kLeastDots ? 1 : 0);
        for (int i = 0; i < more; ++i) out.lines.push_back({{}, left});
        return out;
    }
    bool first = true;
    for (const auto& line : page.wrap(part.value, right - left, kValue, std::max(0.0, right - x))) {
        if (!first) out.lines.push_back({});
        if (!line.empty()) {
            out.lines.back().pieces.push_back({first ? x : left, line, kValue});
            out.lines.back().dotsFrom = first ? x : left;
        }
        first = false;
    }
    return out;
}

void draw(Sheet& sheet, const FieldRow& row) {
    constexpr double kBelowBaseline = 0.9, kBetweenLines = 0.9;
    int shares = 0;
    for (const auto& part : row.parts) shares += part.share;
    const double unit = (kWidth - kGap * static_cast<double>(row.parts.size() - 1)) / shares;
    std::vector<FieldColumn> columns;
    std::size_t lines = 0;
    double left = kPaper.left;
    for (const auto& part : row.parts) {
        columns.push_back(columnOf(sheet.page(), part, left, left + unit * part.share));
        lines = std::max(lines, columns.back().lines.size());
        left += unit * part.share + kGap;
    }
    for (std::size_t i = 0; i < lines; ++i) {
        sheet.line(kText, [&](double baseline) {
            for (const auto& column : columns) {
                if (i >= column.lines.size()) continue;
                const auto& line = column.lines[i];
                if (line.dotsFrom >= 0)
                    sheet.page().dots(line.dotsFrom, column.right, baseline + kBelowBaseline, kMuted);
                for (const auto& piece : line.pieces)
                    sheet.page().text(piece.x, baseline, piece.text, piece.style);
            }
        });
        sheet.skip(kBetweenLines);
    }
}

// --- tick boxes ---

void drawTick(PdfPage& page, double x, double baseline, const Tick& tick) {
    constexpr double kSide = 3.4;
    page.frame(x, baseline - kSide + 0.5, kSide, kSide, 0.25, kInk);
    if (tick.state == Tick::State::Ticked)
        page.text(x + kSide / 2, baseline - 0.05, "X", styled(9.5, Weight::Bold, Align::Center));
}

void draw(Sheet& sheet, const Ticks& ticks) {
    constexpr double kIndent = 5.4, kBetween = 0.8;
    const auto columns = static_cast<std::size_t>(ticks.columns);
    const double width = (kWidth - kGap * static_cast<double>(columns - 1)) / static_cast<double>(columns);
    for (std::size_t start = 0; start < ticks.boxes.size(); start += columns) {
        const std::size_t end = std::min(start + columns, ticks.boxes.size());
        std::vector<std::vector<std::string>> labels;
        std::size_t lines = 1;
        for (std::size_t i = start; i < end; ++i) {
            labels.push_back(sheet.page().wrap(ticks.boxes[i].label, width - kIndent, kText));
            lines = std::max(lines, labels.back().size());
        }
        for (std::size_t line = 0; line < lines; ++line) {
            sheet.line(kText, [&](double baseline) {
                for (std::size_t i = 0; i < labels.size(); ++i) {
                    const double x = kPaper.left + static_cast<double>(i) * (width + kGap);
                    if (line == 0) drawTick(sheet.page(), x, baseline, ticks.boxes[start + i]);
                    if (line < labels[i].size())
                        sheet.page().text(x + kIndent, baseline, labels[i][line], kText);
                }
            });
        }
        sheet.skip(kBetween);
    }
}

// --- tables ---

class TableDrawer {
public:
    TableDrawer(Sheet& sheet, const Table& table) : sheet_(sheet), table_(table) {
        int shares = 0;
        for (const auto& column : table.columns) shares += column.share;
        double x = kPaper.left;
        for (const auto& column : table.columns) {
            edges_.push_back(x);
            x += kWidth * column.share / shares;
        }
        edges_.push_back(kPaper.right);
    }

    void draw() {
        drawHead();
        for (const auto& row : table_.rows) drawRow(wrapped(row, kCell));
        sheet_.skip(1.5);
    }

private:
    using Cells = std::vector<std::vector<std::string>>;  // lines of every cell
    static constexpr double kPad = 1.3;
    static constexpr TextStyle kCell{9.5, Weight::Regular, Align::Left, kInk};
    static constexpr TextStyle kHead{9.5, Weight::Bold, Align::Left, kInk};

    Cells wrapped(const std::vector<std::string>& row, const TextStyle& style) const {
        Cells out;
        for (std::size_t i = 0; i < row.size(); ++i)
            out.push_back(sheet_.page().wrap(row[i], edges_[i + 1] - edges_[i] - 2 * kPad, style));
        return out;
    }
    static double height(std::size_t lines) {
        return static_cast<double>(lines) * PdfPage::lineStep(kCell) + 2 * kPad;
    }
    static std::size_t longest(const Cells& cells) {
        std::size_t lines = 1;
        for (const auto& cell : cells) lines = std::max(lines, cell.size());
        return lines;
    }
    void drawHead() {
        std::vector<std::string> titles;
        for (const auto& column : table_.columns) titles.push_back(column.title);
        const auto cells = wrapped(titles, kHead);
        sheet_.need(height(longest(cells)) + height(1));
        drawLines(cells, 0, longest(cells), kHead);
    }
    // A row that is higher than what is left goes to the next page, and over several when it is higher than
    // one.
    void drawRow(const Cells& cells) {
        const std::size_t lines = longest(cells);
        std::size_t from = 0;
        while (from < lines) {
            if (height(lines - from) > sheet_.room() && sheet_.y() > kBodyTop + kHeadRoom) {
                sheet_.need(sheet_.room() + 1);
                drawHead();
            }
            const auto fit = static_cast<std::size_t>((sheet_.room() - 2 * kPad) / PdfPage::lineStep(kCell));
            const std::size_t count = std::min(lines - from, std::max<std::size_t>(fit, 1));
            drawLines(cells, from, count, kCell);
            from += count;
        }
    }
    void drawLines(const Cells& cells, std::size_t from, std::size_t count, const TextStyle& style) {
        const double high = height(count);
        for (std::size_t i = 0; i < cells.size(); ++i) {
            sheet_.page().frame(edges_[i], sheet_.y(), edges_[i + 1] - edges_[i], high, 0.2, kInk);
            for (std::size_t line = from; line < std::min(from + count, cells[i].size()); ++line) {
                const double top =
                    sheet_.y() + kPad + static_cast<double>(line - from) * PdfPage::lineStep(style);
                sheet_.page().text(edges_[i] + kPad, top + PdfPage::lineStep(style) * kAscent, cells[i][line],
                                   style);
            }
        }
        sheet_.skip(high);
    }
    static constexpr double kHeadRoom = 30;  // below it a page holds the table's head and nothing else

    Sheet& sheet_;
    const Table& table_;
    std::vector<double> edges_;
};

void draw(Sheet& sheet, const Table& table) {
    TableDrawer(sheet, table).draw();
}

// --- lists, signatures, QR ---

void draw(Sheet& sheet, const Items& items) {
    constexpr double kIndent = 7;
    int number = 0;
    for (const auto& text : items.texts) {
        const std::string mark = std::to_string(++number) + ".";
        bool first = true;
        for (const auto& line : sheet.page().wrap(text, kWidth - kIndent, kText)) {
            sheet.line(kText, [&](double baseline) {
                if (first) sheet.page().text(kPaper.left, baseline, mark, kText);
                sheet.page().text(kPaper.left + kIndent, baseline, line, kText);
            });
            first = false;
        }
        sheet.skip(1.2);
    }
    for (int i = 0; items.texts.empty() && i < items.emptyLines; ++i) {
        sheet.line(kText, [&](double baseline) {
            sheet.page().dots(kPaper.left, kPaper.right, baseline + 1, kMuted);
        });
        sheet.skip(1.2);
    }
}

void draw(Sheet& sheet, const Signatures& signatures) {
    constexpr double kSpaceToSign = 19;
    const auto count = static_cast<double>(signatures.columns.size());
    const double width = (kWidth - kGap * (count - 1)) / count;
    const auto plain = styled(9.5, Weight::Regular, Align::Center),
               bold = styled(10.5, Weight::Bold, Align::Center);
    // Every part begins at one height in all columns.
    const auto part = [&](std::string Signature::*text, const TextStyle& style, double y, bool isDrawn) {
        double end = y, center = kPaper.left + width / 2;
        for (const auto& column : signatures.columns) {
            const auto lines = sheet.page().wrap(column.*text, width, style);
            if (isDrawn) linesBelow(sheet, center, width, y, column.*text, style);
            end = std::max(end, y + static_cast<double>(lines.size()) * PdfPage::lineStep(style));
            center += width + kGap;
        }
        return end;
    };
    const auto all = [&](double y, bool isDrawn) {
        y = part(&Signature::above, plain, y, isDrawn);
        y = part(&Signature::role, bold, y, isDrawn);
        y = part(&Signature::hint, plain, y, isDrawn);
        return part(&Signature::name, bold, y + kSpaceToSign, isDrawn);
    };
    sheet.skip(2);
    sheet.need(all(0, false));
    sheet.skip(all(sheet.y(), true) - sheet.y());
    sheet.skip(2);
}

void draw(Sheet& sheet, const QrSquare& square) {
    constexpr double kSide = 32;
    sheet.need(kSide);
    sheet.page().qr(kPaper.left, sheet.y(), kSide, square.code);
    const double left = kPaper.left + kSide + kGap;
    double y = sheet.y() + 6;
    for (const auto& line : sheet.page().wrap(square.caption, kPaper.right - left, kSmall)) {
        sheet.page().text(left, y, line, kSmall);
        y += PdfPage::lineStep(kSmall);
    }
    sheet.skip(std::max(kSide, y - sheet.y()));
}

// Only now is it known how many pages there are.
void drawFeet(PdfPage& page, const Document& document) {
    const Foot foot = footOf(page, document.foot);
    for (std::size_t i = 0; i < page.pageCount(); ++i) {
        page.turnTo(i);
        page.line(kPaper.left, foot.top, kPaper.right, foot.top, 0.15, kMuted);
        double baseline = foot.top + 1 + PdfPage::lineStep(kFoot) * kAscent;
        const auto number = std::to_string(i + 1) + "/" + std::to_string(page.pageCount());
        page.text(kPaper.right, baseline, number, {8, Weight::Regular, Align::Right, kMuted});
        for (const auto& line : foot.lines) {
            page.text(kPaper.left, baseline, line, kFoot);
            baseline += PdfPage::lineStep(kFoot);
        }
    }
}

}  // namespace

base::Result<base::Bytes> makeDocument(const Document& document, const FontFiles& fonts) {
    auto page = PdfPage::create(kA4, fonts, document.title);
    if (!page) return base::Failure(page.error());
    Sheet sheet(*page, document);
    for (const Block& block : document.blocks) std::visit([&](const auto& one) { draw(sheet, one); }, block);
    drawFeet(*page, document);
    return page->finish();
}

}  // namespace print
