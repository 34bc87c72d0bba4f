// Opens every newly stored packet and checks its record by the same rules as the station did. What fails is
// rejected at once with its field reasons; what passes waits for an official. A packet whose officer's key is
// not registered yet waits until it is. Threads: wake() and wakeAll() from any; the work is done on a thread
// of its own.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/worker.h"
#include "sync/gateway/registrar.h"

namespace gateway {

// The reasons why a record must be rejected; none when it may pass.
using RecordCheck =
    std::function<base::Result<std::vector<packet::FieldReason>>(const packet::OpenedPacket&)>;

class Examiner {
public:
    Examiner(Store& store, Registrar& registrar, RecordCheck check)
        : store_(store), registrar_(registrar), check_(std::move(check)) {}

    void wake(const std::string& packetId);
    void wakeAll();  // whatever a crash or a missing key left unexamined
    void drain() { worker_.drain(); }
    // WrongState when an official was quicker.
    base::Result<void> examine(const std::string& packetId);

private:
    Store& store_;
    Registrar& registrar_;
    RecordCheck check_;
    base::Worker worker_;
};

}  // namespace gateway
