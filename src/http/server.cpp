// Listeners, io threads, live streams, start and stop (Beast, Asio, coroutines). The one
// translation unit with sockets; what a request means is decided in dispatch.
#include "http/server.hpp"

#include <sys/resource.h>

#include "base/log.hpp"
#include "http/connection_impl.hpp"
#include "http/file_impl.hpp"
#include "store/pool.hpp"
#include "store/writer.hpp"

namespace camaug::http {
// NOLINTBEGIN(bugprone-unused-return-value): Asio gives an error twice, as value and in `ec`.
namespace {

using ReusePort = net::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

void raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

Task<> serve_safely(std::unique_ptr<Connection> connection) {
  try {
    co_await connection->serve();
  } catch (const std::exception& error) {
    log::error("http.connection_failed", {{"cause", error.what()}});
  }
}

Task<> accept_loop(Worker& worker) {
  Ec ec;
  while (!worker.stopping) {
    auto socket = co_await worker.acceptor.async_accept(net::redirect_error(k_wait, ec));
    if (ec == net::error::operation_aborted || worker.stopping) break;
    if (ec) {
      // Out of descriptors or memory: give the others time to end.
      Timer pause(worker.io, std::chrono::milliseconds(100));
      co_await pause.async_wait(net::redirect_error(k_wait, ec));
      continue;
    }
    if (worker.core.connections.load() >= worker.core.options.connections_max) continue;
    const auto peer = socket.remote_endpoint(ec);
    if (ec) continue;
    socket.set_option(Tcp::no_delay(true), ec);
    auto address = peer.address();
    if (address.is_v6() && address.to_v6().is_v4_mapped()) {
      address = net::ip::make_address_v4(net::ip::v4_mapped, address.to_v6());
    }
    auto connection =
        std::make_unique<Connection>(worker, Stream(std::move(socket)), address.to_string());
    net::co_spawn(worker.io, serve_safely(std::move(connection)), net::detached);
  }
}

Result<std::uint16_t> listen(Worker& worker, const ServerOptions& options, std::uint16_t port,
                             bool probe) {
  const auto refuse = [&](const Ec& ec) {
    return fail(ErrorCode::unavailable, "error.cannot_listen",
                "cannot listen on " + options.address + " port " + std::to_string(port) + ": " +
                    ec.message());
  };
  Ec ec;
  const auto address = net::ip::make_address(options.address, ec);
  if (ec) return refuse(ec);
  const Tcp::endpoint endpoint(address, port);
  Acceptor acceptor(worker.io.get_executor());
  acceptor.open(endpoint.protocol(), ec);
  if (!ec) acceptor.set_option(net::socket_base::reuse_address(true), ec);
  // Two programs that both share a port would both start: the probe finds the other one.
  if (!ec && !probe) acceptor.set_option(ReusePort(true), ec);
  if (!ec) acceptor.bind(endpoint, ec);
  if (!ec) acceptor.listen(probe ? 1 : 4096, ec);
  if (ec) return refuse(ec);
  const auto bound = acceptor.local_endpoint().port();
  if (!probe) worker.acceptor = std::move(acceptor);
  return bound;
}

}  // namespace

Task<> live_client(Worker& worker, std::unique_ptr<LiveClient> client, std::string first) {
  Core& core = worker.core;
  const Timeouts& limits = core.options.timeouts;
  worker.live.insert(client.get());
  core.live->clients.fetch_add(1);
  std::string text = std::move(first);
  for (Ec ec;;) {
    if (!text.empty()) {
      client->stream.expires_after(limits.write);
      co_await net::async_write(client->stream, net::buffer(text), net::redirect_error(k_wait, ec));
      if (ec) break;  // gone, or too slow
    }
    if (client->closing || worker.stopping) break;
    text = core.live->next(client->subscription, client->cursor);
    if (!text.empty()) continue;
    Millis wait = limits.heartbeat;
    if (const auto end = client->subscription.ends_at) {
      const Millis left = *end - core.options.clock->now();
      if (left <= Millis(0)) break;
      wait = std::min(wait, left);
    }
    client->stream.expires_never();
    client->timer.expires_after(wait);
    co_await client->timer.async_wait(net::redirect_error(k_wait, ec));
    // Silence moves the cursor too: a client that saw nothing for days need not start anew.
    if (!ec) text = ":\nid: " + std::to_string(client->cursor) + "\n\n";
  }
  worker.live.erase(client.get());
  core.live->clients.fetch_sub(1);
}

struct Server::Impl : std::enable_shared_from_this<Server::Impl> {
  Impl(ServerOptions options, Router router) : core(std::move(options), std::move(router)) {}

