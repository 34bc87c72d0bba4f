// What a page is to the frame, and the frame to a page. A page renders a model and forwards commands; the
// frame draws the header from title(), the foot bar from actions(), and routes keys: first to the action that
// carries the key, then to onKey(), then to the frame's own (F1 help, Ctrl+N new application).
//
// Pages are made when first shown, kept while another is shown (left()/entered() tell), and made anew when
// the language or the theme changes; handOver()/takeOver() carry what must outlive that (an open application,
// a filter). The page area has no margin: a page pads itself with kSpace20 (a step bar may then run from edge
// to edge). Threads: GUI thread only.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "station/ui/frame/keys.h"
#include "station/ui/widgets/action_button.h"
#include "station/ui/widgets/inline_message.h"
#include "station/ui/widgets/marks.h"
#include "station/ui/widgets/panel.h"

namespace station {
class Station;
}

namespace ui {

// `id` is stable: a rebuilt bar keeps the button (and its focus) with the same id. One Primary at most; it
// stands bottom right, Back (an action with `side` Right) beside it. `refusal` not empty: shown beside the
// button, not pressable.
enum class Side { Unknown = 0, Left, Right };

struct PageAction {
    std::string id;
    wxString label;
    Key key = Key::Unknown;
    ButtonKind kind = ButtonKind::Secondary;
    Side side = Side::Left;
    wxString refusal;
    std::function<void()> run;
};

struct HeaderChip {
    wxString text;  // empty: none
    Tone tone = Tone::Neutral;
    Mark mark = Mark::Unknown;
};

// What another page asks of the page for applications.
struct Intent {
    enum class Kind { Unknown = 0, New, Draft, Correction, Reopen };
    Kind kind = Kind::Unknown;
    std::string id;      // draft or packet
    std::string reason;  // of reopening
};

inline constexpr char kPageToday[] = "today";
inline constexpr char kPageApplication[] = "application";
inline constexpr char kPageList[] = "list";
inline constexpr char kPageDevices[] = "devices";
inline constexpr char kPageSettings[] = "settings";

class PageHost {
public:
    virtual ~PageHost() = default;
    virtual station::Station& station() = 0;
    virtual void pageChanged() = 0;  // title, chip or actions differ now
    virtual void toast(Tone tone, const wxString& text, MessageAction action = {}) = 0;
    virtual void goTo(const std::string& pageId) = 0;
    virtual void open(const Intent& intent) = 0;  // goes to the application page with it
    virtual bool hasPage(const std::string& pageId) const = 0;
};

class Page : public Panel {
public:
    Page(wxWindow* parent, PageHost& host);

    virtual wxString title() const = 0;
    virtual wxString subtitle() const { return {}; }
    virtual HeaderChip headerChip() const { return {}; }
    virtual std::optional<PageAction> headerAction() { return std::nullopt; }  // at the header's right
    virtual std::vector<PageAction> actions() { return {}; }
    virtual wxString help() const = 0;         // F1: what to do here, in two or three sentences
    virtual bool onKey(Key) { return false; }  // true: handled
    virtual void receive(const Intent&) {}
    virtual void entered() {}
    virtual void left() {}
    virtual wxWindow* firstFocus() { return nullptr; }
    virtual std::shared_ptr<void> handOver() { return nullptr; }
    virtual void takeOver(std::shared_ptr<void>) {}

protected:
    PageHost& host() { return host_; }
    station::Station& station() { return host_.station(); }

private:
    PageHost& host_;
};

// A place of the rail: `word` and `make` are asked anew after a change of language.
struct Place {
    std::string id;
    Mark sign = Mark::Unknown;
    std::function<wxString()> word;
    std::function<Page*(wxWindow* parent, PageHost& host)> make;
};

}  // namespace ui
