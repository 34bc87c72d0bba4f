// The transport thread: sends what waits, oldest first, by the network road; fetches the status feed and forms packs in
// between. Runs from
// login to log-out, also under the idle lock. An upload never delays an autosave: it has its own thread and asks the
// store's for one chunk at a time; nor the picture of the camera: the thread works in the background.
// Threads: public functions on the main thread; signals come there. The destructor stops within 300 ms.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "station/workflow/dispatcher.h"
#include "station/workflow/pack_room.h"
#include "station/workflow/signal.h"
#include "station/workflow/store_room.h"
#include "station/workflow/views.h"
#include "sync/packet/pack_notice.h"
#include "sync/packet/provisioning.h"
#include "sync/transport/upload_client.h"
#include "sync/vault/session.h"

namespace station {

struct SenderSetup {
    std::string station;
    transport::Upstream upstream;
    packet::KeyRing gatewayKeys;
    vault::StationSession session;
    base::Bytes signedStationKeys;  // to register with; repeated at each start
    std::shared_ptr<PackRoom> packs;  // null: this station takes no forms packs
};

class Sender {
public:
    Sender(StoreRoom& room, Dispatcher& dispatcher, base::Clock& clock, SenderSetup setup);
    ~Sender();
    Sender(const Sender&) = delete;
    Sender& operator=(const Sender&) = delete;

    void kick();                               // something waits, or the officer pressed "send now"
    void registerKeys(base::Bytes signedStationKeys);  // officers changed
    Line line() const { return line_; }
    std::optional<base::Instant> lastSent() const { return lastSent_; }

    Signal<> lineChanged;
    Signal<const std::string&> moved;          // packet id: its state or progress changed
    Signal<const std::string&, std::uint64_t> progress;  // packet id, bytes the upstream has acknowledged

private:
    struct Alive {
        Sender* sender = nullptr;              // main thread; null when closing
    };
    void run(const std::stop_token& stop);
    void sendWaiting(const std::stop_token& stop);
    std::optional<store::OutboxPacket> nextWaiting();
    void sendOne(const store::OutboxPacket& waiting, const std::stop_token& stop);
    void received(const store::OutboxPacket& sent, base::Bytes receipt);
    void failed(const store::OutboxPacket& waiting, const base::Error& error);
    void pollStatus(const std::stop_token& stop);
    void fetchPack(const std::stop_token& stop);
    bool takePack();
    bool wasKicked();
    bool registered(const std::stop_token& stop);
    void setLine(Line line);
    void tellMoved(const std::string& packetId);
    void rest(const std::stop_token& stop);

    StoreRoom& room_;
    Dispatcher& dispatcher_;
    base::Clock& clock_;
    SenderSetup setup_;                        // the thread's, but for signedStationKeys
    std::shared_ptr<Alive> alive_ = std::make_shared<Alive>();
    Line line_ = Line::Unknown;                // main thread
    std::optional<base::Instant> lastSent_;    // main thread

    std::mutex mutex_;
    std::condition_variable_any wake_;
    bool kicked_ = true;                       // guarded by mutex_
    bool keysAreNew_ = true;                   // guarded by mutex_
    std::stop_source poll_;                    // guarded by mutex_; ends a waiting look at the feed
    bool saidNotAwake_ = false;                // the thread's
    std::optional<packet::PackNotice> pack_;   // the thread's: what is being fetched
    base::Bytes packBytes_;                    // the thread's: what of it is here; goes on after a break
    struct Clients;
    std::unique_ptr<Clients> clients_;         // the thread's; retryNow() from any
    std::jthread thread_;                      // last: starts when everything above is there
};

}  // namespace station
