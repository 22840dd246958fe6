// The whole HTTP layer over real sockets and a real SQLite: what a browser, a slow link, a curious
// script and an attacker would send. Routes here are the test's own.
#include "http/server.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include "base/id.hpp"
#include "http/guard.hpp"
#include "http/problem.hpp"
#include "http/test_client.hpp"
#include "store/pool.hpp"
#include "store/sqlite.hpp"
#include "store/writer.hpp"

namespace camaug::http {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using Client = RawClient;

std::string g_seen_path;
std::string g_seen_sha;
std::atomic<int> g_list_calls{0};
const fs::path& directory() {
  static const fs::path path = [] {
    const auto p = fs::temp_directory_path() / ("camaug-http-" + random_token(6));
    fs::create_directories(p / "upload");
    fs::create_directories(p / "web/assets");
    return p;
  }();
  return path;
}

Response ping(app::Services&, const Request&) {
  return plain_text("pong");
}
Response list(app::Services&, store::Reader& reader, const Request& request) {
  ++g_list_calls;
  const auto rows = reader.value<std::int64_t>("SELECT count(*) FROM note").value_or(-1);
  return plain_text(std::string(request.param("area")) + ":" + std::to_string(rows) + ":" +
                    std::string(to_text(request.lang)));
}
Response add_note(app::Services&, store::Tx& tx, const Request& request) {
  tx.execute("INSERT INTO note (body) VALUES ($1)", request.body);
  if (request.body == "refuse")
    return problem(request, fail(ErrorCode::conflict, "error.conflict").error());
  if (request.body == "count") {
    auto response = problem(request, fail(ErrorCode::forbidden, "error.forbidden").error());
    response.keep_writes = true;
    return response;
  }
  if (request.body == "throw") throw std::runtime_error("secret cause");
  if (request.body == "twice") {
    tx.execute("INSERT INTO note (id, body) VALUES (1, 'x'), (1, 'y')");
  }
  return json_text("{\"done\":true}", 201);
}
Response fail_query(app::Services&, store::Reader&, const Request&) {
  throw store::DatabaseError(store::DatabaseError::Kind::full, "disk");
}
Response take_upload(app::Services&, store::Tx&, const Request& request) {
  g_seen_path = request.upload->path;
  g_seen_sha = request.upload->sha256_hex;
  std::ifstream in(g_seen_path);
  const std::string bytes((std::istreambuf_iterator<char>(in)), {});
  return plain_text(std::to_string(bytes.size()) +
                    (sha256_hex(bytes) == g_seen_sha ? " same" : ""));
}
Result<UploadPlan> admit_upload(app::Services&, store::Reader&, const Request& request) {
  if (request.param("id") == "no") return fail(ErrorCode::not_found, "error.not_found");
  return UploadPlan{};
}
Response token_page(app::Services&, store::Reader&, const Request& request) {
  Response response = html("");
  response.body = form_token(request, response);
  return response;
}
Response take_form(app::Services&, store::Tx&, const Request& request) {
  std::string out = std::string(request.field("text"));
  for (const auto& f : request.files) out += "|" + f.filename + ":" + std::to_string(f.bytes);
  return plain_text(out);
}
Result<Subscription> watch(app::Services&, store::Reader&, const Request& request) {
  Subscription subscription{request.viewer, {}, -1, std::nullopt};
  if (request.cookie("sid") == "short") subscription.ends_at = request.now + Millis(500);
  return subscription;
}
Response staff_only(app::Services&, store::Reader&, const Request&) {
  return plain_text("staff");
}

Result<domain::Viewer> who(app::Services&, store::Reader&, const Request& request) {
  domain::Viewer viewer;
  if (request.cookie("sid") == "admin") viewer.role = domain::Role::admin;
  if (request.cookie("sid") == "officer") viewer.role = domain::Role::officer;
  viewer.session = request.cookie("sid");
  return viewer;
}

const std::vector<Route>& test_routes() {
  static const std::vector<Route> routes{
      {Verb::get, "/ping", RouteKind::plain, k_everyone, &ping},
      {Verb::get, "/list/{area}", RouteKind::query, k_everyone, &list, 0,
       CachePolicy::public_shared},
      {Verb::post, "/notes", RouteKind::command, k_everyone, &add_note, 1000},
      {Verb::get, "/fail", RouteKind::query, k_everyone, &fail_query},
      {Verb::put, "/uploads/{id}", RouteKind::upload, k_everyone, &take_upload, 3'000'000,
       CachePolicy::none, Guard::same_origin, true, &admit_upload},
      {Verb::get, "/form", RouteKind::query, k_everyone, &token_page},
      {Verb::post, "/form", RouteKind::form, k_everyone, &take_form, 1'000'000},
      {Verb::get, "/events", RouteKind::stream, k_everyone, &watch},
      {Verb::get, "/staff", RouteKind::query, domain::roles({domain::Role::admin}), &staff_only},
  };
  return routes;
}

EventFeed feed() {
  return {[](store::Reader& reader, std::int64_t after_n, int limit) {
            std::vector<LiveEvent> out;
            reader.each(
                "SELECT id, body FROM note WHERE id > $1 ORDER BY id LIMIT $2",
                [&](const store::Row& row) {
                  LiveEvent event{row.integer(0), "report", std::string(row.text(1)), "", {}};
                  event.data = event.report;
                  out.push_back(std::move(event));
                },
                after_n, limit);
            return out;
          },
          [](store::Reader& reader) {
            return reader.value<std::int64_t>("SELECT coalesce(max(id), 0) FROM note").value_or(0);
          },
          [](const LiveEvent& event, const Subscription&) {
            if (event.data == "hidden") return Sight::hidden;
            return event.data == "gone" ? Sight::gone : Sight::shown;
          }};
}

struct Fixture {
  explicit Fixture(void (*change)(ServerOptions&) = nullptr)
      : file((directory() / (random_token(6) + ".db")).string()),
        writer([this] { return open(); }),
        readers([this] { return open(); }, 2) {
    writer.run_now([](store::Tx& tx) {
      tx.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT)");
      return true;
    });
    ServerOptions options;
    options.port = 0;
    options.routes = test_routes();
    options.services = reinterpret_cast<app::Services*>(this);  // opaque here; no handler looks in
    options.clock = &clock;
    options.readers = &readers;
    options.writer = &writer;
    options.authenticate = &who;
    options.upload_directory = (directory() / "upload").string();
    options.files.root = (directory() / "web").string();
    options.events = feed();
    options.access_log = false;
    options.timeouts.header = Millis(300);
    options.timeouts.heartbeat = Millis(200);
    options.limits.on = false;
    if (change != nullptr) change(options);
    auto started = Server::start(std::move(options));
    REQUIRE(started.has_value());
    server = std::move(*started);
  }
  [[nodiscard]] std::unique_ptr<store::Connection> open() const {
    store::SqliteOptions options;
    options.path = file;
    options.mode = store::SqliteOptions::Mode::create;
    return store::open_sqlite(options);
  }
  [[nodiscard]] std::uint16_t port() const { return server->port(); }

