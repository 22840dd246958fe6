// The event log and the proof that tampering with it is found and named.
#include "store/event.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <stdexcept>
#include <thread>

#include "base/id.hpp"
#include "base/json.hpp"
#include "store/brief.hpp"
#include "store/test_database.hpp"
#include "store/transaction.hpp"
#include "store/verify_chain.hpp"

using namespace camaug;
using namespace camaug::store;

namespace {

constexpr Instant k_now = from_epoch_ms(1'790'000'000'000);

NewEvent sample(const std::string& report, std::int64_t value) {
  NewEvent event;
  event.report = report;
  event.actor = "account:7";
  event.role = "coordinator";
  event.action = "dispatch";
  event.from = "submitted";
  event.to = "dispatched";
  event.body = {{"value", value}, {"agency", "ubnd-xã"}, {"list", {1, 2}}, {"clear", nullptr}};
  return event;
}

// Ten events of three reports: a b c a b c a b c a.
void fill(Connection& connection) {
  Transaction transaction(connection, Transaction::Mode::write);
  for (int i = 0; i < 10; ++i) {
    append_event(transaction.tx(), sample(std::string(1, static_cast<char>('a' + i % 3)), i),
                 k_now + Millis(i));
  }
  transaction.commit();
}

void drop_guards(Connection& connection) {
  connection.script(connection.engine() == Engine::sqlite
                        ? "DROP TRIGGER event_no_update; DROP TRIGGER event_no_delete"
                        : "DROP TRIGGER event_no_change ON event");
}

ChainCheck check(Connection& connection, const ChainScope& scope = {}) {
  Reader reader(connection);
  return verify_chain(reader, scope, {});
}

// What verify_chain says after `tampering` with a filled log.
ChainBreak broken_by(Engine engine, const std::string& tampering, bool head_known = false) {
  TestDatabase database(engine);
  fill(database.connection());
  Reader reader(database.connection());
  ChainScope scope;
  if (head_known) scope.known = head(reader);
  drop_guards(database.connection());
  database.connection().script(tampering);
  const ChainCheck result = check(database.connection(), scope);
  return result.first.value_or(ChainBreak{-1, "", BreakKind::unreadable});
}

}  // namespace

