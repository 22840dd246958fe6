#include "cli/serve.hpp"

#include <sched.h>

#include <atomic>
#include <csignal>
#include <fstream>
#include <iostream>
#include <sstream>

#include "base/id.hpp"
#include "base/json.hpp"
#include "base/log.hpp"
#include "cli/data_dir.hpp"
#include "http/desk.hpp"
#include "http/identify.hpp"
#include "http/pages.hpp"
#include "http/routes.hpp"
#include "http/server.hpp"
#include "jobs/jobs.hpp"
#include "send/log_channel.hpp"
#include "store/meta.hpp"
#include "store/news.hpp"
#include "store/pool.hpp"

namespace camaug::cli {
namespace {

int complain(const Error& error) {
  std::cerr << "camaug: " << error_line(error) << '\n';
  return 1;
}

// The hashes of what the prerendered pages have inline (web/dist/csp.json).
std::vector<std::string> inline_hashes(const std::string& web, std::string_view member) {
  std::ifstream file(web + "/csp.json");
  std::stringstream content;
  content << file.rdbuf();
  const auto value = json::parse(content.str());
  std::vector<std::string> out;
  if (!value || !value->is_object()) return out;
  const auto* list = value->as_object().if_contains(member);
  if (list == nullptr || !list->is_array()) return out;
  for (const auto& item : list->get_array()) out.emplace_back(item.as_string());
  return out;
}

bool is_demo(const DataDir& dir) {
  const auto connection = open_to_read(dir);
  store::Reader reader(*connection);
  return store::meta(reader, k_meta_demo) == "yes";
}

bool is_loopback(const std::string& address) {
  return address.starts_with("127.") || address == "::1" || address == "localhost";
}

http::ServerOptions server_options(const ServeOptions& options, const DataDir& dir) {
  http::ServerOptions server;
  server.address = options.address;
  server.port = options.port;
  server.io_threads = options.io_threads;
  server.routes = http::all_routes(options.demo);
  server.authenticate = http::identify;
  server.files.root = options.web;
  server.files.pages = {{"/can-bo", "can-bo/index.html"}, {"/lanh-dao", "lanh-dao/index.html"},
                        {"/bao-tin", "index.html"},       {"/theo-doi", "index.html"},
                        {"/ban-do", "index.html"},        {"/tien-ich", "index.html"},
                        {"/huong-dan", "index.html"},     {"/to-cong-nghe-so", "index.html"}};
  server.upload_directory = dir.media() + "/incoming";
  server.origins = options.origins;
  server.proxies = options.proxies;
  server.style_hashes = inline_hashes(options.web, "style");
  server.script_hashes = inline_hashes(options.web, "script");
  server.limits.on = options.limits;
  server.error_page = http::error_page;
  server.events = http::event_feed();
  server.access_log = options.access_log;
  return server;
}

// Waits for SIGINT or SIGTERM, which every thread has blocked.
void wait_for_signal() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  int signal = 0;
  sigwait(&set, &signal);
}

void block_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

// Threads of this program hand work to one another. By the default policy each one that is woken
// puts the one that woke it off its CPU, and so every request costs several switches; under the
// batch policy it waits for its turn, and then finds more to do. On an idle CPU both run at once.
void work_in_batches() {
  const sched_param none{};
  if (sched_setscheduler(0, SCHED_BATCH, &none) != 0) log::info("serve.no_batch_policy");
}

// Hears what the other processes on the same database do, once there is a server to tell.
std::unique_ptr<store::News> listen(const DataDir& dir, const std::string& process,
                                    const std::atomic<http::Server*>& server, const Clock& clock) {
  const auto tell = [&server](const auto& what) {
    if (http::Server* found = server.load()) what(*found);
  };
  store::Ears ears;
  ears.committed = [tell] { tell([](http::Server& s) { s.committed_elsewhere(); }); };
  ears.session_ended = [tell](const std::string& session) {
    tell([&](http::Server& s) { s.session_ended_elsewhere(session); });
  };
  ears.spent = [tell, &clock](const std::string& mark, std::int64_t times) {
    tell([&](http::Server& s) { s.door().limiter->taken_elsewhere(mark, times, clock.now()); });
  };
  return std::make_unique<store::News>([dir] { return open_to_write(dir); }, process,
                                       std::move(ears));
}

// A store that does not answer may come back, and the rest is served without it; one that refuses
// needs somebody who mends the settings.
Result<void> look_at_store(const media::MediaStore& store) {
  const auto fine = store.check();
  if (fine) return {};
  Error error = fine.error();
  error.detail = store.place() + (error.detail.empty() ? "" : ": " + error.detail);
  if (error.key != "error.media.store_away") return Failure(std::move(error));
  complain(error);
  return {};
}

// A map of one's own is dropped into the data directory; a wrong one is said, and the province's
// borders serve as without it.
void find_basemap(const DataDir& dir, app::Services& services) {
  auto map = media::look_at_basemap(dir.basemap());
  if (!map) {
    if (map.error().code != ErrorCode::not_found) complain(map.error());
    return;
  }
  std::cout << "camaug: base map " << map->path << ", " << (map->vector ? "vector" : "pictures")
            << ", zoom " << map->min_zoom << " to " << map->max_zoom << '\n';
  services.basemap = std::move(*map);
}

int serve(const ServeOptions& options, const DataDir& dir, app::Services& services) {
  work_in_batches();
  app::ShiftedClock clock;
  services.demo = options.demo;
  services.web_root = options.web;
  find_basemap(dir, services);
  if (!options.origins.empty()) services.public_address = options.origins.front();
  if (options.demo) services.demo_clock = &clock;
  const std::string process = dir.embedded() ? std::string() : random_token(6);
  store::WriterOptions writer_options;
  writer_options.batching = options.batching;
  writer_options.name = process;
  store::Writer writer([&] { return open_to_write(dir); }, writer_options);
  const auto threads = static_cast<std::size_t>(options.reader_threads);
  store::ReaderPool readers([&] { return open_to_read(dir); }, threads);
  // On the way into a bucket an upload holds a thread that sign-ins need as well.
  const std::size_t slow_threads = dir.bucket.bucket.empty() ? 2 : 6;
  store::ReaderPool slow([&] { return open_to_read(dir); }, slow_threads, 256,
                         store::ReaderPool::Sees::each_statement);
  http::ServerOptions server = server_options(options, dir);
  server.services = &services;
  server.clock = &clock;
  server.readers = &readers;
  server.slow = &slow;
  server.writer = &writer;
  server.media = &services.media.store();
  server.process = process;
  // The same in every process of the province: what one of them gave out counts with the others.
  server.csrf_key = hmac_sha256_hex(services.signing_key, "forms");
  server.limits.salt = hmac_sha256_hex(services.signing_key, "limits");
  std::atomic<http::Server*> listens{nullptr};
  std::unique_ptr<store::News> news;
  if (!process.empty()) {
    news = listen(dir, process, listens, clock);
    server.limits.on_taken = [raw = news.get()](const std::string& mark) { raw->spend(mark); };
  }
  auto started = http::Server::start(std::move(server));
  if (!started) return complain(started.error());
  send::LogChannel log_channel;
  listens = started->get();
  jobs::Jobs jobs(services, writer, clock, {&log_channel});
  std::cout << "camaug: serving http://" << options.address << ':' << (*started)->port() << '\n'
            << std::flush;
  wait_for_signal();
  jobs.stop();
  if (news) news->stop();
  (*started)->stop();
  slow.stop();
  readers.stop();
  writer.stop();
  return 0;
}

}  // namespace

int run_serve(const ServeOptions& options) {
  const DataDir dir{options.data, options.database, options.bucket};
  if (auto known = check_server(dir); !known) return complain(known.error());
  block_signals();
  try {
    if (!has_database(dir)) {
      return complain(Error{ErrorCode::unavailable, "error.data_dir.none", dir.place(), {}, {}});
    }
    auto services = open_services(dir, false);
    if (!services) return complain(services.error());
    if (options.demo && (!is_loopback(options.address) || !is_demo(dir))) {
      return complain(Error{ErrorCode::invalid, "error.demo_refused", options.data, {}, {}});
    }
    if (auto fine = look_at_store((*services)->media.store()); !fine) {
      return complain(fine.error());
    }
    return serve(options, dir, **services);
  } catch (const store::DatabaseError& error) {
    std::cerr << "camaug: " << database_line(error, dir.place() + ": ") << '\n';
    return 1;
  }
}

}  // namespace camaug::cli
