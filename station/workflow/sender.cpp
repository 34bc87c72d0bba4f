#include "station/workflow/sender.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/background.h"
#include "base/digest.h"
#include "base/log.h"
#include "station/workflow/awake.h"
#include "station/workflow/status_words.h"
#include "sync/transport/status_client.h"

namespace station {
namespace {

constexpr std::chrono::seconds kFeedWait{20};      // how long one look at the status feed waits for news
constexpr std::chrono::seconds kOfflineRest{5};    // between tries while the line is down
constexpr std::chrono::minutes kLongestRetry{30};

base::Duration retryDelay(unsigned attempts) {
    const auto delay = std::chrono::seconds(5) * (1u << std::min(attempts, 9u));
    return std::min<base::Duration>(delay, kLongestRetry);
}

bool lineIsDown(base::Code code) {
    return code == base::Code::NetworkDown || code == base::Code::Timeout || code == base::Code::TlsFailed;
}

store::ItemState itemStateOf(packet::PacketState state) {
    switch (state) {
        case packet::PacketState::Received: return store::ItemState::Received;
        case packet::PacketState::Accepted: return store::ItemState::Accepted;
        case packet::PacketState::Rejected: return store::ItemState::Rejected;
        case packet::PacketState::CardPrinted: return store::ItemState::CardPrinted;
        case packet::PacketState::CardArrived: return store::ItemState::CardArrived;
        case packet::PacketState::HandedOver: return store::ItemState::HandedOver;
        case packet::PacketState::EidApproved: return store::ItemState::EidApproved;
        case packet::PacketState::Activated: return store::ItemState::Activated;
        case packet::PacketState::Unknown: break;
    }
    return store::ItemState::Unknown;
}

// Packet bytes by offset out of the store's chunks; the one in use is kept, since the line asks for small pieces.
class ChunkReader {
public:
    ChunkReader(StoreRoom& room, std::string packetId) : room_(room), packetId_(std::move(packetId)) {}

