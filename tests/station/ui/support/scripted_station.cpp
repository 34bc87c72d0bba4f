#include "tests/station/ui/support/scripted_station.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "base/text.h"

namespace uitest {

using station::AppState;
using station::Phase;

void ScriptedList::setRows(std::vector<station::AppRow> rows) {
    rows_ = std::move(rows);
    setFilter(filter_);
}

station::AppRow& ScriptedList::at(const std::string& id) {
    return *std::find_if(rows_.begin(), rows_.end(), [&](const auto& row) { return row.id == id; });
}

bool ScriptedList::passes(const station::AppRow& row) const {
    if (!filter_.states.empty() &&
        std::find(filter_.states.begin(), filter_.states.end(), row.state) == filter_.states.end())
        return false;
    return filter_.text.empty() || base::fold(row.name).find(base::fold(filter_.text)) != std::string::npos;
}

void ScriptedList::setFilter(station::ListFilter filter) {
    filter_ = std::move(filter);
    shown_.clear();
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        if (passes(rows_[i])) shown_.push_back(i);
    }
    changed.emit();
}

std::optional<std::size_t> ScriptedList::indexOf(const std::string& id) const {
    for (std::size_t i = 0; i < shown_.size(); ++i) {
        if (rows_[shown_[i]].id == id) return i;
    }
    return std::nullopt;
}

station::Totals ScriptedList::totals() const {
    station::Totals totals;
    for (const auto& row : rows_) {
        if (row.state == AppState::Draft) ++totals.drafts;
        if (row.state == AppState::Sealed || row.state == AppState::Sending) ++totals.waiting;
        if (row.state == AppState::Received) ++totals.received;
        if (row.state == AppState::Accepted) ++totals.accepted;
        if (row.state == AppState::Rejected) ++totals.rejected;
    }
    return totals;
}

std::vector<station::AppRow> inventedRows(std::size_t count, base::Instant now) {
    static const std::array<const char*, 6> kFamily = {"Nguyễn", "Trần", "Hồ", "Đinh", "Lê", "Bhling"};
    static const std::array<const char*, 6> kGiven = {"Thị Thu Mẫu", "Văn Mẫu",     "Thị Mẫu",
                                                      "Đức Mẫu",     "Thị Huệ Mẫu", "Quốc Mẫu"};
    static const std::array<AppState, 6> kStates = {AppState::Draft,  AppState::Rejected, AppState::Sending,
                                                    AppState::Sealed, AppState::Received, AppState::Accepted};
    std::vector<station::AppRow> rows;
    rows.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        station::AppRow row;
        row.id =
            "00000000-0000-7000-8000-" + std::string(12 - std::to_string(i).size(), '0') + std::to_string(i);
        row.state = kStates[i % kStates.size()];
        row.schemaId = "card-14plus";
        row.procedure = {"Cấp thẻ căn cước từ đủ 14 tuổi", "Card application from 14 years"};
        row.name = std::string(kFamily[(i / 6) % kFamily.size()]) + " " + kGiven[(i * 7 / 5) % kGiven.size()];
        row.idNumberMasked = "049...00" + std::to_string(10 + i % 90);
        row.phone = "0905 000 " + std::to_string(100 + i % 900);
        row.changedAt = now - std::chrono::minutes(7 * i);
        if (row.state != AppState::Draft) row.packetId = "00000000-0000-7000-9000" + row.id.substr(23);
        if (row.state != AppState::Draft) row.size = 2'400'000;
        if (row.state == AppState::Sealed) row.lastError = base::codeName(base::Code::NetworkDown);
        if (row.state == AppState::Sending) row.sent = 1'080'000;
        if (row.state == AppState::Rejected)
            row.reasons = {{"", "Thiếu trang 2 giấy khai sinh."},
                           {"birth_date", "Ngày sinh khác giấy khai sinh."}};
        row.training = true;
        rows.push_back(std::move(row));
    }
    return rows;
}

