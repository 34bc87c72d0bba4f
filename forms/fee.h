// What a procedure costs on a day, with reductions for everybody and exemptions for some. Amounts are whole
// đồng. Table: docs/formats/law.md. Threads: immutable after loading.
#pragma once

#include "forms/law_source.h"

namespace forms {

struct FeeDue {
    LawRule fee;
    long long full = 0;
    long long due = 0;             // after reduction or exemption
    std::vector<LawRule> applied;  // the reductions, or the exemption alone
    Trust trust() const;           // the weakest of all
};

class FeeTable {
public:
    static base::Result<FeeTable> parse(std::string_view json);  // SchemaInvalid with the place
    // Every fee of the procedure (first issue, exchange...). `exemption` may be empty. NotFound when the
    // table does not know the procedure or the exemption, NotInForce when it knows none for that day.
    base::Result<std::vector<FeeDue>> on(const base::Day& day, const std::string& procedure,
                                         const std::string& exemption) const;

private:
    struct Fee : LawRule {
        std::vector<std::string> procedures;
        long long amount = 0;
    };
    struct Relief : LawRule {
        std::vector<std::string> fees;
        int percent = 100;
    };
    friend class FeeReader;
    FeeDue dueOf(const Fee& fee, const base::Day& day, const Relief* exemption) const;

    std::vector<Fee> fees_;
    std::vector<Relief> reductions_;
    std::vector<Relief> exemptions_;
};

}  // namespace forms
