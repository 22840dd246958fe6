// What a transaction leaves behind when it cannot begin.
#include "store/transaction.hpp"

#include <doctest/doctest.h>

#include "store/meta.hpp"
#include "store/test_database.hpp"

using namespace camaug;
using namespace camaug::store;

namespace {

DatabaseError::Kind refusal(Connection& connection) {
  try {
    const Transaction transaction(connection, Transaction::Mode::write);
  } catch (const DatabaseError& error) {
    return error.kind();
  }
  return DatabaseError::Kind::other;
}

}  // namespace

TEST_CASE("who waited too long for another writer says so, and writes when that one is done") {
  if (test_postgres_url().empty()) return;
  const TestDatabase database(Engine::postgres);
  const auto one = database.open();
  const auto two = database.open();
  two->script("SET lock_timeout = 50");
  {
    const Transaction other(*one, Transaction::Mode::write);
    CHECK(refusal(*two) == DatabaseError::Kind::busy);
    CHECK(refusal(*two) == DatabaseError::Kind::busy);
  }
  Transaction transaction(*two, Transaction::Mode::write);
  set_meta(transaction.tx(), "a", "1");
  transaction.commit();
  Reader reader(*one);
  CHECK(meta(reader, "a") == "1");
}
