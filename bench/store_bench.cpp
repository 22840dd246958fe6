// How many durable commands a second the writer takes, with and without group commit: each command
// is one event, one notice and one answered command. Writes only below the directory it is given.
#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <future>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/id.hpp"
#include "store/command.hpp"
#include "store/event.hpp"
#include "store/migrate.hpp"
#include "store/outbox.hpp"
#include "store/postgres.hpp"
#include "store/sqlite.hpp"
#include "store/writer.hpp"

namespace {

using namespace camaug;
using namespace camaug::store;
using Seconds = std::chrono::duration<double>;

constexpr Instant k_now = from_epoch_ms(1'790'000'000'000);

struct Options {
  std::string directory;
  std::string postgres;  // a connection URI; empty: SQLite
  int clients = 64;
  int seconds = 5;
};

bool command(Tx& tx, int client) {
  NewEvent event;
  event.report = make_uuid7(k_now);
  event.actor = "reporter";
  event.role = "reporter";
  event.action = "submit";
  event.to = "submitted";
  event.body = {{"commune", "2025-31825"}, {"lat7", 91'770'000}, {"lng7", 1'051'500'000}};
  const Event made = append_event(tx, event, k_now);
  NewNotice notice;
  notice.event_n = made.n;
  notice.recipient_kind = "role";
  notice.recipient = "coordinator";
  notice.channel = "log";
  notice.key = "notice.submitted";
  notice.dedup = "submitted:" + event.report;
  enqueue(tx, notice, k_now);
  return store_command(tx, {make_uuid7(k_now), std::to_string(client), made.hash, 201, "{}", k_now})
      .has_value();
}

struct Figures {
  std::int64_t commands = 0;
  std::int64_t lost = 0;
  std::int64_t commits = 0;
  double seconds = 0;
  double p50_ms = 0;
  double p99_ms = 0;
};

// Closed loop: every client sends its next command when the last one is on disk.
Figures measure(const Writer::Open& open, const Options& options, bool batching) {
  WriterOptions how;
  how.batching = batching;
  Writer writer(open, how);
  std::vector<std::vector<double>> waits(static_cast<std::size_t>(options.clients));
  std::atomic<std::int64_t> lost = 0;
  const auto start = std::chrono::steady_clock::now();
  const auto end = start + std::chrono::seconds(options.seconds);
  {
    std::vector<std::jthread> clients;
    for (int i = 0; i < options.clients; ++i) {
      clients.emplace_back([&, i] {
        for (auto sent = start; sent < end;) {
          sent = std::chrono::steady_clock::now();
          const Outcome outcome = writer.run_now([i](Tx& tx) { return command(tx, i); });
          if (outcome.status != Outcome::Status::committed) ++lost;
          const Seconds waited = std::chrono::steady_clock::now() - sent;
          waits[static_cast<std::size_t>(i)].push_back(waited.count() * 1'000);
        }
      });
    }
  }
  Figures figures;
  figures.seconds = Seconds(std::chrono::steady_clock::now() - start).count();
  std::vector<double> all;
  for (const auto& some : waits) all.insert(all.end(), some.begin(), some.end());
  std::ranges::sort(all);
  figures.commands = static_cast<std::int64_t>(all.size());
  figures.lost = lost;
  figures.commits = writer.commits();
  figures.p50_ms = all[all.size() / 2];
  figures.p99_ms = all[all.size() * 99 / 100];
  return figures;
}

double run(const Options& options, bool batching) {
  const auto directory =
      std::filesystem::path(options.directory) / (batching ? "bench-batched" : "bench-single");
  std::filesystem::remove_all(directory);
  std::filesystem::create_directories(directory);
  const Writer::Open open = [&]() -> std::unique_ptr<Connection> {
    if (!options.postgres.empty()) return open_postgres(options.postgres);
    SqliteOptions sqlite;
    sqlite.path = (directory / "camaug.db").string();
    sqlite.mode = SqliteOptions::Mode::create;
    return open_sqlite(sqlite);
  };
  if (!migrate(*open(), k_now)) return 0;
  const Figures figures = measure(open, options, batching);
  const double rate = static_cast<double>(figures.commands) / figures.seconds;
  std::printf("%-9s %9.0f commands/s  %6.1f per commit  p50 %7.2f ms  p99 %7.2f ms  lost %lld\n",
              batching ? "batched" : "single", rate,
              static_cast<double>(figures.commands) /
                  static_cast<double>(std::max<std::int64_t>(figures.commits, 1)),
              figures.p50_ms, figures.p99_ms, static_cast<long long>(figures.lost));
  std::filesystem::remove_all(directory);
  return rate;
}

bool number(std::string_view text, int& out) {
  const char* end = text.data() + text.size();
  return std::from_chars(text.data(), end, out).ptr == end && out > 0;
}

bool read_options(int argc, char** argv, Options& options) {
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view name = argv[i];
    const std::string_view value = argv[i + 1];
    const bool known = name == "--dir"        ? (options.directory = value, true)
                       : name == "--postgres" ? (options.postgres = value, true)
                       : name == "--clients"  ? number(value, options.clients)
                       : name == "--seconds"  ? number(value, options.seconds)
                                              : false;
    if (!known) return false;
  }
  return argc % 2 == 1 && !options.directory.empty();
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  if (!read_options(argc, argv, options)) {
    std::fputs("usage: store_bench --dir DIR [--postgres URI] [--clients 64] [--seconds 5]\n",
               stderr);
    return 2;
  }
  const double single = run(options, false);
  const double batched = run(options, true);
  std::printf("batching gives %.1f times\n", batched / single);
  return 0;
}
