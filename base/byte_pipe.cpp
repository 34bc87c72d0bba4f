#include "base/byte_pipe.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>

namespace base {

// Each end is closed once, by its first word.
class PipeState {
public:
    PipeState(std::size_t pieceBytes, std::size_t mostWaiting) : pieceBytes_(pieceBytes), mostWaiting_(mostWaiting) {}

    std::size_t pieceBytes() const { return pieceBytes_; }

    Result<void> put(Bytes piece) {
        std::unique_lock lock(mutex_);
        wakeWriter_.wait(lock, [this] { return answer_ || waiting_.size() < mostWaiting_; });
        if (answer_) return closed();
        if (written_) return fail(Code::WrongState, Recovery::Bug, "written behind the end of a pipe");
        waiting_.push_back(std::move(piece));
        wakeReader_.notify_one();
        return {};
    }

    void end(const Result<void>& how) {
        const std::lock_guard lock(mutex_);
        if (written_) return;
        written_ = how;
        if (!how) waiting_.clear();  // what is not whole is of no use
        wakeReader_.notify_one();
    }

    Result<Bytes> take() {
        std::unique_lock lock(mutex_);
        wakeReader_.wait(lock, [this] { return written_ || !waiting_.empty(); });
        if (waiting_.empty()) {
            if (!*written_) return Failure(written_->error());
            return Bytes();
        }
        Bytes piece = std::move(waiting_.front());
        waiting_.pop_front();
        wakeWriter_.notify_one();
        return piece;
    }

    void close(const Result<void>& answer) {
        const std::lock_guard lock(mutex_);
        if (answer_) return;
        answer_ = answer;
        waiting_.clear();
        wakeWriter_.notify_one();
    }

    Result<void> answer() {
        std::unique_lock lock(mutex_);
        if (!written_) return fail(Code::WrongState, Recovery::Bug, "answer of a pipe that is still written");
        wakeWriter_.wait(lock, [this] { return answer_.has_value(); });
        return *answer_;
    }

private:
    Result<void> closed() const {
        if (!*answer_) return *answer_;
        return fail(Code::Cancelled, "the reader wants no more");
    }

    const std::size_t pieceBytes_;
    const std::size_t mostWaiting_;
    std::mutex mutex_;
    std::condition_variable wakeReader_;
    std::condition_variable wakeWriter_;
    std::deque<Bytes> waiting_;
    std::optional<Result<void>> written_;  // how the writer ended
    std::optional<Result<void>> answer_;   // how the reader ended
};

PipeWriter::PipeWriter(std::shared_ptr<PipeState> state) : state_(std::move(state)) {}
PipeWriter::PipeWriter(PipeWriter&&) noexcept = default;

PipeWriter::~PipeWriter() {
    if (state_) state_->end(base::fail(Code::Cancelled, "the writer went away"));
}

Result<void> PipeWriter::write(ByteView bytes) {
    const std::size_t whole = state_->pieceBytes();
    while (!bytes.empty()) {
        if (piece_.empty()) piece_.reserve(whole);
        const std::size_t count = std::min(bytes.size(), whole - piece_.size());
        piece_.insert(piece_.end(), bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(count));
        bytes = bytes.subspan(count);
        if (piece_.size() < whole) continue;
        if (auto put = state_->put(std::exchange(piece_, Bytes())); !put) return put;
    }
    return {};
}

// A reader that has closed by then says why in its answer.
void PipeWriter::finish() {
    Result<void> last;
    if (!piece_.empty()) last = state_->put(std::exchange(piece_, Bytes()));
    state_->end(last);
}

void PipeWriter::fail(const Error& error) { state_->end(Failure(error)); }
Result<void> PipeWriter::answer() { return state_->answer(); }

PipeReader::PipeReader(std::shared_ptr<PipeState> state) : state_(std::move(state)) {}
PipeReader::PipeReader(PipeReader&&) noexcept = default;

PipeReader::~PipeReader() {
    if (state_) state_->close(fail(Code::Cancelled, "the reader went away"));
}

Result<Bytes> PipeReader::read() { return state_->take(); }
void PipeReader::close(const Result<void>& answer) { state_->close(answer); }

std::pair<PipeWriter, PipeReader> makePipe(std::size_t pieceBytes, std::size_t mostWaiting) {
    const auto state = std::make_shared<PipeState>(std::max<std::size_t>(pieceBytes, 1), std::max<std::size_t>(mostWaiting, 1));
    return {PipeWriter(state), PipeReader(state)};
}

}  // namespace base
