// A button with its key printed on it. Primary is filled and stands once per page, bottom right, named by what comes next;
// Secondary is outlined; Quiet is a word like a link. A button that cannot act keeps the focus and says why when pressed:
// its reason is shown beside it by whoever lays it out (FootBar does) and is part of its accessible name.
// Threads: GUI thread only.
#pragma once

#include "station/ui/widgets/painted.h"

namespace ui {

enum class ButtonKind { Unknown = 0, Primary, Secondary, Quiet };

class ActionButton : public Pressable {
public:
    // `key` as printed: "F2", "Ctrl+Enter"; empty for none.
    ActionButton(wxWindow* parent, const wxString& label, const wxString& key, ButtonKind kind);
    void setLabel(const wxString& label);
    void refuse(const wxString& reason);      // disabled, and why
    void allow();
    const wxString& reason() const { return reason_; }
    const wxString& label() const { return label_; }

protected:
    void paint(wxGraphicsContext& gc, const wxRect& area) override;
    wxSize measure() const override;
    bool mayPress() const override { return reason_.empty(); }

private:
    void rename();
    wxFont labelFont() const;
    wxString label_;
    wxString key_;
    ButtonKind kind_;
    wxString reason_;
};

}  // namespace ui
