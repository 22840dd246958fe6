// BEGIN, COMMIT and ROLLBACK in the words of each engine.
#include "store/transaction.hpp"

#include "store/figure_count.hpp"
#include "store/statement.hpp"

namespace camaug::store {
namespace {

const Sql k_begin_write_sqlite{"transaction.begin_write_sqlite", "BEGIN IMMEDIATE", Engine::sqlite};
const Sql k_begin_read_sqlite{"transaction.begin_read_sqlite", "BEGIN", Engine::sqlite};
const Sql k_begin_write_postgres{"transaction.begin_write_postgres", "BEGIN", Engine::postgres};
// One transaction writes at a time, as with SQLite: what it reads stays true until it ends, and the
// numbers it gives become visible in their order. (Identity values do not: two transactions may
// commit in the other order, and whoever reads "all after n" between them misses one for good.)
const Sql k_lock_postgres{"transaction.lock_postgres", "SELECT pg_advisory_xact_lock(4711002)",
                          Engine::postgres};
const Sql k_begin_read_postgres{"transaction.begin_read_postgres",
                                "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
                                Engine::postgres};
const Sql k_commit{"transaction.commit", "COMMIT"};
const Sql k_rollback{"transaction.rollback", "ROLLBACK"};

}  // namespace

void begin(Connection& connection, Transaction::Mode mode) {
  const bool write = mode == Transaction::Mode::write;
  const bool sqlite = connection.engine() == Engine::sqlite;
  const Sql& sql = sqlite ? (write ? k_begin_write_sqlite : k_begin_read_sqlite)
                          : (write ? k_begin_write_postgres : k_begin_read_postgres);
  connection.numbers() = {};
  if (!write || sqlite) {
    connection.run(sql, {}, nullptr, nullptr);
    return;
  }
  try {
    connection.run_later(sql, {});
    connection.run(k_lock_postgres, {}, nullptr, nullptr);
  } catch (...) {
    // Else the transaction stays open and failed, and nothing can be begun on this connection.
    roll_back(connection);
    throw;
  }
}

void commit(Connection& connection) {
  Tx tx(connection);
  write_figure_changes(tx);
  connection.numbers() = {};
  connection.run(k_commit, {}, nullptr, nullptr);
}

void roll_back(Connection& connection) noexcept {
  connection.numbers() = {};
  try {
    connection.run(k_rollback, {}, nullptr, nullptr);
  } catch (const std::exception&) {
    // No transaction is open any more, which is what was wanted.
    return;
  }
}

Transaction::Transaction(Connection& connection, Mode mode)
    : connection_(&connection), tx_(connection) {
  begin(connection, mode);
}

Transaction::~Transaction() {
  if (open_) roll_back(*connection_);
}

void Transaction::commit() {
  store::commit(*connection_);
  open_ = false;
  if (connection_->after_commit()) connection_->take_in_log();
}

}  // namespace camaug::store