  std::string file;
  SystemClock clock;
  store::Writer writer;
  store::ReaderPool readers;
  std::unique_ptr<Server> server;
};

// The file goes when the answer has gone, a moment after the client has it.
bool upload_directory_empties() {
  for (int i = 0; i < 100 && !fs::is_empty(directory() / "upload"); ++i) {
    std::this_thread::sleep_for(10ms);
  }
  return fs::is_empty(directory() / "upload");
}

const std::string k_post = "POST /notes HTTP/1.1\r\nHost: a\r\nX-Requested-By: test\r\n";

TEST_CASE("server: keep-alive, pipelining, HEAD, versions") {
  Fixture f;
  Client c(f.port());
  const auto first = c.ask("GET /ping HTTP/1.1\r\nHost: a\r\n");
  CHECK(has_text(first, "HTTP/1.1 200 OK"));
  CHECK(has_text(first, "\r\n\r\npong"));
  CHECK(has_text(first, "Content-Security-Policy: default-src 'self'"));
  CHECK_FALSE(has_text(first, "unsafe-inline"));
  CHECK(has_text(first, "X-Content-Type-Options: nosniff"));
  CHECK(has_text(first, "Cache-Control: no-store"));
  std::string many;
  for (int i = 0; i < 20; ++i) {
    many += "GET /list/" + std::to_string(i) + " HTTP/1.1\r\nHost: a\r\n\r\n";
  }
  c.send(many);
  for (int i = 0; i < 20; ++i) CHECK(has_text(c.answer(), "\n" + std::to_string(i) + ":0:vi"));
  c.send("HEAD /ping HTTP/1.1\r\nHost: a\r\n\r\n");
  const auto head = c.answer(false);
  CHECK(has_text(head, "Content-Length: 4"));
  CHECK(has_text(c.ask("GET /ping HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"),
                 "Connection: close"));
  CHECK(c.closed());
  Client old(f.port());
  CHECK(has_text(old.ask("GET /ping HTTP/1.0\r\n"), "pong"));
  CHECK(old.closed());
}

