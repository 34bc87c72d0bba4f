// A vault written by an earlier version must open for ever. UPDATE_GOLDEN=1 writes it anew, which is a break
// of the format.
#include <catch2/catch.hpp>

#include "hands.h"

using namespace vault;

namespace {

std::filesystem::path sourceFolder() {
    if (const char* set = std::getenv("ENROLL_SOURCE"); set != nullptr && *set != '\0') return set;
    std::filesystem::path folder = std::filesystem::current_path();
    while (!std::filesystem::exists(folder / "CONTRIBUTING.md") && folder.has_relative_path()) {
        folder = folder.parent_path();
    }
    return folder;
}

}  // namespace

TEST_CASE("a vault of format 1 still opens") {
    hands::Desk desk("golden");
    const std::filesystem::path golden =
        sourceFolder() / "tests" / "sync" / "vault" / "golden" / "vault.json";
    if (std::getenv("UPDATE_GOLDEN") != nullptr) {
        Vault fresh = desk.create();
        const Unlocked chief = fresh.login(hands::kChief, hands::kChiefPass).value();
        (void)fresh.addOfficer(chief, hands::officer("thu.le"), hands::kOfficerPass).value();
        std::filesystem::create_directories(golden.parent_path());
        std::filesystem::copy_file(desk.path(), golden, std::filesystem::copy_options::overwrite_existing);
    }
    desk.replace(base::textOf(base::readFile(golden).value()));
    Vault v = desk.open();
    const Unlocked chief = v.login(hands::kChief, hands::kChiefPass).value();
    CHECK(chief.officer().displayName == "Trần Thị Trưởng");
    CHECK(v.listOfficers(chief.station()).value().size() == 2);
    const Unlocked officer = v.login("thu.le", hands::kOfficerPass).value();
    const NewDraft draft = officer.drafts().create("draft");
    CHECK(chief.drafts().recover("draft", draft.wraps).has_value());
}
