// The outbox: no notice twice, none lost, retries that end.
#include "store/outbox.hpp"

#include <doctest/doctest.h>

#include <map>
#include <mutex>
#include <thread>

#include "store/test_database.hpp"
#include "store/transaction.hpp"

using namespace camaug;
using namespace camaug::store;

namespace {

using std::chrono::minutes, std::chrono::seconds, std::chrono::hours;
constexpr Instant k_now = from_epoch_ms(1'790'000'000'000);
constexpr Millis k_lease = minutes(2);

NewNotice sample(const std::string& recipient) {
  NewNotice notice;
  notice.event_n = 5;
  notice.recipient_kind = "account";
  notice.recipient = recipient;
  notice.channel = "log";
  notice.key = "notice.dispatched";
  notice.args = R"(["CM-2026-000001"])";
  return notice;
}

void for_each_engine(const auto& test) {
  for (const Engine engine : test_engines()) {
    INFO(word(engine));
    TestDatabase database(engine);
    Tx tx(database.connection());
    test(database, tx);
  }
}

}  // namespace

TEST_CASE("a notice is claimed once, sent once, and its fields come back") {
  for_each_engine([](TestDatabase&, Tx& tx) {
    enqueue(tx, sample("7"), k_now);
    CHECK(next_due(tx) == k_now);
    CHECK(claim_notices(tx, k_now - Millis(1), k_lease, 10).empty());
    const auto claimed = claim_notices(tx, k_now, k_lease, 10);
    REQUIRE(claimed.size() == 1);
    const Notice& notice = claimed[0];
    CHECK(notice.event_n == 5);
    CHECK(notice.recipient_kind == "account");
    CHECK(notice.recipient == "7");
    CHECK(notice.channel == "log");
    CHECK(notice.key == "notice.dispatched");
    CHECK(notice.args == R"(["CM-2026-000001"])");
    CHECK(!notice.urgent);
    CHECK(notice.tries == 1);
    CHECK(claim_notices(tx, k_now, k_lease, 10).empty());
    CHECK(next_due(tx) == k_now + k_lease);
    mark_sent(tx, notice.id, k_now);
    CHECK(claim_notices(tx, k_now + hours(1), k_lease, 10).empty());
    CHECK(next_due(tx) == std::nullopt);
    CHECK(count_outbox(tx).waiting == 0);
  });
}

TEST_CASE("dedup keeps the second notice out, also after the first was sent") {
  for_each_engine([](TestDatabase&, Tx& tx) {
    NewNotice notice = sample("7");
    notice.dedup = "due_soon:r1:answer";
    enqueue(tx, notice, k_now);
    enqueue(tx, notice, k_now);
    mark_sent(tx, claim_notices(tx, k_now, k_lease, 10).at(0).id, k_now);
    enqueue(tx, notice, k_now);
    notice.dedup.reset();
    enqueue(tx, notice, k_now);
    enqueue(tx, notice, k_now);
    CHECK(count_outbox(tx).waiting == 2);
  });
}

TEST_CASE("quiet hours delay, urgent ones come first, the limit holds") {
  for_each_engine([](TestDatabase&, Tx& tx) {
    NewNotice quiet = sample("quiet");
    quiet.not_before = k_now + hours(2);
    enqueue(tx, quiet, k_now);
    enqueue(tx, sample("first"), k_now);
    enqueue(tx, sample("second"), k_now);
    NewNotice urgent = sample("urgent");
    urgent.urgent = true;
    urgent.not_before = k_now - hours(1);
    enqueue(tx, urgent, k_now);
    const auto claimed = claim_notices(tx, k_now, k_lease, 2);
    REQUIRE(claimed.size() == 2);
    CHECK(claimed[0].recipient == "urgent");
    CHECK(claimed[1].recipient == "first");
    CHECK(claim_notices(tx, k_now, k_lease, 10).size() == 1);
    CHECK(claim_notices(tx, k_now + hours(2), Millis(0), 10).size() == 4);
  });
}

