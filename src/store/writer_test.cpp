// The writer thread: group commit, isolation of jobs, failures of the whole batch, back-pressure.
#include "store/writer.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <future>
#include <latch>
#include <set>
#include <stdexcept>
#include <utility>

#include "store/event.hpp"
#include "store/meta.hpp"
#include "store/pool.hpp"
#include "store/test_database.hpp"
#include "store/verify_chain.hpp"

using namespace camaug;
using namespace camaug::store;

namespace {

using Status = Outcome::Status;
constexpr Instant k_now = from_epoch_ms(1'790'000'000'000);

Writer::Job set(const std::string& key, bool keep = true) {
  return [key, keep](Tx& tx) {
    set_meta(tx, key, "1");
    return keep;
  };
}

// Holds the writer inside a job, so that what is submitted meanwhile becomes one batch.
class Gate {
 public:
  explicit Gate(Writer& writer) {
    REQUIRE(writer.submit(
        [this](Tx&) {
          if (std::exchange(passed_, true)) return true;  // its batch runs anew
          inside_.count_down();
          open_.get_future().wait();
          return true;
        },
        {}));
    inside_.wait();
  }
  void open() { open_.set_value(); }

 private:
  bool passed_ = false;
  std::latch inside_{1};
  std::promise<void> open_;
};

// Collects outcomes in the order of their submission.
class Outcomes {
 public:
  Writer::Done next() {
    futures_.push_back(promises_.emplace_back().get_future());
    return [&promise = promises_.back()](const Outcome& outcome) { promise.set_value(outcome); };
  }
  std::vector<Outcome> wait() {
    std::vector<Outcome> all;
    all.reserve(futures_.size());
    for (auto& future : futures_) all.push_back(future.get());
    return all;
  }

 private:
  std::deque<std::promise<Outcome>> promises_;
  std::vector<std::future<Outcome>> futures_;
};

void for_each_engine(const auto& test) {
  for (const Engine engine : test_engines()) {
    for (const bool batching : {true, false}) {
      INFO(word(engine), batching ? " batching" : " one by one");
      TestDatabase database(engine);
      WriterOptions options;
      options.batching = batching;
      options.batch_time = std::chrono::seconds(10);
      Writer writer([&database] { return database.open(); }, options);
      test(database, writer);
    }
  }
}

}  // namespace

TEST_CASE("a committed job is there, a refused and a throwing one leave nothing") {
  for_each_engine([](TestDatabase& database, Writer& writer) {
    Gate gate(writer);
    Outcomes outcomes;
    REQUIRE(writer.submit(set("a"), outcomes.next()));
    REQUIRE(writer.submit(set("b", false), outcomes.next()));
    REQUIRE(writer.submit(
        [](Tx& tx) -> bool {
          set_meta(tx, "c", "1");
          throw std::runtime_error("bug");
        },
        outcomes.next()));
    REQUIRE(writer.submit(
        [](Tx& tx) {
          set_meta(tx, "d", "1");
          tx.execute("INSERT INTO meta (key, value) VALUES ('d', 'again')");
          return true;
        },
        outcomes.next()));
    REQUIRE(writer.submit(set("e"), outcomes.next()));
    gate.open();
    const auto all = outcomes.wait();
    CHECK(all[0].status == Status::committed);
    CHECK(all[1].status == Status::rolled_back);
    CHECK(all[2].status == Status::failed);
    CHECK(all[2].kind == DatabaseError::Kind::other);
    CHECK_THROWS_WITH_AS(std::rethrow_exception(all[2].error), "bug", std::runtime_error);
    CHECK(all[3].status == Status::failed);
    CHECK(all[3].kind == DatabaseError::Kind::unique);
    CHECK(all[4].status == Status::committed);
    Reader reader(database.connection());
    const auto keys = reader.all<std::string>("SELECT key FROM meta ORDER BY key");
    REQUIRE(keys.size() == 2);
    CHECK(std::get<0>(keys[0]) == "a");
    CHECK(std::get<0>(keys[1]) == "e");
  });
}

TEST_CASE("an answer is given only when the change can be seen, after the listeners") {
  for_each_engine([](TestDatabase& database, Writer& writer) {
    std::int64_t heard = 0;
    writer.on_commit([&](std::int64_t number) { heard = number; });
    std::promise<void> answered;
    bool seen = false;
    std::int64_t heard_before = 0;
    REQUIRE(writer.submit(set("a"), [&](const Outcome& outcome) {
      const auto other = database.open();
      Reader reader(*other);
      seen = outcome.status == Status::committed && meta(reader, "a") == "1";
      heard_before = heard;
      answered.set_value();
    }));
    answered.get_future().wait();
    CHECK(seen);
    CHECK(heard_before == 1);
    CHECK(writer.commits() == 1);
    // Nothing was kept: no cache needs to know.
    CHECK(writer.run_now(set("b", false)).status == Status::rolled_back);
    CHECK(writer.commits() == 1);
  });
}

