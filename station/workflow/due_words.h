// What a receipt says of the day the result is due. Threads: pure function.
#pragma once

#include <string>

#include "forms/law.h"

namespace station {

// "Chậm nhất 11/03/2026 (7 ngày làm việc)", of the latest of the procedure's deadlines that run from the
// receipt; empty when the tables know none. Names the holiday that may move the day when its dates are not
// announced.
std::string dueLine(const forms::LawTables& law, const std::string& procedure, const base::Day& received);
std::string dueLine(const forms::LawTables& law, const std::string& procedure, base::Instant received);

}  // namespace station
