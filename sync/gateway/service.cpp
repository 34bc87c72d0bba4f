#include "sync/gateway/service.h"

#include <ctime>

#include "base/id.h"
#include "base/log.h"
#include "base/text.h"
#include "sync/transport/tus.h"

namespace gateway {
namespace {

using base::Code;
using base::Error;
using base::Result;

constexpr std::string_view kUploads = "/v1/uploads";
constexpr std::size_t kKeysLimit = 256u << 10;  // bytes of a key registration
constexpr std::size_t kFeedBytes = 8u << 20;    // of one page of the status feed
constexpr std::chrono::seconds kLongestPoll{25};
constexpr std::chrono::milliseconds kPollStep{250};
constexpr std::chrono::milliseconds kLeaseStep{10};
constexpr std::chrono::milliseconds kLeaseGrace{300};  // in which a broken connection ends by itself

unsigned statusOf(Code code) {
    switch (code) {
        case Code::BadInput:
        case Code::Unsupported:
            return 400;
        case Code::Refused:
        case Code::KeyUnknown:
        case Code::SignatureInvalid:
            return 403;
        case Code::NotFound:
            return 404;
        case Code::Conflict:
            return 409;
        case Code::Gone:
            return 410;
        case Code::TooLarge:
            return 413;
        case Code::WrongState:
            return 423;
        case Code::LockedOut:
            return 429;
        case Code::ProtocolError:
            return tus::kChecksumMismatch;
        case Code::Busy:
            return 503;
        case Code::DiskFull:
            return 507;
        default:
            return 500;
    }
}

HttpReply ready(HttpResponse response) {
    return HttpReply{std::move(response), {}, {}, {}};
}

HttpResponse plain(unsigned status) {
    HttpResponse response;
    response.status = status;
    response.headers.emplace_back("Tus-Resumable", tus::kVersion);
    return response;
}

HttpResponse json(unsigned status, std::string body) {
    auto response = plain(status);
    response.headers.emplace_back("Content-Type", "application/json");
    response.body = std::move(body);
    return response;
}

// What went wrong, in words without personal data; a fault of ours is logged and not told.
HttpResponse refusal(const Error& error) {
    const unsigned status = statusOf(error.code);
    if (status >= 500) base::log::failure("gateway.failed", error);
    const auto detail =
        base::log::Field("detail", status >= 500 ? std::string("see the log") : error.detail).json();
    auto response = json(
        status, "{\"error\":\"" + std::string(base::codeName(error.code)) + "\",\"detail\":" + detail + "}");
    if (status == 503 || status == 429) response.headers.emplace_back("Retry-After", "5");
    if (status == 507) response.headers.emplace_back("Retry-After", "60");
    return response;
}

HttpReply refuse(Code code, std::string detail) {
    return ready(refusal(Error{code, {}, std::move(detail)}));
}

// RFC 9110 section 5.6.7
std::string httpDate(base::Instant at) {
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(at - day));
    static constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                              "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    char text[64];
    std::snprintf(text, sizeof text, "%s, %02u %s %04d %02d:%02d:%02d GMT",
                  kDays[std::chrono::weekday(day).c_encoding()], static_cast<unsigned>(date.day()),
                  kMonths[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                  static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                  static_cast<int>(time.seconds().count()));
    return text;
}

void tellPlace(HttpResponse& response, const UploadPlace& place) {
    response.headers.emplace_back("Upload-Offset", std::to_string(place.offset));
    if (place.offset < place.size) response.headers.emplace_back("Upload-Expires", httpDate(place.expiresAt));
}

HttpResponse placeResponse(const UploadPlace& place) {
    auto response = plain(200);
    tellPlace(response, place);
    response.headers.emplace_back("Upload-Length", std::to_string(place.size));
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
}

bool asksFor(std::string_view query, std::string_view name) {
    for (const auto part : base::split(query, '&')) {
        if (part.substr(0, part.find('=')) == name) return true;
    }
    return false;
}

// "after=12&wait=20": decimal values only; an unknown name is ignored.
Result<std::uint64_t> queryNumber(std::string_view query, std::string_view name) {
    for (const auto part : base::split(query, '&')) {
        const auto equal = part.find('=');
        if (equal != std::string_view::npos && part.substr(0, equal) == name) {
            return tus::parseNumber(part.substr(equal + 1));
        }
    }
    return std::uint64_t{0};
}

class PatchReceiver final : public BodyReceiver {
public:
    explicit PatchReceiver(std::unique_ptr<UploadDesk::Patch> patch) : patch_(std::move(patch)) {}

    std::optional<HttpResponse> take(base::ByteView piece) override {
        if (auto taken = patch_->take(piece); !taken) return refusal(taken.error());
        return std::nullopt;
    }

    HttpReply finish() override {
        const auto place = patch_->finish();
        if (!place) return ready(refusal(place.error()));
        auto response = plain(204);
        tellPlace(response, *place);
        return ready(std::move(response));
    }

private:
    std::unique_ptr<UploadDesk::Patch> patch_;
};

class KeysReceiver final : public BodyReceiver {
public:
    KeysReceiver(Store& store, const HttpRequest& request, const std::function<void()>& changed)
        : store_(store), station_(request.station), certificate_(request.certificate), changed_(changed) {}

