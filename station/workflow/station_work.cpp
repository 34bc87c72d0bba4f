// StationModel: applications, flows, and what the pages Hôm nay and the status bar show.
#include <algorithm>

#include "base/files.h"
#include "base/id.h"
#include "base/log.h"
#include "station/print/receipt_pdf.h"
#include "station/workflow/documents_flow.h"
#include "station/workflow/draft_reader.h"
#include "station/workflow/due_words.h"
#include "station/workflow/fingerprint_flow.h"
#include "station/workflow/identify_flow.h"
#include "station/workflow/index_data.h"
#include "station/workflow/portrait_flow.h"
#include "station/workflow/procedure_title.h"
#include "station/workflow/station_model.h"

namespace station {
namespace {

constexpr std::chrono::minutes kWindowsEvery{10};
constexpr std::size_t kWindowsAtOnce = 100;
constexpr std::size_t kMostTodo = 50;
constexpr int kFirstHour = 7, kLastHour = 17;  // the working day, always shown

int hourOf(base::Instant at) {
    const auto local = at + base::kVietnamOffset;
    return static_cast<int>(std::chrono::floor<std::chrono::hours>(local).time_since_epoch().count() % 24);
}

TodoItem todoOf(const AppRow& row, TodoItem::Kind kind) { return {kind, row.id, row.name, row.procedure, row.changedAt, {}}; }

// Until when the citizen has to act after a notice of that day.
std::optional<base::Day> dueAfterNotice(const forms::LawTables& law, const base::Day& notice, const std::string& procedure) {
    const auto deadlines = law.deadlines.from(notice, procedure, law.calendar);
    if (!deadlines) return std::nullopt;
    for (const auto& deadline : *deadlines) {
        if (deadline.rule.starts == forms::DeadlineStart::Notice) return deadline.due;
    }
    return std::nullopt;
}

}  // namespace

forms::LocalText StationModel::titleOf(const std::string& schemaId) const {
    return titleIn(core_.forms.schemas, schemaId, core_.today());
}

std::vector<forms::SchemaPtr> StationModel::procedures() const {
    return core_.forms.schemas.offered(core_.today(), core_.unit.capabilities);
}

// `work` runs on the store's thread and gives the draft's content; the enrollment is made on the main thread.
template <class Work>
void StationModel::openFromStore(Work work, Opened opened) {
    if (phase_ != Phase::LoggedIn) return opened(base::fail(base::Code::WrongState, "nobody is logged in"));
    const bool taken = core_.store->post([work = std::move(work), opened, session = core_.session, alive = alive_,
                                          dispatcher = options_.dispatcher](store::Store& store) {
        auto content = std::make_shared<base::Result<DraftContent>>(work(store, *session));
        dispatcher->post([alive, opened, content, session] {
            if (alive->model == nullptr) return;
            if (!*content) return opened(base::Failure(content->error()));
            if (alive->model->core_.session != session) return opened(base::fail(base::Code::WrongState, "logged out meanwhile"));
            alive->model->core_.list->refresh((*content)->id);
            opened(std::make_unique<EnrollmentModel>(alive->model->core_, std::move(**content)));
        });
    });
    if (!taken) opened(base::fail(base::Code::Busy, "too much work waits"));
}

void StationModel::startEnrollment(const std::string& schemaId, Opened opened) {
    const auto schema = core_.forms.schemas.inForce(schemaId, core_.today());
    if (!schema) return opened(base::Failure(schema.error()));
    openFromStore(
        [schema = *schema, schemas = core_.forms.schemas, now = core_.clock.now()](store::Store& store, const vault::Unlocked& session) -> base::Result<DraftContent> {
            const std::string id = base::newId(now);
            if (auto begun = beginDraft(store, *schema, id, session, now); !begun) return base::Failure(begun.error());
            return readDraft(store, id, session, schemas);
        },
        std::move(opened));
}

void StationModel::openDraft(const std::string& id, Opened opened) {
    openFromStore([id, schemas = core_.forms.schemas](store::Store& store, const vault::Unlocked& session) { return readDraft(store, id, session, schemas); },
                  std::move(opened));
}

void StationModel::reopenSealed(const std::string& id, std::string reason, Opened opened) {
    openFromStore(
        [id, reason = std::move(reason), schemas = core_.forms.schemas, now = core_.clock.now()](store::Store& store, const vault::Unlocked& session) -> base::Result<DraftContent> {
            const auto row = store.row(id);
            if (!row) return base::Failure(row.error());
            if (auto done = store.reopenSealed(row->packetId, reason, {session.officer().id, now}); !done) return base::Failure(done.error());
            return readDraft(store, id, session, schemas);
        },
        std::move(opened));
}

void StationModel::openCorrection(const std::string& id, Opened opened) {
    openFromStore(
        [id, schemas = core_.forms.schemas, now = core_.clock.now()](store::Store& store, const vault::Unlocked& session) -> base::Result<DraftContent> {
            const auto row = store.row(id);
            if (!row) return base::Failure(row.error());
            const std::string draftId = base::newId(now);
            if (auto begun = beginCorrection(store, row->packetId, draftId, session, now); !begun) return base::Failure(begun.error());
            return readDraft(store, draftId, session, schemas);
        },
        std::move(opened));
}

void StationModel::discardDraft(const std::string& id, Done done) {
    if (phase_ != Phase::LoggedIn) return done(base::fail(base::Code::WrongState, "nobody is logged in"));
    const bool taken = core_.store->post([id, done, session = core_.session, now = core_.clock.now(), alive = alive_, dispatcher = options_.dispatcher](store::Store& store) {
        const auto result = store.discardDraft(id, "officer", {session->officer().id, now});
        dispatcher->post([alive, done, id, result] {
            if (alive->model == nullptr) return;
            alive->model->core_.list->refresh(id);
            done(result);
        });
    });
    if (!taken) done(base::fail(base::Code::Busy, "too much work waits"));
}

void StationModel::receiptPdf(const std::string& id, std::function<void(base::Result<base::Bytes>)> answer) {
    if (!core_.session) return answer(base::fail(base::Code::WrongState, "nobody is logged in"));
    const bool taken = core_.store->post([id, answer, session = core_.session, resources = core_.resources, schemas = core_.forms.schemas,
                                          today = core_.today(), law = core_.forms.law, unit = core_.unit, mode = core_.mode, alive = alive_,
                                          dispatcher = options_.dispatcher](store::Store& store) {
        const auto pdf = [&]() -> base::Result<base::Bytes> {
            const auto row = store.row(id);
            if (!row) return base::Failure(row.error());
            if (row->packetId.empty()) return base::fail(base::Code::WrongState, "not sealed yet");
            const auto data = openIndex(row->index, session->station().cipher(), id);
            if (!data) return base::Failure(data.error());
            auto receipt = receiptOf(*data, unit, titleIn(schemas, row->kind, today).vi, mode);
            receipt.packetId = row->packetId;
            receipt.sequence = row->sequence;
            receipt.due = dueLine(*law, row->kind, receipt.sealedAt);
            const auto fonts = print::findFonts(resources);
            if (!fonts) return base::Failure(fonts.error());
            return print::makeReceipt(receipt, *fonts);
        }();
        dispatcher->post([alive, answer, pdf] {
            if (alive->model != nullptr) answer(pdf);
        });
    });
    if (!taken) answer(base::fail(base::Code::Busy, "too much work waits"));
}

std::unique_ptr<IdentifyFlow> StationModel::identify(Enrollment& enrollment) {
    return std::make_unique<IdentifyFlowModel>(enrollment, *devices_, core_.dispatcher, core_.clock);
}

std::unique_ptr<PortraitFlow> StationModel::portrait(Enrollment& enrollment) {
    return std::make_unique<PortraitFlowModel>(enrollment, *devices_, core_.dispatcher, core_.preferences, core_.resources);
}

std::unique_ptr<FingerprintFlow> StationModel::fingerprints(Enrollment& enrollment) {
    return std::make_unique<FingerprintFlowModel>(enrollment, *devices_, core_.dispatcher, core_.preferences);
}

std::unique_ptr<DocumentsFlow> StationModel::documents(Enrollment& enrollment) {
    return std::make_unique<DocumentsFlowModel>(enrollment, *devices_, core_.dispatcher, core_.preferences, core_.pool);
}

void StationModel::sendNow() {
    if (sender_) sender_->kick();
}

TodayView StationModel::today() const {
    TodayView view;
    if (!core_.list) return view;
    const auto day = core_.today();
    std::map<int, int> hours;
    for (int hour = kFirstHour; hour <= kLastHour; ++hour) hours[hour] = 0;
    std::vector<base::Duration> lengths;
    std::vector<TodoItem> rejected, drafts, activate, handOver;
    core_.list->forEach([&](const AppRow& row) {
        if (row.state == AppState::Rejected) rejected.push_back(todoOf(row, TodoItem::Kind::Rejected));
        if (row.state == AppState::Draft) drafts.push_back(todoOf(row, TodoItem::Kind::Draft));
        if (row.state == AppState::EidApproved) {
            activate.push_back(todoOf(row, TodoItem::Kind::Activate));
            activate.back().due = dueAfterNotice(*core_.forms.law, base::dayInVietnam(row.changedAt), row.schemaId);
        }
        if (row.state == AppState::CardArrived) handOver.push_back(todoOf(row, TodoItem::Kind::HandOver));
        if (!row.sealedAt || row.state == AppState::Draft || base::dayInVietnam(*row.sealedAt) != day) return;
        ++view.sealedToday;
        ++hours[hourOf(*row.sealedAt)];
        if (row.startedAt) lengths.push_back(std::chrono::duration_cast<base::Duration>(*row.sealedAt - *row.startedAt));
    });
    if (!lengths.empty()) {
        const auto middle = lengths.begin() + static_cast<std::ptrdiff_t>(lengths.size() / 2);
        std::nth_element(lengths.begin(), middle, lengths.end());
        view.medianToday = *middle;
    }
    const Totals totals = core_.list->totals();
    view.waiting = totals.waiting;
    view.rejected = rejected.size();
    view.oldestUnsent = totals.oldestUnsent;
    for (const auto& [hour, count] : hours) view.perHour.push_back({hour, count});
    std::stable_sort(activate.begin(), activate.end(), [](const TodoItem& a, const TodoItem& b) { return a.due < b.due; });
    for (auto* items : {&rejected, &drafts, &activate, &handOver}) view.todo.insert(view.todo.end(), items->begin(), items->end());
    if (view.todo.size() > kMostTodo) view.todo.resize(kMostTodo);
    return view;
}

StatusLine StationModel::status() const {
    StatusLine line;
    if (devices_) {
        line.camera = devices_->chip(devices::Kind::Camera);
        line.fingerprint = devices_->chip(devices::Kind::Fingerprint);
        line.scanner = devices_->chip(devices::Kind::Scanner);
    }
    if (core_.list) {
        const Totals totals = core_.list->totals();
        line.waiting = totals.waiting;
        line.oldestUnsent = totals.oldestUnsent;
    }
    if (sender_) {
        line.line = sender_->line();
        line.lastSent = sender_->lastSent();
    }
    if (const auto space = base::diskSpace(options_.dataFolder)) line.diskFreeBytes = space->freeBytes;
    return line;
}

// A draft's key is destroyed when its correction window ends: from then on not even this station reads what it took.
void StationModel::closeWindows() {
    lastWindowsCheck_ = core_.clock.now();
    const bool taken = core_.store->post([now = lastWindowsCheck_](store::Store& store) {
        const auto ended = store.windowsEnded(now, kWindowsAtOnce);
        if (!ended) return base::log::failure("windows-ended", ended.error());
        for (const auto& packet : *ended) {
            if (auto gone = store.destroyContent(packet, {"station", now}); !gone) base::log::failure("destroy-content", gone.error());
        }
        while (auto more = store.idleTick()) {
            if (!*more) break;
        }
    });
    if (!taken) base::log::warning("windows-check-dropped");
}

void StationModel::tick() {
    if (!core_.store) return;
    core_.ticked.emit();
    const auto now = core_.clock.now();
    // A jump of the calendar backwards counts as due: better once too often.
    if (core_.session && (now - lastWindowsCheck_ > kWindowsEvery || now < lastWindowsCheck_)) closeWindows();
    if (const auto day = core_.today(); day != lastDay_) {
        lastDay_ = day;
        todayChanged.emit();
    }
    statusChanged.emit();
}

}  // namespace station
