// A connection that is opened anew when it was lost: the first time at once, then after growing
// pauses, so that a database that is away is not asked for by every request.
#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include "base/time.hpp"
#include "store/database.hpp"
#include "store/transaction.hpp"

namespace camaug::store {

class Lifeline {
 public:
  using Open = std::function<std::unique_ptr<Connection>()>;

  // Opens at once and throws when that fails.
  explicit Lifeline(Open open) : open_(std::move(open)), connection_(open_()) {}

  // Throws DatabaseError of kind connection while there is none.
  [[nodiscard]] Connection& get();
  // Begins a transaction. A connection that was lost while it was idle is replaced first, and
  // nobody notices. Throws DatabaseError.
  [[nodiscard]] Connection& begin(Transaction::Mode mode);
  // The connection failed: the next get() opens another.
  void drop() { connection_.reset(); }
  // Drops it if it is lost.
  void check() {
    if (connection_ && connection_->is_lost()) drop();
  }

 private:
  Open open_;
  std::unique_ptr<Connection> connection_;
  Stopwatch since_failure_;
  std::chrono::milliseconds pause_{0};  // 0 after a success
};

// Every statement on it throws DatabaseError of kind connection: for jobs that must tell so.
[[nodiscard]] Connection& no_connection();

}  // namespace camaug::store