  template <class F>
  void each_worker(const F& f) {
    for (auto& worker : workers) {
      net::post(worker->io, [w = worker.get(), f] { f(*w); });
    }
  }

  // New events: one reader reads them, every io thread wakes its clients.
  void wake() {
    if (!core.live || pump_waits.exchange(true)) return;
    const bool taken =
        core.options.readers->submit([self = shared_from_this()](store::Reader& reader) {
          self->pump_waits = false;
          if (!self->pump(reader)) return;
          self->each_worker([](Worker& worker) {
            for (LiveClient* client : worker.live) client->timer.cancel();
          });
        });
    if (!taken) pump_waits = false;
  }

  void committed() {
    if (core.options.bump_on_commit) core.pages.bump();
    wake();
  }

  bool pump(store::Reader& reader) {
    try {
      return core.live->pump(reader);
    } catch (const std::exception& error) {
      log::error("http.live_events_failed", {{"cause", error.what()}});
      return false;
    }
  }

  void start_threads() {
    for (auto& worker : workers) {
      net::co_spawn(worker->io, accept_loop(*worker), net::detached);
      worker->thread = std::thread([w = worker.get()] { w->io.run(); });
    }
  }

  void close_session(const std::string& session) {
    each_worker([session](Worker& worker) {
      for (LiveClient* client : worker.live) {
        if (client->subscription.viewer.session != session) continue;
        client->closing = true;
        client->timer.cancel();
      }
    });
  }

  void stop() {
    if (stopped.exchange(true)) return;
    each_worker([](Worker& worker) {
      Ec ec;
      worker.stopping = true;
      worker.acceptor.close(ec);
      for (Connection* connection : worker.connections) {
        if (!connection->busy) connection->stream.socket().cancel(ec);
      }
      for (LiveClient* client : worker.live) client->timer.cancel();
    });
    const Stopwatch watch;
    const auto running = [&] {
      return core.connections.load() > 0 || (core.live && core.live->clients.load() > 0);
    };
    while (running() && watch.elapsed() < core.options.timeouts.stop) {
      std::this_thread::sleep_for(Millis(2));
    }
    each_worker([](Worker& worker) {
      for (Connection* connection : worker.connections) connection->stream.cancel();
      for (LiveClient* client : worker.live) client->stream.cancel();
    });
    for (auto& worker : workers) worker->thread.join();
  }

  Core core;
  std::vector<std::unique_ptr<Worker>> workers;
  std::uint16_t port = 0;
  std::atomic<bool> pump_waits{false};
  std::atomic<bool> stopped{false};
};

Result<std::unique_ptr<Server>> Server::start(ServerOptions options) {
  auto router = Router::build(options.routes);
  if (!router) return Failure(router.error());
  raise_descriptor_limit();
  auto impl = std::make_shared<Impl>(std::move(options), std::move(*router));
  const ServerOptions& o = impl->core.options;
  impl->port = o.port;
  for (int i = 0; i < std::max(1, o.io_threads); ++i) {
    impl->workers.push_back(std::make_unique<Worker>(impl->core));
    Worker& worker = *impl->workers.back();
    if (i == 0 && o.port != 0) {
      if (auto free = listen(worker, o, o.port, true); !free) return Failure(free.error());
    }
    auto bound = listen(worker, o, impl->port, false);
    if (!bound) return Failure(bound.error());
    impl->port = *bound;
  }
  if (o.writer != nullptr) {
    o.writer->on_commit([weak = std::weak_ptr(impl)](std::int64_t) {
      const auto alive = weak.lock();
      if (!alive || alive->stopped) return;
      alive->committed();
    });
  }
  if (impl->core.live) {
    impl->core.live->on_close_session = [raw = impl.get()](const std::string& session) {
      raw->close_session(session);
    };
  }
  impl->start_threads();
  impl->wake();  // the ring begins at the newest event
  log::info("http.listening", {{"address", o.address}, {"port", std::int64_t{impl->port}}});
  return std::unique_ptr<Server>(new Server(std::move(impl)));
}

Server::Server(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
Server::~Server() {
  stop();
}
std::uint16_t Server::port() const {
  return impl_->port;
}
void Server::stop() {
  impl_->stop();
}
void Server::committed_elsewhere() {
  impl_->committed();
}
void Server::session_ended_elsewhere(const std::string& session) {
  if (impl_->core.live) impl_->core.live->close_session(session);
}
Door& Server::door() {
  return impl_->core.door;
}
PageCache& Server::pages() {
  return impl_->core.pages;
}
LiveHub* Server::live() {
  return impl_->core.live.get();
}

// NOLINTEND(bugprone-unused-return-value)
}  // namespace camaug::http
