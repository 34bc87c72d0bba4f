// StationModel: the forms in use and the packs that replace them.
#include <nlohmann/json.hpp>

#include "base/log.h"
#include "station/workflow/station_model.h"

namespace station {
namespace {

using nlohmann::json;

constexpr char kUnitSetting[] = "station";

// What was done stands; a journal that could not be written is said in the log.
void journal(StoreRoom& room, const store::Act& act, const std::string& event, const json& detail) {
    const auto entry = room.call([&](store::Store& s) { return s.appendJournal(act, event, "", detail.dump()); });
    if (!entry) base::log::failure("pack-journal", entry.error());
}

}  // namespace

void StationModel::openPacks(std::vector<packet::VerifyKey> keys) {
    packKeys_ = std::move(keys);
    packs_.reset();
    if (packKeys_.empty()) return useForms({installedForms_, {FormsView::Source::Installed, false, 0, {}, {}, {}, {}}});
    packs_ = std::make_shared<PackRoom>(modeFolder(core_.mode) / "packs", packKeys_, installedForms_);
    useForms(packs_->open());
    packs_->onChanged([room = std::weak_ptr(packs_), alive = alive_, dispatcher = options_.dispatcher](const FormsInUse& now) {
        dispatcher->post([room, alive, now] {
            if (alive->model != nullptr && alive->model->packs_ == room.lock()) alive->model->useForms(now);
        });
    });
}

// The keys that the shelf is read with before anyone logs in stand open in the store. The sealed ones decide.
void StationModel::checkPackKeys() {
    const auto& sealed = core_.provisioning->packKeys;
    if (sealed == packKeys_) return;
    base::log::warning("pack-keys-differ");
    openPacks(sealed);
    std::vector<std::string> texts;
    for (const auto& key : sealed) texts.push_back(key.text());
    const bool taken = core_.store->post([texts](store::Store& s) {
        const auto kept = s.setting(kUnitSetting);
        if (!kept) return base::log::failure("pack-keys", kept.error());
        json unit = json::parse(base::textOf(*kept), nullptr, false);
        if (!unit.is_object()) return;
        unit["pack_keys"] = texts;
        if (auto put = s.putSetting(kUnitSetting, base::viewOf(unit.dump())); !put) base::log::failure("pack-keys", put.error());
    });
    if (!taken) base::log::warning("pack-keys-busy");  // the next login does it
}

void StationModel::useForms(const FormsInUse& now) {
    if (core_.forms.catalogues && core_.forms.catalogues != now.forms.catalogues) formerLists_.push_back(core_.forms.catalogues);
    core_.forms = now.forms;
    formsView_ = now.view;
    formsChanged.emit();
    todayChanged.emit();
    statusChanged.emit();
}

template <class Work>
void StationModel::onPacks(Work work, Done done) {
    if (phase_ != Phase::LoggedIn) return done(base::fail(base::Code::WrongState, "nobody is logged in"));
    if (!packs_) return done(base::fail(base::Code::Unsupported, "the provisioning file named no pack key"));
    const bool taken = core_.pool.submit([work = std::move(work), done, packs = packs_, store = core_.store.get(), clock = &core_.clock,
                                          officer = core_.session->officer().id, alive = alive_, dispatcher = options_.dispatcher](std::stop_token) {
        const base::Result<void> result = work(*packs, *store, store::Act{officer, clock->now()});
        dispatcher->post([alive, done, result] {
            if (alive->model != nullptr) done(result);
        });
    });
    if (!taken) done(base::fail(base::Code::Busy, "too much work waits"));
}

void StationModel::loadPack(base::Bytes pack, Done done) {
    onPacks([pack = std::move(pack)](PackRoom& packs, StoreRoom& store, const store::Act& act) -> base::Result<void> {
        const auto loaded = packs.take(pack);
        if (!loaded) {
            base::log::failure("pack-from-file", loaded.error());
            journal(store, act, "pack-refused", {{"from", "file"}, {"reason", base::codeName(loaded.error().code)}});
            return base::Failure(loaded.error());
        }
        journal(store, act, "pack-taken", {{"from", "file"}, {"version", loaded->version}});
        return {};
    }, std::move(done));
}

void StationModel::withdrawPack(Done done) {
    const auto me = officer();
    if (me && me->role != Role::Supervisor && me->role != Role::Administrator)
        return done(base::fail(base::Code::PermissionDenied, "only a supervisor or an administrator"));
    onPacks([](PackRoom& packs, StoreRoom& store, const store::Act& act) -> base::Result<void> {
        const auto version = packs.withdraw();
        if (!version) return base::Failure(version.error());
        journal(store, act, "pack-withdrawn", {{"version", *version}});
        return {};
    }, std::move(done));
}

// The installed forms are looked at by checkMachine(); here is what stands before them.
Finding StationModel::packFinding() const {
    if (formsView_.damaged) return {Fact::PackDamaged, formsView_.damaged->detail};
    if (formsView_.source == FormsView::Source::Pack) return {Fact::PackInUse, std::to_string(formsView_.version)};
    return {Fact::PackNone, ""};
}

}  // namespace station
