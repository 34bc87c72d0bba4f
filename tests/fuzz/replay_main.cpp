// Runs one fuzz function without libFuzzer: every file of a corpus folder, then random inputs and mutations
// of the corpus, from a seed that is printed first. An input that kills the program lies in last-input for
// the next look.
//   replay [--corpus FOLDER] [--rounds N] [--seed N]
//   replay --input FILE        that input alone
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

namespace fs = std::filesystem;
using Input = std::vector<std::uint8_t>;

constexpr std::size_t kMaxRandomBytes = 4096;
constexpr std::size_t kMaxCorpusFile = 1u << 20;
constexpr const char* kLastInput = "last-input";

struct Request {
    fs::path corpus;
    fs::path input;
    std::uint64_t rounds = 1000;
    std::uint64_t seed = std::random_device{}();
};

Input readInput(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<Input> readCorpus(const fs::path& folder) {
    std::vector<fs::path> files;
    if (!folder.empty()) {
        for (const auto& entry : fs::directory_iterator(folder)) {
            if (entry.is_regular_file() && entry.file_size() <= kMaxCorpusFile) files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());  // the same seed must meet the same order
    std::vector<Input> corpus;
    for (const auto& file : files) corpus.push_back(readInput(file));
    return corpus;
}

class Mutator {
public:
    Mutator(std::uint64_t seed, const std::vector<Input>& corpus) : random_(seed), corpus_(corpus) {}

    Input next() {
        if (corpus_.empty() || below(4) == 0) return randomInput();
        Input input = corpus_[below(corpus_.size())];
        for (std::size_t changes = 1 + below(6); changes > 0; --changes) change(input);
        return input;
    }

private:
    std::size_t below(std::size_t count) { return random_() % count; }
    std::uint8_t anyByte() { return static_cast<std::uint8_t>(random_()); }

    Input randomInput() {
        Input input(below(below(8) == 0 ? kMaxRandomBytes : 64));
        std::generate(input.begin(), input.end(), [this] { return anyByte(); });
        return input;
    }

    void change(Input& input) {
        if (input.empty()) {
            input.push_back(anyByte());
            return;
        }
        const auto at = input.begin() + static_cast<std::ptrdiff_t>(below(input.size()));
        switch (below(6)) {
            case 0:
                *at = anyByte();
                break;
            case 1:
                *at = static_cast<std::uint8_t>(*at ^ 1u << below(8));
                break;
            case 2:
                *at = below(2) == 0 ? 0x00 : 0xff;
                break;
            case 3:
                input.insert(at, 1 + below(8), anyByte());
                break;
            case 4:
                input.erase(at, at + std::min<std::ptrdiff_t>(input.end() - at,
                                                              1 + static_cast<std::ptrdiff_t>(below(8))));
                break;
            default:
                splice(input, at - input.begin());
                break;
        }
    }

    // From `at` on, the tail of another input.
    void splice(Input& input, std::ptrdiff_t at) {
        const Input& other = corpus_[below(corpus_.size())];
        input.erase(input.begin() + at, input.end());
        const auto from = static_cast<std::ptrdiff_t>(below(other.size() + 1));
        input.insert(input.end(), other.begin() + from, other.end());
    }

    std::mt19937_64 random_;
    const std::vector<Input>& corpus_;
};

// The input at work, written down only when it ends the program.
const Input* atWork = nullptr;

void keepLastInput() {
    const int file = ::open(kLastInput, O_CREAT | O_TRUNC | O_WRONLY, 0600);
    if (file < 0 || atWork == nullptr) return;
    if (::write(file, atWork->data(), atWork->size()) >= 0) ::close(file);
}

extern "C" void keepAndDie(int signal) {
    keepLastInput();
    std::signal(signal, SIG_DFL);
    std::raise(signal);
}

// A sanitizer's report ends the program without a signal.
extern "C" __attribute__((weak)) void __sanitizer_set_death_callback(void (*callback)());

void watchForDeath() {
    for (const int signal : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP})
        std::signal(signal, keepAndDie);
    if (__sanitizer_set_death_callback != nullptr) __sanitizer_set_death_callback(keepLastInput);
}

void runOne(const Input& input) {
    atWork = &input;
    LLVMFuzzerTestOneInput(input.data(), input.size());
}

bool readArguments(int argc, char** argv, Request& request) {
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string name = argv[i];
        if (name == "--corpus")
            request.corpus = argv[i + 1];
        else if (name == "--input")
            request.input = argv[i + 1];
        else if (name == "--rounds")
            request.rounds = std::strtoull(argv[i + 1], nullptr, 10);
        else if (name == "--seed")
            request.seed = std::strtoull(argv[i + 1], nullptr, 10);
        else
            return false;
    }
    return argc % 2 == 1;
}

}  // namespace

int main(int argc, char** argv) {
    Request request;
    if (!readArguments(argc, argv, request)) {
        std::fprintf(stderr, "usage: replay [--corpus FOLDER] [--rounds N] [--seed N] | --input FILE\n");
        return 2;
    }
    if (!request.input.empty()) {
        const Input input = readInput(request.input);
        LLVMFuzzerTestOneInput(input.data(), input.size());
        return 0;
    }
    const auto corpus = readCorpus(request.corpus);
    std::printf("seed %llu, %zu corpus files, %llu rounds\n", static_cast<unsigned long long>(request.seed),
                corpus.size(), static_cast<unsigned long long>(request.rounds));
    std::fflush(stdout);
    watchForDeath();
    for (const auto& input : corpus) runOne(input);
    Mutator mutator(request.seed, corpus);
    for (std::uint64_t round = 0; round < request.rounds; ++round) runOne(mutator.next());
    return 0;
}