TEST_CASE("numbers, times and hashes continue") {
  for (const Engine engine : test_engines()) {
    INFO(word(engine));
    TestDatabase database(engine);
    Tx tx(database.connection());
    CHECK(head(tx).n == 0);
    CHECK(head(tx).hash == std::string(64, '0'));
    Transaction transaction(database.connection(), Transaction::Mode::write);
    const Event first = append_event(transaction.tx(), sample("a", 1), k_now);
    const Event second = append_event(transaction.tx(), sample("b", 2), k_now - Millis(5'000));
    const Event third = append_event(transaction.tx(), sample("a", 3), k_now + Millis(1));
    transaction.commit();
    CHECK(first.n == 1);
    CHECK(first.hash == chain_hash(std::string(64, '0'), canonical(first)));
    CHECK(second.n == 2);
    CHECK(second.seq == 1);
    CHECK(second.hash == chain_hash(first.hash, canonical(second)));
    // The clock was set back; the log's time is not.
    CHECK(second.at == k_now);
    CHECK(third.seq == 2);
    CHECK(third.at == k_now + Millis(1));
    CHECK(head(tx).hash == third.hash);
    const auto of_a = events_of(tx, "a");
    REQUIRE(of_a.size() == 2);
    CHECK(of_a[1].n == 3);
    CHECK(of_a[1].body == third.body);
    CHECK(of_a[1].actor == std::optional<std::string>("account:7"));
    CHECK(events_after(tx, 1, 1).at(0).n == 2);
    CHECK(events_after(tx, 3, 10).empty());
  }
}

TEST_CASE("the canonical form is sorted JSON that anybody can hash again") {
  TestDatabase database;
  Transaction transaction(database.connection(), Transaction::Mode::write);
  NewEvent event = sample("a", 1);
  event.from.reset();
  event.actor = "quote\"back\\slash";
  const Event made = append_event(transaction.tx(), event, k_now);
  CHECK(made.body == R"({"agency":"ubnd-xã","clear":null,"list":[1,2],"value":1})");
  CHECK(canonical(made) ==
        R"({"action":"dispatch","actor":"quote\"back\\slash","at":1790000000000,)"
        R"("body":{"agency":"ubnd-xã","clear":null,"list":[1,2],"value":1},"from":null,"n":1,)"
        R"("report":"a","role":"coordinator","schema":1,"seq":1,"to":"dispatched"})");
  CHECK(json::canonical(*json::parse(canonical(made))) == canonical(made));
  CHECK(made.hash == sha256_hex(std::string(64, '0') + canonical(made)));
}

TEST_CASE("a body with a fraction or an unnormalised text is a bug") {
  TestDatabase database;
  Transaction transaction(database.connection(), Transaction::Mode::write);
  NewEvent event = sample("a", 1);
  event.body = {{"x", 1.5}};
  CHECK_THROWS_AS(append_event(transaction.tx(), event, k_now), std::logic_error);
  event.body = {{"x", {{"deep", {"e\xcc\x81"}}}}};  // e + combining acute accent
  CHECK_THROWS_AS(append_event(transaction.tx(), event, k_now), std::logic_error);
  event.body = {{"x", "a\xff"}};
  CHECK_THROWS_AS(append_event(transaction.tx(), event, k_now), std::logic_error);
  CHECK(head(transaction.tx()).n == 0);
}

TEST_CASE("the database itself refuses to change the log") {
  for (const Engine engine : test_engines()) {
    INFO(word(engine));
    TestDatabase database(engine);
    fill(database.connection());
    Tx tx(database.connection());
    CHECK_THROWS_AS(tx.execute("UPDATE event SET body = '{}' WHERE n = 3"), DatabaseError);
    CHECK_THROWS_AS(tx.execute("DELETE FROM event WHERE n = 10"), DatabaseError);
    if (engine == Engine::postgres) {
      CHECK_THROWS_AS(tx.execute("TRUNCATE event"), DatabaseError);
    }
    CHECK(!check(database.connection()).first);
  }
}

TEST_CASE("a whole chain is found whole and replayed in order") {
  for (const Engine engine : test_engines()) {
    INFO(word(engine));
    TestDatabase database(engine);
    CHECK(!check(database.connection()).first);
    fill(database.connection());
    Reader reader(database.connection());
    std::string replayed;
    const ChainCheck all = verify_chain(reader, {}, [&](const Event& event) {
      replayed += std::to_string(event.n) + event.report;
    });
    CHECK(!all.first);
    CHECK(all.events == 10);
    CHECK(all.head.hash == head(reader).hash);
    CHECK(replayed == "1a2b3c4a5b6c7a8b9c10a");
    CHECK(check(database.connection(), {6, head(reader)}).events == 5);
    CHECK(!check(database.connection(), {11, std::nullopt}).first);
    CHECK(!check(database.connection(), {1, head(reader)}).first);
  }
}

TEST_CASE("each kind of tampering is found and named") {
  for (const Engine engine : test_engines()) {
    INFO(word(engine));
    const auto expect = [&](const std::string& sql, std::int64_t n, const std::string& report,
                            BreakKind kind, bool head_known = false) {
      INFO(sql);
      const ChainBreak found = broken_by(engine, sql, head_known);
      CHECK(found.n == n);
      CHECK(found.report == report);
      CHECK(word(found.kind) == word(kind));
    };
    for (const char* edit :
         {"body = '{\"value\":99}'", "actor = NULL", "role = 'officer'", "action = 'refuse'",
          "from_state = NULL", "to_state = 'refused'", "at = at + 1", "schema = 2", "stream = 'z'",
          "seq = 77", "hash = (SELECT h.hash FROM event h WHERE h.n = 4)"}) {
      const std::string sql = "UPDATE event SET " + std::string(edit) + " WHERE n = 5";
      const std::string report = std::string(edit).starts_with("stream") ? "z" : "b";
      expect(sql, 5, report, BreakKind::edited);
    }
    expect("UPDATE event SET body = body || ' ' WHERE n = 5", 5, "", BreakKind::unreadable);
    expect("DELETE FROM event WHERE n = 5", 5, "", BreakKind::missing);
    expect("DELETE FROM event WHERE n = 1", 1, "", BreakKind::missing);
    expect("DELETE FROM event WHERE n = 5; UPDATE event SET n = 5 WHERE n = 6", 5, "c",
           BreakKind::edited);
    expect(
        "UPDATE event SET n = 99 WHERE n = 4; UPDATE event SET n = 4 WHERE n = 7; "
        "UPDATE event SET n = 7 WHERE n = 99",
        4, "a", BreakKind::edited);
    expect("DELETE FROM event WHERE n >= 8", 8, "", BreakKind::cut_tail, true);
    expect("DELETE FROM event", 1, "", BreakKind::cut_tail, true);
  }
}

TEST_CASE("a replaced event with a fresh hash breaks the next link") {
  for (const Engine engine : test_engines()) {
    INFO(word(engine));
    TestDatabase database(engine);
    fill(database.connection());
    Tx tx(database.connection());
    const Head known = head(tx);
    drop_guards(database.connection());
    const auto forge = [&](std::int64_t n, const std::string& prev) {
      Event event = events_after(tx, n - 1, 1).at(0);
      event.body = R"({"value":99})";
      event.hash = chain_hash(prev, canonical(event));
      const auto hash = bytes_of_hex(event.hash);
      tx.execute("UPDATE event SET body = $2, hash = $3 WHERE n = $1", n, Bytes{event.body},
                 Bytes{hash});
      return event.hash;
    };
    std::string hash = forge(5, events_after(tx, 3, 1).at(0).hash);
    auto found = check(database.connection()).first;
    REQUIRE(found);
    CHECK(found->n == 6);
    CHECK(word(found->kind) == "edited");
    // The whole rest forged: only a head noted elsewhere can tell.
    for (std::int64_t n = 6; n <= 10; ++n) hash = forge(n, hash);
    CHECK(!check(database.connection()).first);
    found = check(database.connection(), {1, known}).first;
    REQUIRE(found);
    CHECK(found->n == 10);
    CHECK(word(found->kind) == "other_head");
  }
}

TEST_CASE("a value of the wrong type is a break, not a crash") {
  TestDatabase database;
  fill(database.connection());
  drop_guards(database.connection());
  database.connection().script("UPDATE event SET at = 'never' WHERE n = 3");
  const auto found = check(database.connection()).first;
  REQUIRE(found);
  CHECK(word(found->kind) == "unreadable");
  CHECK(found->n == 3);
}

TEST_CASE("side by side on PostgreSQL the log stays gapless") {
  for (const Engine engine : test_engines()) {
    INFO(word(engine));
    TestDatabase database(engine);
    {
      std::vector<std::jthread> threads;
      threads.reserve(4);
      for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&database, t] {
          const auto connection = database.open();
          for (int i = 0; i < 25; ++i) {
            Transaction transaction(*connection, Transaction::Mode::write);
            append_event(transaction.tx(), sample(std::to_string(t), i), k_now);
            if (i % 5 != 4) transaction.commit();
          }
        });
      }
    }
    const ChainCheck result = check(database.connection());
    CHECK(!result.first);
    CHECK(result.events == 80);
  }
}