    base::Result<base::Bytes> read(std::uint64_t offset, std::size_t size) {
        const auto number = static_cast<std::uint32_t>(offset / store::kChunkBytes);
        if (!loaded_ || *loaded_ != number) {
            auto chunk = room_.call([&](store::Store& s) { return s.readChunk(packetId_, number); });
            if (!chunk) return base::Failure(chunk.error());
            chunk_ = std::move(*chunk);
            loaded_ = number;
        }
        const std::size_t from = offset % store::kChunkBytes;
        if (from >= chunk_.size()) return base::fail(base::Code::BadInput, "read past the packet");
        const std::size_t count = std::min(size, chunk_.size() - from);
        return base::Bytes(chunk_.begin() + static_cast<std::ptrdiff_t>(from), chunk_.begin() + static_cast<std::ptrdiff_t>(from + count));
    }

private:
    StoreRoom& room_;
    std::string packetId_;
    std::optional<std::uint32_t> loaded_;
    base::Bytes chunk_;
};

}  // namespace

struct Sender::Clients {
    transport::UploadClient upload;
    transport::StatusClient status;
};

Sender::Sender(StoreRoom& room, Dispatcher& dispatcher, base::Clock& clock, SenderSetup setup)
    : room_(room), dispatcher_(dispatcher), clock_(clock), setup_(std::move(setup)),
      clients_(new Clients{transport::UploadClient(setup_.upstream, setup_.gatewayKeys.lookup()),
                           transport::StatusClient(setup_.upstream, setup_.station, setup_.gatewayKeys.lookup())}),
      thread_([this](const std::stop_token& stop) { run(stop); }) {
    alive_->sender = this;
}

Sender::~Sender() {
    alive_->sender = nullptr;
    thread_.request_stop();
    kick();
    thread_.join();
}

void Sender::kick() {
    {
        const std::lock_guard lock(mutex_);
        kicked_ = true;
        poll_.request_stop();
    }
    clients_->upload.retryNow();
    wake_.notify_all();
}

void Sender::registerKeys(base::Bytes signedStationKeys) {
    {
        const std::lock_guard lock(mutex_);
        setup_.signedStationKeys = std::move(signedStationKeys);
        keysAreNew_ = true;
    }
    kick();
}

void Sender::run(const std::stop_token& stop) {
    base::putThreadInBackground(base::Background::Tenth);
    while (!stop.stop_requested()) {
        {
            const std::lock_guard lock(mutex_);
            kicked_ = false;
            poll_ = std::stop_source();
            if (stop.stop_requested()) poll_.request_stop();
        }
        if (!registered(stop)) {
            rest(stop);
            continue;
        }
        sendWaiting(stop);
        fetchPack(stop);
        pollStatus(stop);
    }
}

bool Sender::registered(const std::stop_token& stop) {
    base::Bytes keys;
    {
        const std::lock_guard lock(mutex_);
        if (!keysAreNew_) return true;
        keys = setup_.signedStationKeys;
    }
    const auto done = clients_->status.registerKeys(keys, stop);
    if (!done) {
        if (done.error().code != base::Code::Cancelled) base::log::failure("register-keys", done.error());
        setLine(Line::Offline);
        return false;
    }
    const std::lock_guard lock(mutex_);
    if (setup_.signedStationKeys == keys) keysAreNew_ = false;
    return !keysAreNew_;
}

std::optional<store::OutboxPacket> Sender::nextWaiting() {
    auto waiting = room_.call([&](store::Store& s) { return s.nextToSend(clock_.now()); });
    if (waiting) return std::move(*waiting);
    if (waiting.error().code != base::Code::NotFound) base::log::failure("outbox", waiting.error());
    return std::nullopt;
}

// Everything that is due, with the machine kept awake meanwhile.
void Sender::sendWaiting(const std::stop_token& stop) {
    auto waiting = nextWaiting();
    if (!waiting) return;
    const auto awake = Awake::hold();
    if (!awake && !std::exchange(saidNotAwake_, true)) base::log::failure("stay-awake", awake.error());
    for (; waiting && !stop.stop_requested(); waiting = nextWaiting()) sendOne(*waiting, stop);
}

void Sender::sendOne(const store::OutboxPacket& waiting, const std::stop_token& stop) {
    const auto keys = [&](const std::string& id) -> std::optional<packet::VerifyKey> {
        const auto& own = setup_.session.signingKey().verifyKey();
        return own.id() == id ? std::optional(own) : std::nullopt;
    };
    const auto header = packet::verifyPacketHeader(waiting.header, keys);
    if (!header) return failed(waiting, header.error());
    if (auto marked = room_.call([&](store::Store& s) { return s.setSending(waiting.id, clock_.now()); }); !marked) {
        return failed(waiting, marked.error());
    }
    setLine(Line::Sending);
    tellMoved(waiting.id);

    ChunkReader chunks(room_, waiting.id);
    transport::UploadJob job;
    job.header = *header;
    job.headerEnvelope = waiting.header;
    job.state = waiting.uploadState;
    job.read = [&](std::uint64_t offset, std::size_t size) { return chunks.read(offset, size); };
    job.keepState = [&](const std::string& state) {
        const auto kept = room_.call([&](store::Store& s) { return s.setUploadState(waiting.id, state); });
        if (!kept) base::log::failure("upload-state", kept.error());  // costs a new upload after a restart, nothing else
    };
    job.progress = [&](const transport::Progress& p) {
        dispatcher_.post([alive = alive_, id = waiting.id, stored = p.stored] {
            if (alive->sender != nullptr) alive->sender->progress.emit(id, stored);
        });
    };
    auto receipt = clients_->upload.upload(job, stop);
    if (!receipt) return failed(waiting, receipt.error());
    received(waiting, std::move(*receipt));
}

void Sender::received(const store::OutboxPacket& sent, base::Bytes receipt) {
    const auto now = clock_.now();
    const auto kept = room_.call([&](store::Store& s) { return s.markReceived(sent.id, receipt, {"transport", now}); });
    if (!kept) return failed(sent, kept.error());
    base::log::info("packet-received", {{"packet", sent.id}, {"size", sent.size}});
    setLine(Line::Online);
    dispatcher_.post([alive = alive_, now] {
        if (alive->sender != nullptr) alive->sender->lastSent_ = now;
    });
    tellMoved(sent.id);
}

void Sender::failed(const store::OutboxPacket& waiting, const base::Error& error) {
    const bool cancelled = error.code == base::Code::Cancelled;
    if (!cancelled) base::log::failure("send", error);
    // Cancelled by log-out: it waits and goes on where it was. Otherwise later, and the next packet gets its turn.
    const auto delay = cancelled ? base::Duration(0) : retryDelay(waiting.attempts);
    const auto put = room_.call([&](store::Store& s) {
        return s.scheduleRetry(waiting.id, clock_.now(), delay, std::string(base::codeName(error.code)), store::Reached::Upstream);
    });
    if (!put) base::log::failure("schedule-retry", put.error());
    if (!cancelled) setLine(lineIsDown(error.code) ? Line::Offline : Line::Online);
    tellMoved(waiting.id);
}

void Sender::pollStatus(const std::stop_token& stop) {
    const auto after = room_.call([](store::Store& s) { return s.lastStatusNumber(); });
    if (!after) {
        base::log::failure("status-number", after.error());
        return rest(stop);
    }
    std::stop_token pollStop;
    {
        const std::lock_guard lock(mutex_);
        if (kicked_) return;
        pollStop = poll_.get_token();
    }
    const auto known = setup_.packs ? std::optional(setup_.packs->known()) : std::nullopt;
    const auto page = clients_->status.page(*after, known, kFeedWait, pollStop);
    if (!page) {
        if (page.error().code == base::Code::Cancelled) return;
        base::log::failure("status-feed", page.error());
        setLine(lineIsDown(page.error().code) ? Line::Offline : Line::Online);
        return rest(stop);
    }
    setLine(Line::Online);
    if (page->pack && page->pack != pack_) {
        pack_ = page->pack;
        packBytes_.clear();
    }
    for (const auto& fed : page->events) {
        store::StatusEvent event;
        event.number = fed.event.number;
        event.packetId = fed.event.packet;
        event.state = itemStateOf(fed.event.state);
        event.at = fed.event.at;
        event.content = wordsOf(fed.event);
        event.correction = fed.event.correction;
        const auto applied = room_.call([&](store::Store& s) { return s.applyStatusEvent(event, {"upstream", clock_.now()}); });
        if (!applied) {
            base::log::failure("apply-status", applied.error());
            return rest(stop);
        }
        tellMoved(event.packetId);
    }
}

bool Sender::wasKicked() {
    const std::lock_guard lock(mutex_);
    return kicked_;
}

// Part after part, so that a break costs one part; an application that waits goes first.
void Sender::fetchPack(const std::stop_token& stop) {
    if (pack_ && setup_.packs->known() >= pack_->version) pack_.reset();  // came from a file meanwhile
    while (pack_ && packBytes_.size() < pack_->size) {
        if (stop.stop_requested() || wasKicked()) return;
        const auto part = clients_->status.packPart(pack_->version, packBytes_.size(), stop);
        if (!part) {
            const auto code = part.error().code;
            if (code == base::Code::Cancelled) return;
            base::log::failure("pack-fetch", part.error());
            if (lineIsDown(code)) setLine(Line::Offline);
            if (code == base::Code::NotFound) {
                setup_.packs->refuse(pack_->version, part.error());
                pack_.reset();
            }
            return rest(stop);
        }
        packBytes_.insert(packBytes_.end(), part->begin(), part->end());
    }
    if (pack_ && !takePack()) rest(stop);
}

// False when this machine's own trouble kept it from being taken: it is told and fetched again.
bool Sender::takePack() {
    const auto notice = *std::exchange(pack_, std::nullopt);
    const base::Bytes bytes = std::exchange(packBytes_, {});
    const auto taken = [&]() -> base::Result<packet::Pack> {
        if (base::sha256Hex(bytes) == notice.digest) return setup_.packs->takeFromUpstream(notice.version, bytes);
        const base::Error other{base::Code::Corrupt, base::usualRecovery(base::Code::Corrupt), "not the bytes of the notice"};
        setup_.packs->refuse(notice.version, other);
        return base::Failure(other);
    }();
    nlohmann::json detail = {{"from", "upstream"}, {"version", notice.version}};
    if (!taken) {
        base::log::failure("pack-from-upstream", taken.error());
        if (isOwnTrouble(taken.error().code)) return false;
        detail["reason"] = base::codeName(taken.error().code);
    }
    const auto entry = room_.call([&](store::Store& s) {
        return s.appendJournal({"upstream", clock_.now()}, taken ? "pack-taken" : "pack-refused", "", detail.dump());
    });
    if (!entry) base::log::failure("pack-journal", entry.error());
    return true;
}

void Sender::rest(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, stop, kOfflineRest, [this] { return kicked_; });
}

void Sender::setLine(Line line) {
    dispatcher_.post([alive = alive_, line] {
        if (alive->sender == nullptr || alive->sender->line_ == line) return;
        alive->sender->line_ = line;
        alive->sender->lineChanged.emit();
    });
}

void Sender::tellMoved(const std::string& packetId) {
    dispatcher_.post([alive = alive_, packetId] {
        if (alive->sender != nullptr) alive->sender->moved.emit(packetId);
    });
}

}  // namespace station
