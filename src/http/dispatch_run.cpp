// See dispatch.hpp. This file runs a handler on the thread of its kind, inside the net that turns
// every failure into an answer. A command's answer leaves only after its commit.
#include <charconv>

#include "base/id.hpp"
#include "base/log.hpp"
#include "http/dispatch.hpp"
#include "http/problem.hpp"
#include "store/database.hpp"
#include "store/news.hpp"
#include "store/pool.hpp"
#include "store/writer.hpp"

namespace camaug::http {
namespace {

using Kind = store::DatabaseError::Kind;

// A bug or a broken database: the log gets the id and the cause, the client the id alone.
Response internal_error(const Request& request, std::string_view cause) {
  const auto id = random_token(6);
  log::error("http.internal_error", {{"id", id}, {"route", request.route}, {"cause", cause}});
  return problem(request, 500, "error.internal", {id});
}

Response database_problem(const Request& request, Kind kind, std::string_view what) {
  const auto later = [&](std::string key) {
    log::warning("http.database_refuses", {{"route", request.route}, {"key", key}});
    return problem(request, Error{ErrorCode::unavailable, std::move(key), {}, {}, {}});
  };
  switch (kind) {
    case Kind::full:
      return later("error.disk_full");
    case Kind::read_only:
      return later("error.read_only");
    case Kind::busy:
    case Kind::timeout:
      return later("error.busy");
    case Kind::connection:
      return later("error.unavailable");
    default:
      return internal_error(request, what);
  }
}

// Runs f; what it throws becomes exchange.response. Database errors too, unless `pass_database`.
template <class F>
void guarded(Exchange& exchange, bool pass_database, F&& f) {
  try {
    f();
  } catch (const store::DatabaseError& error) {
    if (pass_database) throw;
    exchange.response = database_problem(exchange.request, error.kind(), error.what());
  } catch (const std::exception& error) {
    exchange.response = internal_error(exchange.request, error.what());
  } catch (...) {
    exchange.response = internal_error(exchange.request, "unknown exception");
  }
}

// Fills the viewer; false: exchange.response refuses.
bool authorize(Core& core, Exchange& exchange, store::Reader& reader) {
  Request& request = exchange.request;
  request.viewer = {};
  if (core.options.authenticate != nullptr) {
    auto viewer = core.options.authenticate(*core.options.services, reader, request);
    if (!viewer) {
      exchange.response = problem(request, viewer.error());
      return false;
    }
    request.viewer = std::move(*viewer);
  }
  if (domain::contains(exchange.match.route->allowed, request.viewer.role)) return true;
  const bool known = request.viewer.is_staff();
  exchange.response = problem(
      request, known ? Error{ErrorCode::forbidden, "error.forbidden", {}, {}, {}}
                     : Error{ErrorCode::unauthenticated, "error.unauthenticated", {}, {}, {}});
  return false;
}

void overloaded(Exchange& exchange) {
  exchange.response =
      problem(exchange.request, Error{ErrorCode::unavailable, "error.busy", {}, {}, {}});
}

// Several desks that ask the same at once: the first has the answer made.
void answer_shared(Core& core, Exchange& exchange, store::Reader& reader) {
  const Request& request = exchange.request;
  const Route& route = *exchange.match.route;
  std::string key = route.sharers(request);
  key += '\n';
  key += to_text(request.lang);
  key += request.target;
  if (auto body = core.shared.get(key, exchange.pages_version, request.now)) {
    exchange.response = json_text(std::move(*body));
    return;
  }
  exchange.response =
      std::get<QueryHandler>(route.handler)(*core.options.services, reader, request);
  if (exchange.response.status != 200) return;
  core.shared.put(key, exchange.pages_version, request.now, exchange.response.body);
}

void answer_query(Core& core, Exchange& exchange, store::Reader& reader) {
  if (!authorize(core, exchange, reader)) return;
  if (exchange.match.route->sharers != nullptr) return answer_shared(core, exchange, reader);
  const auto handler = std::get<QueryHandler>(exchange.match.route->handler);
  exchange.response = handler(*core.options.services, reader, exchange.request);
  exchange.shareable = exchange.shareable && exchange.response.status == 200 &&
                       exchange.request.viewer.role == domain::Role::anonymous &&
                       exchange.response.set_cookies.empty() && !exchange.response.file;
}

std::int64_t last_event_id(const Request& request) {
  auto text = request.header("last-event-id");
  if (text.empty()) text = request.query_value("last_event_id");
  std::int64_t n = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
  return error == std::errc{} && end == text.data() + text.size() && n >= 0 ? n : -1;
}

void answer_stream(Core& core, Exchange& exchange, store::Reader& reader) {
  if (!authorize(core, exchange, reader)) return;
  if (!core.live || core.live->clients.load() >= core.live->options().clients_max) {
    return overloaded(exchange);
  }
  const auto handler = std::get<StreamHandler>(exchange.match.route->handler);
  auto subscription = handler(*core.options.services, reader, exchange.request);
  if (!subscription) {
    exchange.response = problem(exchange.request, subscription.error());
    return;
  }
  exchange.stream_start = core.live->start(reader, *subscription, last_event_id(exchange.request));
  exchange.stream = std::move(*subscription);
}

// True to keep what was written.
bool answer_command(Core& core, Exchange& exchange, store::Tx& tx) {
  bool keep = false;
  guarded(exchange, true, [&] {
    if (!authorize(core, exchange, tx)) return;
    const auto handler = std::get<CommandHandler>(exchange.match.route->handler);
    exchange.response = handler(*core.options.services, tx, exchange.request);
    keep = exchange.response.status < 400 || exchange.response.keep_writes;
    if (!keep || core.options.process.empty()) return;
    for (const auto& session : exchange.response.ended_sessions) {
      store::tell_session_ended(tx, core.options.process, session);
    }
  });
  return keep;
}

void settle_command(Core& core, Exchange& exchange, const store::Outcome& outcome) {
  if (outcome.status == store::Outcome::Status::failed) {
    std::string what = "the writer gave no cause";
    try {
      if (outcome.error) std::rethrow_exception(outcome.error);
    } catch (const std::exception& error) {
      what = error.what();
    } catch (...) {
      what = "unknown exception";
    }
    exchange.response = database_problem(exchange.request, outcome.kind, what);
    return;
  }
  if (outcome.status == store::Outcome::Status::committed && core.live) {
    for (const auto& session : exchange.response.ended_sessions) core.live->close_session(session);
  }
}

void submit_command(Core& core, const ExchangePtr& exchange, Done done) {
  // Shared because a refused submit must still be able to tell.
  auto shared_done = std::make_shared<Done>(std::move(done));
  const bool taken = core.options.writer->submit(
      [&core, exchange](store::Tx& tx) { return answer_command(core, *exchange, tx); },
      [&core, exchange, shared_done](const store::Outcome& outcome) {
        settle_command(core, *exchange, outcome);
        (*shared_done)();
      },
      exchange->request.makes);
  if (taken) return;
  overloaded(*exchange);
  (*shared_done)();
}

template <class F>
void submit_query(store::ReaderPool& pool, const ExchangePtr& exchange, Done done, F f) {
  auto shared_done = std::make_shared<Done>(std::move(done));
  exchange->request.waiting = pool.queued();
  const bool taken = pool.submit([exchange, shared_done, f](store::Reader& reader) {
    guarded(*exchange, false, [&] { f(*exchange, reader); });
    (*shared_done)();
  });
  if (taken) return;
  overloaded(*exchange);
  (*shared_done)();
}

}  // namespace

void admit(Core& core, const ExchangePtr& exchange, Done done) {
  exchange->plan.bytes_max = exchange->match.route->body_bytes_max;
  submit_query(*core.options.readers, exchange, std::move(done),
               [&core](Exchange& e, store::Reader& reader) {
                 if (!authorize(core, e, reader) || e.match.route->admit == nullptr) return;
                 auto plan = e.match.route->admit(*core.options.services, reader, e.request);
                 if (!plan) {
                   e.response = problem(e.request, plan.error());
                   return;
                 }
                 e.plan = std::move(*plan);
                 if (e.plan.bytes_max < 0) e.plan.bytes_max = e.match.route->body_bytes_max;
               });
}

void run(Core& core, const ExchangePtr& exchange, Done done) {
  const Route& route = *exchange->match.route;
  switch (route.kind) {
    case RouteKind::plain:
      guarded(*exchange, false, [&] {
        const auto handler = std::get<PlainHandler>(route.handler);
        exchange->response = handler(*core.options.services, exchange->request);
      });
      done();
      return;
    case RouteKind::query:
      submit_query(*core.options.readers, exchange, std::move(done),
                   [&core](Exchange& e, store::Reader& r) { answer_query(core, e, r); });
      return;
    case RouteKind::stream:
      submit_query(*core.options.readers, exchange, std::move(done),
                   [&core](Exchange& e, store::Reader& r) { answer_stream(core, e, r); });
      return;
    case RouteKind::command:
    case RouteKind::form:
    case RouteKind::upload:
      break;
  }
  if (route.read != nullptr) {
    guarded(*exchange, false, [&] {
      auto ready = route.read(*core.options.services, exchange->request);
      if (!ready) exchange->response = problem(exchange->request, ready.error());
    });
    if (exchange->response.status >= 400) {
      done();
      return;
    }
  }
  if (route.prepare == nullptr) {
    submit_command(core, exchange, std::move(done));
    return;
  }
  auto& pool = core.options.slow != nullptr ? *core.options.slow : *core.options.readers;
  auto after = [&core, exchange, done = std::move(done)]() mutable {
    if (exchange->response.status >= 400) {
      done();
    } else {
      submit_command(core, exchange, std::move(done));
    }
  };
  submit_query(pool, exchange, std::move(after), [&core](Exchange& e, store::Reader& reader) {
    if (!authorize(core, e, reader)) return;
    auto ready = e.match.route->prepare(*core.options.services, reader, e.request);
    if (!ready) e.response = problem(e.request, ready.error());
  });
}

}  // namespace camaug::http
