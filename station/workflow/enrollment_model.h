// The application being taken, at work: see Enrollment. Split over sources: fields, captures, fingers, prints, seal.
#pragma once

#include <set>

#include "station/workflow/capture_book.h"
#include "station/workflow/core.h"
#include "station/workflow/draft_keeper.h"
#include "station/workflow/enrollment.h"

namespace station {

// A draft as it comes out of the store, or a new one.
struct DraftContent {
    std::string id;
    std::shared_ptr<const vault::DraftKey> key;
    std::map<std::string, std::uint32_t> versions;
    bool listed = false;  // its row says who it is about
    forms::SchemaPtr schema;
    forms::Record record;
    CaptureBook book;
    std::map<std::string, base::Bytes> blobs;     // decrypted captures by blob name
    std::map<std::string, devices::ImagePtr> pictures;  // decoded with them: thumbnails of portraits and pages, whole prints
    std::string typingField, typingText;          // the word that was being typed when the program ended
    base::Instant startedAt;
    std::string replaces;                         // packet id
    std::vector<RejectReason> rejectReasons;
};

class EnrollmentModel final : public Enrollment {
public:
    EnrollmentModel(Core& core, DraftContent content);
    ~EnrollmentModel() override;

    const std::string& id() const override { return content_.id; }
    const forms::Schema& schema() const override { return *content_.schema; }
    const forms::Record& record() const override { return content_.record; }
    bool training() const override { return core_.mode == Mode::Training; }
    const std::string& replaces() const override { return content_.replaces; }
    const std::vector<RejectReason>& rejectReasons() const override { return content_.rejectReasons; }
    std::optional<base::Instant> savedAt() const override;

    void setField(const std::string& field, std::string_view typed) override;
    void noteTyping(const std::string& field, std::string_view typed) override;
    void confirm(const std::string& field) override;
    void confirmAll() override;
    void giveReason(const std::string& rule, std::string reason) override;
    std::vector<forms::Finding> findings() const override;
    std::vector<forms::Finding> findingsOf(const std::string& field) const override;
    forms::DataQuality quality() const override;
    bool isShown(const std::string& field) const override;
    bool isRequired(const std::string& field) const override;

    std::vector<std::string> apply(const forms::CardReading& reading, forms::Origin origin) override;
    const std::vector<Difference>& differences() const override { return differences_; }
    void takeOther(const std::string& field) override;
    void keepCurrent(const std::string& field) override;
    const std::vector<Alike>& alike() const override { return alike_; }

    std::vector<PrintedForm> printedForms() const override;
    void print(const std::string& id, std::function<void(base::Result<std::filesystem::path>)> answer) override;

    std::vector<forms::CaptureNeed> needs() const override;
    const std::vector<PortraitAttempt>& portraits() const override { return portraits_; }
    std::optional<int> chosenPortrait() const override { return content_.book.chosenPortrait; }
    void addPortrait(devices::Capture capture, devices::ImagePtr thumbnail) override;
    void choosePortrait(int number) override;
    void overridePortrait(int number, std::string reason) override;

    const devices::FingerSet& fingers() const override { return fingers_; }
    void addFingers(const devices::FingerStep& step, const devices::FingerprintResult& result,
                    std::vector<devices::Capture> encoded) override;
    base::Result<void> setFingerMissing(devices::Finger finger, devices::MissingFinger why) override;
    void clearFingerMissing(devices::Finger finger) override;
    void dropPrint(const devices::PrintKey& print) override;
    void acceptFinger(devices::Finger finger, std::string reason) override;
    std::string acceptedReason(devices::Finger finger) const override;
    void useScanner(const devices::FingerprintCaps& caps) override;

    const std::vector<PageView>& pages() const override { return pages_; }
    void addPage(const std::string& paper, devices::Capture capture, devices::ImagePtr thumbnail, bool looksBlank) override;
    void rotatePage(const std::string& page) override;
    void movePage(const std::string& page, int by) override;
    void assignPage(const std::string& page, const std::string& paper) override;
    void deletePage(const std::string& page) override;
    bool canUndoPages() const override { return !undo_.empty(); }
    void undoPages() override;
    void loadPage(const std::string& page, std::function<void(base::Result<devices::ImagePtr>)> answer) override;

    bool has(Step step) const override;
    StepState stepState(Step step) const override;
    Step lastStep() const override;
    void visit(Step step) override;
    std::vector<SealProblem> sealProblems() const override;
    bool maySeal() const override;
    void seal(base::SecretBytes passphrase, std::function<void(base::Result<Sealed>)> answer) override;
    void whenSaved(std::function<void(base::Result<void>)> then) override { keeper_.whenClean(std::move(then)); }

    DraftKeeper& keeper() { return keeper_; }

private:
    struct SealJob;
    struct Alive {
        EnrollmentModel* model = nullptr;  // main thread
    };
    forms::CheckContext context(bool atSeal) const;
    std::string writtenBefore(const std::string& field, const std::string& text) const;
    void recordChanged();                  // saves record and index row
    void bookChanged(Step step);           // saves the capture table
    void rememberUndo();
    devices::ImagePtr pictureOf(const std::string& blob) const;  // null when it could not be decoded
    void showPortraits();                  // what screens show, from the book, the blobs and their pictures
    void showFingers();
    void showPages();
    std::vector<forms::Finding> check(bool atSeal) const;
    std::vector<forms::Finding> alikeFindings() const;
    void lookForAlike();
    std::filesystem::path printFolder() const;
    void dropPrints();
    enum class FingerState { Unknown = 0, Open, Weak, Settled };
    FingerState stateOf(devices::Finger finger) const;
    int fingersDone() const;
    int pagesOf(const std::string& paper) const;
    StepState portraitState() const;
    StepState fingerState() const;
    StepState documentState() const;
    StepState fieldState() const;
    void addCaptureProblems(std::vector<SealProblem>& out) const;
    PageNote* findPage(const std::string& id);
    std::shared_ptr<SealJob> makeSealJob() const;
    std::vector<std::string> takenLines() const;
    void sealed(const std::shared_ptr<SealJob>& job, base::Result<Sealed> result, const std::function<void(base::Result<Sealed>)>& answer);

    Core& core_;
    // Its own: a change that arrives while the officer logs out still has its keys.
    std::shared_ptr<const vault::Unlocked> session_;
    std::shared_ptr<const packet::Provisioning> provisioning_;
    DraftContent content_;
    std::shared_ptr<Alive> alive_ = std::make_shared<Alive>();
    std::vector<Difference> differences_;
    std::vector<Alike> alike_;
    std::string alikeKey_;                 // what they were looked up for
    std::vector<PortraitAttempt> portraits_;
    devices::FingerSet fingers_;
    std::vector<PageView> pages_;
    std::vector<std::vector<PageNote>> undo_;  // earlier tables of pages
    std::optional<base::Instant> savedAt_;
    bool finished_ = false;                // sealed: nothing is written any more
    DraftKeeper keeper_;
    Subscription savedLink_, problemLink_, tickLink_;
};

}  // namespace station