TEST_CASE("what must be undone alone runs its batch anew, what wrote nothing does not") {
  for_each_engine([](TestDatabase& database, Writer& writer) {
    for (const bool wrote : {false, true}) {
      std::atomic<int> runs = 0;
      Gate gate(writer);
      Outcomes outcomes;
      const std::string key = wrote ? "x" : "y";
      REQUIRE(writer.submit(
          [&, key](Tx& tx) {
            ++runs;
            set_meta(tx, key, "1");
            return true;
          },
          outcomes.next()));
      REQUIRE(writer.submit(
          [wrote](Tx& tx) {
            if (wrote) set_meta(tx, "refused", "1");
            return false;
          },
          outcomes.next()));
      gate.open();
      const auto all = outcomes.wait();
      CHECK(all[0].status == Status::committed);
      CHECK(all[1].status == Status::rolled_back);
      Reader reader(database.connection());
      CHECK(meta(reader, key) == "1");
      CHECK(!meta(reader, "refused"));
      CHECK(runs <= (wrote ? 2 : 1));
    }
  });
}

TEST_CASE("a quiet commit tells no listener, one with others does") {
  TestDatabase database;
  Writer writer([&database] { return database.open(); });
  int heard = 0;
  writer.on_commit([&](std::int64_t) { ++heard; });
  const auto quiet = [](Tx& tx) {
    tx.be_quiet();
    set_meta(tx, "mark", "1");
    return true;
  };
  CHECK(writer.run_now(quiet).status == Status::committed);
  CHECK(writer.commits() == 1);
  CHECK(heard == 0);
  CHECK(writer.run_now(set("seen")).status == Status::committed);
  CHECK(heard == 1);
  Outcomes outcomes;
  {
    Gate gate(writer);
    REQUIRE(writer.submit(quiet, outcomes.next()));
    REQUIRE(writer.submit(set("both"), outcomes.next()));
    gate.open();
    for (const Outcome& outcome : outcomes.wait()) CHECK(outcome.status == Status::committed);
  }
  // The batch; the gate's own commit, unless the batch shared it.
  CHECK(heard >= 2);
  CHECK(heard <= 3);
}

