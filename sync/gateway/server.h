// A whole running gateway: data folder, store, uploads, examination and the HTTPS server before them.
// Threads: start(), sweep() and the destructor on one thread. Only one gateway serves a folder at a time.
// Errors: NotFound (no gateway in the folder), Busy (another one serves it), AlreadyExists (port taken), and
// those of files.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "sync/gateway/examiner.h"
#include "sync/gateway/home.h"
#include "sync/gateway/http_server.h"
#include "sync/gateway/upload_desk.h"

namespace gateway {

struct ServerOptions {
    std::filesystem::path folder;
    Opening opening = Opening::Open;
    HttpServerOptions http;  // address, port and limits; certificates come from the folder
    UploadLimits limits;
    RecordCheck check;  // needed with Opening::Open
};

class Server {
public:
    static base::Result<std::unique_ptr<Server>> start(ServerOptions options, const base::Clock& clock);
    virtual ~Server() = default;
    virtual std::uint16_t port() const = 0;
    virtual const Home& home() const = 0;
    virtual Store& store() = 0;
    virtual Registrar& registrar() = 0;
    // Once a minute or so: ends expired uploads, removes leftovers, examines what waits.
    virtual void sweep() = 0;
    // Returns when every packet stored so far is examined.
    virtual void drain() = 0;
};

}  // namespace gateway
