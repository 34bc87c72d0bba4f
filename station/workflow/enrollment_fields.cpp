// EnrollmentModel: fields, readings, duplicates, steps.
#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/log.h"
#include "base/text.h"
#include "forms/address.h"
#include "forms/field_ids.h"
#include "station/workflow/alike.h"
#include "station/workflow/enrollment_model.h"
#include "station/workflow/index_data.h"
#include "station/workflow/procedure_title.h"

namespace station {
namespace {

constexpr char kRecordBlob[] = "record";
constexpr char kBookBlob[] = "captures";
constexpr char kTypingBlob[] = "typing";

// Until a scanner has said what it can do, the steps are those of a four-finger scanner.
const devices::FingerprintCaps kFourFingerScanner = [] {
    devices::FingerprintCaps caps;
    caps.rightFour = true;
    caps.twoThumbs = true;
    return caps;
}();

const char* nameOf(Step step) {
    switch (step) {
        case Step::Identify: return "identify";
        case Step::Details: return "details";
        case Step::Portrait: return "portrait";
        case Step::Fingerprints: return "fingerprints";
        case Step::Documents: return "documents";
        case Step::Review: return "review";
        case Step::Unknown: break;
    }
    return "";
}

}  // namespace

EnrollmentModel::EnrollmentModel(Core& core, DraftContent content)
    : core_(core), session_(core.session), provisioning_(core.provisioning), content_(std::move(content)),
      fingers_(kFourFingerScanner, core.preferences.fingerGate),
      keeper_(*core.store, core.dispatcher, core.clock, content_.key, content_.versions),
      savedLink_(keeper_.saved.connect([this] {
          savedAt_ = core_.clock.now();
          saved.emit();
      })),
      problemLink_(keeper_.problem.connect([this](const base::Error& error) { problem.emit(error); })),
      tickLink_(core.ticked.connect([this] { keeper_.retry(); })) {
    alive_->model = this;
    savedAt_ = core_.clock.now();
    showPortraits();
    showFingers();
    showPages();
    const auto word = std::exchange(content_.typingField, {});
    if (!word.empty() && content_.schema->field(word) != nullptr) setField(word, content_.typingText);
    if (!content_.listed) recordChanged();
    lookForAlike();
}

EnrollmentModel::~EnrollmentModel() {
    alive_->model = nullptr;
    dropPrints();
}

std::optional<base::Instant> EnrollmentModel::savedAt() const { return keeper_.clean() ? savedAt_ : std::nullopt; }

void EnrollmentModel::setField(const std::string& field, std::string_view typed) {
    if (finished_) return;
    const std::string text = content_.schema->normalize(field, typed, core_.today());
    const forms::FieldValue* now = content_.record.find(field);
    if ((now == nullptr && text.empty()) || (now != nullptr && now->text == text)) {
        keeper_.drop(kTypingBlob);
        return;
    }
    content_.record.set(field, {text, forms::Origin::Typed, true, writtenBefore(field, text)});
    std::erase_if(differences_, [&](const Difference& d) { return d.field == field; });
    recordChanged();
    keeper_.drop(kTypingBlob);  // only after the record: the word is always in one of them
    fieldChanged.emit(field);
    findingsChanged.emit();
}

// An old address that is said in today's words stays in the record as the paper has it.
std::string EnrollmentModel::writtenBefore(const std::string& field, const std::string& text) const {
    const forms::Field* asked = content_.schema->field(field);
    const forms::FieldValue* before = content_.record.find(field);
    if (asked == nullptr || asked->widget != forms::Widget::Address || before == nullptr) return {};
    return forms::writtenAddress(*core_.forms.catalogues, *before, text);
}

void EnrollmentModel::noteTyping(const std::string& field, std::string_view typed) {
    if (finished_) return;
    const nlohmann::json note = {{"field", field}, {"text", typed}};
    keeper_.put(kTypingBlob, base::bytesOf(note.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)));
}

