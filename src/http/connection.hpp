// The types of the server's body: an io thread with its listener, one connection, one live stream.
// Included by server.cpp only, the one translation unit that pays for Beast and Asio.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <memory>
#include <string>
#include <thread>
#include <unordered_set>

#include "http/body.hpp"
#include "http/dispatch.hpp"
#include "http/file_answer.hpp"

namespace camaug::http {

namespace net = boost::asio;
namespace beast = boost::beast;
using Tcp = net::ip::tcp;
using Executor = net::io_context::executor_type;
using Stream = beast::basic_stream<Tcp, Executor>;
using Acceptor = net::basic_socket_acceptor<Tcp, Executor>;
using Timer = net::basic_waitable_timer<std::chrono::steady_clock,
                                        net::wait_traits<std::chrono::steady_clock>, Executor>;
template <class T = void>
using Task = net::awaitable<T, Executor>;
using Parser = beast::http::request_parser<beast::http::buffer_body>;
inline constexpr net::use_awaitable_t<Executor> k_wait;
using Ec = boost::system::error_code;

struct Connection;

// A live stream: the least that an idle client must hold.
struct LiveClient {
  Stream stream;
  Timer timer;
  Subscription subscription;
  std::int64_t cursor = 0;
  bool closing = false;
};

struct Worker {
  explicit Worker(Core& shared) : core(shared), acceptor(io.get_executor()) {}
  // Of this second; one thread only.
  std::string_view date(Instant now);

  Core& core;
  // Before io: what still waits there when it ends takes itself off these lists.
  std::unordered_set<Connection*> connections;
  std::unordered_set<LiveClient*> live;
  net::io_context io{1};
  Acceptor acceptor;
  bool stopping = false;
  std::string date_text;
  std::int64_t date_second = -1;
  std::thread thread;
};

struct Connection {
  Connection(Worker& owner, Stream socket, std::string address)
      : worker(owner), core(owner.core), stream(std::move(socket)), peer(std::move(address)) {
    worker.connections.insert(this);
    core.connections.fetch_add(1);
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() {
    worker.connections.erase(this);
    core.connections.fetch_sub(1);
  }

  Task<> serve();
  // False: close the connection.
  Task<bool> one_request(Parser& parser);
  Task<bool> cached(const Parser& parser, const CachedPage& page);
  Task<bool> read_body(Parser& parser, Exchange& exchange);
  Task<bool> send(Exchange& exchange, bool keep_alive, bool http10);
  Task<bool> send_file(Exchange& exchange, bool keep_alive, bool http10);
  Task<bool> send_stored(Exchange& exchange, bool keep_alive, bool http10);
  Task<bool> send_file_head(Exchange& exchange, FileAnswer& answer, bool keep_alive, bool http10);
  Task<Result<media::Piece>> fetch(media::MediaStorePtr store, media::Wanted wanted);
  Task<bool> write(std::string_view head, std::string_view body);
  Task<> linger();
  void finish(const Exchange& exchange, std::int64_t bytes);
  void log_access(std::string_view verb, std::string_view route, int status,
                  std::size_t bytes) const;
  std::shared_ptr<const CachedPage> keep_page(Exchange& exchange, const std::string& lines);

  Worker& worker;
  Core& core;
  Stream stream;
  std::string peer;
  beast::flat_buffer buffer{32 * 1024};
  Instant started{};
  Stopwatch watch;
  bool busy = false;
  bool handed_over = false;  // the socket now belongs to a live stream
  bool unread = false;       // the client still sends a body that nobody wants
};

// `first` is sent before anything else.
Task<> live_client(Worker& worker, std::unique_ptr<LiveClient> client, std::string first);

}  // namespace camaug::http
