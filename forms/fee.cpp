#include "forms/fee.h"

#include "forms/law_reader.h"

namespace forms {
namespace {

constexpr int kMostAmount = 1'000'000'000;
constexpr int kWhole = 100;  // percent

}  // namespace

class FeeReader {
public:
    static void read(FeeTable& out, const json::Reader& root) {
        root.allow({"format", "currency", "sources", "fees", "reductions", "exemptions"});
        readLawHead(root);
        if (root.at("currency").text() != "VND") root.at("currency").refuse("only VND is supported");
        for (const auto& at : root.at("fees").items()) readFee(out, at);
        for (const auto& at : root.at("reductions").items()) {
            at.allow({"id", "fees", "label", "percent", "valid_from", "valid_to", "source", "trust"});
            readRelief(out, out.reductions_, at).percent = at.at("percent").integer(1, kWhole);
        }
        for (const auto& at : root.at("exemptions").items()) {
            at.allow({"id", "fees", "label", "valid_from", "valid_to", "source", "trust"});
            readRelief(out, out.exemptions_, at);
        }
    }

private:
    static void readFee(FeeTable& out, const json::Reader& at) {
        at.allow({"id", "procedures", "label", "amount", "valid_from", "valid_to", "source", "trust"});
        FeeTable::Fee fee;
        static_cast<LawRule&>(fee) = lawRuleAt(at);
        fee.procedures = at.at("procedures").texts();
        fee.amount = at.at("amount").integer(0, kMostAmount);
        refuseTwin(out.fees_, fee, at);
        out.fees_.push_back(std::move(fee));
    }

    static FeeTable::Relief& readRelief(const FeeTable& table, std::vector<FeeTable::Relief>& list,
                                        const json::Reader& at) {
        FeeTable::Relief relief;
        static_cast<LawRule&>(relief) = lawRuleAt(at);
        relief.fees = at.at("fees").texts();
        for (const auto& id : relief.fees) {
            const bool known = std::any_of(table.fees_.begin(), table.fees_.end(),
                                           [&](const FeeTable::Fee& fee) { return fee.id == id; });
            if (!known) at.at("fees").refuse("no fee '" + id + "'");
        }
        refuseTwin(list, relief, at);
        list.push_back(std::move(relief));
        return list.back();
    }
};

Trust FeeDue::trust() const {
    Trust out = fee.source.trust;
    for (const auto& rule : applied) out = std::max(out, rule.source.trust);
    return out;
}

base::Result<FeeTable> FeeTable::parse(std::string_view json) {
    FeeTable out;
    auto read = readLawTable(json, [&](const json::Reader& root) { FeeReader::read(out, root); });
    if (!read) return base::Failure(read.error());
    return out;
}

FeeDue FeeTable::dueOf(const Fee& fee, const base::Day& day, const Relief* exemption) const {
    FeeDue out{fee, fee.amount, fee.amount, {}};
    if (exemption != nullptr && contains(exemption->fees, fee.id)) {
        out.due = 0;
        out.applied.push_back(*exemption);
        return out;
    }
    for (const auto& reduction : reductions_) {
        if (!reduction.inForce.on(day) || !contains(reduction.fees, fee.id)) continue;
        out.due = out.due * (kWhole - reduction.percent) / kWhole;
        out.applied.push_back(reduction);
    }
    return out;
}

base::Result<std::vector<FeeDue>> FeeTable::on(const base::Day& day, const std::string& procedure,
                                               const std::string& exemption) const {
    const Relief* relief = nullptr;
    bool namedRelief = exemption.empty(), namedProcedure = false;
    for (const auto& one : exemptions_) {
        if (one.id != exemption) continue;
        namedRelief = true;
        if (one.inForce.on(day)) relief = &one;
    }
    if (!namedRelief) return base::fail(base::Code::NotFound, "no exemption " + exemption);
    if (!exemption.empty() && relief == nullptr)
        return base::fail(base::Code::NotInForce,
                          "exemption " + exemption + " is not known for " + base::formatIsoDay(day));
    std::vector<FeeDue> out;
    for (const auto& fee : fees_) {
        if (!contains(fee.procedures, procedure)) continue;
        namedProcedure = true;
        if (fee.inForce.on(day)) out.push_back(dueOf(fee, day, relief));
    }
    if (!namedProcedure)
        return base::fail(base::Code::NotFound, "no fee is known for procedure " + procedure);
    if (out.empty())
        return base::fail(base::Code::NotInForce, "no fee is known for " + base::formatIsoDay(day));
    return out;
}

}  // namespace forms
