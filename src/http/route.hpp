// One line of the route table: what is asked, who may ask, how large, and which plain function
// answers on which thread. Routes are constants; they hold no state.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <variant>

#include "base/error.hpp"
#include "domain/access.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

namespace camaug::app {
struct Services;
}
namespace camaug::store {
class Reader;
class Tx;
}  // namespace camaug::store

namespace camaug::http {

// query: reader thread. command: writer, one transaction. form: a command whose body is an HTML
// form (token demanded). upload: a command whose raw body went to disk. stream: server-sent events.
// plain: the io thread, no database; must return at once.
enum class RouteKind : std::uint8_t { query, command, form, upload, stream, plain };

// public_shared: the answer to an anonymous viewer is kept until the public version moves, so it
// may depend on path, query, language and the public database state only (not on the hour, not on a
// cookie).
enum class CachePolicy : std::uint8_t { none, public_shared };

// same_origin: a change needs a matching Origin (see http/guard.hpp). open: a machine interface
// with its own key; cookies are removed before anybody sees the request. (GET and HEAD need
// neither.)
enum class Guard : std::uint8_t { same_origin, open };

// Where a raw body goes. Default: a new file in the upload directory.
struct UploadPlan {
  std::string append_to{};      // an existing file (resumable uploads) or ""
  std::int64_t offset = 0;      // where the body goes; what lies behind it is dropped
  std::int64_t whole = 0;       // how long the file will be
  std::int64_t bytes_max = -1;  // -1: the route's
  bool keep_partial = false;    // run the handler also when the connection breaks in the middle
};

// A live stream: which events it shows is decided by EventFeed::sight (http/sse.hpp) from the
// viewer.
struct Subscription {
  domain::Viewer viewer{};
  std::vector<std::string> reports;  // guests: ids of the reports whose secret was shown
  std::int64_t after_n = -1;         // cursor when the client sends no Last-Event-ID; -1 = newest
  std::optional<Instant> ends_at{};  // the session's end
};

using QueryHandler = Response (*)(app::Services&, store::Reader&, const Request&);
using CommandHandler = Response (*)(app::Services&, store::Tx&, const Request&);
using StreamHandler = Result<Subscription> (*)(app::Services&, store::Reader&, const Request&);
using PlainHandler = Response (*)(app::Services&, const Request&);

// Upload routes only, before the body is read and before 100-continue: is this upload allowed, and
// where does it go? The request has no body yet.
using Admit = Result<UploadPlan> (*)(app::Services&, store::Reader&, const Request&);
// Slow work of a command that needs no transaction (password hashing, looking into a file), on a
// thread for slow work, after authentication and before the handler; leaves its outcome in
// Request::prepared.
using Prepare = Result<void> (*)(app::Services&, store::Reader&, Request&);

// Quick work of a command without the database and without knowing who asks (reading its body), on
// the io thread, so that the one writer need not do it; leaves its outcome in Request::prepared.
using Read = Result<void> (*)(app::Services&, Request&);

// What every answer of the route carries, refusals too: the headers of its protocol.
using Finish = void (*)(Response&);

// Who gets the same answer to the same question: the part of the viewer that the answer depends on.
// Routes that name it share their answers for a second (http/shared_answers.hpp).
using Sharers = std::string (*)(const Request&);

inline constexpr domain::RoleSet k_everyone = 0xFFFF;

struct Route {
  Verb verb = Verb::get;
  // Segments "/api/v1/reports/{id}/dispatch"; "{path*}" as the last one takes the rest. A literal
  // segment wins over a {name}, a {name} over a {path*}.
  std::string_view pattern;
  RouteKind kind = RouteKind::query;
  domain::RoleSet allowed = k_everyone;
  std::variant<QueryHandler, CommandHandler, StreamHandler, PlainHandler> handler;
  std::int64_t body_bytes_max = 64 * 1024;
  CachePolicy cache = CachePolicy::none;
  Guard guard = Guard::same_origin;
  // false: the limit per address does not count here (urgent reports and their photos must pass).
  bool ip_limited = true;
  Admit admit = nullptr;
  Prepare prepare = nullptr;
  Read read = nullptr;
  Sharers sharers = nullptr;
  Finish finish = nullptr;
};

}  // namespace camaug::http
