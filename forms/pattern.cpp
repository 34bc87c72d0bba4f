#include "forms/pattern.h"

#include <algorithm>
#include <limits>
#include <optional>

#include "base/text.h"

namespace forms {

namespace {

constexpr std::size_t kNoLimit = std::numeric_limits<std::size_t>::max();
constexpr std::size_t kMaxItems = 100;
constexpr std::size_t kMaxCount = 10000;
constexpr std::u32string_view kReserved = U"()|{}[]*+?^$\\";

bool isDigit(char32_t c) {
    return c >= U'0' && c <= U'9';
}

}  // namespace

// Reads a pattern from left to right; `problem` is set at the first thing that is not supported.
class PatternReader {
public:
    explicit PatternReader(std::string_view text) : text_(base::codePoints(text)) {}

    base::Result<Pattern> read() {
        end_ = text_.size();
        Pattern out;
        out.fromStart_ = peek() == U'^';
        if (out.fromStart_) take();
        while (at_ < end_ && problem_.empty()) {
            out.toEnd_ = peek() == U'$' && at_ + 1 == end_;
            if (out.toEnd_) break;
            out.items_.push_back(item());
            if (out.items_.size() > kMaxItems) problem_ = "too many parts";
        }
        if (!problem_.empty()) return base::fail(base::Code::SchemaInvalid, "pattern: " + problem_);
        return out;
    }

private:
    using Item = Pattern::Item;

    char32_t peek() const { return at_ < end_ ? text_[at_] : U'\0'; }
    char32_t take() { return at_ < end_ ? text_[at_++] : U'\0'; }

    Item item() {
        Item out;
        const char32_t c = take();
        if (c == U'[') {
            readClass(out);
        } else if (c == U'.') {
            out.ranges = {{U'\n', U'\n'}};
            out.negated = true;
        } else if (c == U'\\') {
            readEscape(out);
        } else if (kReserved.find(c) != std::u32string_view::npos) {
            problem_ = "groups and alternatives are not supported";
        } else {
            out.ranges = {{c, c}};
        }
        readCount(out);
        return out;
    }

    void readEscape(Item& out) {
        const char32_t c = take();
        if (c == U'd') {
            out.ranges.emplace_back(U'0', U'9');
        } else if (c < 0x80 && c > U' ' && !isDigit(c) && !base::isLetter(c)) {
            out.ranges.emplace_back(c, c);
        } else {
            problem_ = "this escape is not supported";
        }
    }

    void readClass(Item& out) {
        if (peek() == U'^') {
            out.negated = true;
            take();
        }
        while (peek() != U']') {
            if (at_ >= end_) {
                problem_ = "a class is not closed";
                return;
            }
            const char32_t first = take();
            if (first == U'\\') {
                readEscape(out);
                continue;
            }
            char32_t last = first;
            if (peek() == U'-' && at_ + 1 < end_ && text_[at_ + 1] != U']') {
                take();
                last = take();
            }
            if (last < first) problem_ = "a range runs backward";
            out.ranges.emplace_back(first, last);
        }
        take();
        if (out.ranges.empty()) problem_ = "a class is empty";
    }

    void readCount(Item& out) {
        const char32_t c = peek();
        if (c == U'?') out.least = 0;
        if (c == U'*') out.least = 0, out.most = kNoLimit;
        if (c == U'+') out.most = kNoLimit;
        if (c == U'{') {
            take();
            readBraces(out);
        } else if (c == U'?' || c == U'*' || c == U'+') {
            take();
        }
    }

    void readBraces(Item& out) {
        const auto least = number();
        auto most = least;
        if (peek() == U',') {
            take();
            most = peek() == U'}' ? std::optional(kNoLimit) : number();
        }
        if (!least || !most || *most < *least || take() != U'}') {
            problem_ = "a count is malformed";
            return;
        }
        out.least = *least;
        out.most = *most;
    }

    std::optional<std::size_t> number() {
        if (!isDigit(peek())) return std::nullopt;
        std::size_t value = 0;
        while (isDigit(peek())) {
            value = value * 10 + (take() - U'0');
            if (value > kMaxCount) return std::nullopt;
        }
        return value;
    }

    std::u32string text_;
    std::size_t at_ = 0;
    std::size_t end_ = 0;
    std::string problem_;
};

bool Pattern::Item::takes(char32_t c) const {
    const bool inside = std::any_of(ranges.begin(), ranges.end(),
                                    [c](const auto& r) { return c >= r.first && c <= r.second; });
    return inside != negated;
}

base::Result<Pattern> Pattern::compile(std::string_view text) {
    auto read = PatternReader(text).read();
    if (read) read->text_ = text;
    return read;
}

bool Pattern::matches(std::string_view text) const {
    const auto points = base::codePoints(text);
    const std::size_t n = points.size();
    // Where the items so far may end. Every item takes a run of single signs, so the ends after it are
    // intervals, marked by where they begin (+1) and are over (-1).
    std::vector<char> reached(n + 1, fromStart_ ? 0 : 1);
    reached[0] = 1;
    for (const auto& item : items_) {
        std::vector<std::size_t> run(n + 1, 0);
        for (std::size_t i = n; i-- > 0;) run[i] = item.takes(points[i]) ? run[i + 1] + 1 : 0;
        std::vector<int> change(n + 2, 0);
        for (std::size_t i = 0; i <= n; ++i) {
            const std::size_t longest = std::min(item.most, run[i]);
            if (reached[i] == 0 || longest < item.least) continue;
            ++change[i + item.least];
            --change[i + longest + 1];
        }
        int open = 0;
        for (std::size_t i = 0; i <= n; ++i) {
            open += change[i];
            reached[i] = open > 0 ? 1 : 0;
        }
    }
    if (toEnd_) return reached[n] != 0;
    return std::find(reached.begin(), reached.end(), 1) != reached.end();
}

}  // namespace forms
