// Both drivers behind the one interface: parameters, types, errors, nesting.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <limits>

#include "store/test_database.hpp"
#include "store/transaction.hpp"

using namespace camaug;
using namespace camaug::store;

namespace {

constexpr const char* k_table =
    "CREATE TABLE parent (id BIGINT PRIMARY KEY);"
    "CREATE TABLE thing (id BIGINT PRIMARY KEY, name TEXT UNIQUE, weight DOUBLE PRECISION, "
    "open BOOLEAN, parent BIGINT REFERENCES parent (id), CHECK (weight >= 0))";
constexpr const char* k_insert =
    "INSERT INTO thing (id, name, weight, open) VALUES ($1, $2, $3, $4)";

DatabaseError::Kind kind_thrown(const auto& action) {
  try {
    action();
  } catch (const DatabaseError& error) {
    return error.kind();
  }
  FAIL("nothing was thrown");
  return DatabaseError::Kind::other;
}

void for_each_engine(const auto& test) {
  for (const Engine engine : test_engines()) {
    INFO(word(engine));
    TestDatabase database(engine, TestDatabase::Schema::empty);
    database.connection().script(k_table);
    Tx tx(database.connection());
    test(database, tx);
  }
}

}  // namespace

TEST_CASE("values come back as they went in") {
  for_each_engine([](TestDatabase&, Tx& tx) {
    const std::string name = "Đường \"Phan Ngọc Hiển\"; DROP TABLE thing; --";
    CHECK(tx.execute(k_insert, std::numeric_limits<std::int64_t>::max(), name, 0.1, true) == 1);
    CHECK(tx.execute(k_insert, -1, std::string_view(), 1e300, false) == 1);
    CHECK(tx.execute(k_insert, 7, std::nullopt, std::optional<double>(), std::nullopt) == 1);
    const auto rows =
        tx.all<std::int64_t, std::optional<std::string>, std::optional<double>,
               std::optional<bool>>("SELECT id, name, weight, open FROM thing ORDER BY id");
    REQUIRE(rows.size() == 3);
    // The empty text is not NULL, also when its view points nowhere.
    CHECK(std::get<1>(rows[0]) == std::optional<std::string>(""));
    CHECK(std::get<2>(rows[0]) == std::optional<double>(1e300));
    CHECK(std::get<3>(rows[0]) == std::optional<bool>(false));
    CHECK(std::get<1>(rows[1]) == std::nullopt);
    CHECK(std::get<3>(rows[1]) == std::nullopt);
    CHECK(std::get<0>(rows[2]) == std::numeric_limits<std::int64_t>::max());
    CHECK(std::get<1>(rows[2]) == std::optional<std::string>(name));
    CHECK(std::get<2>(rows[2]) == std::optional<double>(0.1));
  });
}

TEST_CASE("parameters are found by number, in any order and more than once") {
  for_each_engine([](TestDatabase&, Tx& tx) {
    const auto row = tx.one<std::string, std::string, std::string>(
        "SELECT CAST($3 AS TEXT), CAST($1 AS TEXT), CAST($3 AS TEXT) "
        "WHERE CAST($2 AS BIGINT) = 5",
        "first", 5, "third");
    REQUIRE(row);
    CHECK(*row == std::make_tuple("third", "first", "third"));
    CHECK_THROWS_AS(static_cast<void>(tx.value<int>("SELECT CAST($1 AS BIGINT)")), DatabaseError);
    CHECK_THROWS_AS(static_cast<void>(tx.value<int>("SELECT CAST($1 AS BIGINT)", 1, 2)),
                    DatabaseError);
  });
}

TEST_CASE("SQLite refuses parameters that PostgreSQL would read differently") {
  TestDatabase database(Engine::sqlite, TestDatabase::Schema::empty);
  for (const char* sql : {"SELECT $1::bigint", "SELECT ?", "SELECT :name", "SELECT $name",
                          "SELECT $2", "SELECT $1, $3", "SELECT $0", "SELECT $1, $01"}) {
    INFO(sql);
    CHECK_THROWS_AS(database.connection().prepare(sql), DatabaseError);
  }
  CHECK_THROWS_AS(database.connection().prepare("SELECT 1; SELECT 2"), DatabaseError);
  CHECK_THROWS_AS(database.connection().prepare(""), DatabaseError);
  CHECK_THROWS_AS(database.connection().prepare("SELECT \"no such column\""), DatabaseError);
  CHECK_NOTHROW(database.connection().prepare("SELECT 1;\n"));
}

