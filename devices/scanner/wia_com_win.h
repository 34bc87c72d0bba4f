// COM for the WIA family: owned pointers, and the one thread of a backend on which all of its COM calls are
// made. The thread lives in the multithreaded apartment: a transfer blocks it for as long as the paper runs,
// and only there may another thread cancel that transfer through the same pointer. The thread of a WIA
// service that hangs is left behind, never waited for. Private to the WIA family. Threads: ComThread from any
// thread but its own; the pointers as COM says.
#pragma once

#include <windows.h>

#include <objbase.h>
#include <oleauto.h>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string_view>
#include <thread>
#include <type_traits>
#include <utility>

namespace devices {

template <class T>
class ComPtr {
public:
    ComPtr() = default;
    explicit ComPtr(T* owned) : pointer_(owned) {}  // takes the reference over
    ComPtr(const ComPtr& other) : pointer_(other.pointer_) {
        if (pointer_ != nullptr) pointer_->AddRef();
    }
    ComPtr(ComPtr&& other) noexcept : pointer_(std::exchange(other.pointer_, nullptr)) {}
    ComPtr& operator=(ComPtr other) noexcept {
        std::swap(pointer_, other.pointer_);
        return *this;
    }
    ~ComPtr() {
        if (pointer_ != nullptr) pointer_->Release();
    }
    T* get() const { return pointer_; }
    T* operator->() const { return pointer_; }
    explicit operator bool() const { return pointer_ != nullptr; }
    // For a call that gives a reference; only while it holds none.
    T** out() { return &pointer_; }

    template <class U>
    ComPtr<U> as() const {
        void* found = nullptr;
        if (pointer_ == nullptr || FAILED(pointer_->QueryInterface(U::kIid, &found))) return {};
        return ComPtr<U>(static_cast<U*>(found));
    }

private:
    T* pointer_ = nullptr;
};

class Bstr {
public:
    explicit Bstr(std::string_view utf8);
    Bstr(const Bstr&) = delete;
    Bstr& operator=(const Bstr&) = delete;
    ~Bstr() { ::SysFreeString(text_); }
    BSTR get() const { return text_; }

private:
    BSTR text_;
};

// A thread in the multithreaded apartment for as long as this lives.
class InApartment {
public:
    InApartment() : entered_(::CoInitializeEx(nullptr, COINIT_MULTITHREADED)) {}
    InApartment(const InApartment&) = delete;
    InApartment& operator=(const InApartment&) = delete;
    ~InApartment() {
        if (SUCCEEDED(entered_)) ::CoUninitialize();
    }

private:
    HRESULT entered_;
};

class ComThread {
public:
    ComThread();
    ~ComThread();  // what was posted is done first, unless it takes too long
    ComThread(const ComThread&) = delete;
    ComThread& operator=(const ComThread&) = delete;

    void post(std::function<void()> job);

    // The value of `f`, run on the thread; nothing when it did not end in time or a stop was requested. `f`
    // owns what it uses, for it may end later.
    template <class F>
    auto call(F f, std::chrono::milliseconds patience, const std::stop_token& stop = {})
        -> std::optional<std::invoke_result_t<F>> {
        struct Answer {
            std::mutex mutex;
            std::condition_variable_any ready;
            std::optional<std::invoke_result_t<F>> value;
        };
        auto answer = std::make_shared<Answer>();
        post([answer, f = std::move(f)]() mutable {
            auto value = f();
            const std::lock_guard lock(answer->mutex);
            answer->value.emplace(std::move(value));
            answer->ready.notify_all();
        });
        std::unique_lock lock(answer->mutex);
        answer->ready.wait_for(lock, stop, patience, [&] { return answer->value.has_value(); });
        return std::exchange(answer->value, std::nullopt);
    }

private:
    struct Shared;
    static void run(const std::shared_ptr<Shared>& shared);
    std::shared_ptr<Shared> shared_;
    std::thread thread_;
};

}  // namespace devices
