// Changing one's own passphrase: the old one and the new one twice. Threads: GUI thread only.
#pragma once

#include "base/error.h"
#include "station/ui/frame/page.h"
#include "station/ui/widgets/card.h"
#include "station/ui/widgets/field_row.h"

namespace ui {

class PassphraseCard : public Card {
public:
    PassphraseCard(wxWindow* parent, PageHost& host);

private:
    void change();
    void ended(const base::Result<void>& result);
    PageHost& host_;
    FieldRow* oldRow_ = nullptr;
    FieldRow* nextRow_ = nullptr;
    FieldRow* againRow_ = nullptr;
    wxTextCtrl* old_ = nullptr;
    wxTextCtrl* next_ = nullptr;
    wxTextCtrl* again_ = nullptr;
    ActionButton* button_ = nullptr;
};

}  // namespace ui
