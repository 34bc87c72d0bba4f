// The gateway's HTTP interface (docs/formats/road.md): tus uploads, receipts, status feed, forms packs, key
// registration.
// Every request is of a station whose certificate was verified; it is refused when the station is revoked or
// has a newer certificate. Threads: any.
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <string_view>

#include "sync/gateway/http.h"
#include "sync/gateway/pack_desk.h"
#include "sync/gateway/upload_desk.h"

namespace gateway {

class Service final : public HttpHandler {
public:
    // `keysChanged` is called after a registration: packets may have waited for a key.
    Service(std::string name, Store& store, UploadDesk& desk, PackDesk& packs, const base::Clock& clock,
            std::function<void()> keysChanged)
        : name_(std::move(name)),
          store_(store),
          desk_(desk),
          packs_(packs),
          clock_(clock),
          keysChanged_(std::move(keysChanged)) {}

    HttpStart start(const HttpRequest& request) override;

private:
    base::Result<void> admit(const HttpRequest& request);
    HttpStart route(const HttpRequest& request, std::string_view path, std::string_view query);
    HttpReply create(const HttpRequest& request);
    HttpReply head(const HttpRequest& request, const std::string& upload);
    HttpStart patch(const HttpRequest& request, const std::string& upload);
    HttpReply terminate(const HttpRequest& request, const std::string& upload);
    HttpReply receipt(const HttpRequest& request, const std::string& packetId);
    HttpReply status(const HttpRequest& request, std::string_view query);
    std::optional<HttpResponse> feedPage(const std::string& station, std::uint64_t after,
                                         std::optional<std::uint64_t> packKnown);
    HttpReply packPart(std::string_view version, std::string_view query);
    HttpReply health();

    std::string name_;
    Store& store_;
    UploadDesk& desk_;
    PackDesk& packs_;
    const base::Clock& clock_;
    std::function<void()> keysChanged_;
};

}  // namespace gateway
