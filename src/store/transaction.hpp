// A transaction on one connection: rolled back unless committed. The writer thread has its own;
// this one is for migrations, loaders, tests and for reads that need one consistent view.
#pragma once

#include "store/database.hpp"

namespace camaug::store {

class Transaction {
 public:
  // write takes SQLite's write lock at once: a read that is upgraded later can lose it for good.
  enum class Mode { read, write };
  // Throws DatabaseError (busy when the lock is not to be had).
  Transaction(Connection& connection, Mode mode);
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();

  [[nodiscard]] Tx& tx() { return tx_; }
  void commit();

 private:
  Connection* connection_;
  Tx tx_;
  bool open_ = true;
};

// The statements themselves, for the writer.
void begin(Connection& connection, Transaction::Mode mode);
void commit(Connection& connection);
// Never throws: after a fatal error the engine may have rolled back by itself.
void roll_back(Connection& connection) noexcept;

}  // namespace camaug::store
