// What happens to a request between its header and its answer: route, limits, origin, body rules,
// authentication, role, handler, and the mapping of everything that can fail. No sockets here.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include "http/cache.hpp"
#include "http/metrics.hpp"
#include "http/router.hpp"
#include "http/server.hpp"
#include "http/shared_answers.hpp"
#include "http/sse.hpp"
#include "http/wire.hpp"

namespace camaug::http {

// All that connections share.
struct Core {
  Core(ServerOptions server_options, Router built);

  ServerOptions options;
  Router router;
  Limiter limiter;
  PageCache pages;
  SharedAnswers shared;
  Metrics metrics;
  HeadWriter heads;
  Door door;
  std::unique_ptr<LiveHub> live;
  std::atomic<std::int64_t> connections{0};
};

// One request on its way. Shared by the connection and the thread that runs the handler.
struct Exchange {
  ~Exchange();  // deletes uploaded files that nobody took

  Request request;
  Match match;
  std::string host;
  std::string peer;            // address of the socket
  Lang cache_lang = Lang::vi;  // of cookie and Accept-Language: part of the cache key
  bool shareable = false;      // nothing in the request tells who asks
  std::int64_t pages_version = 0;
  UploadPlan plan;
  std::optional<Subscription> stream;  // set: the connection becomes a live stream
  LiveHub::Start stream_start;
  Response response;
};
using ExchangePtr = std::shared_ptr<Exchange>;
using Done = std::move_only_function<void()>;

// Target, headers and verb are in exchange.request; fills the rest of it. True: go on to the body.
// False: exchange.response is the answer (also for files and unknown paths).
[[nodiscard]] bool before_body(Core& core, Exchange& exchange);
// Upload routes: authenticates and asks Route::admit on a reader thread. `done` may run anywhere;
// afterwards a status >= 400 in exchange.response refuses.
void admit(Core& core, const ExchangePtr& exchange, Done done);
// Form routes: fields are complete; checks the token. False: exchange.response is the answer.
[[nodiscard]] bool after_body(Exchange& exchange);
// Runs the handler on the right thread; `done` may run anywhere, after the commit of a command.
void run(Core& core, const ExchangePtr& exchange, Done done);

// The address of the client: X-Forwarded-For counts only behind one of `proxies`.
[[nodiscard]] std::string client_address(std::string_view peer, std::string_view forwarded_for,
                                         std::span<const std::string> proxies);
// Whether these headers show who asks (session, follow secret, authorization).
[[nodiscard]] bool tells_who(std::string_view cookie_header, bool secret, bool authorization);

}  // namespace camaug::http
