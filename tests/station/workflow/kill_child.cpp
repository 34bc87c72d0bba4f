// The station that kill_test.cpp ends: a real one in training mode, without a window, that takes one application after
// another and says on standard output what it is about to change and what is durable.
//
//   kill_child FOLDER SEED take     goes on with the waiting draft, or begins one, until it is killed
//   kill_child FOLDER 0 finish      waits until every sealed application has its receipt, and ends
//
// Lines, their words divided by tabs:
//   row ID STATE PACKET             what the list shows after the login
//   draft ID                        this application is open now
//   have KEY VALUE                  what it holds as it was opened; ends with `ready`
//   try N KEY VALUE                 change N follows
//   saved N                         every change up to N is durable
//   sealing N / sealed PACKET       the seal begins; it has answered
#include <cstdio>
#include <cstdlib>
#include <random>

#include "base/console.h"
#include "base/path.h"
#include "devices/fingerprint/finger_capture.h"
#include "devices/scanner/page_image.h"
#include "station/workflow/station.h"

using namespace station;
using namespace std::chrono_literals;

namespace {

constexpr auto kLong = 300s;
constexpr char kLogin[] = "canbo";
constexpr char kPassphrase[] = "mật khẩu tập huấn";
constexpr char kProcedure[] = "eid-level2";
constexpr int kFewestChanges = 12, kMostChanges = 30;  // before an application is sealed

base::SecretBytes secret(std::string_view text) { return base::SecretBytes::copyOf(base::viewOf(text)); }

template <class... Words>
void say(const Words&... words) {
    std::string line;
    ((line += words, line += '\t'), ...);
    line.back() = '\n';
    std::fwrite(line.data(), 1, line.size(), stdout);
    std::fflush(stdout);
}

[[noreturn]] void giveUp(const std::string& why) {
    say("failed", why);
    std::exit(1);
}

// A picture of one shade: enough to tell afterwards which one was kept.
devices::ImagePtr shade(int width, int height, int level, devices::PixelFormat format) {
    auto image = std::make_shared<devices::Image>();
    image->width = width;
    image->height = height;
    image->format = format;
    image->dpi = 300;
    image->pixels.assign(static_cast<std::size_t>(width * height) * (format == devices::PixelFormat::Bgr24 ? 3 : 1), static_cast<std::uint8_t>(level));
    return image;
}

int roundedLevel(const devices::ImagePtr& image) { return image && !image->pixels.empty() ? (image->pixels[0] + 5) / 10 * 10 : -1; }

class Taker {
public:
    Taker(const std::filesystem::path& folder, unsigned seed) : dice_(seed) {
        StationOptions options;
        options.dataFolder = folder / "data";
        options.configFolder = folder / "config";
        options.resources = ENROLL_TEST_RESOURCES;
        options.gatewayProgram = ENROLL_TEST_GATEWAY;
        options.clock = &clock_;
        options.dispatcher = &loop_;
        options.keyCost = KeyCost::Cheap;
        auto opened = Station::open(options);
        if (!opened) giveUp("open: " + opened.error().detail);
        station_ = std::move(*opened);
    }

    // A passphrase try counts before it is judged: one cut off by a kill, as at the seal, makes the next login wait.
    void enter() {
        auto in = tryToEnter();
        while (!in && in.error().code == base::Code::LockedOut) {
            loop_.runUntil([] { return false; }, station_->waitBeforeNextTry());
            in = tryToEnter();
        }
        if (!in) giveUp("login: " + in.error().detail);
        wait([&] { return !station_->applications().loading(); }, "list");
    }

    void tellRows() {
        auto& list = station_->applications();
        for (std::size_t i = 0; i < list.size(); ++i) {
            const AppRow& row = list.row(i);
            if (row.state == AppState::Draft) waitingDraft_ = row.id;
            say("row", row.id, row.state == AppState::Draft ? "draft" : "sealed", row.packetId);
        }
    }

    void take() {
        for (;;) {
            open();
            for (int left = between(kFewestChanges, kMostChanges); left > 0; --left) changeSomething();
            seal();
        }
    }

    void finish() {
        const auto unsent = [&] {
            auto& list = station_->applications();
            for (std::size_t i = 0; i < list.size(); ++i) {
                const auto state = list.row(i).state;
                if (state == AppState::Sealed || state == AppState::Sending) return true;
            }
            return false;
        };
        wait([&] { return !unsent(); }, "receipts");
        tellRows();
        say("finished");
    }

private:
    int between(int low, int high) { return std::uniform_int_distribution<int>(low, high)(dice_); }
    void wait(const std::function<bool()>& condition, const char* what) {
        if (!loop_.runUntil(condition, kLong)) giveUp(std::string("no end of: ") + what);
    }

    base::Result<void> tryToEnter() {
        std::optional<base::Result<void>> in;
        const auto done = [&](base::Result<void> result) { in = std::move(result); };
        if (station_->phase() == Phase::FirstStart) {
            station_->setUpTraining({kLogin, "Thượng úy Mẫu Văn A", Role::Administrator, secret(kPassphrase)}, done);
        } else {
            station_->logIn(kLogin, secret(kPassphrase), done);
        }
        wait([&] { return in.has_value(); }, "login");
        return *in;
    }

