#include "station/ui/widgets/frame_painter.h"

#include <wx/dcclient.h>
#include <wx/image.h>

#include "station/ui/widgets/picture_surface.h"

namespace ui {

struct FramePainter::Shared {
    base::Mailbox<devices::ImagePtr> box;
    std::atomic<int> width{0};
    std::atomic<int> height{0};
};

struct FramePainter::Surface {
    PictureSurface pixels;
};

FramePainter::FramePainter(wxWindow* parent, const wxString& name)
    : Painted(parent, AccessibleRole::Image),
      shared_(std::make_shared<Shared>()),
      surface_(std::make_unique<Surface>()),
      name_(name),
      ground_(palette().stage.fill) {
    voice_ = new Voice(this);
    rename();
    SetMinSize(measure());
    Bind(wxEVT_SIZE, [this](wxSizeEvent& event) {
        event.Skip();
        const wxSize size = GetClientSize() * GetContentScaleFactor();
        shared_->width = size.x;
        shared_->height = size.y;
        if (viewChanged_) viewChanged_(viewSize());
    });
}

FramePainter::~FramePainter() = default;

void FramePainter::show(devices::ImagePtr picture) {
    take(std::move(picture));
    Refresh(false);
}

void FramePainter::take(devices::ImagePtr picture) {
    const bool wasEmpty = !picture_;
    picture_ = std::move(picture);
    fresh_ = true;
    if (wasEmpty != !picture_) rename();
}

FramePainter::Sink FramePainter::sink() {
    return [shared = shared_, target = GuiTarget<FramePainter>(this)](devices::ImagePtr picture) {
        if (shared->box.put(std::move(picture))) {
            target.post([](FramePainter& painter) { painter.takeNewest(); });
        }
    };
}

// The box stays full until the paint takes it, so that frames arriving before it only replace one another.
void FramePainter::takeNewest() {
    Refresh(false);
}

ViewSize FramePainter::viewSize() const {
    return {shared_->width.load(), shared_->height.load()};
}

void FramePainter::setOverlay(Overlay overlay) {
    overlay_ = std::move(overlay);
    Refresh(false);
}

void FramePainter::setInstruction(const wxString& text, Tone tone) {
    if (text == instruction_ && tone == tone_) return;
    instruction_ = text;
    tone_ = tone;
    rename();
    voice_->say(text);
    Refresh(false);
}

void FramePainter::setEmptyText(const wxString& text) {
    if (text == emptyText_) return;
    emptyText_ = text;
    rename();
    Refresh(false);
}

void FramePainter::setGround(const wxColour& color) {
    ground_ = color;
    Refresh(false);
}

void FramePainter::setPreferred(const wxSize& size) {
    preferred_ = size;
    SetMinSize(measure());
}

void FramePainter::rename() {
    wxString name = name_;
    if (!instruction_.empty())
        name += ", " + instruction_;
    else if (!picture_ && !emptyText_.empty())
        name += ", " + emptyText_;
    setAccessibleName(*this, name);
}

wxRect2DDouble FramePainter::pictureBox() const {
    if (!picture_ || picture_->width <= 0 || picture_->height <= 0) return {};
    const wxSize room = GetClientSize();
    const double scale = std::min(double(room.x) / picture_->width, double(room.y) / picture_->height);
    const double width = picture_->width * scale;
    const double height = picture_->height * scale;
    return {(room.x - width) / 2, (room.y - height) / 2, width, height};
}

void FramePainter::paint(wxGraphicsContext& gc, const wxRect& area) {
    if (auto newest = shared_->box.take()) take(std::move(*newest));
    fillRounded(gc, wxRect2DDouble(area.x, area.y, area.width, area.height), d(kRadius), ground_);
    if (picture_) {
        if (std::exchange(fresh_, false)) {
            surface_->pixels.load(*picture_);
            ++painted_;
        }
        const wxRect2DDouble box = pictureBox();
        surface_->pixels.draw(gc, box);
        if (overlay_) overlay_(gc, box);
    } else if (!emptyText_.empty()) {
        const wxFont face = font(TextSize::Title);
        gc.SetFont(face, contrastRatio(ground_, *wxWHITE) > 4.5 ? *wxWHITE : palette().ink);
        double width = 0;
        double height = 0;
        gc.GetTextExtent(emptyText_, &width, &height);
        gc.DrawText(emptyText_, (area.width - width) / 2, (area.height - height) / 2);
    }
    if (!instruction_.empty()) paintPill(gc, area);
}

namespace {

constexpr int kPillPad = 24;
constexpr int kPillHeight = 46;

void drawPill(wxGraphicsContext& gc, const wxRect2DDouble& box, const wxString& text, Tone tone,
              const wxFont& face) {
    const Palette& p = palette();
    const wxColour edge = tone == Tone::Neutral || tone == Tone::Unknown ? p.line : pairOf(tone).ink;
    fillRounded(gc, box, box.m_height / 2, p.card);
    strokeRounded(gc, box, box.m_height / 2, edge, 2);
    gc.SetFont(face, p.ink);
    double width = 0;
    double height = 0;
    const wxString shown = fitText(gc, text, box.m_width - box.m_height / 2);
    gc.GetTextExtent(shown, &width, &height);
    gc.DrawText(shown, box.m_x + (box.m_width - width) / 2, box.m_y + (box.m_height - height) / 2);
}

}  // namespace

void FramePainter::paintPill(wxGraphicsContext& gc, const wxRect& area) const {
    const wxFont face = font(area.width < d(600) ? TextSize::Body : TextSize::Large, Weight::Bold);
    gc.SetFont(face, palette().ink);
    double width = 0;
    double height = 0;
    gc.GetTextExtent(instruction_, &width, &height);
    const double wide = std::min(width + 2.0 * d(kPillPad), area.width - 2.0 * d(kSpace8));
    const double high = std::max(double(height) + d(kSpace16), double(d(34)));
    drawPill(gc, {(area.width - wide) / 2, area.height - high - d(kSpace16), wide, high}, instruction_, tone_,
             face);
}

InstructionPill::InstructionPill(wxWindow* parent) : Painted(parent, AccessibleRole::Notification) {
    changed(wxString());
}

void InstructionPill::set(const wxString& text, Tone tone) {
    if (text == text_ && tone == tone_) return;
    text_ = text;
    tone_ = tone;
    changed(text);
    announce(*this);
    if (GetParent()->GetSizer() != nullptr) GetParent()->Layout();
}

wxSize InstructionPill::measure() const {
    const wxSize text = textSize(text_, font(TextSize::Large, Weight::Bold));
    return {text.x + d(2 * kPillPad), std::max(d(kPillHeight), text.y + d(kSpace16))};
}

void InstructionPill::paint(wxGraphicsContext& gc, const wxRect& area) {
    if (text_.empty()) return;
    drawPill(gc, {1, 1, area.width - 2.0, area.height - 2.0}, text_, tone_,
             font(TextSize::Large, Weight::Bold));
}

wxBitmap bitmapOf(const devices::Image& image, const wxSize& box) {
    if (image.width <= 0 || image.height <= 0) return {};
    wxImage copy(image.width, image.height, false);
    unsigned char* out = copy.GetData();
    const std::uint8_t* in = image.pixels.data();
    const std::size_t count = static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height);
    const bool color = image.format == devices::PixelFormat::Bgr24;
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint8_t* p = color ? in + 3 * i : in + i;
        out[3 * i] = color ? p[2] : p[0];
        out[3 * i + 1] = color ? p[1] : p[0];
        out[3 * i + 2] = p[0];
    }
    const double scale = std::min(double(box.x) / image.width, double(box.y) / image.height);
    const int width = std::max(1, int(image.width * scale));
    const int height = std::max(1, int(image.height * scale));
    return wxBitmap(copy.Scale(width, height, wxIMAGE_QUALITY_BOX_AVERAGE));
}

}  // namespace ui