TEST_CASE("a failure is tried again later and later, then given up") {
  for_each_engine([](TestDatabase&, Tx& tx) {
    enqueue(tx, sample("7"), k_now);
    Instant now = k_now;
    std::vector<Millis> pauses;
    for (std::int64_t i = 1; i <= k_tries_max; ++i) {
      const auto claimed = claim_notices(tx, now, k_lease, 1);
      REQUIRE(claimed.size() == 1);
      CHECK(claimed[0].tries == i);
      mark_failed(tx, claimed[0], std::string(500, 'x'), now);
      if (const auto due = next_due(tx)) {
        pauses.push_back(*due - now);
        now = *due;
      }
    }
    REQUIRE(pauses.size() == k_tries_max - 1);
    CHECK(pauses[0] == seconds(30));
    CHECK(pauses[1] == seconds(60));
    CHECK(pauses.back() == hours(6));
    CHECK(count_outbox(tx).waiting == 0);
    CHECK(count_outbox(tx).failed == 1);
    CHECK(tx.value<int>("SELECT length(error) FROM outbox") == 200);
    CHECK(claim_notices(tx, now + hours(100), k_lease, 1).empty());
  });
}

TEST_CASE("an address that is gone ends the tries at once; urgent ones pause shortly") {
  for_each_engine([](TestDatabase&, Tx& tx) {
    enqueue(tx, sample("7"), k_now);
    mark_dead(tx, claim_notices(tx, k_now, k_lease, 1).at(0).id, "410", k_now);
    CHECK(count_outbox(tx).failed == 1);
    NewNotice urgent = sample("8");
    urgent.urgent = true;
    enqueue(tx, urgent, k_now);
    mark_failed(tx, claim_notices(tx, k_now, k_lease, 1).at(0), "503", k_now);
    CHECK(next_due(tx) == k_now + seconds(5));
  });
}

TEST_CASE("a lease that ran out is claimed again, and a late answer still counts") {
  for_each_engine([](TestDatabase&, Tx& tx) {
    enqueue(tx, sample("7"), k_now);
    const auto first = claim_notices(tx, k_now, k_lease, 1);
    const auto second = claim_notices(tx, k_now + k_lease, k_lease, 1);
    REQUIRE(second.size() == 1);
    CHECK(second[0].id == first[0].id);
    CHECK(second[0].tries == 2);
    mark_sent(tx, first[0].id, k_now + k_lease);
    mark_failed(tx, second[0], "late", k_now + k_lease);
    CHECK(count_outbox(tx).waiting == 0);
    CHECK(count_outbox(tx).failed == 0);
  });
}

TEST_CASE("sent notices are removed by age, in portions") {
  for_each_engine([](TestDatabase&, Tx& tx) {
    for (int i = 0; i < 5; ++i) enqueue(tx, sample(std::to_string(i)), k_now);
    const auto claimed = claim_notices(tx, k_now, k_lease, 4);
    for (const Notice& notice : claimed) mark_sent(tx, notice.id, k_now);
    CHECK(purge_sent(tx, k_now, 10) == 0);
    CHECK(purge_sent(tx, k_now + Millis(1), 3) == 3);
    CHECK(purge_sent(tx, k_now + Millis(1), 3) == 1);
    CHECK(count_outbox(tx).waiting == 1);
  });
}

TEST_CASE("four workers never hold the same notice") {
  for_each_engine([](TestDatabase& database, Tx&) {
    constexpr int k_notices = 300;
    {
      Transaction transaction(database.connection(), Transaction::Mode::write);
      for (int i = 0; i < k_notices; ++i) {
        enqueue(transaction.tx(), sample(std::to_string(i)), k_now);
      }
      transaction.commit();
    }
    std::map<std::int64_t, int> held;
    std::mutex mutex;
    {
      std::vector<std::jthread> workers;
      for (int w = 0; w < 4; ++w) {
        workers.emplace_back([&] {
          const auto connection = database.open();
          for (int empty = 0; empty < 3;) {
            Transaction transaction(*connection, Transaction::Mode::write);
            const auto claimed = claim_notices(transaction.tx(), k_now, k_lease, 7);
            transaction.commit();
            if (claimed.empty()) ++empty;
            const std::lock_guard lock(mutex);
            for (const Notice& notice : claimed) ++held[notice.id];
          }
        });
      }
    }
    CHECK(held.size() == k_notices);
    for (const auto& [id, times] : held) CHECK(times == 1);
  });
}