    void open() {
        std::optional<base::Result<std::unique_ptr<Enrollment>>> answer;
        const auto opened = [&](base::Result<std::unique_ptr<Enrollment>> result) { answer.emplace(std::move(result)); };
        if (waitingDraft_.empty()) station_->startEnrollment(kProcedure, opened);
        else station_->openDraft(waitingDraft_, opened);
        wait([&] { return answer.has_value(); }, "draft");
        if (!*answer) giveUp("draft: " + answer->error().detail);
        enrollment_ = std::move(**answer);
        waitingDraft_.clear();
        say("draft", enrollment_->id());
        tellContent();
        say("ready");
    }

    void tellContent() {
        const Enrollment& e = *enrollment_;
        for (const auto& [field, value] : e.record().fields()) say("have", "field:" + field, value.text);
        for (const auto& [rule, reason] : e.record().reasons()) say("have", "reason:" + rule, reason);
        for (const auto& p : e.portraits()) say("have", "portrait:" + std::to_string(p.number), std::to_string(roundedLevel(p.thumbnail)));
        for (const auto& print : e.fingers().taken()) {
            say("have", "print:" + devices::subjectOf(print), std::to_string(roundedLevel(e.fingers().best(print)->image)));
        }
        for (const auto& [finger, why] : e.fingers().missing()) say("have", "missing:" + std::to_string(static_cast<int>(finger)), why.note);
        for (const auto& page : e.pages()) {
            say("have", "page:" + page.id, page.paper + " " + std::to_string(roundedLevel(page.thumbnail)) + " " + std::to_string(page.quarterTurns));
        }
    }

    // Announces a change, makes it, and says when it is durable; sometimes waits for that.
    void change(const std::string& key, const std::string& value, const std::function<void()>& make) {
        const int number = ++number_;
        say("try", std::to_string(number), key, value);
        make();
        enrollment_->whenSaved([this, number](const base::Result<void>& kept) {
            if (!kept) return;
            saved_ = number;
            say("saved", std::to_string(number));
        });
        if (between(0, 2) == 0) wait([&] { return saved_ >= number; }, "saving");
    }

    void setField(const std::string& field, const std::string& typed) {
        change("field:" + field, enrollment_->schema().normalize(field, typed, base::dayInVietnam(clock_.now())),
               [&] { enrollment_->setField(field, typed); });
    }

    // As a hand does: letter by letter, then on to the next field.
    void type(const std::string& field, const std::string& word) {
        for (std::size_t letters = 1; letters < word.size(); letters += 3) {
            const std::string typed = word.substr(0, letters);
            change("field:" + field, enrollment_->schema().normalize(field, typed, base::dayInVietnam(clock_.now())),
                   [&] { enrollment_->noteTyping(field, typed); });
        }
        setField(field, word);
    }

    void addPortrait() {
        const int number = enrollment_->portraits().empty() ? 1 : enrollment_->portraits().back().number + 1;
        const int level = between(5, 20) * 10;
        const auto image = shade(60, 80, level, devices::PixelFormat::Bgr24);
        auto capture = devices::encodePage(*image);
        if (!capture) giveUp("portrait");
        capture->quality.score = 80;
        change("portrait:" + std::to_string(number), std::to_string(level), [&] { enrollment_->addPortrait(std::move(*capture), image); });
    }

    void addFinger(devices::Finger finger) {
        const devices::PrintKey print{devices::PrintKind::Flat, finger};
        const auto* before = enrollment_->fingers().best(print);
        devices::FingerImage taken;
        taken.finger = finger;
        taken.quality.score = before == nullptr ? 50 : before->quality.score + 1;  // the newest wins
        const int level = between(20, 25) * 10;
        taken.image = shade(40, 40, level, devices::PixelFormat::Grey8);
        auto encoded = devices::toCapture(print, taken, {});
        if (!encoded) giveUp("finger: " + encoded.error().detail);
        devices::FingerStep step{1, devices::Placement::Single, {finger}};
        devices::FingerprintResult result;
        result.fingers.push_back(taken);
        change("print:" + devices::subjectOf(print), std::to_string(level), [&] { enrollment_->addFingers(step, result, {std::move(*encoded)}); });
    }

    void addPage(const std::string& paper) {
        const int level = between(5, 20) * 10;
        const auto image = shade(60, 80, level, devices::PixelFormat::Bgr24);
        auto capture = devices::encodePage(*image);
        if (!capture) giveUp("page");
        const std::string id = "page-" + std::to_string(lastPage() + 1);
        change("page:" + id, paper + " " + std::to_string(level) + " 0", [&] { enrollment_->addPage(paper, std::move(*capture), image, false); });
    }
    // Page ids are counted through; the last one is never deleted here, so that the next id is known.
    int lastPage() const {
        int last = 0;
        for (const auto& page : enrollment_->pages()) last = std::max(last, std::atoi(page.id.c_str() + 5));
        return last;
    }

