#include "station/ui/language.h"

#include "base/clock.h"
#include "base/files.h"
#include "station/ui/text.h"

namespace ui {
namespace {

station::Language& chosen() {
    static station::Language value = station::Language::English;
    return value;
}

wxString number(long long value) { return wxString::Format("%lld", value); }

}  // namespace

base::Result<void> useLanguage(station::Language language) {
    static const bool kPrefixKnown = [] {
        wxFileTranslationsLoader::AddCatalogLookupPathPrefix(toWx((base::resourceFolder() / "locale").string()));
        return true;
    }();
    (void)kPrefixKnown;
    auto* words = new wxTranslations;  // owned by wx from Set() on
    words->SetLanguage(language == station::Language::Vietnamese ? "vi" : "en");
    wxTranslations::Set(words);
    chosen() = language;
    if (!words->AddCatalog("enrollment") && language == station::Language::Vietnamese) {
        return base::fail(base::Code::NotFound, "the Vietnamese catalog is not installed");
    }
    return {};
}

station::Language currentLanguage() { return chosen(); }

wxString localText(const forms::LocalText& text) {
    const bool english = chosen() == station::Language::English && !text.en.empty();
    return toWx(english ? text.en : text.vi);
}

wxString sayDay(const base::Day& day) { return toWx(base::formatDay(day)); }

wxString sayWeekday(const base::Day& day) {
    switch (base::weekdayOf(day)) {
        case 0: return _("Sunday");
        case 1: return _("Monday");
        case 2: return _("Tuesday");
        case 3: return _("Wednesday");
        case 4: return _("Thursday");
        case 5: return _("Friday");
        default: return _("Saturday");
    }
}

wxString sayTime(base::Instant at) { return toWx(base::formatTimeInVietnam(at).substr(0, 5)); }

wxString sayWhen(base::Instant at, base::Instant now) {
    const base::Day today = base::dayInVietnam(now);
    const base::Day day = base::dayInVietnam(at);
    if (day == today) return sayTime(at);
    if (day == base::addDays(today, -1)) return wxString::Format(_("%s yesterday"), sayTime(at));
    return sayDay(day);
}

wxString sayAge(base::Instant since, base::Instant now) {
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(now - since).count();
    if (minutes < 1) return _("just now");
    if (minutes < 60) return wxString::Format(_("%s min"), number(minutes));
    if (minutes < 48 * 60) return wxString::Format(_("%s hours"), number(minutes / 60));
    return wxString::Format(_("%s days"), number(minutes / (24 * 60)));
}

wxString sayDuration(base::Duration length) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(length).count();
    return wxString::Format(_("%s min %02d"), number(seconds / 60), static_cast<int>(seconds % 60));
}

wxString sayBytes(std::uint64_t bytes) {
    if (bytes >= 1ull << 30) return wxString::Format("%s GB", number(static_cast<long long>(bytes >> 30)));
    if (bytes >= 1ull << 20) return wxString::Format("%s MB", number(static_cast<long long>(bytes >> 20)));
    return wxString::Format("%s kB", number(static_cast<long long>((bytes + 1023) >> 10)));
}

wxString sayCount(std::uint64_t count) {
    const std::string digits = std::to_string(count);
    const char separator = chosen() == station::Language::English ? ',' : '.';
    std::string text;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && (digits.size() - i) % 3 == 0) text += separator;
        text += digits[i];
    }
    return toWx(text);
}

}  // namespace ui
