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
constexpr std::size_t kPackPartLimit = 1u << 20;
constexpr std::chrono::seconds kPackPartPatience{60};

}  // namespace

Result<FeedEnvelopes> parseFeedPage(base::ByteView page) {
    const auto json = nlohmann::json::parse(page.begin(), page.end(), nullptr, false);
    if (!json.is_object() || !json.contains("events") || !json["events"].is_array()) {
        return fail(Code::BadInput, "not a page of the status feed");
    }
    const auto envelope = [](const nlohmann::json& item) {
        return base::bytesOf(item.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    };
    FeedEnvelopes out;
    for (const auto& item : json["events"]) {
        if (!item.is_object()) return fail(Code::BadInput, "not a page of the status feed");
        out.events.push_back(envelope(item));
    }
    if (const auto pack = json.find("pack"); pack != json.end()) {
        if (!pack->is_object()) return fail(Code::BadInput, "not a page of the status feed");
        out.pack = envelope(*pack);
    }
    return out;
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
    auto read = page(after, std::nullopt, wait, std::move(stop));
    if (!read) return tl::unexpected(read.error());
    return std::move(read->events);
}

Result<FeedPage> StatusClient::page(std::uint64_t after, std::optional<std::uint64_t> packKnown,
                                    std::chrono::seconds wait, std::stop_token stop) {
    wait = std::clamp(wait, std::chrono::seconds(0), kLongestWait);
    HttpCall get;
    get.method = "GET";
    get.url = line_.upstream().url + "/v1/status?after=" + std::to_string(after) +
              "&wait=" + std::to_string(wait.count());
    if (packKnown) get.url += "&pack=" + std::to_string(*packKnown);
    get.answerLimit = kFeedLimit;
    get.patience = wait + std::chrono::seconds(20);
    const auto answer = line_.perform(get, stop);
    if (!answer) return tl::unexpected(answer.error());
    if (answer->status != 200) return tl::unexpected(errorOfAnswer(*answer, "status feed"));
    auto envelopes = parseFeedPage(answer->body);
    if (!envelopes) return fail(Code::ProtocolError, envelopes.error().detail);
    FeedPage out;
    for (auto& envelope : envelopes->events) {
        auto event = packet::verifyStatus(envelope, station_, gatewayKeys_);
        if (!event)
            return fail(Code::SignatureInvalid, "a status event proves nothing: " + event.error().detail);
        if (event->number != after + 1 + out.events.size())
            return fail(Code::ProtocolError, "the status feed has a gap");
        out.events.push_back({std::move(*event), std::move(envelope)});
    }
    if (!packKnown || envelopes->pack.empty()) return out;
    auto notice = packet::verifyPackNotice(envelopes->pack, gatewayKeys_);
    if (!notice)
        return fail(Code::SignatureInvalid, "a pack notice proves nothing: " + notice.error().detail);
    // One that is told once more, by whom ever, is no news.
    if (notice->version > *packKnown) out.pack = std::move(*notice);
    return out;
}

Result<base::Bytes> StatusClient::packPart(std::uint64_t version, std::uint64_t from, std::stop_token stop) {
    HttpCall get;
    get.method = "GET";
    get.url = line_.upstream().url + "/v1/packs/" + std::to_string(version) + "?from=" + std::to_string(from);
    get.answerLimit = kPackPartLimit;
    get.patience = kPackPartPatience;
    auto answer = line_.perform(get, std::move(stop));
    if (!answer) return tl::unexpected(answer.error());
    if (answer->status != 200) return tl::unexpected(errorOfAnswer(*answer, "forms pack"));
    if (answer->body.empty()) return fail(Code::ProtocolError, "an empty part of a forms pack");
    return std::move(answer->body);
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