void EnrollmentModel::confirm(const std::string& field) {
    const forms::FieldValue* value = content_.record.find(field);
    if (finished_ || value == nullptr || value->confirmed) return;
    auto confirmed = *value;
    confirmed.confirmed = true;
    content_.record.set(field, std::move(confirmed));
    recordChanged();
    fieldChanged.emit(field);
    findingsChanged.emit();
}

void EnrollmentModel::confirmAll() {
    std::vector<std::string> open;
    for (const auto& [field, value] : content_.record.fields()) {
        if (!value.confirmed) open.push_back(field);
    }
    for (const auto& field : open) confirm(field);
}

void EnrollmentModel::giveReason(const std::string& rule, std::string reason) {
    if (finished_) return;
    content_.record.setReason(rule, base::squeeze(reason));
    recordChanged();
    findingsChanged.emit();
}

forms::CheckContext EnrollmentModel::context(bool atSeal) const {
    forms::CheckContext context;
    context.today = core_.today();
    context.atSeal = atSeal;
    if (content_.book.chosenPortrait) context.taken["portrait"] = 1;
    context.taken["fingerprints"] = fingersDone();
    for (const PageNote& page : content_.book.pages) ++context.taken[page.paper];
    return context;
}

std::vector<forms::Finding> EnrollmentModel::findings() const { return check(false); }

std::vector<forms::Finding> EnrollmentModel::check(bool atSeal) const {
    auto all = content_.schema->check(content_.record, context(atSeal));
    auto others = alikeFindings();
    all.insert(all.end(), std::make_move_iterator(others.begin()), std::make_move_iterator(others.end()));
    return all;
}

std::vector<forms::Finding> EnrollmentModel::alikeFindings() const {
    auto others = station::findingsOf(alike_, *content_.schema, content_.record, content_.replaces);
    std::erase_if(others, [&](const forms::Finding& f) { return content_.schema->field(f.field) == nullptr; });
    return others;
}

forms::DataQuality EnrollmentModel::quality() const {
    const auto others = alikeFindings();
    return forms::dataQuality(*content_.schema, content_.record, context(true), &others);
}

std::vector<forms::Finding> EnrollmentModel::findingsOf(const std::string& field) const {
    auto all = findings();
    std::erase_if(all, [&](const forms::Finding& f) { return f.field != field; });
    return all;
}

bool EnrollmentModel::isShown(const std::string& field) const { return content_.schema->isRelevant(field, content_.record); }

bool EnrollmentModel::isRequired(const std::string& field) const { return content_.schema->isRequired(field, content_.record); }

std::vector<std::string> EnrollmentModel::apply(const forms::CardReading& reading, forms::Origin origin) {
    if (finished_) return {};
    if (origin == forms::Origin::Typed) {  // a typed number is a field like any other
        setField(forms::field::kIdNumber, reading.idNumber);
        return {forms::field::kIdNumber};
    }
    std::vector<std::string> filled;
    for (auto& merged : forms::mergeReading(content_.record, reading, origin)) {
        std::erase_if(differences_, [&](const Difference& d) { return d.field == merged.field; });
        switch (merged.outcome) {
            case forms::MergeOutcome::Filled:
            case forms::MergeOutcome::Replaced:
            case forms::MergeOutcome::Removed:
                filled.push_back(merged.field);
                break;
            case forms::MergeOutcome::Differs:
            case forms::MergeOutcome::Withheld:
                differences_.push_back({merged.field, merged.before, {merged.offered, origin, true}});
                break;
            default:
                break;
        }
    }
    recordChanged();
    for (const auto& field : filled) fieldChanged.emit(field);
    findingsChanged.emit();
    return filled;
}

void EnrollmentModel::takeOther(const std::string& field) {
    const auto found = std::find_if(differences_.begin(), differences_.end(), [&](const Difference& d) { return d.field == field; });
    if (finished_ || found == differences_.end()) return;
    content_.record.set(field, found->other);
    differences_.erase(found);
    recordChanged();
    fieldChanged.emit(field);
    findingsChanged.emit();
}

void EnrollmentModel::keepCurrent(const std::string& field) {
    std::erase_if(differences_, [&](const Difference& d) { return d.field == field; });
    confirm(field);
    findingsChanged.emit();
}

