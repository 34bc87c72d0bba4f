#include "station/ui/steps/step_words.h"

#include <wx/translation.h>

#include "base/text.h"
#include "forms/field_ids.h"
#include "forms/id_number.h"
#include "station/ui/error_words.h"
#include "station/ui/language.h"
#include "station/ui/text.h"

namespace ui {
namespace {

constexpr int kVeryGood = 70;

wxString sayOne(const forms::Field& field, const std::string& stored, const forms::Catalogues& catalogues) {
    if (!field.catalogue.empty()) {
        const forms::Catalogue* catalogue = catalogues.find(field.catalogue);
        if (const auto* entry = catalogue != nullptr ? catalogue->find(stored) : nullptr) return toWx(entry->label);
        return toWx(stored);
    }
    return localText(forms::shownText(field, stored));
}

}  // namespace

wxString sayStep(station::Step step) {
    switch (step) {
        case station::Step::Identify: return _("Identify");
        case station::Step::Details: return _("Information");
        case station::Step::Portrait: return _("Portrait");
        case station::Step::Fingerprints: return _("Fingerprints");
        case station::Step::Documents: return _("Documents");
        case station::Step::Review: return _("Review, seal");
        case station::Step::Unknown: break;
    }
    return {};
}

StepLook lookOf(station::StepState state) {
    switch (state) {
        case station::StepState::Partial: return StepLook::Partial;
        case station::StepState::Attention: return StepLook::Attention;
        case station::StepState::Done: return StepLook::Done;
        case station::StepState::NotNeeded: return StepLook::NotNeeded;
        default: return StepLook::Untouched;
    }
}

wxString sayOrigin(forms::Origin origin) {
    switch (origin) {
        case forms::Origin::Typed: return _("typed");
        case forms::Origin::Qr: return _("from QR");
        case forms::Origin::Mrz: return _("from MRZ");
        case forms::Origin::Chip: return _("from chip");
        case forms::Origin::Roster: return _("from roster");
        case forms::Origin::Previous: return _("from the previous application");
        default: return {};
    }
}

wxString sayValue(const forms::Field& field, const std::string& stored, const forms::Catalogues& catalogues) {
    if (stored.empty()) return {};
    if (field.widget != forms::Widget::MultiChoice) return sayOne(field, stored, catalogues);
    wxString words;
    for (const auto part : base::split(stored, '|')) {
        if (!words.empty()) words += ", ";
        words += sayOne(field, std::string(part), catalogues);
    }
    return words;
}

wxString sayLabel(const forms::Schema& schema, const std::string& field) {
    const forms::Field* found = schema.field(field);
    return found != nullptr ? localText(found->label) : toWx(field);
}

wxString sayCitizen(const forms::Record& record) {
    wxString words = toWx(record.text(forms::field::kFullName));
    if (const auto number = forms::IdNumber::parse(record.text(forms::field::kIdNumber))) {
        if (!words.empty()) words += L" \u00b7 ";
        words += toWx(number->masked());
    }
    return words;
}

wxString sayAlike(const station::Alike& other) {
    using station::Likeness;
    if (const auto* same = other.find(Likeness::SameNumber)) {
        if (!same->nameAgrees) return _("same number, another name");
        return same->birthAgrees ? _("same number") : _("same number, another date of birth");
    }
    if (other.find(Likeness::SameNameAndBirth) != nullptr) return _("same name and date of birth, another number");
    if (other.find(Likeness::SameNameAndYear) != nullptr) return _("same name and year of birth");
    if (other.find(Likeness::RelativesOwn) != nullptr) return _("the application of a relative");
    if (other.find(Likeness::OwnOfRelative) != nullptr) return _("named there as a relative");
    return _("same phone number");
}

wxString sayQuality(const forms::DataQuality& quality) {
    wxString out = wxString::Format(_("Correct %d/%d"), quality.valid.well, quality.valid.of);
    const auto add = [&](const wxString& part) { out += wxString(L" \u00b7 ") + part; };
    add(wxString::Format(_("Complete %d/%d"), quality.complete.well, quality.complete.of));
    const int alike = static_cast<int>(quality.unique.open.size());
    add(alike == 0 ? wxString(_("Clean: nothing alike")) : wxString::Format(_("Clean: alike in %d"), alike));
    if (quality.fresh.of > 0) add(wxString::Format(_("Alive: %d/%d read values looked at"), quality.fresh.well, quality.fresh.of));
    if (quality.recheck) add(wxString::Format(_("Card ends %s"), toWx(base::formatDay(*quality.recheck))));
    return out;
}

Tone toneOf(forms::Level level) {
    switch (level) {
        case forms::Level::Error: return Tone::Bad;
        case forms::Level::Warning: return Tone::Attention;
        default: return Tone::Neutral;
    }
}

wxString sayScore(int score, int gate) {
    if (score < 0) return _("not judged");
    if (score < gate) return _("weak");
    return score >= kVeryGood ? _("good") : _("passes");
}

Tone toneOfScore(int score, int gate) {
    if (score < 0) return Tone::Neutral;
    return score < gate ? Tone::Attention : Tone::Good;
}

wxString sayDevice(const station::DeviceChip& chip, const wxString& deviceWord) {
    switch (chip.state) {
        case station::ChipState::Good: return {};
        case station::ChipState::Absent:
            return wxString::Format(_("%s: not plugged in. Plug it in; it is taken up by itself."), deviceWord);
        case station::ChipState::Attention:
            return deviceWord + ": " + (chip.problem ? sayError(*chip.problem) : wxString(_("look at the device.")));
        default: return wxString::Format(_("%s: being looked for."), deviceWord);
    }
}

}  // namespace ui
