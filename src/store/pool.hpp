// Threads that answer queries, each with a read connection of its own. Never for writing.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "store/database.hpp"
#include "store/lifeline.hpp"

namespace camaug::store {

class ReaderPool {
 public:
  // Must not throw; what escapes is logged as a bug.
  using Job = std::move_only_function<void(Reader&)>;
  using Open = std::function<std::unique_ptr<Connection>()>;

  // What a job sees. whole_job: one state of the database for all its queries. each_statement: the
  // newest for each, for jobs that take seconds and must not hold the log's old pages.
  enum class Sees { whole_job, each_statement };

  // Opens all connections at once and throws when one fails.
  ReaderPool(const Open& open, std::size_t threads, std::size_t queue_max = 8'192,
             Sees sees = Sees::whole_job);
  ReaderPool(const ReaderPool&) = delete;
  ReaderPool& operator=(const ReaderPool&) = delete;
  ~ReaderPool() { stop(); }

  // False when the queue is full or the pool stops.
  [[nodiscard]] bool submit(Job job);
  // Refuses new jobs, finishes those queued, ends the threads.
  void stop();
  [[nodiscard]] std::size_t queued() const;

 private:
  struct Worker {
    explicit Worker(const Open& open) : line(open) {}
    Lifeline line;
    std::condition_variable wake;
    bool called = false;
    std::thread thread;
  };
  void loop(Worker& own);
  // Waits until there is a job; false when there will be none any more.
  [[nodiscard]] bool next(Worker& own, Job& job);

  std::size_t queue_max_;
  Sees sees_;
  mutable std::mutex mutex_;
  std::deque<Job> queue_;
  bool stopping_ = false;
  // The last one to become idle is called first: its pages are still in its own cache and in the
  // processor's, and those who are never needed hold none.
  std::vector<Worker*> idle_;
  std::vector<std::unique_ptr<Worker>> workers_;
};

}  // namespace camaug::store
