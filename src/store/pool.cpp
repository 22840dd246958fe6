// The reader threads and their queue.
#include "store/pool.hpp"

#include "base/log.hpp"
#include "store/transaction.hpp"

namespace camaug::store {
namespace {

// False when there is no transaction: the job's own queries will then meet the cause and tell it.
bool begin_read(Connection& connection) {
  try {
    begin(connection, Transaction::Mode::read);
    return true;
  } catch (const DatabaseError& error) {
    log::warning("store.read_not_begun", {{"kind", word(error.kind())}});
    return false;
  }
}

}  // namespace

ReaderPool::ReaderPool(const Open& open, std::size_t threads, std::size_t queue_max, Sees sees)
    : queue_max_(queue_max), sees_(sees) {
  for (std::size_t i = 0; i < threads; ++i) connections_.push_back(open());
  for (const auto& connection : connections_) {
    threads_.emplace_back([this, own = connection.get()] { loop(*own); });
  }
}

bool ReaderPool::submit(Job job) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || queue_.size() >= queue_max_) return false;
    queue_.push_back(std::move(job));
  }
  wake_.notify_one();
  return true;
}

void ReaderPool::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

std::size_t ReaderPool::queued() const {
  const std::lock_guard lock(mutex_);
  return queue_.size();
}

void ReaderPool::loop(Connection& connection) {
  for (;;) {
    Job job;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
      if (queue_.empty()) return;
      job = std::move(queue_.front());
      queue_.pop_front();
    }
    const bool begun = sees_ == Sees::whole_job && begin_read(connection);
    Reader reader(connection);
    try {
      job(reader);
    } catch (const std::exception& error) {
      log::error("store.reader_job_threw", {{"what", error.what()}});
    }
    if (begun) roll_back(connection);
  }
}

}  // namespace camaug::store
