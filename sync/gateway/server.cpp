#include "sync/gateway/server.h"

#include "base/files.h"
#include "base/log.h"
#include "sync/gateway/service.h"

namespace gateway {
namespace {

UploadDesk::Identity identityOf(const Home& home) {
    return {home.name, home.purpose};
}

// Members are destroyed from the last to the first: the HTTP server before everything it calls.
class RunningServer final : public Server {
public:
    RunningServer(ServerOptions options, Home home, std::unique_ptr<Store> store, base::FileLock lock,
                  const base::Clock& clock)
        : options_(std::move(options)),
          lock_(std::move(lock)),
          home_(std::move(home)),
          store_(std::move(store)),
          content_(home_.contentFolder()),
          registrar_(*store_, content_, home_.signingKey, home_.upstream, clock),
          examiner_(*store_, registrar_, options_.check),
          desk_(identityOf(home_), options_.limits, *store_, content_, home_.signingKey, clock,
                [this](const std::string& id) { wake(id); }),
          packs_(home_, *store_, clock),
          service_(home_.name, *store_, desk_, packs_, clock, [this] { wakeAll(); }) {}

    base::Result<void> listen() {
        sweep();
        auto http = options_.http;
        http.authorityPem = home_.authorityPem;
        http.certificatePem = home_.server.certificatePem;
        http.keyPem = std::string(base::textOf(home_.server.keyPem.view()));
        http.bodyLimit = options_.limits.packetBytes;
        auto server = HttpServer::start(http, service_);
        if (!server) return tl::unexpected(server.error());
        http_ = std::move(*server);
        return {};
    }

    std::uint16_t port() const override { return http_->port(); }
    const Home& home() const override { return home_; }
    Store& store() override { return *store_; }
    Registrar& registrar() override { return registrar_; }
    void drain() override { examiner_.drain(); }

    void sweep() override {
        if (auto swept = desk_.sweep(); !swept) base::log::failure("gateway.sweep-failed", swept.error());
        wakeAll();
    }

private:
    void wake(const std::string& id) {
        if (options_.opening == Opening::Open) examiner_.wake(id);
    }
    void wakeAll() {
        if (options_.opening == Opening::Open) examiner_.wakeAll();
    }

    ServerOptions options_;
    base::FileLock lock_;
    Home home_;
    std::unique_ptr<Store> store_;
    ContentFolder content_;
    Registrar registrar_;
    Examiner examiner_;
    UploadDesk desk_;
    PackDesk packs_;
    Service service_;
    std::unique_ptr<HttpServer> http_;
};

}  // namespace

base::Result<std::unique_ptr<Server>> Server::start(ServerOptions options, const base::Clock& clock) {
    if (options.opening == Opening::Open && !options.check) {
        return base::fail(base::Code::BadInput, "a gateway that opens packets needs a record check");
    }
    auto home = loadHome(options.folder, options.opening);
    if (!home) return tl::unexpected(home.error());
    auto lock = base::FileLock::acquire(options.folder / "serve.lock");
    if (!lock) return tl::unexpected(lock.error());
    auto store = Store::open(home->storeFile());
    if (!store) return tl::unexpected(store.error());
    auto server = std::make_unique<RunningServer>(std::move(options), std::move(*home), std::move(*store),
                                                  std::move(*lock), clock);
    if (auto listening = server->listen(); !listening) return tl::unexpected(listening.error());
    return std::unique_ptr<Server>(std::move(server));
}

}  // namespace gateway
