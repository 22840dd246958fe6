// News between processes: heard by the others, not by oneself, only of what was committed, and
// again after the connection was lost.
#include "store/news.hpp"

#include <doctest/doctest.h>

#include <atomic>

#include "store/event.hpp"
#include "store/meta.hpp"
#include "store/test_database.hpp"
#include "store/writer.hpp"

using namespace camaug;
using namespace camaug::store;

namespace {

constexpr Instant k_now = from_epoch_ms(1'790'000'000'000);

struct Heard {
  std::atomic<int> commits = 0;
  std::mutex mutex;
  std::vector<std::string> sessions;
  std::map<std::string, std::int64_t> spent;

  Ears ears() {
    return {[this] { ++commits; },
            [this](const std::string& session) {
              const std::lock_guard lock(mutex);
              sessions.push_back(session);
            },
            [this](const std::string& key, std::int64_t times) {
              const std::lock_guard lock(mutex);
              spent[key] += times;
            }};
  }
};

// Waits for what another thread will do; a minute is for ever.
template <class Condition>
bool in_time(Condition condition) {
  const Stopwatch watch;
  while (!condition()) {
    if (watch.elapsed() > std::chrono::minutes(1)) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return true;
}

void record(Tx& tx) {
  NewEvent event;
  event.report = "r";
  event.role = "system";
  event.action = "note";
  append_event(tx, event, k_now);
}

}  // namespace

TEST_CASE("a process hears of what the others commit, and not of its own") {
  if (test_postgres_url().empty()) return;
  TestDatabase database(Engine::postgres);
  const auto open = [&database] { return database.open(); };
  Heard here;
  News news(open, "one", here.ears());
  REQUIRE(in_time([&] { return here.commits >= 1; }));  // it looks when it begins
  WriterOptions options;
  options.name = "two";
  Writer writer(open, options);
  const int before = here.commits;
  REQUIRE(writer
              .run_now([](Tx& tx) {
                record(tx);
                tell_session_ended(tx, "two", "abc");
                tell_session_ended(tx, "one", "mine");
                return true;
              })
              .status == Outcome::Status::committed);
  CHECK(in_time([&] { return here.commits > before; }));
  CHECK(in_time([&] {
    const std::lock_guard lock(here.mutex);
    return !here.sessions.empty();
  }));
  writer.run_now([](Tx& tx) {
    tell_session_ended(tx, "two", "never");
    return false;
  });
  Heard there;
  News other(open, "three", there.ears());
  for (int i = 0; i < 3; ++i) news.spend("1:42");
  news.spend("1:7");
  CHECK(in_time([&] {
    const std::lock_guard lock(there.mutex);
    return there.spent == std::map<std::string, std::int64_t>{{"1:42", 3}, {"1:7", 1}};
  }));
  const std::lock_guard lock(here.mutex);
  CHECK(here.sessions == std::vector<std::string>{"abc"});
  CHECK(here.spent.empty());
}

TEST_CASE("what was missed while the server was away is looked for") {
  if (test_postgres_url().empty()) return;
  TestDatabase database(Engine::postgres);
  const auto open = [&database] { return database.open(); };
  Heard here;
  News news(open, "one", here.ears());
  REQUIRE(in_time([&] { return here.commits >= 1; }));
  // Every other connection of this schema's tests is cut, that of the news too.
  database.connection().script(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
      " WHERE pid <> pg_backend_pid() AND query LIKE '%LISTEN camaug%'"
      " OR query LIKE '%pg_notify%' AND pid <> pg_backend_pid()"
      " OR query LIKE '%FROM event ORDER BY n DESC%' AND pid <> pg_backend_pid()");
  const int before = here.commits;
  Transaction transaction(database.connection(), Transaction::Mode::write);
  record(transaction.tx());
  transaction.commit();  // tells nobody
  CHECK(in_time([&] { return here.commits > before; }));
}
