// What a slip says of the fee. Threads: pure function.
#pragma once

#include <string>

#include "forms/law.h"
#include "forms/record.h"

namespace station {

// "25.000 đồng (Cấp đổi thẻ căn cước...; Thông tư ...)", with the rules it follows, of the fee that the
// record's request asks for on that day (docs/formats/document.md, "Fee"). Several, each with its name, when
// the record leaves open which; empty when the tables know none or the record asks for nothing.
std::string feeLine(const forms::LawTables& law, const std::string& procedure, const forms::Record& record,
                    const base::Day& on);

}  // namespace station
