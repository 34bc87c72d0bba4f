// The words on the screen. Msgids are English; Vietnamese comes from resources/locale/vi/LC_MESSAGES/enrollment.mo, made of
// station/locale/vi.po. Switching takes effect at once for every string asked for afterwards; MainFrame rebuilds itself.
// Texts of forms come from the schema in both languages: localText() chooses.
// Threads: GUI thread only. Errors: NotFound when the catalog is not installed (the words stay English).
#pragma once

#include <wx/translation.h>

#include "forms/schema.h"
#include "station/workflow/preferences.h"

namespace ui {

base::Result<void> useLanguage(station::Language language);
station::Language currentLanguage();
wxString localText(const forms::LocalText& text);

// Dates and numbers as the screen says them.
wxString sayDay(const base::Day& day);                       // 21/11/2026
wxString sayWeekday(const base::Day& day);                   // thứ Bảy
wxString sayTime(base::Instant at);                          // 10:42
wxString sayWhen(base::Instant at, base::Instant now);       // 10:42, 08:15 yesterday, 19/11/2026
wxString sayAge(base::Instant since, base::Instant now);     // 3 minutes, 2 hours, 2 days
wxString sayDuration(base::Duration length);                 // 6 minutes 10
wxString sayBytes(std::uint64_t bytes);                      // 118 GB
wxString sayCount(std::uint64_t count);                      // 100.000

}  // namespace ui
