// Group commit: BEGIN, the jobs, COMMIT, then the answers; a job that must be undone alone sends
// the batch through savepoints. A lost commit fails every job of its batch, also a refused one, for
// it may have judged by what is now gone.
#include "store/writer.hpp"

#include <algorithm>
#include <future>
#include <iterator>
#include <stdexcept>
#include <utility>

#include "base/log.hpp"
#include "store/figure_count.hpp"
#include "store/news.hpp"
#include "store/report.hpp"
#include "store/statement.hpp"
#include "store/transaction.hpp"

namespace camaug::store {
namespace {

const Sql k_savepoint{"writer.savepoint", "SAVEPOINT job"};
const Sql k_keep{"writer.keep", "RELEASE SAVEPOINT job"};
const Sql k_undo{"writer.undo", "ROLLBACK TO SAVEPOINT job"};

DatabaseError::Kind kind_of(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const DatabaseError& database) {
    return database.kind();
  } catch (...) {
    return DatabaseError::Kind::other;
  }
}

Outcome failed(std::exception_ptr error) {
  const DatabaseError::Kind kind = kind_of(error);
  return {Outcome::Status::failed, kind, std::move(error)};
}

Outcome decided(bool keep) {
  Outcome outcome;
  outcome.status = keep ? Outcome::Status::committed : Outcome::Status::rolled_back;
  return outcome;
}

// The connection is lost, or leads to a server that has become a replica: the next one may lead to
// the primary. (A file that may not be written to is the same one when it is opened anew.)
bool leads_nowhere(const Outcome& outcome, const Connection* connection) {
  using Kind = DatabaseError::Kind;
  if (outcome.error == nullptr) return false;
  const bool server = connection != nullptr && connection->engine() == Engine::postgres;
  return outcome.kind == Kind::connection || (server && outcome.kind == Kind::read_only);
}

void run(Connection& connection, const Sql& sql) {
  connection.run(sql, {}, nullptr, nullptr);
}

}  // namespace

Writer::Writer(Open open, WriterOptions options)
    : open_(open), options_(std::move(options)), line_(std::move(open)) {
  house_ = std::thread([this] { keep_house(); });
  thread_ = std::thread([this] { loop(); });
}

bool Writer::is_kept(const Item& item) {
  return item.outcome.status == Outcome::Status::committed;
}

bool Writer::is_heard(const Item& item) {
  return is_kept(item) && !item.quiet;
}

bool Writer::submit(Job job, Done done, std::string makes) {
  bool wake = false;
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || queue_.size() >= options_.queue_max) return false;
    queue_.push_back({std::move(job), std::move(done), {}, false, std::move(makes)});
    wake = std::exchange(idle_, false);
  }
  if (wake) wake_.notify_one();
  return true;
}

Outcome Writer::run_now(Job job) {
  if (std::this_thread::get_id() == thread_.get_id()) {
    throw std::logic_error("run_now on the writer's own thread would wait for itself");
  }
  std::promise<Outcome> promise;
  auto outcome = promise.get_future();
  if (!submit(std::move(job), [&promise](const Outcome& result) { promise.set_value(result); })) {
    return failed(std::make_exception_ptr(
        DatabaseError(DatabaseError::Kind::busy, "the writer's queue is full")));
  }
  return outcome.get();
}

void Writer::on_commit(std::function<void(std::int64_t)> listener) {
  const std::lock_guard lock(listeners_mutex_);
  listeners_.push_back(std::move(listener));
}

std::size_t Writer::queued() const {
  const std::lock_guard lock(mutex_);
  return queue_.size();
}

void Writer::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
  {
    const std::lock_guard lock(house_mutex_);
    house_closes_ = true;
  }
  house_wake_.notify_one();
  if (house_.joinable()) house_.join();
}

void Writer::loop() {
  for (;;) {
    std::vector<Item> batch = take();
    if (batch.empty()) return;
    run_batch(batch);
    batches_ = {batch.size(), batches_[0]};
    if (std::ranges::any_of(
            batch, [&](const Item& item) { return leads_nowhere(item.outcome, connection_); })) {
      line_.drop();
      connection_ = nullptr;
    }
    tell(batch);
    housekeeping();
  }
}

