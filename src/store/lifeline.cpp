#include "store/lifeline.hpp"

#include <algorithm>

namespace camaug::store {
namespace {

constexpr std::chrono::milliseconds k_first_pause{50};
constexpr std::chrono::milliseconds k_longest_pause{2'000};

[[noreturn]] void raise_away() {
  throw DatabaseError(DatabaseError::Kind::connection, "the database is away");
}

class NoConnection final : public Connection {
 public:
  Engine engine() const override { return Engine::postgres; }
  std::int64_t run(std::string_view, std::span<const Value>, Each, void*) override { raise_away(); }
  void insert_rows(std::string_view, std::string_view,
                   std::span<const std::vector<Value>>) override {
    raise_away();
  }
  std::int64_t changes() const override { return 0; }
  void prepare(std::string_view) override { raise_away(); }
  void script(std::string_view) override { raise_away(); }
};

}  // namespace

Connection& Lifeline::get() {
  if (connection_) return *connection_;
  if (since_failure_.elapsed() < pause_) raise_away();
  try {
    connection_ = open_();
    pause_ = std::chrono::milliseconds(0);
  } catch (const DatabaseError&) {
    pause_ = std::clamp(2 * pause_, k_first_pause, k_longest_pause);
    since_failure_ = Stopwatch();
    throw;
  }
  return *connection_;
}

Connection& Lifeline::begin(Transaction::Mode mode) {
  try {
    Connection& connection = get();
    store::begin(connection, mode);
    return connection;
  } catch (const DatabaseError& error) {
    if (error.kind() != DatabaseError::Kind::connection || !connection_) throw;
    drop();
  }
  Connection& connection = get();
  store::begin(connection, mode);
  return connection;
}

Connection& no_connection() {
  static thread_local NoConnection none;
  return none;
}

}  // namespace camaug::store