ScriptedStation::ScriptedStation() : now_(*base::parseUtc("2026-11-21T06:20:00Z")) {
    unit_ = {"station-03",
             "049-TR",
             "Tổ lưu động số 3, xã Trà Liên",
             {"card_14plus", "card_under14", "card_reissue", "eid_l2"},
             "https://gateway.example:8443"};
    officer_ =
        station::OfficerView{"1", "mau.va", "Thượng úy Mẫu Văn A", station::Role::Administrator, false};
    officers_ = {*officer_, {"2", "mau.tb", "Trung úy Mẫu Thị B", station::Role::Officer, false}};
    forms_ = {station::FormsView::Source::Installed, true, 0, {}, {}, {}, {}};
    status_.camera = {station::ChipState::Good, "Virtual camera", true, std::nullopt};
    status_.fingerprint = {station::ChipState::Good, "U.are.U 4500", false, std::nullopt};
    status_.scanner = {station::ChipState::Attention, "Máy quét A4", false,
                       base::Error{base::Code::NoPaper, base::Recovery::OperatorRetry, ""}};
    status_.waiting = 12;
    status_.oldestUnsent = now_ - std::chrono::hours(49);
    status_.lastSent = now_ - std::chrono::hours(29);
    status_.diskFreeBytes = 118ull << 30;
    status_.line = station::Line::Offline;
}

