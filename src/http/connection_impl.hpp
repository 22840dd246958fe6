// How a connection moves bytes: header, body, answer, each with its time limit. Decides nothing
// about a request; dispatch does. Part of server.cpp, included nowhere else.
#pragma once

#include <algorithm>
#include <array>

#include "base/log.hpp"
#include "http/connection.hpp"
#include "http/cookie.hpp"
#include "http/form.hpp"
#include "http/problem.hpp"

namespace camaug::http {
// NOLINTBEGIN(bugprone-unused-return-value): Asio gives an error twice, as value and in `ec`.

namespace bhttp = beast::http;

inline constexpr std::uint32_t k_header_bytes_max = 16 * 1024;
inline constexpr std::size_t k_piece_bytes = 64 * 1024;
inline constexpr std::string_view k_continue = "HTTP/1.1 100 Continue\r\n\r\n";

inline std::string_view view(beast::string_view text) {
  return {text.data(), text.size()};
}

// Runs `start(Done)`, whose Done may be called on any thread, and resumes here afterwards.
template <class Start>
Task<> hop(Executor executor, Start start) {
  co_await net::async_initiate<const net::use_awaitable_t<Executor>, void()>(
      [executor, &start](auto handler) {
        // The guard keeps the io thread alive meanwhile, and is released on it.
        start(Done([guard = net::make_work_guard(executor), handler = std::move(handler),
                    executor]() mutable {
          net::post(executor, [guard = std::move(guard), handler = std::move(handler)]() mutable {
            std::move(handler)();
          });
        }));
      },
      k_wait);
}

inline std::optional<Verb> verb_of(const Parser& parser, bool& head) {
  switch (parser.get().method()) {
    case bhttp::verb::head:
      head = true;
      return Verb::get;
    case bhttp::verb::get:
      return Verb::get;
    case bhttp::verb::post:
      return Verb::post;
    case bhttp::verb::put:
      return Verb::put;
    case bhttp::verb::patch:
      return Verb::patch;
    case bhttp::verb::delete_:
      return Verb::del;
    case bhttp::verb::options:
      return Verb::options;
    default:
      return std::nullopt;
  }
}

// What Beast lets pass and we do not: no or several Host, another coding than chunked.
inline bool well_formed(const Parser& parser) {
  const auto& message = parser.get();
  const auto hosts = message.count(bhttp::field::host);
  if (hosts > 1 || (hosts == 0 && message.version() >= 11)) return false;
  if (message.version() != 10 && message.version() != 11) return false;
  return message.count(bhttp::field::transfer_encoding) == 0 ||
         (parser.chunked() && message.version() == 11 &&
          beast::iequals(message[bhttp::field::transfer_encoding], "chunked"));
}

inline void fill_headers(const Parser& parser, Exchange& exchange) {
  Request& request = exchange.request;
  request.target = view(parser.get().target());
  for (const auto& field : parser.get()) {
    std::string name(view(field.name_string()));
    std::ranges::transform(name, name.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    // Repeated Cookie and X-Forwarded-For lines are one list.
    if (name == "cookie" || name == "x-forwarded-for") {
      const auto same = std::ranges::find(request.headers, name, &NameValue::name);
      if (same != request.headers.end()) {
        same->value += (name == "cookie" ? "; " : ", ") + std::string(view(field.value()));
        continue;
      }
    }
    request.headers.push_back({std::move(name), std::string(view(field.value()))});
  }
  exchange.host = request.header("host");
}

inline std::string_view default_cache_rule(const Exchange& exchange) {
  const Response& response = exchange.response;
  if (exchange.shareable) return "public, no-cache";
  if (response.file && !response.file->cache_control.empty()) return response.file->cache_control;
  return "no-store";
}

inline std::string_view Worker::date(Instant now) {
  const auto second = epoch_ms(now) / 1000;
  if (second != date_second) {
    date_second = second;
    date_text = format_http_date(now);
  }
  return date_text;
}

inline Task<> Connection::serve() {
  const Timeouts& limits = core.options.timeouts;
  Ec ec;
  for (;;) {
    busy = false;
    if (worker.stopping) break;
    if (buffer.size() == 0) {
      if (buffer.capacity() > 4096) buffer = beast::flat_buffer(32 * 1024);
      stream.expires_after(limits.idle);
      const auto room = buffer.prepare(1024);
      const auto got = co_await stream.async_read_some(room, net::redirect_error(k_wait, ec));
      if (ec) break;
      buffer.commit(got);
    }
    busy = true;
    Parser parser;
    parser.header_limit(k_header_bytes_max);
    parser.body_limit(boost::none);
    stream.expires_after(limits.header);
    co_await bhttp::async_read_header(stream, buffer, parser, net::redirect_error(k_wait, ec));
    started = core.options.clock->now();
    watch = Stopwatch();
    if (ec == beast::error::timeout || ec == bhttp::error::end_of_stream) break;
    if (ec && ec.category() != bhttp::make_error_code(bhttp::error::bad_target).category()) break;
    if (ec || !well_formed(parser)) {
      const bool large = ec == bhttp::error::header_limit || ec == bhttp::error::buffer_overflow;
      Exchange exchange;
      exchange.request.now = started;
      exchange.match.index = core.metrics.unmatched();
      exchange.response = problem(exchange.request, large ? 431 : 400,
                                  large ? "error.header_too_large" : "error.request_malformed");
      unread = true;
      co_await send(exchange, false, false);
      break;
    }
    if (!co_await one_request(parser)) break;
  }
  if (unread) co_await linger();
  if (!handed_over) stream.socket().shutdown(Tcp::socket::shutdown_both, ec);
}

inline Task<bool> Connection::one_request(Parser& parser) {
  const auto& message = parser.get();
  const bool keep = message.keep_alive() && !worker.stopping;
  const bool http10 = message.version() == 10;
  bool head = false;
  const auto verb = verb_of(parser, head);
  unread = !parser.is_done();
  if (verb == Verb::get && !head && parser.is_done() && core.pages.pages() > 0 &&
      !tells_who(view(message[bhttp::field::cookie]), message.count("x-follow-secret") > 0,
                 message.count(bhttp::field::authorization) > 0)) {
    const auto cookies = parse_cookies(view(message[bhttp::field::cookie]));
    const Lang lang =
        choose_lang("", find(cookies, k_lang_cookie), view(message[bhttp::field::accept_language]));
    const auto page = core.pages.get(view(message.target()), lang);
    if (page) {
      const auto ip = client_address(peer, view(message["x-forwarded-for"]), core.options.proxies);
      const bool allowed =
          !page->ip_limited || core.limiter.take(LimitKind::request_of_ip, ip, started).has_value();
      if (allowed) co_return co_await cached(parser, *page) && keep;
    }
  }
  auto exchange = std::make_shared<Exchange>();
  exchange->request.verb = verb.value_or(Verb::get);
  exchange->request.head = head;
  exchange->peer = peer;
  fill_headers(parser, *exchange);
  bool go_on = before_body(core, *exchange);
  if (!verb) {
    exchange->response = problem(exchange->request, 405, "error.method_not_allowed");
    exchange->match.index = core.metrics.unmatched();
    go_on = false;
  }
  if (go_on && exchange->match.route->kind == RouteKind::upload) {
    co_await hop(stream.get_executor(), [&](Done done) { admit(core, exchange, std::move(done)); });
    go_on = exchange->response.status < 400;
  }
  if (go_on && !parser.is_done()) go_on = co_await read_body(parser, *exchange);
  if (go_on && after_body(*exchange)) {
    co_await hop(stream.get_executor(), [&](Done done) { run(core, exchange, std::move(done)); });
  }
  if (exchange->stream && exchange->response.status < 400) {
    handed_over = true;
    auto client =
        std::make_unique<LiveClient>(std::move(stream), Timer(worker.io),
                                     std::move(*exchange->stream), exchange->stream_start.cursor);
    Response opening;
    opening.content_type = "text/event-stream; charset=utf-8";
    opening.headers = {{"X-Accel-Buffering", "no"}};
    std::string first = whole_head(
        200, worker.date(started),
        core.heads.lines(opening, -1, "no-store", exchange->request.secure), false, false);
    first += "retry: 3000\n\n" + exchange->stream_start.text;
    core.metrics.count(exchange->match.index, 200, 0);
    unread = false;
    net::co_spawn(worker.io, live_client(worker, std::move(client), std::move(first)),
                  net::detached);
    co_return false;
  }
  const bool again = keep && !unread && !worker.stopping;
  co_return co_await send(*exchange, again, http10) && again;
}

inline Task<bool> Connection::cached(const Parser& parser, const CachedPage& page) {
  const auto& message = parser.get();
  const bool fresh = etag_matches(view(message[bhttp::field::if_none_match]), page.etag) &&
                     message.count(bhttp::field::if_none_match) > 0;
  const int status = fresh ? 304 : 200;
  const auto head = whole_head(status, worker.date(started), fresh ? page.head_304 : page.head,
                               message.keep_alive() && !worker.stopping, message.version() == 10);
  const bool sent = co_await write(head, fresh ? std::string_view{} : page.body);
  core.metrics.count(page.route_index, status, watch.elapsed().count() / 1000);
  if (core.options.access_log) log_access("GET", page.route, status, page.body.size());
  co_return sent;
}

// False: exchange.response is the answer (too large, malformed, disk full), or the client is gone.
inline Task<bool> Connection::read_body(Parser& parser, Exchange& exchange) {
  const Timeouts& limits = core.options.timeouts;
  auto sink = make_sink(core, exchange);
  const auto refuse = [&](const Error& error) {
    exchange.response = problem(exchange.request, error);
    return false;
  };
  if (!sink) co_return refuse(sink.error());
  const Error too_large{ErrorCode::too_large, "error.body_too_large", {}, {}, {}};
  const auto most = static_cast<std::uint64_t>(std::max<std::int64_t>(0, (*sink)->bytes_max));
  if (parser.content_length() && *parser.content_length() > most) co_return refuse(too_large);
  Ec ec;
  if (beast::iequals(parser.get()[bhttp::field::expect], "100-continue")) {
    if (!co_await write(k_continue, {})) co_return false;
  }
  const Stopwatch total;
  std::string piece(
      parser.content_length() && *parser.content_length() < 4096 ? 4096 : k_piece_bytes / 4, '\0');
  std::uint64_t taken = 0;
  while (!parser.is_done()) {
    parser.get().body().data = piece.data();
    parser.get().body().size = piece.size();
    parser.get().body().more = true;
    stream.expires_after(limits.body_piece);
    co_await bhttp::async_read_some(stream, buffer, parser, net::redirect_error(k_wait, ec));
    if (ec == bhttp::error::need_buffer) ec = {};
    const auto bytes = piece.size() - parser.get().body().size;
    taken += bytes;
    if (taken > most) co_return refuse(too_large);
    if (auto ok = (*sink)->take(std::string_view(piece).substr(0, bytes)); !ok) {
      co_return refuse(ok.error());
    }
    if (ec || total.elapsed() > limits.body) break;
  }
  const bool complete = parser.is_done();
  unread = !complete;
  if (!complete && !exchange.plan.keep_partial) {
    exchange.response = problem(exchange.request, 408, "error.request_timeout");
    co_return false;
  }
  if (auto ok = (*sink)->finish(complete); !ok) co_return refuse(ok.error());
  co_return true;
}

inline Task<bool> Connection::send(Exchange& exchange, bool keep_alive, bool http10) {
  Response& response = exchange.response;
  const Route* route = exchange.match.route;
  if (route != nullptr && route->finish != nullptr) route->finish(response);
  if (response.file) co_return co_await send_file(exchange, keep_alive, http10);
  if (exchange.shareable) {
    response.headers.push_back(
        {"ETag", core.pages.etag(exchange.pages_version, exchange.cache_lang)});
    response.headers.push_back({"Vary", "Accept-Language, Cookie"});
  }
  const bool empty = response.status == 204 || response.status == 304;
  const auto bytes = static_cast<std::int64_t>(empty ? 0 : response.body.size());
  const auto lines =
      core.heads.lines(response, bytes, default_cache_rule(exchange), exchange.request.secure);
  std::shared_ptr<const CachedPage> kept;
  if (exchange.shareable) kept = keep_page(exchange, lines);
  const auto head =
      whole_head(response.status, worker.date(exchange.request.now), lines, keep_alive, http10);
  const bool bodiless = empty || exchange.request.head;
  const std::string_view body = kept ? kept->body : response.body;
  const bool sent = co_await write(head, bodiless ? std::string_view{} : body);
  finish(exchange, bodiless ? 0 : bytes);
  co_return sent;
}

// One writev when both fit into a piece; larger bodies in pieces, each with its own time limit.
inline Task<bool> Connection::write(std::string_view head, std::string_view body) {
  Ec ec;
  do {
    const auto piece = body.substr(0, k_piece_bytes);
    body.remove_prefix(piece.size());
    const std::array<net::const_buffer, 2> buffers{net::buffer(head.data(), head.size()),
                                                   net::buffer(piece.data(), piece.size())};
    stream.expires_after(core.options.timeouts.write);
    co_await net::async_write(stream, buffers, net::redirect_error(k_wait, ec));
    head = {};
  } while (!ec && !body.empty());
  co_return !ec;
}

// Closing with unread bytes would reset the connection, and the client might never see the answer.
inline Task<> Connection::linger() {
  Ec ec;
  stream.socket().shutdown(Tcp::socket::shutdown_send, ec);
  std::string piece(16 * 1024, '\0');
  stream.expires_after(std::chrono::seconds(2));
  for (int i = 0; i < 64 && !ec; ++i) {
    co_await stream.async_read_some(net::buffer(piece), net::redirect_error(k_wait, ec));
  }
}

// Takes the body out of the response into the page.
inline std::shared_ptr<const CachedPage> Connection::keep_page(Exchange& exchange,
                                                               const std::string& lines) {
  auto page = std::make_shared<CachedPage>();
  page->version = exchange.pages_version;
  page->etag = core.pages.etag(exchange.pages_version, exchange.cache_lang);
  page->head = lines;
  if (exchange.request.secure) {  // the same bytes go to whoever comes over plain http
    page->head = core.heads.lines(exchange.response,
                                  static_cast<std::int64_t>(exchange.response.body.size()),
                                  "public, no-cache", false);
  }
  Response not_modified;
  not_modified.status = 304;
  not_modified.headers = {{"ETag", page->etag}, {"Vary", "Accept-Language, Cookie"}};
  page->head_304 = core.heads.lines(not_modified, 0, "public, no-cache", false);
  page->body = std::move(exchange.response.body);
  page->route = exchange.match.route->pattern;
  page->route_index = exchange.match.index;
  page->ip_limited = exchange.match.route->ip_limited;
  core.pages.put(exchange.request.target, exchange.cache_lang, page);
  return page;
}

inline void Connection::finish(const Exchange& exchange, std::int64_t bytes) {
  core.metrics.count(exchange.match.index, exchange.response.status,
                     watch.elapsed().count() / 1000);
  if (!core.options.access_log) return;
  const std::string_view route = exchange.match.route != nullptr ? exchange.match.route->pattern
                                 : exchange.match.index == core.metrics.files() ? "files"
                                                                                : "none";
  log_access(exchange.request.head ? "HEAD" : to_text(exchange.request.verb), route,
             exchange.response.status, static_cast<std::size_t>(bytes));
}

// No query and no address: the path's pattern is all that an operator needs.
inline void Connection::log_access(std::string_view verb, std::string_view route, int status,
                                   std::size_t bytes) const {
  log::info("http.request", {{"verb", verb},
                             {"route", route},
                             {"status", std::int64_t{status}},
                             {"us", watch.elapsed().count() / 1000},
                             {"bytes", static_cast<std::int64_t>(bytes)}});
}

// NOLINTEND(bugprone-unused-return-value)
}  // namespace camaug::http
