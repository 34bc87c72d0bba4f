// The house's log: JSON lines, rotated, without personal data. Call sites give an event name and plain fields;
// the third-party logger stays behind this header.
// Threads: any. Before open() lines of level Warning and above go to standard error.
#pragma once

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>

#include "base/error.h"

namespace base {

// Wraps a value that must never reach a log. It has no text form on purpose: logging it does not compile.
template <class T>
class Pii {
public:
    explicit Pii(T value) : value_(std::move(value)) {}
    const T& reveal() const { return value_; }

private:
    T value_;
};

namespace log {

enum class Level { Unknown = 0, Debug, Info, Warning, Error };

class Field {
public:
    Field(std::string_view key, std::string_view text) : key_(key), text_(text), quoted_(true) {}
    Field(std::string_view key, const std::string& text) : Field(key, std::string_view(text)) {}
    Field(std::string_view key, const char* text) : Field(key, std::string_view(text)) {}
    template <class N>
        requires std::is_arithmetic_v<N>
    Field(std::string_view key, N number) : key_(key), text_(numberText(number)) {}
    template <class T>
    Field(std::string_view key, const Pii<T>&) = delete;

    const std::string& key() const { return key_; }
    std::string json() const;  // the value as JSON

private:
    template <class N>
    static std::string numberText(N number) {
        if constexpr (std::is_same_v<N, bool>) return number ? "true" : "false";
        else return std::to_string(number);
    }
    std::string key_;
    std::string text_;
    bool quoted_ = false;
};

// Starts writing to `folder`/`name`.log, five files of 2 MiB kept.
Result<void> open(const std::filesystem::path& folder, std::string_view name, Level least);
void write(Level level, std::string_view event, std::initializer_list<Field> fields = {});

inline void debug(std::string_view event, std::initializer_list<Field> f = {}) { write(Level::Debug, event, f); }
inline void info(std::string_view event, std::initializer_list<Field> f = {}) { write(Level::Info, event, f); }
inline void warning(std::string_view event, std::initializer_list<Field> f = {}) { write(Level::Warning, event, f); }
inline void error(std::string_view event, std::initializer_list<Field> f = {}) { write(Level::Error, event, f); }
// An error value as a warning line: event, code, detail.
void failure(std::string_view event, const Error& error);

}  // namespace log
}  // namespace base
