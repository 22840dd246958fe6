// Prepares every SQL text of the program on both engines, so that one text stays true for both. The
// program links the whole store library: an unused object file would hide its statements.
#include <doctest/doctest.h>

#include <set>
#include <string>

#include "store/statement.hpp"
#include "store/test_database.hpp"

using namespace camaug;
using namespace camaug::store;

TEST_CASE("the registry holds the store's statements under unique names") {
  std::set<std::string_view> names;
  for (const Sql* sql = Sql::first(); sql != nullptr; sql = sql->next()) {
    INFO(std::string(sql->name()));
    CHECK(names.insert(sql->name()).second);
    CHECK(sql->name().find('.') != std::string_view::npos);
  }
  CHECK(names.size() >= 20);
  CHECK(names.contains("event.insert"));
}

TEST_CASE("every statement prepares on every engine") {
  for (const Engine engine : test_engines()) {
    TestDatabase database(engine);
    int prepared = 0;
    for (const Sql* sql = Sql::first(); sql != nullptr; sql = sql->next()) {
      if (!sql->runs_on(engine)) continue;
      INFO(word(engine), " ", std::string(sql->name()), ": ", std::string(sql->text()));
      CHECK_NOTHROW(database.connection().prepare(sql->text()));
      ++prepared;
    }
    MESSAGE(word(engine), ": ", prepared, " statements");
  }
}
