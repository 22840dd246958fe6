// The HTTP server: sockets, threads, timeouts. The only door of the program; knows routes, not what
// they mean. Its body (server.cpp) is the only file that includes Beast and Asio.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/time.hpp"
#include "http/cache.hpp"
#include "http/door.hpp"
#include "http/limit.hpp"
#include "http/route.hpp"
#include "http/sse.hpp"
#include "http/static.hpp"

namespace camaug::store {
class ReaderPool;
class Writer;
}  // namespace camaug::store

namespace camaug::http {

// Who is asking: anonymous when nothing is shown; unauthenticated when a session has expired. Runs
// on the thread of the handler, for a command inside its transaction.
using Authenticate = Result<domain::Viewer> (*)(app::Services&, store::Reader&, const Request&);

struct Timeouts {
  Millis idle{60'000};        // between two requests of a connection
  Millis header{10'000};      // for the whole header
  Millis body_piece{30'000};  // for each piece of a body
  Millis body{1'800'000};     // for a whole body (a video over a weak link)
  Millis write{30'000};       // for each piece of an answer
  Millis heartbeat{20'000};   // of a live stream
  Millis stop{10'000};        // for running requests when the server stops
};

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;  // 0: any free one, see Server::port
  int io_threads = 2;
  std::span<const Route> routes;  // must outlive the server, as everything behind a pointer here
  app::Services* services = nullptr;  // handed to every handler
  const Clock* clock = nullptr;
  store::ReaderPool* readers = nullptr;
  store::ReaderPool* slow = nullptr;  // for Route::prepare; nullptr: `readers`
  store::Writer* writer = nullptr;
  const media::MediaStore* media = nullptr;  // for its failures in the metrics
  Authenticate authenticate = nullptr;       // nullptr: everybody is anonymous
  StaticOptions files;
  std::string upload_directory;           // on the same file system as the media
  std::vector<std::string> origins;       // "https://camau.example": besides the host asked for
  std::vector<std::string> proxies;       // addresses whose X-Forwarded-For and -Proto count
  std::vector<std::string> style_hashes;  // "sha256-...": inlined CSS of prerendered pages
  std::vector<std::string> script_hashes;
  LimitOptions limits;
  std::string csrf_key;  // "": a random one, forms die with the process
  std::string process;   // its name among those on one database; "": it is alone
  ErrorPage error_page = nullptr;
  std::optional<EventFeed> events;  // none: stream routes answer 503
  LiveOptions live;
  Timeouts timeouts;
  std::int64_t connections_max = 20'000;
  bool access_log = true;
  bool metrics = true;         // GET /metrics from loopback only
  bool bump_on_commit = true;  // every commit but a quiet one makes the shared pages stale
};

class Server {
 public:
  // Listens and starts the threads. unavailable with a detail that names address and port when they
  // are taken; invalid when a route is wrong.
  [[nodiscard]] static Result<std::unique_ptr<Server>> start(ServerOptions options);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server();  // stops

  [[nodiscard]] std::uint16_t port() const;
  // Takes no more connections, finishes running requests, ends live streams. The writer and the
  // readers must still run. Returns when all is done.
  void stop();

  // Another process on the same database has committed something, or ended a session.
  void committed_elsewhere();
  void session_ended_elsewhere(const std::string& session);

  [[nodiscard]] Door& door();
  [[nodiscard]] PageCache& pages();
  [[nodiscard]] LiveHub* live();  // nullptr without events

 private:
  struct Impl;
  explicit Server(std::shared_ptr<Impl> impl);
  std::shared_ptr<Impl> impl_;
};

}  // namespace camaug::http
