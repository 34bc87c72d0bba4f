// Reads one page from a SANE device whose options are set: rows become partial pictures as they come. Private
// to the sane family; SANE's thread only.
#pragma once

#include <chrono>
#include <memory>
#include <stop_token>

#include <sane/sane.h>

#include "devices/scanner/page_builder.h"

namespace devices {

class SaneReader {
public:
    SaneReader(SANE_Handle device, std::chrono::milliseconds silence, std::stop_token stop);
    ~SaneReader();
    SaneReader(const SaneReader&) = delete;
    SaneReader& operator=(const SaneReader&) = delete;

    // Every frame of the next page (one, or three from a three-pass device). NoPaper when the feeder has
    // none. The caller calls sane_cancel when no more pages are wanted.
    base::Result<void> readPage(PageBuilder& page, double dpi);

private:
    class Interrupter;
    enum class Wait { Unknown = 0, Ready, Blocking };

    base::Result<void> start();
    base::Result<SANE_Parameters> readFrame(PageBuilder& page, double dpi, int frameNumber);
    base::Result<std::size_t> readSome(std::span<std::uint8_t> buffer);
    base::Result<void> waitForData();
    void chooseWaiting();
    base::Result<void> gaveUp() const;

    SANE_Handle device_;
    std::chrono::milliseconds silence_;
    std::stop_token stop_;
    std::unique_ptr<Interrupter> interrupter_;
    Wait wait_ = Wait::Unknown;
    int fd_ = -1;
    std::chrono::steady_clock::time_point lastByte_;
};

}  // namespace devices