void EnrollmentModel::recordChanged() {
    keeper_.put(kRecordBlob, base::bytesOf(content_.record.toJson()));
    const auto& cipher = session_->station().cipher();
    IndexData data = indexOf(content_.record);
    data.startedAt = content_.startedAt;
    data.mode = core_.mode;
    store::IndexEntry entry;
    entry.encrypted = sealIndex(data, cipher, content_.id);
    entry.hashes = alikeHashes(content_.record, cipher);
    entry.stage = content_.book.lastStep;
    keeper_.setIndex(std::move(entry));
    lookForAlike();
}

void EnrollmentModel::bookChanged(Step step) {
    keeper_.put(kBookBlob, base::bytesOf(content_.book.toJson()));
    capturesChanged.emit(step);
    findingsChanged.emit();
}

void EnrollmentModel::lookForAlike() {
    AlikeSearch search(content_.record, session_->station().cipher(), content_.id);
    if (search.key() == alikeKey_) return;
    alikeKey_ = search.key();
    const bool posted = core_.store->post([search = std::move(search), session = session_, alive = alive_, dispatcher = &core_.dispatcher](store::Store& store) {
        auto found = search.run(store, session->station().cipher());
        dispatcher->post([alive, key = search.key(), found = std::move(found)]() mutable {
            EnrollmentModel* model = alive->model;
            if (model == nullptr || model->alikeKey_ != key) return;
            for (Alike& other : found) other.row.procedure = titleIn(model->core_.forms.schemas, other.row.schemaId, model->core_.today());
            model->alike_ = std::move(found);
            model->findingsChanged.emit();
        });
    });
    if (!posted) base::log::warning("duplicate-lookup-dropped");
}

StepState EnrollmentModel::fieldState() const {
    if (content_.record.fields().empty()) return StepState::Untouched;
    const auto found = check(true);
    bool attention = !differences_.empty(), missing = false;
    for (const auto& finding : found) {
        if (finding.field.empty() || !forms::blocksSeal(finding, content_.record)) continue;
        const bool absent = content_.record.text(finding.field).empty();
        (absent ? missing : attention) = true;
    }
    if (attention) return StepState::Attention;
    return missing ? StepState::Partial : StepState::Done;
}

bool EnrollmentModel::has(Step step) const {
    const bool portrait = step == Step::Portrait;
    if (!portrait && step != Step::Fingerprints) return true;
    const auto& book = content_.book;
    if (portrait ? !book.portraits.empty() : !book.fingers.empty() || !book.missing.empty()) return true;
    const auto kind = portrait ? forms::CaptureKind::Portrait : forms::CaptureKind::Fingerprints;
    const auto all = needs();
    return std::any_of(all.begin(), all.end(), [&](const auto& need) { return need.kind == kind; });
}

StepState EnrollmentModel::stepState(Step step) const {
    switch (step) {
        case Step::Identify: {
            // A form for people who may have no number yet is identified by the name.
            const char* by = isRequired(forms::field::kIdNumber) ? forms::field::kIdNumber : forms::field::kFullName;
            if (content_.record.text(by).empty()) return StepState::Untouched;
            return differences_.empty() ? StepState::Done : StepState::Attention;
        }
        case Step::Details: return fieldState();
        case Step::Portrait: return portraitState();
        case Step::Fingerprints: return fingerState();
        case Step::Documents: return documentState();
        case Step::Review: return maySeal() ? StepState::Partial : StepState::Untouched;
        case Step::Unknown: break;
    }
    return StepState::Unknown;
}

Step EnrollmentModel::lastStep() const {
    for (const Step step : kSteps) {
        if (content_.book.lastStep == nameOf(step) && has(step)) return step;
    }
    return Step::Identify;
}

void EnrollmentModel::visit(Step step) {
    if (finished_ || content_.book.lastStep == nameOf(step)) return;
    content_.book.lastStep = nameOf(step);
    keeper_.put(kBookBlob, base::bytesOf(content_.book.toJson()));
}

}  // namespace station
