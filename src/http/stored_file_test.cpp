// A file of the media store as an answer: whole, in parts, known already, gone, away, and cut off
// in the middle. The store of this test answers on a thread of its own, as a bucket does.
#include <doctest/doctest.h>

#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

#include "base/id.hpp"
#include "http/server.hpp"
#include "http/test_client.hpp"
#include "media/store.hpp"

using namespace camaug;
using namespace camaug::http;

namespace {

constexpr std::string_view k_id = "0198c5a2-7c1e-7abc-8def-0123456789ab";

class SlowStore final : public media::MediaStore {
 public:
  ~SlowStore() override {
    for (auto& thread : threads_) thread.join();
  }
  Result<void> keep(std::string_view, const std::vector<Arrived>&) const override { return {}; }
  Result<media::Piece> read(const media::Wanted& wanted) const override {
    largest = std::max(largest.load(), wanted.bytes);
    reads += 1;
    if (wanted.name == "gone") return fail(ErrorCode::not_found, "error.media.file_missing");
    if (wanted.name == "away") return fail(ErrorCode::unavailable, "error.media.store_away");
    if (wanted.name == "cut" && wanted.first > 0) {
      return fail(ErrorCode::unavailable, "error.media.store_away");
    }
    const auto size = static_cast<std::int64_t>(content.size());
    media::Piece piece{{size, from_epoch_ms(1'700'000'000'000), "e1", ""}, {}};
    piece.data = content.substr(static_cast<std::size_t>(wanted.first),
                                static_cast<std::size_t>(wanted.bytes));
    return piece;
  }
  void read_later(media::Wanted wanted, media::PieceDone done) const override {
    const std::lock_guard lock(mutex_);
    threads_.emplace_back([this, wanted = std::move(wanted), done = std::move(done)]() mutable {
      done(read(wanted));
    });
  }
  Result<std::string> local(std::string_view, std::string_view, const std::string&) const override {
    return std::string();
  }
  std::string path_of(std::string_view, std::string_view) const override { return {}; }
  Result<bool> remove(std::string_view) const override { return false; }
  Result<void> ready() const override { return {}; }
  Result<void> check() const override { return {}; }
  std::string place() const override { return "a test"; }
  std::int64_t failures() const override { return 7; }

  std::string content;
  mutable std::atomic<std::int64_t> largest{0};
  mutable std::atomic<int> reads{0};

 private:
  mutable std::mutex mutex_;
  mutable std::vector<std::thread> threads_;
};

std::shared_ptr<SlowStore> g_store;

Response stored(app::Services&, const Request& request) {
  const media::StoredFile file{g_store, std::string(k_id), std::string(request.param("name"))};
  return send_stored(file, "private, max-age=60", "video/mp4");
}

struct Fixture {
  Fixture() {
    g_store = std::make_shared<SlowStore>();
    g_store->content.resize(1'200'000);
    random_bytes(g_store->content.data(), g_store->content.size());
    route.pattern = "/f/{name}";
    route.kind = RouteKind::plain;
    route.allowed = k_everyone;
    route.handler = PlainHandler(stored);
    ServerOptions options;
    options.port = 0;
    options.routes = {&route, 1};
    options.services = reinterpret_cast<app::Services*>(this);  // opaque here; no handler looks in
    options.clock = &clock;
    options.media = g_store.get();
    options.access_log = false;
    options.limits.on = false;
    server = Server::start(std::move(options)).value();
  }
  ~Fixture() {
    server.reset();
    g_store.reset();
  }
  Fixture(const Fixture&) = delete;
  Fixture& operator=(const Fixture&) = delete;

  Route route;
  SystemClock clock;
  std::unique_ptr<Server> server;
};

std::string get(const std::string& name, const std::string& more = {}) {
  return "GET /f/" + name + " HTTP/1.1\r\nHost: a\r\n" + more;
}
std::string body_of(const std::string& answer) {
  return answer.substr(answer.find("\r\n\r\n") + 4);
}

}  // namespace

TEST_CASE("stored file: whole, in pieces of half a megabyte") {
  Fixture f;
  RawClient c(f.server->port());
  const auto answer = c.ask(get("film"));
  CHECK(has_text(answer, "HTTP/1.1 200"));
  CHECK(has_text(answer, "Content-Length: 1200000"));
  CHECK(has_text(answer, "Cache-Control: private, max-age=60"));
  CHECK(has_text(answer, "ETag: \"e1\""));
  CHECK(body_of(answer) == g_store->content);
  CHECK(g_store->reads == 3);
  CHECK(g_store->largest == 512 * 1024);
  CHECK(has_text(c.ask("GET /metrics HTTP/1.1\r\nHost: a\r\n"), "camaug_media_store_failures 7"));
}

TEST_CASE("stored file: parts, conditions, HEAD") {
  Fixture f;
  RawClient c(f.server->port());
  const auto part = c.ask(get("film", "Range: bytes=600000-1199998\r\nIf-Range: \"e1\"\r\n"));
  CHECK(has_text(part, "HTTP/1.1 206"));
  CHECK(has_text(part, "Content-Range: bytes 600000-1199998/1200000"));
  CHECK(body_of(part) == g_store->content.substr(600'000, 599'999));
  CHECK(has_text(c.ask(get("film", "Range: bytes=5-9\r\nIf-Range: \"old\"\r\n")), "HTTP/1.1 200"));
  CHECK(has_text(c.ask(get("film", "Range: bytes=1200000-\r\n")), "HTTP/1.1 416"));
  const int before = g_store->reads;
  CHECK(has_text(c.ask(get("film", "If-None-Match: \"e1\"\r\n")), "HTTP/1.1 304"));
  CHECK(g_store->reads == before + 1);
  c.send("HEAD /f/film HTTP/1.1\r\nHost: a\r\n\r\n");
  CHECK(has_text(c.answer(false), "Content-Length: 1200000"));
  CHECK(g_store->reads == before + 2);
}

TEST_CASE("stored file: gone and away are answers") {
  Fixture f;
  RawClient c(f.server->port());
  const auto gone = c.ask(get("gone"));
  CHECK(has_text(gone, "HTTP/1.1 404"));
  CHECK(has_text(gone, "error.media.file_missing"));
  CHECK(has_text(gone, "Cache-Control: no-store"));
  const auto away = c.ask(get("away"));
  CHECK(has_text(away, "HTTP/1.1 503"));
  CHECK(has_text(away, "Retry-After: "));
  CHECK(has_text(away, "error.media.store_away"));
}

TEST_CASE("stored file: a store that goes away in the middle ends the connection") {
  Fixture f;
  RawClient c(f.server->port());
  const auto answer = c.ask(get("cut"));
  CHECK(body_of(answer).size() == 512 * 1024);
  CHECK(c.closed());
  RawClient another(f.server->port());
  CHECK(has_text(another.ask(get("gone")), "HTTP/1.1 404"));
}
