// See dispatch.hpp. This file decides what comes before and after a handler; dispatch_run.cpp runs
// it.
#include <unistd.h>

#include <algorithm>

#include "base/id.hpp"
#include "base/text.hpp"
#include "http/cookie.hpp"
#include "http/dispatch.hpp"
#include "http/form.hpp"
#include "http/guard.hpp"
#include "http/problem.hpp"
#include "http/tus.hpp"
#include "store/pool.hpp"
#include "store/writer.hpp"

namespace camaug::http {
namespace {

bool listed(std::span<const std::string> list, std::string_view item) {
  return std::ranges::find(list, item) != list.end();
}

bool loopback(std::string_view address) {
  return address.starts_with("127.") || address == "::1" || address.starts_with("::ffff:127.");
}

bool loopback_name(std::string_view host) {
  const auto bare =
      host.starts_with('[') ? host.substr(0, host.find(']') + 1) : host.substr(0, host.find(':'));
  return bare == "localhost" || bare == "[::1]" || loopback(bare);
}

void fill(Core& core, Exchange& exchange) {
  Request& request = exchange.request;
  request.door = &core.door;
  request.now = core.options.clock->now();
  request.cookies = parse_cookies(request.header("cookie"));
  const bool proxied = listed(core.options.proxies, exchange.peer);
  request.ip =
      client_address(exchange.peer, request.header("x-forwarded-for"), core.options.proxies);
  request.secure = proxied && request.header("x-forwarded-proto") == "https";
  request.cookie_secure = request.secure || !loopback_name(exchange.host);
  request.lang = choose_lang(request.query_value("lang"), request.cookie(k_lang_cookie),
                             request.header("accept-language"));
  request.secret = request.header("x-follow-secret");
  if (request.secret.empty()) request.secret = request.cookie(k_follow_cookie);
  request.command_id = request.header("idempotency-key");
  if (request.command_id.empty()) request.command_id = request.header("x-command-id");
}

bool refuse(Exchange& exchange, Response response) {
  exchange.response = std::move(response);
  return false;
}

bool refuse(Exchange& exchange, const Error& error) {
  return refuse(exchange, problem(exchange.request, error));
}

Response metrics_page(Core& core) {
  std::vector<Gauge> gauges{{"camaug_build_info", "Always 1.", 1}};
  if (core.options.writer != nullptr) {
    gauges.push_back({"camaug_writer_queue", "Commands that wait for the writer.",
                      static_cast<std::int64_t>(core.options.writer->queued())});
    gauges.push_back(
        {"camaug_writer_commits", "Commits since the start.", core.options.writer->commits()});
  }
  if (core.options.readers != nullptr) {
    gauges.push_back({"camaug_reader_queue", "Queries that wait for a reader.",
                      static_cast<std::int64_t>(core.options.readers->queued())});
  }
  if (core.live) {
    gauges.push_back({"camaug_live_clients", "Open live streams.", core.live->clients.load()});
  }
  gauges.push_back({"camaug_cached_pages", "Shared pages in memory.",
                    static_cast<std::int64_t>(core.pages.pages())});
  if (core.options.media != nullptr) {
    gauges.push_back({"camaug_media_store_failures", "Requests to it that failed since the start.",
                      core.options.media->failures()});
  }
  return plain_text(core.metrics.text(gauges));
}

// No route took the path: the metrics, a file, a redirect or a refusal.
bool without_route(Core& core, Exchange& exchange) {
  Request& request = exchange.request;
  Match& match = exchange.match;
  match.index = core.metrics.unmatched();
  if (request.verb == Verb::get) {
    // Behind a proxy on the same machine everybody comes from loopback.
    if (core.options.metrics && request.path == "/metrics" && loopback(exchange.peer) &&
        request.header("x-forwarded-for").empty()) {
      return refuse(exchange, metrics_page(core));
    }
    if (auto file = static_response(core.options.files, request)) {
      match.index = core.metrics.files();
      return refuse(exchange, std::move(*file));
    }
  }
  if (!match.allow.empty()) {
    Response response = request.verb == Verb::options
                            ? no_content()
                            : problem(request, 405, "error.method_not_allowed");
    response.headers.push_back({"Allow", match.allow});
    return refuse(exchange, std::move(response));
  }
  if (!match.move_to.empty() && request.verb == Verb::get) {
    const auto mark = request.target.find('?');
    std::string location;
    for (std::string_view rest = match.move_to; !rest.empty();) {
      rest.remove_prefix(1);
      const auto segment = rest.substr(0, rest.find('/'));
      location += "/" + percent_encode(segment);
      rest.remove_prefix(segment.size());
    }
    if (mark != std::string::npos) location += request.target.substr(mark);
    return refuse(exchange, redirect(std::move(location), 308));
  }
  return refuse(exchange, Error{ErrorCode::not_found, "error.not_found", {}, {}, {}});
}

}  // namespace

Core::Core(ServerOptions server_options, Router built)
    : options(std::move(server_options)),
      router(std::move(built)),
      limiter(options.limits),
      metrics(options.routes),
      heads(options.style_hashes, options.script_hashes) {
  door.limiter = &limiter;
  door.csrf_key = options.csrf_key.empty() ? random_token(32) : options.csrf_key;
  door.error_page = options.error_page;
  if (options.events) live = std::make_unique<LiveHub>(*options.events, options.live);
  door.live = live.get();
}

Exchange::~Exchange() {
  for (const auto& file : request.files) ::unlink(file.path.c_str());
  if (request.upload && plan.append_to.empty()) ::unlink(request.upload->path.c_str());
}

std::string client_address(std::string_view peer, std::string_view forwarded_for,
                           std::span<const std::string> proxies) {
  if (!listed(proxies, peer)) return std::string(peer);
  // From the right: what our own proxies wrote; the first stranger is the client.
  auto rest = forwarded_for;
  std::string_view last = peer;
  while (!rest.empty()) {
    const auto comma = rest.rfind(',');
    const auto item = trim(comma == std::string_view::npos ? rest : rest.substr(comma + 1));
    rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(0, comma);
    if (item.empty() || item.size() > 45) break;
    last = item;
    if (!listed(proxies, item)) break;
  }
  return std::string(last);
}

bool tells_who(std::string_view cookie_header, bool secret, bool authorization) {
  if (secret || authorization) return true;
  if (cookie_header.empty()) return false;
  const auto cookies = parse_cookies(cookie_header);
  return has(cookies, k_session_cookie) || has(cookies, k_follow_cookie);
}

bool before_body(Core& core, Exchange& exchange) {
  Request& request = exchange.request;
  const std::string target = std::move(request.target);
  if (!parse_target(target, request)) {
    request.target = target;
    fill(core, exchange);
    exchange.match.index = core.metrics.unmatched();
    return refuse(exchange, problem(request, 400, "error.request_malformed"));
  }
  fill(core, exchange);
  request.verb = tus_verb(request);
  exchange.match = core.router.match(request.verb, request.path);
  const Route* route = exchange.match.route;
  if (route == nullptr) return without_route(core, exchange);
  request.params = exchange.match.params;
  request.route = route->pattern;
  exchange.cache_lang =
      choose_lang("", request.cookie(k_lang_cookie), request.header("accept-language"));
  exchange.shareable = route->cache == CachePolicy::public_shared && request.verb == Verb::get &&
                       !tells_who(request.header("cookie"), has(request.headers, "x-follow-secret"),
                                  has(request.headers, "authorization"));
  exchange.pages_version = core.pages.version();
  if (route->ip_limited) {
    if (auto ok = core.limiter.take(LimitKind::request_of_ip, request.ip, request.now); !ok) {
      return refuse(exchange, ok.error());
    }
  }
  if (route->guard == Guard::open) {
    request.cookies.clear();
    std::erase_if(request.headers, [](const auto& h) { return h.name == "cookie"; });
    request.secret = request.header("x-follow-secret");
  } else if (request.verb != Verb::get && request.verb != Verb::options) {
    if (auto ok = check_origin(request, exchange.host, core.options.origins); !ok) {
      return refuse(exchange, ok.error());
    }
  }
  const auto if_match = request.header("if-match");
  if (!if_match.empty() && if_match != "*") {
    request.if_match = parse_version(if_match);
    if (!request.if_match) {
      return refuse(exchange, problem(request, 400, "error.if_match_malformed"));
    }
  }
  return true;
}

bool after_body(Exchange& exchange) {
  Request& request = exchange.request;
  const Route& route = *exchange.match.route;
  if (route.kind != RouteKind::form) return true;
  if (request.command_id.empty()) request.command_id = request.field("command_id");
  if (route.guard == Guard::same_origin) {
    if (auto ok = check_form_token(request); !ok) return refuse(exchange, ok.error());
  }
  return true;
}

}  // namespace camaug::http
