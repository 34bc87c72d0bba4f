#include "station/workflow/fee_words.h"

#include "forms/field_ids.h"
#include "forms/partial_date.h"

namespace station {
namespace {

constexpr char kRequestField[] = "request_kind";
constexpr base::Day kFirstDayOfTheNewCard{2024, 7,
                                          1};  // cards issued before are citizen cards: fee "convert"

// The fees (forms/data/fees.json) that a request may mean.
std::vector<std::string> feesAsked(const forms::Record& record) {
    const auto kind = record.text(kRequestField);
    if (kind != "exchange") return {kind};
    const auto issued = forms::parseStoredDate(record.text(forms::field::kCardIssueDate));
    if (issued && issued->latest() < kFirstDayOfTheNewCard) return {"convert"};
    if (issued && issued->earliest() >= kFirstDayOfTheNewCard) return {"exchange"};
    return {"convert", "exchange"};
}

std::string amount(long long dong) {
    if (dong == 0) return "Không thu";
    std::string digits = std::to_string(dong);
    for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
        digits.insert(static_cast<std::size_t>(at), ".");
    return digits + " đồng";
}

std::string sentence(const forms::FeeDue& fee) {
    std::string out = amount(fee.due) + " (" + fee.fee.label.vi + "; " + fee.fee.source.text;
    for (const auto& rule : fee.applied) out += "; " + rule.label.vi + " theo " + rule.source.text;
    return out + ")";
}

}  // namespace

std::string feeLine(const forms::LawTables& law, const std::string& procedure, const forms::Record& record,
                    const base::Day& on) {
    const auto all = law.fees.on(on, procedure, "");
    if (!all) return {};
    const auto asked = feesAsked(record);
    std::string out;
    for (const auto& fee : *all) {
        if (!forms::contains(asked, fee.fee.id)) continue;
        out += (out.empty() ? "" : "; hoặc ") + sentence(fee);
    }
    return out;
}

}  // namespace station
