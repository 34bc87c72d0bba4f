#include "station/ui/pages/application_table.h"

#include "station/ui/a11y.h"
#include "station/ui/language.h"
#include "station/ui/native_style.h"
#include "station/ui/pages/app_state_words.h"
#include "station/ui/text.h"
#include "station/ui/widgets/chip.h"

namespace ui {
namespace {

// The state's cell carries its tone as the first letter of its text; the rest are the words.
wxString packState(const station::AppRow& row) {
    return wxString(static_cast<wxChar>('0' + static_cast<int>(toneOfState(row.state)))) + sayProgress(row);
}

class StateRenderer final : public wxDataViewCustomRenderer {
public:
    StateRenderer()
        : wxDataViewCustomRenderer("string", wxDATAVIEW_CELL_INERT, wxALIGN_LEFT | wxALIGN_CENTER_VERTICAL) {}

    bool SetValue(const wxVariant& value) override {
        packed_ = value.GetString();
        setCellWords(*this, packed_.Mid(1));
        return true;
    }
#if wxUSE_ACCESSIBILITY
    wxString GetAccessibleDescription() const override { return packed_.Mid(1); }
#endif
    bool GetValue(wxVariant& value) const override {
        value = packed_;
        return true;
    }
    wxSize GetSize() const override { return {140, 26}; }
    bool Render(wxRect cell, wxDC* dc, int) override {
        if (packed_.empty()) return true;
        const auto tone = static_cast<Tone>(static_cast<int>(packed_[0].GetValue()) - '0');
        const wxString words = packed_.Mid(1);
        wxGraphicsContext* gc = dc->GetGraphicsContext();  // the cell's own one, where the system draws so
        const std::unique_ptr<wxGraphicsContext> made(
            gc == nullptr ? wxGraphicsContext::CreateFromUnknownDC(*dc) : nullptr);
        if (gc == nullptr) gc = made.get();
        if (gc == nullptr) return false;
        gc->SetFont(font(TextSize::Small), palette().ink);
        double width = 0;
        gc->GetTextExtent(words, &width, nullptr);
        const double height = 24;
        drawChip(*gc,
                 {double(cell.x), cell.y + (cell.height - height) / 2,
                  std::min(width + 34, double(cell.width)), height},
                 words, tone, markOf(tone));
        return true;
    }

private:
    wxString packed_;
};

}  // namespace

ApplicationTable::ApplicationTable(station::ApplicationList& list, std::function<base::Instant()> now)
    : wxDataViewVirtualListModel(static_cast<unsigned>(list.size())), list_(list), now_(std::move(now)) {}

void ApplicationTable::GetValueByRow(wxVariant& value, unsigned row, unsigned column) const {
    value = wxString();
    if (row >= list_.size()) return;
    const station::AppRow& application = list_.row(row);
    switch (column) {
        case State:
            value = packState(application);
            break;
        case Name:
            value = application.name.empty() ? _("no name yet") : toWx(application.name);
            break;
        case Number:
            value = toWx(application.idNumberMasked);
            break;
        case Procedure:
            value = localText(application.procedure);
            break;
        case Changed:
            value = sayWhen(application.changedAt, now_());
            break;
        default:
            break;
    }
}

wxDataViewCtrl* makeApplicationView(wxWindow* parent, ApplicationTable* table) {
    auto* view =
        new wxDataViewCtrl(parent, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxDV_SINGLE | wxBORDER_NONE);
    view->SetFont(font(TextSize::Body));
    view->AssociateModel(table);
    const auto fixed = [&](const wxString& title, wxDataViewRenderer* renderer, unsigned column, int width) {
        view->AppendColumn(
            new wxDataViewColumn(title, renderer, column, view->FromDIP(width), wxALIGN_LEFT, 0));
    };
    const auto text = [] {
        auto* renderer = new wxDataViewTextRenderer("string", wxDATAVIEW_CELL_INERT, wxALIGN_LEFT | wxALIGN_CENTER_VERTICAL);
        renderer->EnableEllipsize(wxELLIPSIZE_END);
        return renderer;
    };
    roomyRows(*view);
    fixed(_("State"), new StateRenderer, ApplicationTable::State, 160);
    fixed(_("Name"), text(), ApplicationTable::Name, 236);
    fixed(_("Personal number"), text(), ApplicationTable::Number, 120);
    fixed(_("Procedure"), text(), ApplicationTable::Procedure, 210);
    fixed(_("Changed"), text(), ApplicationTable::Changed, 130);
    setAccessibleName(*view, _("Applications"));
    return view;
}

}  // namespace ui