TEST_CASE("errors have the same kind on both engines") {
  for_each_engine([](TestDatabase&, Tx& tx) {
    using Kind = DatabaseError::Kind;
    tx.execute(k_insert, 1, "a", 1.0, true);
    CHECK(kind_thrown([&] { tx.execute(k_insert, 1, "b", 1.0, true); }) == Kind::unique);
    CHECK(kind_thrown([&] { tx.execute(k_insert, 2, "a", 1.0, true); }) == Kind::unique);
    CHECK(kind_thrown([&] { tx.execute(k_insert, 2, "b", -1.0, true); }) == Kind::check);
    CHECK(kind_thrown([&] {
            tx.execute("INSERT INTO thing (id, parent) VALUES ($1, $2)", 2, 99);
          }) == Kind::foreign_key);
    CHECK(kind_thrown([&] { tx.execute("SELEKT 1"); }) == Kind::other);
    CHECK(tx.value<int>("SELECT count(*) FROM thing") == 1);
  });
}

TEST_CASE("an error text quotes no value of a row") {
  for_each_engine([](TestDatabase&, Tx& tx) {
    tx.execute(k_insert, 1, "0900000001", 1.0, true);
    try {
      tx.execute(k_insert, 2, "0900000001", 1.0, true);
      FAIL("nothing was thrown");
    } catch (const DatabaseError& error) {
      CHECK(std::string(error.what()).find("0900000001") == std::string::npos);
    }
  });
}

TEST_CASE("reading NULL or another type is an error") {
  for_each_engine([](TestDatabase&, Tx& tx) {
    CHECK_THROWS_AS(static_cast<void>(tx.value<std::int64_t>("SELECT CAST(NULL AS BIGINT)")),
                    DatabaseError);
    CHECK_THROWS_AS(static_cast<void>(tx.value<std::string>("SELECT CAST(NULL AS TEXT)")),
                    DatabaseError);
    CHECK_THROWS_AS(static_cast<void>(tx.value<std::int64_t>("SELECT 'abc'")), DatabaseError);
    CHECK(tx.value<bool>("SELECT 2 > 1") == true);
    CHECK(tx.value<std::int64_t>("SELECT sum(x) FROM (SELECT CAST(2 AS BIGINT) AS x) AS t") == 2);
    CHECK(tx.value<double>("SELECT avg(x) FROM (SELECT CAST(3 AS BIGINT) AS x) AS t") == 3.0);
  });
}

TEST_CASE("rows changed are those of the statement itself") {
  for_each_engine([](TestDatabase&, Tx& tx) {
    for (int i = 1; i <= 3; ++i) tx.execute(k_insert, i, std::nullopt, 1.0, true);
    CHECK(tx.execute("UPDATE thing SET weight = $1 WHERE id > $2", 2.0, 1) == 2);
    CHECK(tx.execute("SELECT 1") == 0);
    CHECK(tx.execute("UPDATE thing SET weight = $1 WHERE id = $2", 2.0, 99) == 0);
    CHECK(tx.execute("CREATE TABLE other (id BIGINT)") == 0);
    CHECK(tx.value<std::int64_t>("UPDATE thing SET weight = $1 WHERE id = $2 RETURNING id", 3.0,
                                 3) == 3);
    CHECK(tx.execute("DELETE FROM thing") == 3);
  });
}

TEST_CASE("a row callback may use the connection, also with the same text") {
  for_each_engine([](TestDatabase&, Tx& tx) {
    for (int i = 1; i <= 3; ++i) tx.execute(k_insert, i, std::to_string(i), 1.0, true);
    constexpr const char* k_above = "SELECT id FROM thing WHERE id > $1 ORDER BY id";
    std::string seen;
    tx.each(
        k_above,
        [&](const Row& outer) {
          seen += "|" + std::to_string(outer.integer(0));
          tx.each(
              k_above, [&](const Row& inner) { seen += " " + std::to_string(inner.integer(0)); },
              outer.integer(0));
        },
        0);
    CHECK(seen == "|1 2 3|2 3|3");
  });
}

TEST_CASE("an exception in a row callback leaves the statement usable") {
  for_each_engine([](TestDatabase&, Tx& tx) {
    for (int i = 1; i <= 3; ++i) tx.execute(k_insert, i, std::to_string(i), 1.0, true);
    constexpr const char* k_all = "SELECT id FROM thing ORDER BY id";
    CHECK_THROWS_AS(tx.each(k_all, [](const Row&) { throw std::runtime_error("stop"); }),
                    std::runtime_error);
    CHECK(tx.all<std::int64_t>(k_all).size() == 3);
    // A statement left half-way would still hold its read lock and the table.
    CHECK_NOTHROW(tx.execute("DROP TABLE thing"));
  });
}

TEST_CASE("LIKE and ORDER BY compare bytes on both engines") {
  for_each_engine([](TestDatabase&, Tx& tx) {
    CHECK(tx.value<bool>("SELECT 'ABC' LIKE 'abc'") == false);
    CHECK(tx.value<std::string>("SELECT min(x) FROM (SELECT 'a' AS x UNION SELECT 'B') AS t") ==
          "B");
  });
}

