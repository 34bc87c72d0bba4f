#include "station/ui/forms_words.h"

#include <wx/translation.h>

#include "station/ui/error_words.h"
#include "station/ui/language.h"

namespace ui {

using station::FormsView;

wxString sayForms(const FormsView& forms) {
    if (forms.source != FormsView::Source::Pack) return _("the forms that came with the program");
    return wxString::Format(_("pack no. %s of %s"), sayCount(forms.version),
                            sayDay(base::dayInVietnam(forms.issuedAt)));
}

wxString sayPackError(const base::Error& error) {
    using base::Code;
    switch (error.code) {
        case Code::SignatureInvalid:
        case Code::Corrupt:
            return error.code == Code::SignatureInvalid
                       ? _("The pack was changed after it was signed. It is not used; the forms until now "
                           "hold.")
                       : _("Something in the pack is damaged. It is not used; the forms until now hold.");
        case Code::KeyUnknown:
            return _("The pack is not signed by this station's upstream unit. It is not used.");
        case Code::Conflict:
            return _("The pack is not later than the one that was taken before. It is not used.");
        case Code::BadInput:
            return _("This is no forms pack, or it is damaged. It is not used.");
        case Code::SchemaInvalid:
        case Code::Unsupported:
        case Code::NotFound:
            return _(
                "This program cannot work with the pack's content. It is not used; tell the upstream unit.");
        default:
            return sayError(error);
    }
}

wxString sayFormsTrouble(const FormsView& forms) {
    if (forms.damaged)
        return _(
            "The forms pack that was in use is damaged. The forms that came with the program serve "
            "meanwhile; fees and deadlines may be out of date. Load the pack again.");
    if (!forms.refused) return {};
    return wxString::Format(_("Pack no. %s from the upstream unit was not taken."),
                            sayCount(forms.refused->version)) +
           " " + sayPackError(forms.refused->error);
}

FormsNews sayFormsNews(const FormsView& before, const FormsView& after) {
    if (after.damaged || (after.refused && !before.refused)) return {Tone::Bad, sayFormsTrouble(after)};
    if (after.source == before.source && after.version == before.version) return {};
    return {Tone::Primary, wxString::Format(_("From now on in use: %s."), sayForms(after))};
}

}  // namespace ui
