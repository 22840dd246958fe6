// The one thread that writes. It takes whatever is queued, and what comes meanwhile, into one
// transaction (group commit), and tells nobody before the commit is on disk.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/time.hpp"
#include "store/database.hpp"
#include "store/lifeline.hpp"

namespace camaug::store {

// How a job ended; known only after its batch was committed or lost.
struct Outcome {
  enum class Status {
    committed,    // on disk
    rolled_back,  // the job answered false; what it read is on disk
    failed        // nothing of it happened: `kind` and `error` say why
  };
  Status status = Status::failed;
  DatabaseError::Kind kind = DatabaseError::Kind::other;
  std::exception_ptr error;  // null unless failed
};

struct WriterOptions {
  std::size_t queue_max = 4'096;  // jobs; beyond it submit() refuses and the caller answers 503
  std::size_t batch_max = 256;    // jobs in one transaction
  Millis batch_time{20};          // no job is begun in a batch older than this
  bool batching = true;           // off: one transaction per job (to measure what batching gives)
  std::string name{};  // of this process, for store/news: commits are told to the others; "": not
};

class Writer {
 public:
  // true keeps the job's changes, false rolls back this job alone, an exception too. It may be run
  // twice (the first time is rolled back), so it may leave nothing behind but its changes and its
  // answer.
  using Job = std::move_only_function<bool(Tx&)>;
  // Runs on the writer thread: hand over and return.
  using Done = std::move_only_function<void(const Outcome&)>;
  using Open = std::function<std::unique_ptr<Connection>()>;

  // Opens at once and throws when that fails; opens anew after the connection was lost.
  explicit Writer(Open open, WriterOptions options = {});
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  ~Writer() { stop(); }

  // False when the queue is full or the writer stops; then neither is called.
  // `makes`: the id of the report that the job makes unless it is there (ask_reports()).
  [[nodiscard]] bool submit(Job job, Done done, std::string makes = {});
  // Waits until the job's fate is known. Not from the writer's own thread. A full queue is
  // Outcome failed with kind busy.
  Outcome run_now(Job job);
  // Called on the writer thread after each commit that kept something that is not quiet
  // (Tx::be_quiet), before the answers go out, so that a cache is never older than an answer. Must
  // be quick. Listeners stay until the end.
  void on_commit(std::function<void(std::int64_t commit_number)> listener);
  // Commits that kept something since the start.
  [[nodiscard]] std::int64_t commits() const { return commits_.load(std::memory_order_acquire); }
  [[nodiscard]] std::size_t queued() const;
  // Refuses new jobs, finishes those queued, ends the thread.
  void stop();

 private:
  struct Item {
    Job job;
    Done done;
    Outcome outcome;
    bool quiet = false;
    std::string makes;
  };

  [[nodiscard]] static bool is_kept(const Item& item);
  [[nodiscard]] static bool is_heard(const Item& item);
  void loop();
  [[nodiscard]] std::vector<Item> take();
  // From the queue, as many as the batch may hold; the mutex is held.
  void move_queued(std::vector<Item>& batch);
  // False when there is nothing more, or no more time.
  [[nodiscard]] bool take_more(std::vector<Item>& batch, std::chrono::nanoseconds since);
  // Puts back what the batch had no time for.
  void put_back(std::vector<Item>& batch, std::size_t from);
  void run_batch(std::vector<Item>& batch);
  // What the jobs from this one on will ask, at once.
  void ask_ahead(const std::vector<Item>& batch, std::size_t from);
  [[nodiscard]] std::optional<std::size_t> run_plainly(std::vector<Item>& batch);
  [[nodiscard]] std::size_t run_jobs(std::vector<Item>& batch);
  [[nodiscard]] bool run_in_savepoint(Item& item);
  void tell(std::vector<Item>& batch);
  void housekeeping();
  // The thread that takes the log in while the writer goes on.
  void keep_house();

  Open open_;
  WriterOptions options_;
  Lifeline line_;
  Connection* connection_ = nullptr;  // of the transaction that is open
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Item> queue_;
  bool stopping_ = false;
  bool idle_ = false;  // the writer waits for the first job and must be woken
  std::mutex listeners_mutex_;
  std::vector<std::function<void(std::int64_t)>> listeners_;
  std::atomic<std::int64_t> commits_{0};
  // Of the writer's thread: how long the last commit took, how many jobs the last two had.
  std::chrono::nanoseconds commit_took_{0};
  std::array<std::size_t, 2> batches_{};
  std::mutex house_mutex_;
  std::condition_variable house_wake_;
  bool house_calls_ = false;
  bool house_closes_ = false;
  std::thread house_;
  std::thread thread_;
};

}  // namespace camaug::store
