// The reader threads and their queue.
#include "store/pool.hpp"

#include "base/log.hpp"
#include "store/transaction.hpp"

namespace camaug::store {
namespace {

Connection& any(Lifeline& line) {
  try {
    return line.get();
  } catch (const DatabaseError&) {
    return no_connection();
  }
}

// With an open transaction, or the one that tells every query that the database is away.
Connection& begin_read(Lifeline& line) {
  try {
    return line.begin(Transaction::Mode::read);
  } catch (const DatabaseError& error) {
    log::warning("store.read_not_begun", {{"kind", word(error.kind())}});
    // Of any other cause the job's own queries will tell.
    return error.kind() == DatabaseError::Kind::connection ? no_connection() : any(line);
  }
}

}  // namespace

ReaderPool::ReaderPool(const Open& open, std::size_t threads, std::size_t queue_max, Sees sees)
    : queue_max_(queue_max), sees_(sees) {
  for (std::size_t i = 0; i < threads; ++i) {
    workers_.push_back(std::make_unique<Worker>(open));
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
  const bool whole = sees_ == Sees::whole_job;
  for (Job job; next(own, job); job = nullptr) {
    Connection& connection = whole ? begin_read(own.line) : any(own.line);
    Reader reader(connection);
    try {
      job(reader);
    } catch (const std::exception& error) {
      log::error("store.reader_job_threw", {{"what", error.what()}});
    }
    if (whole) roll_back(connection);
    own.line.check();
  }
}

}  // namespace camaug::store