TEST_CASE("server: 404, 405, OPTIONS, trailing slash, roles") {
  Fixture f;
  Client c(f.port());
  CHECK(has_text(c.ask("GET /none HTTP/1.1\r\nHost: a\r\n"), "404 Not Found"));
  const auto page = c.ask("GET /none HTTP/1.1\r\nHost: a\r\nAccept: text/html\r\n");
  CHECK(has_text(page, "text/html"));
  CHECK(has_text(page, "Không tìm thấy"));
  const auto method = c.ask("DELETE /form HTTP/1.1\r\nHost: a\r\nX-Requested-By: t\r\n");
  CHECK(has_text(method, "405"));
  CHECK(has_text(method, "Allow: OPTIONS, GET, HEAD, POST"));
  CHECK(has_text(c.ask("OPTIONS /ping HTTP/1.1\r\nHost: a\r\n"), "204"));
  CHECK(has_text(c.ask("TRACE /ping HTTP/1.1\r\nHost: a\r\n"), "405"));
  CHECK(has_text(c.ask("GET /ping/?a=1 HTTP/1.1\r\nHost: a\r\n"), "Location: /ping?a=1\r\n"));
  CHECK(has_text(c.ask("GET //evil.example/ HTTP/1.1\r\nHost: a\r\n"), "404"));
  CHECK(has_text(c.ask("GET /staff HTTP/1.1\r\nHost: a\r\n"), "401"));
  CHECK(has_text(c.ask("GET /staff HTTP/1.1\r\nHost: a\r\nCookie: sid=officer\r\n"), "403"));
  CHECK(has_text(c.ask("GET /staff HTTP/1.1\r\nHost: a\r\nCookie: sid=admin\r\n"), "staff"));
}

TEST_CASE("server: a command commits, rolls back, counts, and hides its bugs") {
  Fixture f;
  Client c(f.port());
  const auto count = [&] { return c.ask("GET /list/n HTTP/1.1\r\nHost: a\r\n"); };
  CHECK(has_text(c.ask(k_post, "one"), "201"));
  CHECK(has_text(count(), "n:1:"));
  CHECK(has_text(c.ask(k_post, "refuse"), "409"));
  CHECK(has_text(count(), "n:1:"));
  CHECK(has_text(c.ask(k_post, "count"), "403"));
  CHECK(has_text(count(), "n:2:"));
  const auto bug = c.ask(k_post, "throw");
  CHECK(has_text(bug, "500"));
  CHECK_FALSE(has_text(bug, "secret cause"));
  CHECK(has_text(c.ask(k_post, "twice"), "500"));
  CHECK(has_text(count(), "n:2:"));
  const auto full = c.ask("GET /fail HTTP/1.1\r\nHost: a\r\nAccept-Language: en\r\n");
  CHECK(has_text(full, "503"));
  CHECK(has_text(full, "Retry-After: "));
  CHECK(has_text(full, "error.disk_full"));
  CHECK(has_text(full, "The server has no room left"));
}