TEST_CASE("a transaction that is not committed leaves nothing") {
  for_each_engine([](TestDatabase& database, Tx& tx) {
    using Mode = Transaction::Mode;
    {
      Transaction transaction(database.connection(), Mode::write);
      transaction.tx().execute(k_insert, 1, "a", 1.0, true);
    }
    CHECK(tx.value<int>("SELECT count(*) FROM thing") == 0);
    {
      Transaction transaction(database.connection(), Mode::write);
      transaction.tx().execute(k_insert, 1, "a", 1.0, true);
      transaction.commit();
    }
    const auto other = database.open();
    Transaction view(*other, Mode::read);
    CHECK(view.tx().value<int>("SELECT count(*) FROM thing") == 1);
    tx.execute(k_insert, 2, "b", 1.0, true);
    // One view for the whole read transaction.
    CHECK(view.tx().value<int>("SELECT count(*) FROM thing") == 1);
  });
}

TEST_CASE("the statement cache forgets rather than grows") {
  TestDatabase database(Engine::sqlite, TestDatabase::Schema::empty);
  Tx tx(database.connection());
  for (int i = 0; i < 2'500; ++i) {
    CHECK(tx.value<int>("SELECT " + std::to_string(i)) == i);
  }
}

TEST_CASE("SQLite names a locked, full, missing, read-only or broken file") {
  using Kind = DatabaseError::Kind;
  using Mode = SqliteOptions::Mode;
  TestDatabase database(Engine::sqlite, TestDatabase::Schema::empty);
  SqliteOptions options;
  options.path = (database.directory() / "other.db").string();
  CHECK(kind_thrown([&] { static_cast<void>(open_sqlite(options)); }) == Kind::connection);

  options.mode = Mode::create;
  options.busy_timeout_ms = 1;
  const auto first = open_sqlite(options);
  first->script("CREATE TABLE t (x TEXT)");
  const auto second = open_sqlite(options);
  {
    Transaction holder(*first, Transaction::Mode::write);
    CHECK(kind_thrown([&] { Transaction late(*second, Transaction::Mode::write); }) == Kind::busy);
  }
  first->script("PRAGMA max_page_count=2");
  Tx tx(*first);
  CHECK(kind_thrown([&] { tx.execute("INSERT INTO t VALUES ($1)", std::string(100'000, 'x')); }) ==
        Kind::full);

  options.mode = Mode::read_only;
  const auto reader = open_sqlite(options);
  CHECK(kind_thrown([&] { reader->script("INSERT INTO t VALUES ('a')"); }) == Kind::read_only);

  std::ofstream(database.directory() / "broken.db") << std::string(4096, 'x');
  options.path = (database.directory() / "broken.db").string();
  options.mode = Mode::read_write;
  CHECK(kind_thrown([&] { static_cast<void>(open_sqlite(options)); }) == Kind::corrupt);
}

TEST_CASE("SQLite keeps its log and syncs as asked") {
  TestDatabase database(Engine::sqlite, TestDatabase::Schema::empty);
  SqliteOptions options;
  options.path = database.path();
  const auto connection = open_sqlite(options);
  Reader reader(*connection);
  CHECK(reader.value<std::string>("PRAGMA journal_mode") == "wal");
  CHECK(reader.value<int>("PRAGMA synchronous") == 2);
  CHECK(reader.value<int>("PRAGMA foreign_keys") == 1);
}

TEST_CASE("an answer of PostgreSQL that does not come is waited for so long and no longer") {
  if (test_postgres_url().empty()) return;
  PostgresOptions options;
  options.url = test_postgres_url();
  options.answer_time = std::chrono::milliseconds(200);
  const auto sleeps = [](const std::unique_ptr<Connection>& connection) {
    return kind_thrown([&] { connection->run("SELECT pg_sleep(3)", {}, nullptr, nullptr); });
  };
  const auto alone = open_postgres(options);
  CHECK(sleeps(alone) == DatabaseError::Kind::connection);
  CHECK(alone->is_lost());
  // Its answer is still under way: nothing else may be taken for it.
  CHECK(kind_thrown([&] { alone->run("SELECT 1", {}, nullptr, nullptr); }) ==
        DatabaseError::Kind::connection);
  const auto piped = open_postgres(options);
  piped->run_later("SELECT 1", {});
  CHECK(sleeps(piped) == DatabaseError::Kind::connection);
  CHECK(piped->is_lost());
}

TEST_CASE("PostgreSQL without a server is a connection error without an address") {
  try {
    static_cast<void>(open_postgres("postgresql:///nowhere?host=/nonexistent&user=secretname"));
    FAIL("nothing was thrown");
  } catch (const DatabaseError& error) {
    CHECK(error.kind() == DatabaseError::Kind::connection);
    CHECK(std::string(error.what()).find("secretname") == std::string::npos);
  }
}
