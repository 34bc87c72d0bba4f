#include "sync/transport/status_client.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "sync/transport/answers.h"

namespace transport {

using base::Code;
using base::fail;
using base::Result;

namespace {

constexpr std::size_t kFeedLimit = 64u << 20;  // one event with a whole application comes alone
constexpr std::chrono::seconds kLongestWait{25};

}  // namespace

Result<std::vector<base::Bytes>> parseFeedPage(base::ByteView page) {
    const auto json = nlohmann::json::parse(page.begin(), page.end(), nullptr, false);
    if (!json.is_object() || !json.contains("events") || !json["events"].is_array()) {
        return fail(Code::BadInput, "not a page of the status feed");
    }
    std::vector<base::Bytes> envelopes;
    for (const auto& item : json["events"]) {
        if (!item.is_object()) return fail(Code::BadInput, "not a page of the status feed");
        envelopes.push_back(
            base::bytesOf(item.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)));
    }
    return envelopes;
}

StatusClient::StatusClient(Upstream upstream, std::string station, packet::KeyLookup gatewayKeys,
                           LineTimes times)
    : line_(std::move(upstream), times), station_(std::move(station)), gatewayKeys_(std::move(gatewayKeys)) {}

Result<void> StatusClient::registerKeys(base::ByteView signedKeys, std::stop_token stop) {
    HttpCall post;
    post.method = "POST";
    post.url = line_.upstream().url + "/v1/station/keys";
    post.headers = {{"Content-Type", "application/json"}};
    post.bodySize = signedKeys.size();
    post.body = [signedKeys](std::uint64_t at, std::size_t size) -> Result<base::Bytes> {
        const auto piece = signedKeys.subspan(static_cast<std::size_t>(at), size);
        return base::Bytes(piece.begin(), piece.end());
    };
    const auto answer = line_.perform(post, stop);
    if (!answer) return tl::unexpected(answer.error());
    if (answer->status != 204) return tl::unexpected(errorOfAnswer(*answer, "register keys"));
    return {};
}

Result<std::vector<FeedEvent>> StatusClient::events(std::uint64_t after, std::chrono::seconds wait,
                                                    std::stop_token stop) {
    wait = std::clamp(wait, std::chrono::seconds(0), kLongestWait);
    HttpCall get;
    get.method = "GET";
    get.url = line_.upstream().url + "/v1/status?after=" + std::to_string(after) +
              "&wait=" + std::to_string(wait.count());
    get.answerLimit = kFeedLimit;
    get.patience = wait + std::chrono::seconds(20);
    const auto answer = line_.perform(get, stop);
    if (!answer) return tl::unexpected(answer.error());
    if (answer->status != 200) return tl::unexpected(errorOfAnswer(*answer, "status feed"));
    auto page = parseFeedPage(answer->body);
    if (!page) return fail(Code::ProtocolError, page.error().detail);
    std::vector<FeedEvent> events;
    for (auto& envelope : *page) {
        auto event = packet::verifyStatus(envelope, station_, gatewayKeys_);
        if (!event)
            return fail(Code::SignatureInvalid, "a status event proves nothing: " + event.error().detail);
        if (event->number != after + 1 + events.size())
            return fail(Code::ProtocolError, "the status feed has a gap");
        events.push_back({std::move(*event), std::move(envelope)});
    }
    return events;
}

Result<void> StatusClient::check(std::stop_token stop) {
    HttpCall get;
    get.method = "GET";
    get.url = line_.upstream().url + "/v1/health";
    const auto answer = line_.perform(get, stop);
    if (!answer) return tl::unexpected(answer.error());
    if (answer->status != 200) return tl::unexpected(errorOfAnswer(*answer, "health"));
    return {};
}

}  // namespace transport
