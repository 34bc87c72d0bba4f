// Parts of answers that several commands give about numbers, dates and names. Threads: pure functions.
#pragma once

#include "forms/advice.h"
#include "station/cli/report.h"

namespace station::cli {

// "text" and "textEn" put into `report`.
Report& addText(Report& report, const forms::LocalText& text);

// A list of {doubt, level, text, textEn}; level is E, W or I.
Report doubtsOf(const forms::IdNumber& number, std::optional<int> birthYear, forms::Sex sex);

// {year, month, day, full, earliest, latest}: month and day are null where they are not known.
Report partsOf(const forms::PartialDate& date);

}  // namespace station::cli