void ScriptedStation::fillDay() {
    today_.sealedToday = 23;
    today_.medianToday = std::chrono::milliseconds(370'000);
    today_.waiting = 12;
    today_.rejected = 1;
    today_.oldestUnsent = status_.oldestUnsent;
    today_.perHour = {{7, 2}, {8, 5}, {9, 6}, {10, 4}, {11, 0}, {12, 3}, {13, 3}};
    const forms::LocalText card{"Cấp thẻ căn cước", "Card application"};
    today_.todo = {
        {station::TodoItem::Kind::Rejected, "a", "Trần Thị Mẫu", card, now_ - std::chrono::hours(3), {}},
        {station::TodoItem::Kind::Draft, "b", "Nguyễn Thị Thu Mẫu", card, now_ - std::chrono::hours(2), {}},
        {station::TodoItem::Kind::Draft, "c", "", card, now_ - std::chrono::hours(1), {}},
        {station::TodoItem::Kind::Waiting, "d", "Đinh Thị Mẫu", card, now_ - std::chrono::hours(49), {}}};
    const auto today = base::dayInVietnam(now_);
    for (const int left : {-1, 0, 5}) {
        today_.todo.push_back({station::TodoItem::Kind::Activate, "e", "H'Hen Niê Mẫu", card, now_ - std::chrono::hours(24 * (7 - left)),
                               base::addDays(today, left)});
    }
    today_.todo.push_back({station::TodoItem::Kind::HandOver, "f", "Lê Văn Mẫu", card, now_ - std::chrono::hours(5), {}});
    list_.setRows(inventedRows(60, now_));
    todayChanged.emit();
}

void ScriptedStation::enter(Phase phase) {
    phase_ = phase;
    phaseChanged.emit();
}

base::Result<void> ScriptedStation::outcome() {
    if (!nextProblem_) return {};
    const base::Error error = *nextProblem_;
    nextProblem_.reset();
    return tl::unexpected(error);
}

void ScriptedStation::setUpTraining(station::NewOfficer first, Done done) {
    calls_.push_back("training " + first.login + " " + first.name + " " +
                     std::string(base::textOf(first.passphrase.view())));
    auto result = outcome();
    done(result);
    if (result) {
        mode_ = station::Mode::Training;
        enter(Phase::LoggedOut);
    }
}

void ScriptedStation::setUpReal(base::Bytes provisioning, std::string activationCode,
                                station::NewOfficer first, Done done) {
    calls_.push_back("real " + first.login + " " + activationCode + " " +
                     std::string(base::textOf(provisioning)));
    auto result = outcome();
    done(result);
    if (result) {
        mode_ = station::Mode::Real;
        enter(Phase::LoggedOut);
    }
}

void ScriptedStation::logIn(std::string login, base::SecretBytes passphrase, Done done) {
    calls_.push_back("login " + login);
    const bool right = base::textOf(passphrase.view()) == passphrase_;
    if (!right) {
        done(base::fail(base::Code::WrongPassphrase, "scripted"));
        return;
    }
    done({});
    enter(Phase::LoggedIn);
}

void ScriptedStation::unlock(base::SecretBytes passphrase, Done done) {
    logIn("unlock", std::move(passphrase), std::move(done));
}

void ScriptedStation::logOut() {
    enter(Phase::LoggedOut);
}

void ScriptedStation::addOfficer(station::NewOfficer officer, Done done) {
    calls_.push_back("add " + officer.login + " " + officer.name + " " +
                     std::to_string(static_cast<int>(officer.role)));
    auto result = outcome();
    if (result) officers_.push_back({"9", officer.login, officer.name, officer.role, false});
    done(result);
}

void ScriptedStation::changePassphrase(base::SecretBytes old, base::SecretBytes next, Done done) {
    calls_.push_back("change " + std::string(base::textOf(old.view())) + " > " +
                     std::string(base::textOf(next.view())));
    done(outcome());
}

void ScriptedStation::resetPassphrase(std::string officerId, base::SecretBytes, Done done) {
    calls_.push_back("reset " + officerId);
    done(outcome());
}

void ScriptedStation::setDisabled(std::string officerId, station::Switch disabled, Done done) {
    calls_.push_back(std::string(disabled == station::Switch::On ? "shut " : "let ") + officerId);
    for (auto& officer : officers_) {
        if (officer.id == officerId) officer.disabled = disabled == station::Switch::On;
    }
    done(outcome());
}

// No page of this room asks for these two; a test that does is wrong.
const forms::Catalogues& ScriptedStation::catalogues() const {
    std::abort();
}
station::DeviceRoom& ScriptedStation::devices() {
    std::abort();
}

// The file's words are the pack: its first letter is its version.
void ScriptedStation::loadPack(base::Bytes pack, Done done) {
    const auto words = std::string(base::textOf(pack));
    calls_.push_back("pack " + words);
    auto result = outcome();
    if (result) {
        forms_.source = station::FormsView::Source::Pack;
        forms_.version = static_cast<std::uint64_t>(words.at(0) - '0');
        forms_.issuedAt = now_;
        forms_.note = words;
        formsChanged.emit();
    }
    done(result);
}

void ScriptedStation::withdrawPack(Done done) {
    calls_.push_back("withdraw pack");
    auto result = outcome();
    if (result) {
        forms_ = {station::FormsView::Source::Installed, true, 0, {}, {}, {}, {}};
        formsChanged.emit();
    }
    done(result);
}

void ScriptedStation::startEnrollment(const std::string& schemaId, Opened) {
    calls_.push_back("start " + schemaId);
}
void ScriptedStation::openDraft(const std::string& id, Opened) {
    calls_.push_back("draft " + id);
}
void ScriptedStation::reopenSealed(const std::string& id, std::string reason, Opened) {
    calls_.push_back("reopen " + id + " " + reason);
}
void ScriptedStation::openCorrection(const std::string& id, Opened) {
    calls_.push_back("correct " + id);
}

void ScriptedStation::discardDraft(const std::string& id, Done done) {
    calls_.push_back("discard " + id);
    done(outcome());
}

void ScriptedStation::receiptPdf(const std::string& packetId,
                                 std::function<void(base::Result<base::Bytes>)> answer) {
    calls_.push_back("receipt " + packetId);
    answer(base::fail(base::Code::NotFound, "scripted"));
}

base::Result<void> ScriptedStation::setPreferences(station::Preferences next) {
    if (auto result = outcome(); !result) return result;
    preferences_ = std::move(next);
    preferencesChanged.emit();
    return {};
}

}  // namespace uitest
