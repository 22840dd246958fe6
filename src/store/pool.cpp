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
  for (std::size_t i = 0; i < threads; ++i) {
    workers_.push_back(std::make_unique<Worker>());
    workers_.back()->connection = open();
  }
  for (const auto& worker : workers_) {
    worker->thread = std::thread([this, own = worker.get()] { loop(*own); });
  }
}

bool ReaderPool::submit(Job job) {
  Worker* called = nullptr;
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || queue_.size() >= queue_max_) return false;
    queue_.push_back(std::move(job));
    if (!idle_.empty()) {
      called = idle_.back();
      idle_.pop_back();
      called->called = true;
    }
  }
  if (called != nullptr) called->wake.notify_one();
  return true;
}

void ReaderPool::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  for (const auto& worker : workers_) worker->wake.notify_one();
  for (const auto& worker : workers_) {
    if (worker->thread.joinable()) worker->thread.join();
  }
}

std::size_t ReaderPool::queued() const {
  const std::lock_guard lock(mutex_);
  return queue_.size();
}

bool ReaderPool::next(Worker& own, Job& job) {
  std::unique_lock lock(mutex_);
  while (queue_.empty()) {
    if (stopping_) return false;
    own.called = false;
    idle_.push_back(&own);
    own.wake.wait(lock, [&] { return stopping_ || own.called; });
  }
  job = std::move(queue_.front());
  queue_.pop_front();
  return true;
}

void ReaderPool::loop(Worker& own) {
  Connection& connection = *own.connection;
  for (Job job; next(own, job); job = nullptr) {
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
