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

namespace camaug::store {

class ReaderPool {
 public:
  // Must not throw; what escapes is logged as a bug.
  using Job = std::move_only_function<void(Reader&)>;
  using Open = std::function<std::unique_ptr<Connection>()>;

  // Opens all connections at once and throws when one fails.
  ReaderPool(const Open& open, std::size_t threads, std::size_t queue_max = 8'192);
  ReaderPool(const ReaderPool&) = delete;
  ReaderPool& operator=(const ReaderPool&) = delete;
  ~ReaderPool() { stop(); }

  // False when the queue is full or the pool stops.
  [[nodiscard]] bool submit(Job job);
  // Refuses new jobs, finishes those queued, ends the threads.
  void stop();
  [[nodiscard]] std::size_t queued() const;

 private:
  void loop(Connection& connection);

  std::size_t queue_max_;
  std::vector<std::unique_ptr<Connection>> connections_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job> queue_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace camaug::store
