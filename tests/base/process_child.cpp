// The other program of process_test.cpp. Arguments: say WORD, exit NUMBER, hold FILE (a lock), wait (until it is asked to
// end), hang (until it is killed).
#include <condition_variable>
#include <cstdlib>
#include <iostream>
#include <mutex>
#include <optional>

#include "base/console.h"
#include "base/end_request.h"
#include "base/files.h"

int main(int argc, char** argv) {
    const auto words = base::consoleArguments(argc, argv);
    base::EndRequest end;
    std::optional<base::FileLock> held;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i] == "say") std::cout << words[++i] << std::endl;
        if (words[i] == "exit") return std::atoi(words[++i].c_str());
        if (words[i] == "hold") {
            auto lock = base::FileLock::acquire(std::filesystem::path(std::u8string(words[i + 1].begin(), words[i + 1].end())));
            if (!lock) return 9;
            held.emplace(std::move(*lock));
            ++i;
        }
        if (words[i] == "wait") {
            while (!end.wait(std::chrono::seconds(1000))) {
            }
            return 0;
        }
        if (words[i] == "hang") {
            std::mutex mutex;
            std::unique_lock lock(mutex);
            std::condition_variable never;
            never.wait(lock, [] { return false; });
        }
    }
    return 0;
}
