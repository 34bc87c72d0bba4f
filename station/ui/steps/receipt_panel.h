// After the seal: the number of the application in large type, what happens next, and the receipt as a PDF file that is
// saved in the officer's documents folder and opened with the system's own viewer. Threads: GUI thread only; the file is
// written on a worker.
#pragma once

#include <functional>

#include "station/ui/steps/step_panel.h"
#include "station/ui/widgets/inline_message.h"

namespace ui {

// The first eight signs of a packet id: what people say on the phone.
wxString sayPacket(const std::string& packetId);

class ReceiptPanel : public Panel {
public:
    ReceiptPanel(wxWindow* parent, station::Sealed sealed, const wxString& citizen, const wxString& procedure);
    void saveAndOpen();           // F12
    wxWindow* firstFocus();

private:
    void saved(base::Result<std::string> path);
    void open(const wxString& file);
    station::Sealed sealed_;
    InlineMessage* message_ = nullptr;
    class ActionButton* save_ = nullptr;
    bool saving_ = false;
};

}  // namespace ui