// Whoever reads "all after n" (live events, a copy) must not meet n + 2 before n + 1: it would
// never ask for n + 1 again. Without the lock that a writing transaction takes, numbers of two open
// transactions are given twice or become visible in the order of the commits.
TEST_CASE("events become visible in the order of their numbers") {
  for (const Engine engine : test_engines()) {
    INFO(word(engine));
    TestDatabase database(engine);
    constexpr int k_writers = 4;
    constexpr int k_each = 30;
    std::atomic<int> writing = k_writers;
    std::atomic<int> failed = 0;
    std::vector<std::int64_t> seen;
    {
      std::vector<std::jthread> threads;
      threads.reserve(k_writers + 1);
      threads.emplace_back([&] {
        const auto connection = database.open();
        Reader reader(*connection);
        bool last_look = false;
        while (!last_look) {
          last_look = writing == 0;
          const auto after = seen.empty() ? 0 : seen.back();
          for (const Event& event : events_after(reader, after, 1'000)) seen.push_back(event.n);
        }
      });
      for (int t = 0; t < k_writers; ++t) {
        threads.emplace_back([&, t] {
          const auto connection = database.open();
          for (int i = 0; i < k_each; ++i) {
            try {
              Transaction transaction(*connection, Transaction::Mode::write);
              append_event(transaction.tx(), sample(std::to_string(t), i), k_now);
              // The later ones are the quicker ones.
              std::this_thread::sleep_for(std::chrono::milliseconds(k_writers - t));
              transaction.commit();
            } catch (const DatabaseError&) {
              ++failed;
            }
          }
          --writing;
        });
      }
    }
    CHECK(failed == 0);
    REQUIRE(seen.size() == k_writers * k_each);
    for (std::size_t i = 0; i < seen.size(); ++i) CHECK(seen[i] == static_cast<int>(i) + 1);
  }
}
