// The only bridge from workers to windows. A GuiTarget is made on the GUI thread for one window; workers copy it and post
// closures to it. A closure runs on the GUI thread with the window, or is dropped when the window has gone. Closures may be
// move-only and carry std payloads, never wxString (its buffer is shared).
// GuiDispatcher is the same bridge for models that know no window.
//
//   GuiTarget<MyPage> target(this);                                   // GUI thread
//   pool.submit([target](auto) { target.post([image = make()](MyPage& page) { page.show(image); }); });
#pragma once

#include <wx/app.h>
#include <wx/weakref.h>

#include <functional>
#include <memory>
#include <utility>

#include "station/workflow/dispatcher.h"

namespace ui {

// Runs `closure` on the GUI thread soon. From any thread; dropped once the program has no application object any more.
template <class F>
void postToGui(F closure) {
    wxAppConsole* app = wxAppConsole::GetInstance();
    if (app == nullptr) return;
    auto boxed = std::make_shared<F>(std::move(closure));
    app->CallAfter([boxed] { (*boxed)(); });
}

template <class W>
class GuiTarget {
public:
    explicit GuiTarget(W* window) : ref_(new wxWeakRef<W>(window), &GuiTarget::release) {}

    template <class F>
    void post(F closure) const {
        postToGui([ref = ref_, closure = std::move(closure)]() mutable {
            if (W* window = ref->get()) closure(*window);
        });
    }

private:
    // A weak reference is linked into its window and must die on the GUI thread, whoever held it last.
    static void release(wxWeakRef<W>* ref) {
        if (wxThread::IsMain()) {
            delete ref;
        } else {
            postToGui([ref] { delete ref; });
        }
    }
    std::shared_ptr<wxWeakRef<W>> ref_;
};

class GuiDispatcher final : public station::Dispatcher {
public:
    ~GuiDispatcher() override { *open_ = false; }
    void post(std::function<void()> closure) override {
        postToGui([open = open_, closure = std::move(closure)] {
            if (*open) closure();
        });
    }

private:
    std::shared_ptr<bool> open_ = std::make_shared<bool>(true);  // read and written on the GUI thread
};

}  // namespace ui