std::vector<Writer::Item> Writer::take() {
  std::unique_lock lock(mutex_);
  idle_ = true;
  wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
  idle_ = false;
  std::vector<Item> batch;
  move_queued(batch);
  return batch;
}

void Writer::move_queued(std::vector<Item>& batch) {
  const std::size_t most = options_.batching ? options_.batch_max : 1;
  const auto count = static_cast<std::ptrdiff_t>(std::min(queue_.size(), most - batch.size()));
  std::move(queue_.begin(), queue_.begin() + count, std::back_inserter(batch));
  queue_.erase(queue_.begin(), queue_.begin() + count);
}

// Those who came while the batch was at work share its commit, or all of them would wait for two:
// as long as a commit takes, taking more costs nobody anything. On a disk that takes milliseconds
// to sync, those who were just answered are waited for shortly; a lone writer waits for nobody.
bool Writer::take_more(std::vector<Item>& batch, std::chrono::nanoseconds since) {
  constexpr std::chrono::microseconds k_slow{1'500};
  constexpr std::chrono::microseconds k_wait{400};
  constexpr std::size_t k_crowd = 8;
  if (!options_.batching || since >= 2 * commit_took_ || batch.size() >= options_.batch_max) {
    return false;
  }
  std::unique_lock lock(mutex_);
  if (queue_.empty() && commit_took_ >= k_slow && batches_[0] + batches_[1] >= k_crowd) {
    idle_ = true;
    wake_.wait_for(lock, k_wait, [this] { return stopping_ || !queue_.empty(); });
    idle_ = false;
  }
  const std::size_t before = batch.size();
  move_queued(batch);
  return batch.size() > before;
}

void Writer::put_back(std::vector<Item>& batch, std::size_t from) {
  const auto first = batch.begin() + static_cast<std::ptrdiff_t>(from);
  if (first == batch.end()) return;
  const std::lock_guard lock(mutex_);
  queue_.insert(queue_.begin(), std::move_iterator(first), std::move_iterator(batch.end()));
  batch.erase(first, batch.end());
}

void Writer::run_batch(std::vector<Item>& batch) {
  bool begun = false;
  try {
    connection_ = nullptr;
    connection_ = &line_.begin(Transaction::Mode::write);
    begun = true;
    auto done = run_plainly(batch);
    if (!done && batch.size() > 1) {
      roll_back(*connection_);
      begun = false;
      begin(*connection_, Transaction::Mode::write);
      begun = true;
      done = run_jobs(batch);
    }
    if (!done || std::ranges::none_of(batch, is_kept)) {
      roll_back(*connection_);
      if (done) put_back(batch, *done);
      return;
    }
    put_back(batch, *done);
    if (!options_.name.empty() && std::ranges::any_of(batch, is_heard)) {
      Tx tx(*connection_);
      tell_commit(tx, options_.name);
    }
    const Stopwatch watch;
    commit(*connection_);
    commit_took_ = watch.elapsed();
  } catch (...) {
    const Outcome lost = failed(std::current_exception());
    if (begun) roll_back(*connection_);
    for (Item& item : batch) {
      if (item.outcome.error == nullptr) item.outcome = lost;
    }
    log::error("store.batch_lost",
               {{"jobs", static_cast<std::int64_t>(batch.size())}, {"kind", word(lost.kind)}});
  }
}

void Writer::ask_ahead(const std::vector<Item>& batch, std::size_t from) {
  std::vector<std::string_view> ids;
  for (std::size_t i = from; i < batch.size(); ++i) {
    if (!batch[i].makes.empty()) ids.emplace_back(batch[i].makes);
  }
  Tx tx(*connection_);
  ask_reports(tx, ids);
}

// Without savepoints, which copy every page that a job touches first: nearly always all jobs are
// kept, or refused before they wrote anything. Returns how many were run; nullopt when one must be
// undone alone, and so all of them run anew.
std::optional<std::size_t> Writer::run_plainly(std::vector<Item>& batch) {
  const Stopwatch watch;
  ask_ahead(batch, 0);
  std::size_t count = 0;
  while (count == 0 || watch.elapsed() < options_.batch_time) {
    if (count == batch.size()) {
      if (!take_more(batch, watch.elapsed())) break;
      ask_ahead(batch, count);
    }
    Item& item = batch[count];
    const std::int64_t changes = connection_->changes();
    Tx tx(*connection_);
    try {
      item.outcome = decided(item.job(tx));
    } catch (...) {
      item.outcome = failed(std::current_exception());
      return {};
    }
    item.quiet = tx.is_quiet();
    if (!is_kept(item) && connection_->changes() != changes) return {};
    ++count;
  }
  try {
    connection_->settle();
  } catch (...) {
    // Somebody's statement went wrong unnoticed; each alone, it will show whose.
    batch[count - 1].outcome = failed(std::current_exception());
    return {};
  }
  return count;
}

// Each in its savepoint. Returns how many were run; the rest waits for the next transaction.
std::size_t Writer::run_jobs(std::vector<Item>& batch) {
  const Stopwatch watch;
  std::size_t count = 0;
  while (count < batch.size() && (count == 0 || watch.elapsed() < options_.batch_time)) {
    if (!run_in_savepoint(batch[count])) {
      // The engine gave up the whole transaction: nothing before or after can be kept.
      std::rethrow_exception(batch[count].outcome.error);
    }
    ++count;
  }
  return count;
}

// False when the transaction itself is lost.
bool Writer::run_in_savepoint(Item& item) {
  Tx tx(*connection_);
  try {
    run(*connection_, k_savepoint);
    item.outcome = decided(item.job(tx));
    item.quiet = tx.is_quiet();
    if (item.outcome.status == Outcome::Status::committed) {
      write_figure_changes(tx);
      run(*connection_, k_keep);
      return true;
    }
  } catch (...) {
    item.outcome = failed(std::current_exception());
  }
  connection_->numbers() = {};
  try {
    run(*connection_, k_undo);
    run(*connection_, k_keep);
  } catch (...) {
    if (item.outcome.error == nullptr) item.outcome = failed(std::current_exception());
    return false;
  }
  return true;
}

void Writer::tell(std::vector<Item>& batch) {
  try {
    std::int64_t number = commits_.load(std::memory_order_acquire);
    if (std::ranges::any_of(batch, is_kept)) {
      number = commits_.fetch_add(1, std::memory_order_acq_rel) + 1;
    }
    if (std::ranges::any_of(batch, is_heard)) {
      const std::lock_guard lock(listeners_mutex_);
      for (const auto& listener : listeners_) listener(number);
    }
  } catch (const std::exception& error) {
    log::error("store.listener_threw", {{"what", error.what()}});
  }
  for (Item& item : batch) {
    try {
      if (item.done) item.done(item.outcome);
    } catch (const std::exception& error) {
      log::error("store.done_threw", {{"what", error.what()}});
    }
  }
}

void Writer::housekeeping() {
  try {
    if (connection_ == nullptr || !connection_->after_commit()) return;
    {
      const std::lock_guard lock(house_mutex_);
      house_calls_ = true;
    }
    house_wake_.notify_one();
  } catch (const std::exception& error) {
    log::error("store.housekeeping_failed", {{"what", error.what()}});
  }
}

void Writer::keep_house() {
  std::unique_ptr<Connection> own;
  for (;;) {
    {
      std::unique_lock lock(house_mutex_);
      house_wake_.wait(lock, [this] { return house_calls_ || house_closes_; });
      if (house_closes_) return;
      house_calls_ = false;
    }
    try {
      if (!own) own = open_();
      own->take_in_log();
    } catch (const std::exception& error) {
      own.reset();
      log::error("store.log_not_taken_in", {{"what", error.what()}});
    }
  }
}

}  // namespace camaug::store
