// EnrollmentModel: what still stands in the way of the seal, and the seal.
#include <algorithm>
#include <future>

#include "base/log.h"
#include "devices/scanner/page_image.h"
#include "station/print/receipt_pdf.h"
#include "station/workflow/alike.h"
#include "station/workflow/capture_json.h"
#include "station/workflow/due_words.h"
#include "station/workflow/enrollment_model.h"
#include "station/workflow/index_data.h"
#include "station/workflow/seal_stream.h"
#include "station/workflow/sender.h"

namespace station {
namespace {

constexpr int kSealTries = 5;  // when another journal entry came in between
constexpr char kCapturesName[] = "captures.json";
constexpr std::string_view kUnconfirmedRule = ".unconfirmed";  // of forms: a value that a reader filled

std::string extensionOf(const std::string& mediaType) {
    if (mediaType == "image/jpeg") return ".jpg";
    if (mediaType == "image/png") return ".png";
    return ".bin";
}

SealProblem problemOf(const forms::Finding& finding) {
    SealProblem problem;
    problem.kind = SealProblem::Kind::Finding;
    problem.step = Step::Details;
    problem.field = finding.field;
    problem.rule = finding.rule;
    problem.level = finding.level;
    problem.text = finding.text;
    return problem;
}

Step stepOf(forms::CaptureKind kind) {
    switch (kind) {
        case forms::CaptureKind::Portrait: return Step::Portrait;
        case forms::CaptureKind::Fingerprints: return Step::Fingerprints;
        case forms::CaptureKind::Document: return Step::Documents;
        case forms::CaptureKind::Unknown: break;
    }
    return Step::Review;
}

// The page as it goes upstream: upright, so that nobody there has to turn it.
base::Result<devices::Capture> uprightPage(const PageNote& note, const base::Bytes& bytes) {
    devices::Capture out = note.capture;
    out.bytes = bytes;
    if (note.quarterTurns == 0) return out;
    const auto picture = devices::decodePage(bytes);
    if (!picture) return base::pass(picture.error(), "page " + note.id);
    const auto turn = note.quarterTurns == 1 ? devices::Turn::Right : note.quarterTurns == 2 ? devices::Turn::Half : devices::Turn::Left;
    auto turned = devices::encodePage(*devices::turned(*picture, turn));
    if (!turned) return base::pass(turned.error(), "page " + note.id);
    turned->device = out.device;
    turned->fromVirtualDevice = out.fromVirtualDevice;
    return turned;
}

}  // namespace

std::vector<SealProblem> EnrollmentModel::sealProblems() const {
    std::vector<SealProblem> out;
    for (const auto& finding : check(true)) {
        if (!forms::blocksSeal(finding, content_.record)) continue;
        // What is missing of captures is told below, with its step; the schema tells it by the need's id.
        const auto all = needs();
        if (std::any_of(all.begin(), all.end(), [&](const auto& n) { return n.id == finding.field; })) continue;
        auto found = problemOf(finding);
        if (finding.rule.ends_with(kUnconfirmedRule)) found.kind = SealProblem::Kind::Unconfirmed;
        out.push_back(std::move(found));
    }
    for (const Difference& difference : differences_) {
        SealProblem found{SealProblem::Kind::Difference, Step::Identify, difference.field, {}, forms::Level::Error, {}};
        found.text = {"Thẻ và hồ sơ khác nhau: chọn giá trị đúng.", "Card and application differ: choose the right value."};
        out.push_back(std::move(found));
    }
    addCaptureProblems(out);
    std::stable_sort(out.begin(), out.end(), [](const SealProblem& a, const SealProblem& b) {
        return a.level == forms::Level::Error && b.level != forms::Level::Error;
    });
    return out;
}

void EnrollmentModel::addCaptureProblems(std::vector<SealProblem>& out) const {
    for (const auto& need : needs()) {
        if (!need.required) continue;
        SealProblem found{SealProblem::Kind::MissingCapture, stepOf(need.kind), need.id, {}, forms::Level::Error, {}};
        if (need.kind == forms::CaptureKind::Portrait) {
            const StepState state = portraitState();
            if (state == StepState::Done) continue;
            found.text = state == StepState::Attention
                               ? forms::LocalText{"Ảnh chân dung chưa đạt: chụp lại hoặc nêu lý do.", "The portrait does not pass: take it again or give a reason."}
                               : forms::LocalText{"Chưa có ảnh chân dung.", "There is no portrait yet."};
        } else if (need.kind == forms::CaptureKind::Fingerprints) {
            if (fingerState() == StepState::Done) continue;
            const auto takesTen = core_.scannerTakesTen ? core_.scannerTakesTen() : std::nullopt;
            if (takesTen && !*takesTen) {
                found.kind = SealProblem::Kind::Device;
                found.text = {"Máy vân tay này không lấy đủ mười ngón. Cần máy lấy bốn ngón (FAP50/60).",
                                "This fingerprint scanner cannot take all ten prints. A four-finger scanner (FAP50/60) is needed."};
            } else {
                found.text = {"Chưa đủ mười ngón: lấy tiếp hoặc ghi tình trạng ngón thiếu.",
                                "Not all ten fingers are done: take them or record why one is missing."};
            }
        } else {
            const int have = pagesOf(need.id);
            if (have >= need.minPages) continue;
            found.text = {need.label.vi + ": cần " + std::to_string(need.minPages) + " trang, mới có " + std::to_string(have) + ".",
                            need.label.en + ": " + std::to_string(need.minPages) + " pages needed, " + std::to_string(have) + " there."};
        }
        out.push_back(std::move(found));
    }
}

bool EnrollmentModel::maySeal() const { return sealProblems().empty(); }

std::vector<std::string> EnrollmentModel::takenLines() const {
    std::vector<std::string> out;
    if (content_.book.chosenPortrait) out.emplace_back("Ảnh chân dung");
    std::set<devices::Finger> fingers;
    for (const FingerNote& note : content_.book.fingers) {
        if (content_.book.missing.count(note.print.finger) == 0) fingers.insert(note.print.finger);
    }
    if (!fingers.empty()) out.push_back("Vân tay: " + std::to_string(fingers.size()) + " ngón");
    for (const auto& need : needs()) {
        if (need.kind != forms::CaptureKind::Document) continue;
        if (const int count = pagesOf(need.id); count > 0) out.push_back(need.label.vi + ": " + std::to_string(count) + " trang");
    }
    return out;
}

// Everything the seal needs, gathered on the main thread; the rest happens on a worker.
struct EnrollmentModel::SealJob {
    std::string draftId;
    packet::Manifest manifest;
    CaptureBook book;
    std::map<std::string, base::Bytes> blobs;
    IndexData index;
    std::vector<base::Bytes> hashes;
    std::shared_ptr<const vault::Unlocked> session;
    std::shared_ptr<const packet::Provisioning> provisioning;
    std::shared_ptr<vault::Vault> vault;
    StoreRoom* store = nullptr;
    base::Clock* clock = nullptr;
    std::chrono::hours window{0};
    print::ReceiptData receipt;
    std::shared_ptr<const forms::LawTables> law;
    std::filesystem::path resources;