    std::optional<HttpResponse> take(base::ByteView piece) override {
        if (body_.size() + piece.size() > kKeysLimit)
            return refusal(Error{Code::TooLarge, {}, "registration too long"});
        body_.insert(body_.end(), piece.begin(), piece.end());
        return std::nullopt;
    }

    HttpReply finish() override {
        const auto keys = packet::verifyStationKeys(body_);
        if (!keys) return ready(refusal(keys.error()));
        if (keys->station != station_) return refuse(Code::Refused, "the keys name another station");
        if (auto done = store_.registerKeys(*keys, certificate_); !done) return ready(refusal(done.error()));
        base::log::info("gateway.keys-registered",
                        {{"station", station_}, {"officers", keys->officers.size()}});
        changed_();
        return ready(plain(204));
    }

private:
    Store& store_;
    std::string station_;
    std::string certificate_;
    const std::function<void()>& changed_;
    base::Bytes body_;
};

}  // namespace

HttpStart Service::start(const HttpRequest& request) {
    if (auto admitted = admit(request); !admitted) {
        base::log::warning("gateway.station-refused",
                           {{"station", request.station}, {"why", admitted.error().detail}});
        return ready(refusal(admitted.error()));
    }
    const auto mark = request.target.find('?');
    const auto path = std::string_view(request.target).substr(0, mark);
    const auto query =
        mark == std::string::npos ? std::string_view() : std::string_view(request.target).substr(mark + 1);
    auto started = route(request, path, query);
    if (const auto* reply = std::get_if<HttpReply>(&started);
        reply && !reply->again && reply->response.status >= 400) {
        base::log::warning(
            "gateway.refused",
            {{"station", request.station}, {"method", request.method}, {"status", reply->response.status}});
    }
    return started;
}

Result<void> Service::admit(const HttpRequest& request) {
    const auto station = store_.station(request.station);
    if (!station) {
        if (station.error().code != Code::NotFound) return tl::unexpected(station.error());
        return base::fail(Code::Refused, "the station is not known here");
    }
    if (station->revokedAt) return base::fail(Code::Refused, "the station is revoked");
    if (station->certificate != request.certificate)
        return base::fail(Code::Refused, "the certificate was replaced");
    return {};
}

HttpStart Service::route(const HttpRequest& request, std::string_view path, std::string_view query) {
    const auto& method = request.method;
    if (path.substr(0, kUploads.size()) == kUploads) {
        if (method == "OPTIONS") {
            auto response = plain(204);
            response.headers.emplace_back("Tus-Version", tus::kVersion);
            response.headers.emplace_back("Tus-Extension", tus::kExtensions);
            response.headers.emplace_back("Tus-Checksum-Algorithm", tus::kChecksumAlgorithms);
            return ready(std::move(response));
        }
        if (request.header("tus-resumable") != tus::kVersion) {
            auto response = plain(412);
            response.headers.emplace_back("Tus-Version", tus::kVersion);
            return ready(std::move(response));
        }
        const auto rest = path.substr(kUploads.size());
        if (rest.empty() && method == "POST") return create(request);
        if (rest.size() > 1 && rest.front() == '/' && isUploadId(rest.substr(1))) {
            const std::string upload(rest.substr(1));
            if (method == "HEAD") return head(request, upload);
            if (method == "PATCH") return patch(request, upload);
            if (method == "DELETE") return terminate(request, upload);
            return ready(plain(405));
        }
        return ready(plain(rest.empty() ? 405 : 404));
    }
    if (path == "/v1/station/keys" && method == "POST") {
        if (request.contentLength.value_or(0) > kKeysLimit)
            return refuse(Code::TooLarge, "registration too long");
        return std::make_unique<KeysReceiver>(store_, request, keysChanged_);
    }
    constexpr std::string_view kPackets = "/v1/packets/";
    constexpr std::string_view kReceipt = "/receipt";
    if (method == "GET" && path.substr(0, kPackets.size()) == kPackets &&
        path.size() > kPackets.size() + kReceipt.size() &&
        path.substr(path.size() - kReceipt.size()) == kReceipt) {
        const auto id = path.substr(kPackets.size(), path.size() - kPackets.size() - kReceipt.size());
        return receipt(request, std::string(id));
    }
    constexpr std::string_view kPacks = "/v1/packs/";
    if (method == "GET" && path.substr(0, kPacks.size()) == kPacks)
        return packPart(path.substr(kPacks.size()), query);
    if (method == "GET" && path == "/v1/status") return status(request, query);
    if (method == "GET" && path == "/v1/health") return health();
    return ready(plain(404));
}

HttpReply Service::create(const HttpRequest& request) {
    if (!request.header("upload-defer-length").empty())
        return refuse(Code::BadInput, "a packet has a known length");
    if (request.contentLength.value_or(0) > 0) return refuse(Code::BadInput, "no content with the creation");
    const auto length = tus::parseNumber(request.header("upload-length"));
    if (!length) return ready(refusal(length.error()));
    const auto metadata = tus::parseMetadata(request.header("upload-metadata"));
    if (!metadata) return ready(refusal(metadata.error()));
    const auto header = metadata->find("header");
    if (header == metadata->end()) return refuse(Code::BadInput, "Upload-Metadata lacks the packet header");
    const auto place = desk_.create(request.station, header->second, *length);
    if (!place) return ready(refusal(place.error()));
    auto response = plain(201);
    response.headers.emplace_back("Location", std::string(kUploads) + '/' + place->id);
    tellPlace(response, *place);
    return ready(std::move(response));
}

HttpReply Service::head(const HttpRequest& request, const std::string& upload) {
    const auto until = clock_.steady() + kLeaseGrace;
    HttpReply reply;
    reply.every = kLeaseStep;
    reply.patience = kLeaseGrace * 10;
    reply.response = plain(423);
    reply.again = [this, station = request.station, upload, until]() -> std::optional<HttpResponse> {
        const auto lease = clock_.steady() < until ? Lease::Respect : Lease::TakeOver;
        const auto place = desk_.place(station, upload, lease);
        if (place) return placeResponse(*place);
        if (place.error().code == Code::WrongState) return std::nullopt;
        auto response = refusal(place.error());
        response.body.clear();
        return response;
    };
    return reply;
}

HttpStart Service::patch(const HttpRequest& request, const std::string& upload) {
    if (request.header("content-type") != tus::kContentType) return ready(plain(415));
    const auto offset = tus::parseNumber(request.header("upload-offset"));
    if (!offset) return ready(refusal(offset.error()));
    std::optional<tus::Checksum> checksum;
    if (const auto text = request.header("upload-checksum"); !text.empty()) {
        auto parsed = tus::parseChecksum(text);
        if (!parsed) return ready(refusal(parsed.error()));
        checksum = std::move(*parsed);
    }
    auto patch = desk_.patch(request.station, upload, *offset, request.contentLength, std::move(checksum));
    if (!patch) return ready(refusal(patch.error()));
    return std::make_unique<PatchReceiver>(std::move(*patch));
}

HttpReply Service::terminate(const HttpRequest& request, const std::string& upload) {
    if (auto done = desk_.terminate(request.station, upload); !done) return ready(refusal(done.error()));
    return ready(plain(204));
}

HttpReply Service::receipt(const HttpRequest& request, const std::string& packetId) {
    if (!base::isId(packetId)) return refuse(Code::NotFound, "no such packet");
    const auto row = store_.packet(packetId);
    if (!row && row.error().code != Code::NotFound) return ready(refusal(row.error()));
    if (!row || row->header.station != request.station) return refuse(Code::NotFound, "no such packet");
    return ready(json(200, std::string(base::textOf(row->receipt))));
}

HttpReply Service::status(const HttpRequest& request, std::string_view query) {
    const auto after = queryNumber(query, "after");
    const auto wait = queryNumber(query, "wait");
    const auto pack = queryNumber(query, "pack");
    if (!after || !wait || !pack) return refuse(Code::BadInput, "after, wait and pack are numbers");
    // A station that does not ask takes no packs.
    const auto known = asksFor(query, "pack") ? std::optional(*pack) : std::nullopt;
    HttpReply reply;
    reply.every = kPollStep;
    reply.patience = std::min<std::chrono::milliseconds>(
        std::chrono::seconds(std::min<std::uint64_t>(*wait, 25)), kLongestPoll);
    reply.response = json(200, R"({"events":[]})");
    reply.again = [this, station = request.station, from = *after, known] {
        return feedPage(station, from, known);
    };
    return reply;
}

// Nothing while there is no news.
std::optional<HttpResponse> Service::feedPage(const std::string& station, std::uint64_t after,
                                              std::optional<std::uint64_t> packKnown) {
    const auto events = store_.events(station, after, kFeedBytes);
    if (!events) return refusal(events.error());
    base::Bytes notice;
    if (packKnown) {
        auto news = packs_.newsAfter(*packKnown);
        if (!news) return refusal(news.error());
        notice = std::move(*news);
    }
    if (events->empty() && notice.empty()) return std::nullopt;
    std::string body = "{\"events\":[";
    for (const auto& event : *events) {
        if (body.back() != '[') body += ',';
        body += base::textOf(event);
    }
    body += ']';
    if (!notice.empty()) body += ",\"pack\":" + std::string(base::textOf(notice));
    return json(200, body + '}');
}

HttpReply Service::packPart(std::string_view version, std::string_view query) {
    const auto number = tus::parseNumber(version);
    const auto from = queryNumber(query, "from");
    if (!number || !from) return refuse(Code::BadInput, "version and from are numbers");
    const auto part = packs_.part(*number, *from);
    if (!part) return ready(refusal(part.error()));
    auto response = plain(200);
    response.headers.emplace_back("Content-Type", "application/octet-stream");
    response.body = std::string(base::textOf(*part));
    return ready(std::move(response));
}

HttpReply Service::health() {
    return ready(json(200, "{\"gateway\":" + base::log::Field("name", name_).json() + ",\"time\":\"" +
                               base::formatUtc(clock_.now()) + "\"}"));
}

}  // namespace gateway
