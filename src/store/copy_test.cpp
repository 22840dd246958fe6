// A copy: every table, both ways, going on after a break, and refusing what would mix two
// provinces.
#include "store/copy.hpp"

#include <doctest/doctest.h>

#include <set>

#include "store/event.hpp"
#include "store/meta.hpp"
#include "store/test_database.hpp"
#include "store/transaction.hpp"

using namespace camaug;
using namespace camaug::store;

namespace {

constexpr Instant k_now = from_epoch_ms(1'790'000'000'000);
constexpr int k_events = 4'500;  // more than two pages

void fill(TestDatabase& database, int events) {
  Transaction transaction(database.connection(), Transaction::Mode::write);
  for (int i = 0; i < events; ++i) {
    NewEvent event;
    event.report = "r" + std::to_string(i % 7);
    event.actor = i % 2 == 0 ? std::optional<std::string>("account:1") : std::nullopt;
    event.role = "system";
    event.action = "note";
    event.body = {{"text", "Đường \"lớn\""}, {"n", i}};
    append_event(transaction.tx(), event, k_now);
  }
  set_meta(transaction.tx(), "demo", "yes");
  transaction.tx().execute(
      "INSERT INTO account (id, username, name, role, password_hash, active, failed,"
      " failed_since, locked_until, created_at)"
      " VALUES ('1', 'mai', 'Mai', 'admin', '', TRUE, 0, 0, 0, 0)");
  transaction.commit();
}

// Passes everything on until it has been asked to commit so often.
class Breaking final : public Connection {
 public:
  Breaking(Connection& to, int commits) : to_(to), commits_(commits) {}
  Engine engine() const override { return to_.engine(); }
  std::int64_t run(std::string_view sql, std::span<const Value> values, Each each,
                   void* state) override {
    if (sql == "COMMIT" && commits_-- == 0) {
      throw DatabaseError(DatabaseError::Kind::connection, "cut off");
    }
    return to_.run(sql, values, each, state);
  }
  void insert_rows(std::string_view table, std::string_view columns,
                   std::span<const std::vector<Value>> rows) override {
    to_.insert_rows(table, columns, rows);
  }
  std::int64_t changes() const override { return to_.changes(); }
  void prepare(std::string_view sql) override { to_.prepare(sql); }
  void script(std::string_view sql) override { to_.script(sql); }

 private:
  Connection& to_;
  int commits_;
};

Result<std::vector<CopiedTable>> copy(TestDatabase& from, Connection& to) {
  const auto connection = from.open();
  Transaction transaction(*connection, Transaction::Mode::read);
  return copy_database(transaction.tx(), to, [](const CopiedTable&) {});
}

bool breaks_off(TestDatabase& from, Connection& to) {
  try {
    return !copy(from, to);
  } catch (const DatabaseError&) {
    return true;
  }
}

std::string log_of(TestDatabase& database) {
  Reader reader(database.connection());
  std::string out;
  for (const Event& event : events_after(reader, 0, 100'000)) out += canonical(event) + event.hash;
  return out;
}

}  // namespace

TEST_CASE("a database goes to the other engine and back") {
  for (const Engine engine : test_engines()) {
    INFO(word(engine));
    TestDatabase source;
    fill(source, k_events);
    TestDatabase there(engine);
    TestDatabase back;
    const auto gone = copy(source, there.connection());
    REQUIRE(gone);
    REQUIRE(copy(there, back.connection()));
    CHECK(log_of(back) == log_of(source));
    Reader reader(back.connection());
    CHECK(meta(reader, "demo") == "yes");
    CHECK(reader.value<int>("SELECT count(*) FROM meta WHERE key LIKE 'copy.%'") == 0);
    CHECK(reader.value<bool>("SELECT active FROM account") == true);
    // No table is forgotten.
    std::set<std::string> copied{"schema_version", "search"};
    for (const CopiedTable& table : *gone) copied.insert(table.name);
    std::set<std::string> all;
    reader.each(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        " AND name NOT LIKE 'search\\_%' ESCAPE '\\'",
        [&](const Row& row) { all.emplace(row.text(0)); });
    CHECK(copied == all);
  }
}

TEST_CASE("a copy that broke off anywhere goes on") {
  for (const Engine engine : test_engines()) {
    TestDatabase source;
    fill(source, k_events);
    for (const int commits : {0, 1, 2, 3, 4, 5}) {
      CAPTURE(commits);
      TestDatabase target(engine);
      Breaking breaking(target.connection(), commits);
      CHECK(breaks_off(source, breaking));
      REQUIRE(copy(source, target.connection()));
      CHECK(log_of(target) == log_of(source));
    }
  }
}

TEST_CASE("two provinces are never mixed") {
  TestDatabase source;
  fill(source, 10);
  TestDatabase target;
  Breaking breaking(target.connection(), 2);
  CHECK(breaks_off(source, breaking));
  {
    Transaction transaction(source.connection(), Transaction::Mode::write);
    NewEvent event;
    event.report = "r";
    event.role = "system";
    event.action = "note";
    append_event(transaction.tx(), event, k_now);
    transaction.commit();
  }
  const auto moved = copy(source, target.connection());
  REQUIRE_FALSE(moved);
  CHECK(moved.error().key == "error.copy.source_moved");
  TestDatabase other;
  fill(other, 1);
  const auto taken = copy(source, other.connection());
  REQUIRE_FALSE(taken);
  CHECK(taken.error().key == "error.copy.target_taken");
}
