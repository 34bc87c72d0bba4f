#include "station/ui/widgets/marks.h"

#include <cmath>

namespace ui {
namespace {

constexpr double kPi = 3.14159265358979;

// Paths are written on a grid of 16 and scaled into the box.
struct Grid {
    wxGraphicsContext& gc;
    wxRect2DDouble box;
    double x(double v) const { return box.m_x + v * box.m_width / 16; }
    double y(double v) const { return box.m_y + v * box.m_height / 16; }
    double s(double v) const { return v * box.m_width / 16; }
    void line(std::initializer_list<wxPoint2DDouble> points) const {
        wxGraphicsPath path = gc.CreatePath();
        bool first = true;
        for (const auto& p : points) {
            if (first) path.MoveToPoint(x(p.m_x), y(p.m_y));
            else path.AddLineToPoint(x(p.m_x), y(p.m_y));
            first = false;
        }
        gc.StrokePath(path);
    }
    void area(std::initializer_list<wxPoint2DDouble> points) const {
        wxGraphicsPath path = gc.CreatePath();
        bool first = true;
        for (const auto& p : points) {
            if (first) path.MoveToPoint(x(p.m_x), y(p.m_y));
            else path.AddLineToPoint(x(p.m_x), y(p.m_y));
            first = false;
        }
        path.CloseSubpath();
        gc.FillPath(path);
    }
    void ring(double cx, double cy, double r) const {
        wxGraphicsPath path = gc.CreatePath();
        path.AddCircle(x(cx), y(cy), s(r));
        gc.StrokePath(path);
    }
    void disc(double cx, double cy, double r) const {
        wxGraphicsPath path = gc.CreatePath();
        path.AddCircle(x(cx), y(cy), s(r));
        gc.FillPath(path);
    }
};

// Three sliders: the settings.
void drawSliders(const Grid& g) {
    const double knobs[] = {10.5, 5.5, 9};
    for (int i = 0; i < 3; ++i) {
        const double y = 3.5 + 4.5 * i;
        g.line({{2.5, y}, {13.5, y}});
        g.disc(knobs[i], y, 2);
    }
}

void drawStar(const Grid& g) {
    wxGraphicsPath path = g.gc.CreatePath();
    for (int i = 0; i < 10; ++i) {
        const double r = i % 2 == 0 ? 7 : 3;
        const double a = -kPi / 2 + i * kPi / 5;
        const double px = g.x(8 + r * std::cos(a));
        const double py = g.y(8.5 + r * std::sin(a));
        if (i == 0) path.MoveToPoint(px, py);
        else path.AddLineToPoint(px, py);
    }
    path.CloseSubpath();
    g.gc.FillPath(path);
}

}  // namespace

Mark markOf(Tone tone) {
    switch (tone) {
        case Tone::Good: return Mark::Check;
        case Tone::Attention: return Mark::Triangle;
        case Tone::Bad: return Mark::Cross;
        case Tone::Primary: return Mark::Info;
        default: return Mark::Dot;
    }
}

void drawMark(wxGraphicsContext& gc, Mark mark, const wxRect2DDouble& box, const wxColour& color) {
    const Grid g{gc, box};
    gc.SetPen(gc.CreatePen(wxGraphicsPenInfo(color).Width(std::max(1.2, box.m_width / 9)).Cap(wxCAP_ROUND)));
    gc.SetBrush(wxBrush(color));
    switch (mark) {
        case Mark::Check: g.line({{3, 8.5}, {6.5, 12}, {13, 4.5}}); break;
        case Mark::Triangle: g.area({{8, 2}, {15, 14}, {1, 14}}); break;
        case Mark::Cross: g.line({{4, 4}, {12, 12}}); g.line({{12, 4}, {4, 12}}); break;
        case Mark::Dot: g.disc(8, 8, 4); break;
        case Mark::Ring: g.ring(8, 8, 5); break;
        case Mark::Info: g.ring(8, 8, 6.2); g.line({{8, 7.6}, {8, 11.2}}); g.disc(8, 4.9, 0.9); break;
        case Mark::Clock: g.ring(8, 8, 5.5); g.line({{8, 5}, {8, 8}, {10.2, 9.4}}); break;
        case Mark::Plus: g.line({{8, 3.5}, {8, 12.5}}); g.line({{3.5, 8}, {12.5, 8}}); break;
        case Mark::List: for (const double y : {4.5, 8.0, 11.5}) g.line({{3.5, y}, {12.5, y}}); break;
        case Mark::Device:
            g.line({{2.5, 5}, {13.5, 5}, {13.5, 12.5}, {2.5, 12.5}, {2.5, 5}});
            g.ring(8, 8.7, 2.2);
            g.line({{5.5, 5}, {6.5, 3}, {9.5, 3}, {10.5, 5}});
            break;
        case Mark::Sliders: drawSliders(g); break;
        case Mark::Star: drawStar(g); break;
        case Mark::Lock:
            g.line({{3.5, 7.5}, {12.5, 7.5}, {12.5, 13.5}, {3.5, 13.5}, {3.5, 7.5}});
            g.line({{5.3, 7.5}, {5.3, 5}, {6.2, 3.2}, {8, 2.6}, {9.8, 3.2}, {10.7, 5}, {10.7, 7.5}});
            break;
        case Mark::Unknown: break;
    }
}

}  // namespace ui
