// Prints how long forms work takes: one keystroke in the list of communes, one check of a whole record, one
// load. Usage: forms_bench [forms as installed; those beside the program]; nothing is asserted.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "base/files.h"
#include "forms/address.h"
#include "forms/catalogue.h"
#include "forms/schema.h"

namespace {

using Clock = std::chrono::steady_clock;

double millisSince(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

// The best of a few runs: what the work takes when nothing else interrupts it.
template <class Work>
double bestOf(int runs, Work work) {
    double best = 1e9;
    for (int i = 0; i < runs; ++i) {
        const auto start = Clock::now();
        work();
        best = std::min(best, millisSince(start));
    }
    return best;
}

// Every prefix of what an officer types, as the list sees it.
void benchSearch(const forms::Catalogue& communes) {
    double worst = 0, total = 0;
    int keystrokes = 0;
    for (const std::string typed :
         {"phuong hai van da nang", "Hòa Vang", "ea h'leo", "xa tan", "00070", "hv"}) {
        for (std::size_t length = 1; length <= typed.size(); ++length) {
            const auto took = bestOf(5, [&] { communes.search(typed.substr(0, length), 20); });
            worst = std::max(worst, took);
            total += took;
            ++keystrokes;
        }
    }
    std::printf("commune search: %d keystrokes, mean %.3f ms, worst %.3f ms\n", keystrokes,
                total / keystrokes, worst);
}

// One look at an old address, as the field does on every keystroke in it.
void benchAddress(const forms::Catalogues& lists) {
    for (const char* text : {"Thôn 2, xã Hòa Liên, huyện Hòa Vang, TP Đà Nẵng", "phường 12, quận Gò Vấp, TP. Hồ Chí Minh",
                             "Thôn 2, xã Không Có, huyện Không Có, Nghệ An"}) {
        const auto took = bestOf(5, [&] { forms::addressesToday(lists, text); });
        std::printf("old address: %zu answers in %.3f ms\n", forms::addressesToday(lists, text).size(), took);
    }
}

void benchCheck(const forms::Schema& schema) {
    constexpr int kRounds = 1000;
    auto record = forms::startRecord(schema);
    record.set("id_number", {"001090999901", forms::Origin::Typed, true});
    record.set("full_name", {"NGUYỄN VĂN THU NGHIÊM", forms::Origin::Typed, true});
    record.set("birth_date", {"01/01/1991", forms::Origin::Typed, true});
    const auto start = Clock::now();
    std::size_t findings = 0;
    for (int i = 0; i < kRounds; ++i) findings += schema.check(record, {{2026, 11, 21}, {}, true}).size();
    std::printf("check of %s: %.3f ms (%zu findings)\n", schema.id().c_str(), millisSince(start) / kRounds,
                findings / kRounds);
}

}  // namespace

int main(int argc, char** argv) {
    const std::filesystem::path folder = argc > 1 ? argv[1] : base::resourceFolder() / "forms";
    auto start = Clock::now();
    const auto lists = forms::Catalogues::load(folder / "data");
    std::printf("catalogues loaded in %.1f ms\n", millisSince(start));
    start = Clock::now();
    const auto schemas = forms::SchemaSet::load(folder / "schemas");
    std::printf("schemas loaded in %.1f ms\n", millisSince(start));
    if (!lists || !schemas) {
        std::fprintf(stderr, "forms_bench: no forms in the folder\n");
        return 1;
    }
    benchSearch(*lists->find("communes"));
    benchAddress(*lists);
    for (const auto& schema : schemas->offered({2026, 11, 21}, {"card_14plus", "eid_l2"}))
        benchCheck(*schema);
    return 0;
}