    base::Result<Sealed> run(const base::SecretBytes& passphrase);
    base::Result<std::vector<packet::Attachment>> attachments();
    base::Result<Sealed> sealOnce(const std::vector<packet::Attachment>& parts);
};

base::Result<std::vector<packet::Attachment>> EnrollmentModel::SealJob::attachments() {
    std::vector<packet::Attachment> out;
    // Names begin with the id of the need they meet: the gateway counts by them (docs/formats/road.md).
    const auto add = [&](const std::string& name, devices::Capture capture) {
        packet::Attachment part;
        part.name = name + extensionOf(capture.mediaType);
        part.mediaType = capture.mediaType;
        part.bytes = std::move(capture.bytes);
        capture.bytes.clear();
        part.quality = captureToJson(capture);
        out.push_back(std::move(part));
    };
    // Only what counts travels: the chosen portrait, the best attempt of each finger, pages upright.
    std::erase_if(book.portraits, [&](const PortraitNote& p) { return p.number != book.chosenPortrait; });
    book.keepBestFingers();
    for (PortraitNote& note : book.portraits) {
        devices::Capture capture = note.capture;
        capture.bytes = blobs[note.blob()];
        add(note.blob(), std::move(capture));
    }
    for (FingerNote& note : book.fingers) {
        devices::Capture capture = note.capture;
        capture.bytes = blobs[note.blob()];
        add(note.blob(), std::move(capture));
    }
    for (PageNote& note : book.pages) {
        auto page = uprightPage(note, blobs[note.blob()]);
        if (!page) return base::Failure(page.error());
        note.quarterTurns = 0;
        add(note.paper + "-" + note.blob(), std::move(*page));
    }
    for (const auto& [finger, why] : book.missing) {  // explained instead of taken
        const std::string name = devices::subjectOf({devices::PrintKind::Flat, finger});
        out.push_back({"fingerprints-" + name + "-missing.txt", "text/plain",
                       base::bytesOf(std::string(devices::missingReasonName(why.reason)) + "\n" + why.note + "\n"), {}});
    }
    packet::Attachment table;
    table.name = kCapturesName;
    table.mediaType = "application/json";
    table.bytes = base::bytesOf(book.toJson());
    out.push_back(std::move(table));
    packet::digestAttachments(out);
    return out;
}

base::Result<Sealed> EnrollmentModel::SealJob::run(const base::SecretBytes& passphrase) {
    auto preparing = std::async([this] { return attachments(); });  // while the passphrase is checked
    if (auto same = vault->verifyPassphrase(*session, base::textOf(passphrase.view())); !same) return base::Failure(same.error());
    const auto parts = preparing.get();
    if (!parts) return base::Failure(parts.error());
    base::Result<Sealed> result = base::fail(base::Code::Conflict, "the journal moved on");
    for (int i = 0; i < kSealTries; ++i) {
        result = sealOnce(*parts);
        if (result || result.error().code != base::Code::Conflict) break;
    }
    return result;
}

base::Result<Sealed> EnrollmentModel::SealJob::sealOnce(const std::vector<packet::Attachment>& parts) {
    const auto now = clock->now();
    SealOrder order{draftId, manifest, parts, {session->station().signingKey(), session->signingKey()}, provisioning->recipients,
                    session->officer().id, window, {}};
    order.index = [&](const packet::PacketHeader& header) {
        index.sealedAt = now;
        index.digest = header.digest;
        store::IndexEntry entry;
        entry.encrypted = sealIndex(index, session->station().cipher(), draftId);
        entry.hashes = hashes;
        return entry;
    };
    const auto header = sealIntoStore(*store, order, now);
    if (!header) return base::Failure(header.error());
    base::log::info("sealed", {{"packet", header->id}, {"size", header->size}, {"sequence", header->sequence}});

    Sealed out{header->id, header->size, header->sequence, now, {}};
    receipt.packetId = out.packetId;
    receipt.digest = header->digest;
    receipt.sequence = out.sequence;
    receipt.sealedAt = now;
    receipt.due = dueLine(*law, manifest.kind, now);
    // The application is sealed whatever becomes of its receipt; it can be printed again from the list.
    const auto fonts = print::findFonts(resources);
    auto pdf = fonts ? print::makeReceipt(receipt, *fonts) : base::Result<base::Bytes>(base::Failure(fonts.error()));
    if (pdf) out.receiptPdf = std::move(*pdf);
    else base::log::failure("receipt", pdf.error());
    return out;
}

std::shared_ptr<EnrollmentModel::SealJob> EnrollmentModel::makeSealJob() const {
    auto job = std::make_shared<SealJob>();
    const auto& officer = session_->officer();
    job->draftId = content_.id;
    job->manifest.kind = content_.schema->id();
    job->manifest.schemaVersion = content_.schema->version();
    job->manifest.station = core_.unit.station;
    job->manifest.unit = core_.unit.code;
    job->manifest.officer = officer.id;
    job->manifest.officerName = officer.displayName;
    job->manifest.startedAt = content_.startedAt;
    job->manifest.replaces = content_.replaces;
    job->manifest.purpose = core_.mode == Mode::Training ? packet::Purpose::Training : packet::Purpose::Real;
    job->manifest.record = forms::relevantPart(*content_.schema, content_.record).toJson();
    job->book = content_.book;
    job->blobs = content_.blobs;
    job->index = indexOf(content_.record);
    job->index.officer = officer.displayName;
    job->index.startedAt = content_.startedAt;
    job->index.taken = takenLines();
    job->index.mode = core_.mode;
    job->hashes = alikeHashes(content_.record, session_->station().cipher());
    job->session = session_;
    job->provisioning = provisioning_;
    job->vault = core_.vault;
    job->store = core_.store.get();
    job->clock = &core_.clock;
    job->window = core_.preferences.correctionWindow;
    job->resources = core_.resources;
    job->law = core_.forms.law;
    job->receipt = receiptOf(job->index, core_.unit, content_.schema->title().vi, core_.mode);
    return job;
}

void EnrollmentModel::seal(base::SecretBytes passphrase, std::function<void(base::Result<Sealed>)> answer) {
    if (finished_) return answer(base::fail(base::Code::WrongState, "sealed already"));
    if (!maySeal()) return answer(base::fail(base::Code::BadInput, "something still stands in the way of the seal"));
    auto secret = std::make_shared<base::SecretBytes>(std::move(passphrase));
    keeper_.whenClean([this, secret, answer](const base::Result<void>& kept) {
        if (!kept) return answer(base::Failure(kept.error()));
        if (finished_) return answer(base::fail(base::Code::WrongState, "sealed already"));  // asked twice while saving
        finished_ = true;  // nothing may change what is being sealed
        const auto job = makeSealJob();
        const bool taken = core_.pool.submit([job, secret, answer, alive = alive_, dispatcher = &core_.dispatcher](std::stop_token) {
            auto result = job->run(*secret);
            dispatcher->post([alive, answer, result = std::move(result), job]() mutable {
                if (alive->model != nullptr) alive->model->sealed(job, std::move(result), answer);
            });
        });
        if (!taken) sealed(job, base::fail(base::Code::Busy, "too much work waits"), answer);
    });
}

void EnrollmentModel::sealed(const std::shared_ptr<SealJob>& job, base::Result<Sealed> result,
                             const std::function<void(base::Result<Sealed>)>& answer) {
    finished_ = result.has_value();
    core_.list->refresh(job->draftId);
    if (result && core_.sender != nullptr) core_.sender->kick();
    answer(std::move(result));
}

}  // namespace station