TEST_CASE("server: only our own pages may change something") {
  Fixture f;
  const auto post = [&](const std::string& headers) {
    Client c(f.port());  // a refusal before the body closes the connection
    return c.ask("POST /notes HTTP/1.1\r\nHost: a.example\r\n" + headers, "x");
  };
  CHECK(has_text(post(""), "403"));
  CHECK(has_text(post("Origin: http://a.example\r\n"), "201"));
  CHECK(has_text(post("Origin: https://a.example\r\n"), "403"));
  CHECK(has_text(post("Origin: http://b.example\r\nX-Requested-By: x\r\n"), "403"));
  CHECK(has_text(post("Origin: null\r\n"), "403"));
  CHECK(has_text(post("Sec-Fetch-Site: same-origin\r\n"), "201"));
  CHECK(has_text(post("Sec-Fetch-Site: cross-site\r\nX-Requested-By: x\r\n"), "403"));
}

TEST_CASE("server: bodies: too large, chunked, 100-continue") {
  Fixture f;
  {
    Client c(f.port());
    c.send(k_post + "Content-Length: 5000\r\n\r\n");  // refused before a byte of it
    CHECK(has_text(c.answer(), "413"));
  }
  {
    Client c(f.port());
    c.send(k_post + "Transfer-Encoding: chunked\r\n\r\n3\r\none\r\n2\r\n!!\r\n0\r\n\r\n");
    CHECK(has_text(c.answer(), "201"));
    CHECK(has_text(c.ask("GET /ping HTTP/1.1\r\nHost: a\r\n"), "pong"));
    c.send(k_post + "Transfer-Encoding: chunked\r\n\r\n7d0\r\n" + std::string(2000, 'x') +
           "\r\n0\r\n\r\n");
    CHECK(has_text(c.answer(), "413"));
  }
  {
    Client c(f.port());
    c.send(k_post + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n");
    CHECK(c.until("\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n");
    c.send("ok");
    CHECK(has_text(c.answer(), "201"));
  }
}

TEST_CASE("server: malformed and slow requests") {
  Fixture f;
  for (const std::string bad :
       {"GARBAGE\r\n\r\n", "GET /ping HTTP/1.1\r\n\r\n",
        "GET /ping HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /a%2fb HTTP/1.1\r\nHost: a\r\n\r\n", "GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /../x HTTP/1.1\r\nHost: a\r\n\r\n", "GET ping HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /ping HTTP/3.0\r\nHost: a\r\n\r\n",
        "POST /notes HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: "
        "chunked\r\n\r\n0\r\n\r\n",
        "POST /notes HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n",
        "POST /notes HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        "POST /notes HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n",
        "GET /ping HTTP/1.1\r\nHost : a\r\n\r\n"}) {
    INFO(bad);
    Client c(f.port());
    c.send(bad);
    CHECK(has_text(c.answer(), "HTTP/1.1 400"));
  }
  {
    Client c(f.port());
    c.send("GET /ping HTTP/1.1\r\nHost: a\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n");
    CHECK(has_text(c.answer(), "431"));
  }
  Client slow(f.port());
  slow.send("GET /ping HT");
  const Stopwatch watch;
  CHECK(slow.closed());
  CHECK(watch.elapsed() < 2s);
}

TEST_CASE("server: an upload goes to disk with its digest and is removed when nobody takes it") {
  Fixture f;
  const std::string put = "PUT /uploads/a HTTP/1.1\r\nHost: a\r\nX-Requested-By: t\r\n";
  Client c(f.port());
  std::string body(2'500'000, '\0');
  random_bytes(body.data(), body.size());
  CHECK(has_text(c.ask(put, body), "2500000 same"));
  c.send("PUT /uploads/no HTTP/1.1\r\nHost: a\r\nX-Requested-By: t\r\nContent-Length: 9\r\n\r\n");
  CHECK(has_text(c.answer(), "404"));
  Client large(f.port());
  large.send(put + "Content-Length: 4000000\r\n\r\n");
  CHECK(has_text(large.answer(), "413"));
  {
    Client broken(f.port());
    broken.send(put + "Content-Length: 1000\r\n\r\nabc");
    broken.cut();
    CHECK(has_text(broken.answer(), "408"));  // the file was there
  }
  CHECK(upload_directory_empties());
}

TEST_CASE("server: forms need their token; files of a form go to disk") {
  Fixture f;
  Client c(f.port());
  const auto page = c.ask("GET /form HTTP/1.1\r\nHost: localhost\r\n");
  const auto cookie = page.substr(page.find("csrf="), 27);
  CHECK(has_text(page, "HttpOnly; SameSite=Lax\r\n"));
  const auto token = page.substr(page.find("\r\n\r\n") + 4);
  const std::string post = "POST /form HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n";
  const std::string type = "Content-Type: application/x-www-form-urlencoded\r\n";
  CHECK(has_text(c.ask(post + type, "text=a+b"), "error.form_token"));
  CHECK(has_text(c.ask(post + type + "Cookie: " + cookie + "\r\n", "text=a+b&csrf=" + token),
                 "\r\n\r\na b"));
  CHECK(has_text(c.ask(post + "Content-Type: text/plain\r\n", "text=a"), "415"));
  const std::string part = "--X\r\nContent-Disposition: form-data; name=";
  const std::string body = part + "\"csrf\"\r\n\r\n" + token + "\r\n" + part +
                           "\"text\"\r\n\r\nhố\r\n" + part +
                           "\"photo\"; filename=\"á.jpg\"\r\n\r\n12345\r\n--X--\r\n";
  Client m(f.port());
  CHECK(has_text(
      m.ask(post + "Cookie: " + cookie + "\r\nContent-Type: multipart/form-data; boundary=X\r\n",
            body),
      "hố|á.jpg:5"));
  CHECK(upload_directory_empties());
}

TEST_CASE("server: shared pages come from memory until something is committed") {
  Fixture f;
  Client c(f.port());
  g_list_calls = 0;
  const std::string get = "GET /list/p HTTP/1.1\r\nHost: a\r\n";
  const auto first = c.ask(get);
  const auto again = c.ask(get);
  CHECK(g_list_calls == 1);
  CHECK(has_text(again, "p:0:vi"));
  CHECK(has_text(again, "Cache-Control: public, no-cache"));
  const auto at = again.find("ETag: ") + 6;
  const auto etag = again.substr(at, again.find("\r\n", at) - at);
  const auto same = c.ask(get + "If-None-Match: " + etag + "\r\n");
  CHECK(has_text(same, "304 Not Modified"));
  CHECK(has_text(c.ask(get + "Accept-Language: en\r\n"), "p:0:en"));
  CHECK(g_list_calls == 2);
  CHECK(has_text(c.ask(get + "Cookie: sid=admin\r\n"), "no-store"));
  CHECK(g_list_calls == 3);
  CHECK(has_text(c.ask(k_post, "one"), "201"));
  CHECK(has_text(c.ask(get + "If-None-Match: " + etag + "\r\n"), "p:1:vi"));
}

TEST_CASE("server: files, ranges, hidden files") {
  Fixture f;
  std::ofstream(directory() / "web/assets/app-B3xk9_aZ.js") << "0123456789";
  std::ofstream(directory() / "web/index.html") << "<h1>x</h1>";
  std::ofstream(directory() / "web/.secret") << "no";
  Client c(f.port());
  const std::string get = "GET /assets/app-B3xk9_aZ.js HTTP/1.1\r\nHost: a\r\n";
  const auto whole = c.ask(get);
  CHECK(has_text(whole, "immutable"));
  CHECK(has_text(whole, "text/javascript"));
  CHECK(has_text(whole, "0123456789"));
  const auto part = c.ask(get + "Range: bytes=2-4\r\n");
  CHECK(has_text(part, "206"));
  CHECK(has_text(part, "Content-Range: bytes 2-4/10"));
  CHECK(has_text(part, "\r\n\r\n234"));
  CHECK(has_text(c.ask(get + "Range: bytes=10-\r\n"), "416"));
  CHECK(has_text(c.ask("GET / HTTP/1.1\r\nHost: a\r\n"), "<h1>"));
  CHECK(has_text(c.ask("GET /.secret HTTP/1.1\r\nHost: a\r\n"), "404"));
  CHECK(has_text(c.ask("GET /metrics HTTP/1.1\r\nHost: a\r\n"), "camaug_writer_queue"));
  CHECK(has_text(c.ask("GET /metrics HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 1.2.3.4\r\n"), "404"));
}

TEST_CASE("server: live events arrive, resume, and end with the session") {
  Fixture f;
  Client c(f.port());
  Client stream(f.port());
  stream.send("GET /events HTTP/1.1\r\nHost: a\r\nCookie: sid=officer\r\n\r\n");
  CHECK(has_text(stream.until("retry: 3000\n\n"), "text/event-stream"));
  for (const auto* body : {"one", "hidden", "gone", "four"})
    CHECK(has_text(c.ask(k_post, body), "201"));
  const auto seen = stream.until("id: 4\nevent: report\ndata: four\n\n");
  CHECK(has_text(seen, "id: 1\nevent: report\ndata: one\n\n"));
  CHECK(has_text(seen, "event: gone\ndata: {\"n\":3,\"report\":\"gone\"}"));
  CHECK_FALSE(has_text(seen, "hidden"));
  CHECK(has_text(stream.until(":\nid: 4\n\n"), ":\nid: 4"));  // heartbeat
  Client resumed(f.port());
  resumed.send("GET /events HTTP/1.1\r\nHost: a\r\nLast-Event-ID: 1\r\n\r\n");
  CHECK(has_text(resumed.until("data: four\n\n"), "retry: 3000\n\nid: 3\nevent: gone"));
  Client future(f.port());
  future.send("GET /events HTTP/1.1\r\nHost: a\r\nLast-Event-ID: 99\r\n\r\n");
  CHECK(has_text(future.until("event: reset"), "event: reset"));
  f.server->live()->close_session("officer");
  CHECK(stream.closed());
}

TEST_CASE("server: a live stream ends when its session does, though nothing happens") {
  Fixture f([](ServerOptions& o) { o.timeouts.heartbeat = std::chrono::minutes(1); });
  Client stream(f.port());
  stream.send("GET /events HTTP/1.1\r\nHost: a\r\nCookie: sid=short\r\n\r\n");
  CHECK(has_text(stream.until("retry: 3000\n\n"), "text/event-stream"));
  Client c(f.port());
  CHECK(has_text(c.ask(k_post, "one"), "201"));
  CHECK(has_text(stream.until("data: one\n\n"), "event: report"));
  const Stopwatch watch;
  CHECK_FALSE(has_text(stream.until("event: "), "event: "));
  CHECK(stream.closed());
  CHECK(watch.elapsed() < 2s);
}

TEST_CASE("server: limits, port in use, graceful stop") {
  Fixture f([](ServerOptions& o) {
    o.limits.on = true;
    o.limits.rules[0] = {3, std::chrono::minutes(1)};
  });
  Client c(f.port());
  for (int i = 0; i < 3; ++i) CHECK(has_text(c.ask("GET /ping HTTP/1.1\r\nHost: a\r\n"), "200"));
  const auto over = c.ask("GET /ping HTTP/1.1\r\nHost: a\r\n");
  CHECK(has_text(over, "429"));
  CHECK(has_text(over, "Retry-After: 2"));
  ServerOptions taken;
  taken.port = f.port();
  taken.clock = &f.clock;
  const auto second = Server::start(std::move(taken));
  REQUIRE_FALSE(second.has_value());
  CHECK(has_text(second.error().detail, "port " + std::to_string(f.port())));
  Client stream(f.port());
  const Stopwatch watch;
  f.server->stop();
  CHECK(watch.elapsed() < 2s);
  CHECK(c.closed());
}

}  // namespace
}  // namespace camaug::http