TEST_CASE("jobs that wait together share one commit") {
  TestDatabase database;
  Writer writer([&database] { return database.open(); },
                {4'096, 256, std::chrono::seconds(10), true});
  Gate gate(writer);
  Outcomes outcomes;
  for (int i = 0; i < 600; ++i) {
    REQUIRE(writer.submit(set(std::to_string(i)), outcomes.next()));
  }
  gate.open();
  for (const Outcome& outcome : outcomes.wait()) CHECK(outcome.status == Status::committed);
  // The gate's own (before the first commit nobody knows how long one takes), then 256, 256, 88.
  CHECK(writer.commits() == 4);
}

TEST_CASE("what comes while a batch is at work shares its commit, as long as one takes") {
  TestDatabase database;
  Writer writer([&database] { return database.open(); },
                {4'096, 256, std::chrono::seconds(10), true});
  // A commit of 20 MB takes long enough for the test to be quick against it.
  REQUIRE(writer
              .run_now([](Tx& tx) {
                std::string large;
                large.resize(20'000'000, 'x');
                set_meta(tx, "large", large);
                return true;
              })
              .status == Status::committed);
  Outcomes outcomes;
  std::latch inside(1);
  std::latch queued(1);
  REQUIRE(writer.submit(
      [&](Tx& tx) {
        inside.count_down();
        queued.wait();
        set_meta(tx, "first", "1");
        return true;
      },
      outcomes.next()));
  inside.wait();
  REQUIRE(writer.submit(set("second"), outcomes.next()));
  queued.count_down();
  for (const Outcome& outcome : outcomes.wait()) CHECK(outcome.status == Status::committed);
  CHECK(writer.commits() == 2);
}

TEST_CASE("a batch that takes too long is cut, in order and without loss") {
  TestDatabase database;
  Writer writer([&database] { return database.open(); }, {4'096, 256, Millis(0), true});
  Gate gate(writer);
  Outcomes outcomes;
  std::vector<int> order;
  for (int i = 0; i < 20; ++i) {
    REQUIRE(writer.submit(
        [&order, i](Tx&) {
          order.push_back(i);
          return true;
        },
        outcomes.next()));
  }
  gate.open();
  for (const Outcome& outcome : outcomes.wait()) CHECK(outcome.status == Status::committed);
  CHECK(writer.commits() == 21);
  CHECK(std::ranges::is_sorted(order));
  CHECK(order.size() == 20);
}

TEST_CASE("a failing commit fails every job of its batch, and the writer goes on") {
  TestDatabase database;
  database.connection().script(
      "CREATE TABLE parent (id BIGINT PRIMARY KEY);"
      "CREATE TABLE child (parent BIGINT REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)");
  Writer writer([&database] { return database.open(); });
  Gate gate(writer);
  Outcomes outcomes;
  REQUIRE(writer.submit(set("a"), outcomes.next()));
  REQUIRE(writer.submit(set("b", false), outcomes.next()));
  REQUIRE(writer.submit(
      [](Tx& tx) {
        tx.execute("INSERT INTO child (parent) VALUES (99)");
        return true;
      },
      outcomes.next()));
  gate.open();
  for (const Outcome& outcome : outcomes.wait()) {
    CHECK(outcome.status == Status::failed);
    CHECK(outcome.kind == DatabaseError::Kind::foreign_key);
  }
  Reader reader(database.connection());
  CHECK(!meta(reader, "a"));
  CHECK(writer.run_now(set("c")).status == Status::committed);
}

TEST_CASE("a full disk and a read-only database fail with their kind, and the writer lives on") {
  TestDatabase database;
  Connection* own = nullptr;
  Writer writer([&] {
    auto connection = database.open();
    own = connection.get();
    return connection;
  });
  const auto script = [&](const char* sql) {
    return [own, sql](Tx&) {
      own->script(sql);
      return true;
    };
  };
  REQUIRE(writer.run_now(script("PRAGMA max_page_count=1")).status == Status::committed);
  const auto grow = [](Tx& tx) {
    set_meta(tx, "big", std::string(1'000'000, 'x'));
    return true;
  };
  Gate gate(writer);
  Outcomes outcomes;
  REQUIRE(writer.submit(grow, outcomes.next()));
  REQUIRE(writer.submit(set("later", false), outcomes.next()));
  gate.open();
  const auto all = outcomes.wait();
  CHECK(all[0].status == Status::failed);
  CHECK(all[0].kind == DatabaseError::Kind::full);
  CHECK(all[1].status != Status::committed);
  CHECK(writer.run_now(grow).kind == DatabaseError::Kind::full);
  REQUIRE(writer.run_now(script("PRAGMA max_page_count=1000000")).status == Status::committed);
  CHECK(writer.run_now(grow).status == Status::committed);
  // The writer sleeps between jobs, so its connection may be touched from here.
  own->script("PRAGMA query_only=ON");
  const Outcome refused = writer.run_now(set("x"));
  CHECK(refused.status == Status::failed);
  CHECK(refused.kind == DatabaseError::Kind::read_only);
  own->script("PRAGMA query_only=OFF");
  CHECK(writer.run_now(set("x")).status == Status::committed);
}

TEST_CASE("a lost connection is opened anew") {
  if (test_postgres_url().empty()) return;
  TestDatabase database(Engine::postgres);
  Writer writer([&database] { return database.open(); });
  REQUIRE(writer.run_now(set("a")).status == Status::committed);
  const Outcome lost = writer.run_now([](Tx& tx) {
    tx.execute("SELECT pg_terminate_backend(pg_backend_pid())");
    return true;
  });
  CHECK(lost.status == Status::failed);
  CHECK(lost.kind == DatabaseError::Kind::connection);
  CHECK(writer.run_now(set("b")).status == Status::committed);
}

TEST_CASE("a server that became a replica is left for the one that may be written to") {
  if (test_postgres_url().empty()) return;
  TestDatabase database(Engine::postgres);
  bool replica = true;
  Writer writer([&] {
    auto connection = database.open();
    if (std::exchange(replica, false)) {
      connection->script("SET default_transaction_read_only = on");
    }
    return connection;
  });
  const Outcome refused = writer.run_now(set("a"));
  CHECK(refused.status == Status::failed);
  CHECK(refused.kind == DatabaseError::Kind::read_only);
  CHECK(writer.run_now(set("a")).status == Status::committed);
}

TEST_CASE("a full queue refuses, and stopping finishes what was taken") {
  TestDatabase database;
  Outcomes outcomes;
  int refused = 0;
  {
    Writer writer([&database] { return database.open(); }, {8, 256, Millis(20), true});
    Gate gate(writer);
    for (int i = 0; i < 12; ++i) {
      if (!writer.submit(set(std::to_string(i)), i < 8 ? outcomes.next() : Writer::Done())) {
        ++refused;
      }
    }
    CHECK(writer.queued() == 8);
    CHECK(writer.run_now(set("x")).kind == DatabaseError::Kind::busy);
    gate.open();
    writer.stop();
    CHECK(!writer.submit(set("late"), {}));
  }
  CHECK(refused == 4);
  for (const Outcome& outcome : outcomes.wait()) CHECK(outcome.status == Status::committed);
  Reader reader(database.connection());
  CHECK(reader.value<int>("SELECT count(*) FROM meta") == 8);
}

TEST_CASE("waiting for oneself is a bug and is said so") {
  TestDatabase database;
  Writer writer([&database] { return database.open(); });
  const Outcome outcome = writer.run_now([&writer](Tx&) {
    writer.run_now([](Tx&) { return true; });
    return true;
  });
  CHECK(outcome.status == Status::failed);
  writer.stop();  // its thread has let go of the exception
  CHECK_THROWS_AS(std::rethrow_exception(outcome.error), std::logic_error);
}

TEST_CASE("64 threads: every acknowledged event is in the chain, every other is not") {
  for_each_engine([](TestDatabase& database, Writer& writer) {
    constexpr int k_threads = 64;
    constexpr int k_each = 10;
    std::atomic<int> committed = 0;
    std::atomic<int> other = 0;
    {
      std::vector<std::jthread> threads;
      threads.reserve(k_threads);
      for (int t = 0; t < k_threads; ++t) {
        threads.emplace_back([&, t] {
          for (int i = 0; i < k_each; ++i) {
            const Outcome outcome = writer.run_now([t, i](Tx& tx) -> bool {
              NewEvent event;
              event.report = "r" + std::to_string(t);
              event.role = "reporter";
              event.action = "note";
              append_event(tx, event, k_now);
              if (i % 10 == 8) throw std::runtime_error("bug");
              return i % 10 != 9;
            });
            (outcome.status == Status::committed ? committed : other).fetch_add(1);
          }
        });
      }
    }
    CHECK(committed == k_threads * 8);
    CHECK(other == k_threads * 2);
    Reader reader(database.connection());
    const ChainCheck check = verify_chain(reader, {}, {});
    CHECK(!check.first);
    CHECK(check.events == k_threads * 8);
  });
}

TEST_CASE("readers run beside the writer, are bounded and drain") {
  for (const Engine engine : test_engines()) {
    INFO(word(engine));
    TestDatabase database(engine);
    Writer writer([&database] { return database.open(); });
    REQUIRE(writer.run_now(set("a")).status == Status::committed);
    ReaderPool pool([&database] { return database.open(); }, 3, 100);
    std::atomic<int> seen = 0;
    std::set<std::thread::id> ids;
    std::mutex mutex;
    std::latch together(3);
    for (int i = 0; i < 3; ++i) {
      REQUIRE(pool.submit([&](Reader& reader) {
        together.arrive_and_wait();
        const std::lock_guard lock(mutex);
        ids.insert(std::this_thread::get_id());
        if (meta(reader, "a") == "1") ++seen;
      }));
    }
    for (int i = 0; i < 50; ++i) {
      REQUIRE(pool.submit([&, i](Reader& reader) {
        if (meta(reader, "a") == "1") ++seen;
        if (i == 0) throw std::runtime_error("a bug in a query");
      }));
    }
    pool.stop();
    CHECK(seen == 53);
    CHECK(ids.size() == 3);
    CHECK(!pool.submit([](Reader&) {}));
  }
}

TEST_CASE("the log file is taken in while the writer runs") {
  TestDatabase database;
  Writer writer([&database] { return database.open(); });
  for (int i = 0; i < 60; ++i) {
    REQUIRE(writer
                .run_now([i](Tx& tx) {
                  set_meta(tx, "k" + std::to_string(i), std::string(1'000'000, 'x'));
                  return true;
                })
                .status == Status::committed);
  }
  // 60 MB were written; without checkpoints they would all lie in the log.
  CHECK(std::filesystem::file_size(database.path() + "-wal") < 20'000'000);
}
