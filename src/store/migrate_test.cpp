// Migrations: order, refusal of a newer schema, no trace of a failed one.
#include "store/migrate.hpp"

#include <doctest/doctest.h>

#include <array>
#include <stdexcept>
#include <thread>

#include "store/test_database.hpp"

using namespace camaug;
using namespace camaug::store;

namespace {

constexpr Instant k_now = from_epoch_ms(1'790'000'000'000);
constexpr std::array<SqlFile, 4> k_files = {{
    {"0001_base.postgres.sql", "INSERT INTO a VALUES ('postgres')"},
    {"0001_base.sql", "CREATE TABLE a (x TEXT)"},
    {"0001_base.sqlite.sql", "INSERT INTO a VALUES ('sqlite')"},
    {"0002_more.sql", "CREATE TABLE b (x TEXT); INSERT INTO b SELECT x FROM a"},
}};

}  // namespace

TEST_CASE("the program's own migrations apply once") {
  for (const Engine engine : test_engines()) {
    INFO(word(engine));
    TestDatabase database(engine, TestDatabase::Schema::empty);
    Reader reader(database.connection());
    CHECK(schema_version(reader) == 0);
    const auto version = migrate(database.connection(), k_now);
    REQUIRE(version);
    CHECK(*version == schema_version_wanted());
    CHECK(schema_version(reader) == *version);
    CHECK(migrate(database.connection(), k_now).value_or(-1) == *version);
    CHECK(reader.value<Instant>("SELECT at FROM schema_version WHERE version = 1") == k_now);
  }
}

TEST_CASE("the common file runs first, then the engine's own, in number order") {
  for (const Engine engine : test_engines()) {
    INFO(word(engine));
    TestDatabase database(engine, TestDatabase::Schema::empty);
    REQUIRE(migrate(database.connection(), k_now, std::span(k_files).first(3)).value_or(-1) == 1);
    REQUIRE(migrate(database.connection(), k_now, k_files).value_or(-1) == 2);
    Reader reader(database.connection());
    CHECK(reader.value<std::string>("SELECT x FROM b") == word(engine));
    CHECK(reader.value<std::string>("SELECT name FROM schema_version WHERE version = 2") == "more");
  }
}

TEST_CASE("an older program refuses a newer database and changes nothing") {
  for (const Engine engine : test_engines()) {
    INFO(word(engine));
    TestDatabase database(engine, TestDatabase::Schema::empty);
    REQUIRE(migrate(database.connection(), k_now, k_files));
    const auto refused = migrate(database.connection(), k_now, std::span(k_files).first(3));
    REQUIRE(!refused);
    CHECK(refused.error().code == ErrorCode::unavailable);
    CHECK(refused.error().key == "error.schema_newer");
    CHECK(refused.error().detail.find("schema 2") != std::string::npos);
    Reader reader(database.connection());
    CHECK(schema_version(reader) == 2);
  }
}

TEST_CASE("a failing migration leaves no trace") {
  constexpr std::array<SqlFile, 2> k_bad = {{
      {"0001_base.sql", "CREATE TABLE a (x TEXT)"},
      {"0002_bad.sql", "CREATE TABLE b (x TEXT); CREATE TABLE a (x TEXT)"},
  }};
  for (const Engine engine : test_engines()) {
    INFO(word(engine));
    TestDatabase database(engine, TestDatabase::Schema::empty);
    CHECK_THROWS_AS(static_cast<void>(migrate(database.connection(), k_now, k_bad)), DatabaseError);
    Reader reader(database.connection());
    CHECK(schema_version(reader) == 1);
    CHECK_THROWS_AS(database.connection().prepare("SELECT x FROM b"), DatabaseError);
  }
}

TEST_CASE("wrong file names are named") {
  TestDatabase database(Engine::sqlite, TestDatabase::Schema::empty);
  for (const char* name : {"1_base.sql", "0001_base.txt", "0001_base.oracle.sql", "base.sql",
                           "0000_zero.sql", "00x1_base.sql"}) {
    INFO(name);
    const std::array<SqlFile, 1> files = {{{name, ""}}};
    CHECK_THROWS_WITH_AS(static_cast<void>(migrate(database.connection(), k_now, files)),
                         doctest::Contains(name), std::logic_error);
  }
  constexpr std::array<SqlFile, 2> k_twice = {{{"0001_one.sql", ""}, {"0001_two.sql", ""}}};
  CHECK_THROWS_AS(static_cast<void>(migrate(database.connection(), k_now, k_twice)),
                  std::logic_error);
}

TEST_CASE("two programs starting at once migrate once") {
  for (const Engine engine : test_engines()) {
    INFO(word(engine));
    TestDatabase database(engine, TestDatabase::Schema::empty);
    std::array<std::int64_t, 4> versions{};
    {
      std::vector<std::jthread> threads;
      for (std::int64_t& version : versions) {
        threads.emplace_back([&database, &version] {
          const auto connection = database.open();
          version = migrate(*connection, k_now, k_files).value_or(-1);
        });
      }
    }
    for (const std::int64_t version : versions) CHECK(version == 2);
    Reader reader(database.connection());
    CHECK(reader.value<int>("SELECT count(*) FROM b") == 1);
  }
}
