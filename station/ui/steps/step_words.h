// Words that every step uses: names of the steps, where a value comes from, values as people read them.
// Threads: GUI thread only.
#pragma once

#include "forms/catalogue.h"
#include "forms/schema.h"
#include "station/ui/theme.h"
#include "station/ui/widgets/step_bar.h"
#include "station/workflow/enrollment.h"

namespace ui {

wxString sayStep(station::Step step);
StepLook lookOf(station::StepState state);
wxString sayOrigin(forms::Origin origin);           // empty for a default or unknown one
// A stored value for people: labels for codes, blanks in phone numbers.
wxString sayValue(const forms::Field& field, const std::string& stored, const forms::Catalogues& catalogues);
wxString sayLabel(const forms::Schema& schema, const std::string& field);   // or the need's id when it is no field
wxString sayCitizen(const forms::Record& record);   // name and masked number, as far as known
wxString sayAlike(const station::Alike& other);     // in what it is like the person: the weightiest
// "Đúng 20/20 · Đủ 31/34 · Sạch: không trùng · Sống: đã xem 6/6 ô lấy sẵn · Hạn thẻ 12/05/2030", in one line.
wxString sayQuality(const forms::DataQuality& quality);
Tone toneOf(forms::Level level);
// 0..100 in one word and the tone that goes with it; `gate` is the least that passes.
wxString sayScore(int score, int gate);
Tone toneOfScore(int score, int gate);
// Why nothing can be seen from the device, and what to do; empty while it is there.
wxString sayDevice(const station::DeviceChip& chip, const wxString& deviceWord);

}  // namespace ui