    void changePage() {
        if (enrollment_->pages().size() < 2) return addPage("tk01");
        const PageView page = enrollment_->pages().front();
        if (page.id != "page-" + std::to_string(lastPage()) && between(0, 3) == 0) {
            return change("page:" + page.id, "", [&] { enrollment_->deletePage(page.id); });
        }
        change("page:" + page.id, page.paper + " " + std::to_string(roundedLevel(page.thumbnail)) + " " + std::to_string((page.quarterTurns + 1) % 4),
               [&] { enrollment_->rotatePage(page.id); });
    }

    void changeMissing() {
        const auto little = devices::Finger::LeftLittle;
        const std::string key = "missing:" + std::to_string(static_cast<int>(little));
        if (enrollment_->fingers().missing().count(little) != 0) return change(key, "", [&] { enrollment_->clearFingerMissing(little); });
        const std::string note = "cụt từ nhỏ, lần " + std::to_string(number_);
        change(key, note, [&] {
            if (!enrollment_->setFingerMissing(little, {devices::MissingReason::Other, note})) giveUp("missing finger");
        });
    }

    void changeSomething() {
        switch (between(0, 9)) {
            case 0: return setField("current_address", "Thôn " + std::to_string(number_) + ", xã Mẫu");
            case 1: return setField("phone", "0905" + std::to_string(100000 + between(0, 899999)));
            case 2: return setField("full_name", between(0, 1) == 0 ? "Nguyễn Thị Mẫu" : "Trần Thị Thuý Mẫu");
            case 3:
            case 4: return type("email", "thu" + std::to_string(number_) + "@mau.example.vn");
            case 5: return addPortrait();
            case 6: return addFinger(between(0, 1) == 0 ? devices::Finger::RightIndex : devices::Finger::LeftIndex);
            case 7: return addPage("tk01");
            case 8: return changePage();
            default: return changeMissing();
        }
    }

    // What the form still asks for.
    void complete() {
        Enrollment& e = *enrollment_;
        for (const auto& [field, text] : citizen_) {
            if (e.record().text(field).empty() && e.isShown(field)) setField(field, text);
        }
        if (e.portraits().empty()) addPortrait();
        for (const auto finger : {devices::Finger::RightIndex, devices::Finger::LeftIndex}) {
            if (e.fingers().best({devices::PrintKind::Flat, finger}) == nullptr) addFinger(finger);
        }
        for (int round = 0; round < 6 && !e.maySeal(); ++round) {
            for (const auto& p : e.sealProblems()) answer(p);
        }
        if (!e.maySeal()) {
            std::string open;
            for (const auto& p : e.sealProblems()) open += p.field + "/" + p.rule + " ";
            giveUp("cannot seal: " + open);
        }
    }
    void answer(const SealProblem& p) {
        Enrollment& e = *enrollment_;
        if (p.kind == SealProblem::Kind::MissingCapture && p.step == Step::Documents) return addPage(p.field);
        if (p.kind == SealProblem::Kind::Unconfirmed) return e.confirm(p.field);
        if (p.kind != SealProblem::Kind::Finding) return;
        if (p.level == forms::Level::Warning) {
            return change("reason:" + p.rule, "Đã hỏi lại người dân", [&] { e.giveReason(p.rule, "Đã hỏi lại người dân"); });
        }
        const auto* field = e.schema().field(p.field);
        if (field == nullptr) return;
        if (const auto known = citizen_.find(p.field); known != citizen_.end()) setField(p.field, known->second);
        else if (!field->options.empty()) setField(p.field, field->options.front().code);
        else setField(p.field, field->widget == forms::Widget::Date ? "01/06/2022" : "Không có");
    }

    void seal() {
        complete();
        say("sealing", std::to_string(number_));
        std::optional<base::Result<Sealed>> result;
        enrollment_->seal(secret(kPassphrase), [&](base::Result<Sealed> r) { result.emplace(std::move(r)); });
        wait([&] { return result.has_value(); }, "seal");
        if (!*result) giveUp("seal: " + result->error().detail);
        say("sealed", (*result)->packetId);
        enrollment_.reset();
    }

    const std::map<std::string, std::string> citizen_ = {{"id_number", "048190012345"}, {"full_name", "Nguyễn Thị Mẫu"},
        {"birth_date", "01/06/1990"}, {"sex", "F"}, {"phone", "0905000123"}, {"email", "thu@mau.example.vn"},
        {"card_issue_date", "01/06/2022"}, {"card_expiry", "01/06/2030"}};
    std::mt19937 dice_;
    base::SystemClock clock_;
    LoopDispatcher loop_;
    std::unique_ptr<Station> station_;
    std::unique_ptr<Enrollment> enrollment_;
    std::string waitingDraft_;
    int number_ = 0, saved_ = 0;
};

}  // namespace

int main(int count, char** given) {
    const auto words = base::consoleArguments(count, given);
    if (words.size() != 3) return 2;
    Taker taker(base::pathOf(words[0]), static_cast<unsigned>(std::strtoul(words[1].c_str(), nullptr, 10)));
    taker.enter();
    if (words[2] == "finish") {
        taker.finish();
        return 0;
    }
    taker.tellRows();
    taker.take();
}
