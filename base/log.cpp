#include "base/log.h"

#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/spdlog.h>

#include <cstdio>
#include <mutex>

#include "base/clock.h"

namespace base::log {
namespace {

std::mutex g_mutex;
std::shared_ptr<spdlog::logger> g_logger;  // guarded by g_mutex
Level g_least = Level::Warning;            // guarded by g_mutex

std::string jsonText(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        const auto u = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (u < 0x20) {
            char buffer[8];
            std::snprintf(buffer, sizeof buffer, "\\u%04x", u);
            out += buffer;
        } else {
            out += c;
        }
    }
    return out + '"';
}

const char* levelName(Level level) {
    switch (level) {
        case Level::Debug: return "debug";
        case Level::Info: return "info";
        case Level::Warning: return "warning";
        default: return "error";
    }
}

}  // namespace

std::string Field::json() const { return quoted_ ? jsonText(text_) : text_; }

Result<void> open(const std::filesystem::path& folder, std::string_view name, Level least) {
    try {
        auto sink = std::make_shared<spdlog::sinks::rotating_file_sink_mt>(
            (folder / (std::string(name) + ".log")).native(), 2u << 20, 5);
        auto logger = std::make_shared<spdlog::logger>("enroll", std::move(sink));
        logger->set_pattern("%v");
        logger->set_level(spdlog::level::trace);
        logger->flush_on(spdlog::level::info);
        const std::lock_guard lock(g_mutex);
        g_logger = std::move(logger);
        g_least = least;
        return {};
    } catch (const spdlog::spdlog_ex& e) {
        return fail(Code::IoError, e.what());
    }
}

void write(Level level, std::string_view event, std::initializer_list<Field> fields) {
    const std::lock_guard lock(g_mutex);
    if (level < g_least) return;
    std::string line = "{\"at\":\"" + formatUtc(std::chrono::system_clock::now()) + "\",\"level\":\"" + levelName(level) +
                       "\",\"event\":" + jsonText(event);
    for (const Field& field : fields) line += "," + jsonText(field.key()) + ":" + field.json();
    line += '}';
    if (g_logger) {
        g_logger->info(line);
    } else {
        std::fprintf(stderr, "%s\n", line.c_str());
    }
}

void failure(std::string_view event, const Error& error) {
    write(Level::Warning, event, {{"code", codeName(error.code)}, {"detail", error.detail}});
}

}  // namespace base::log
