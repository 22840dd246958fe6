// What the processes on one PostgreSQL database tell one another (LISTEN/NOTIFY): that something
// was committed, that a session ended, that a limit was used up a little. SQLite has one process
// and needs none of it.
#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "store/lifeline.hpp"

namespace camaug::store {

// In the caller's transaction: told when it is committed, never otherwise. `from` is the process.
void tell_commit(Tx& tx, std::string_view from);
void tell_session_ended(Tx& tx, std::string_view from, std::string_view session);

// Called on the thread of News; must be quick.
struct Ears {
  std::function<void()> committed;
  std::function<void(const std::string& session)> session_ended;
  std::function<void(const std::string& key, std::int64_t times)> spent;
};

// Listens on a connection of its own. While the server is away nothing is heard; afterwards, and
// every two seconds in which a notice may have been missed, it looks whether there are new events.
class News {
 public:
  News(Lifeline::Open open, std::string own, Ears ears);
  News(const News&) = delete;
  News& operator=(const News&) = delete;
  ~News() { stop(); }

  // Says to the others, within a fifth of a second, that `key` was used once more.
  void spend(const std::string& key);
  void stop();

 private:
  void loop();
  // Everything that has come within a moment. Throws DatabaseError.
  void listen();
  void hear(std::string_view text);
  void look();
  void tell_spent();
  // False when it was stopped meanwhile.
  [[nodiscard]] bool rest();

  Lifeline line_;
  std::string own_;
  Ears ears_;
  Connection* listening_ = nullptr;
  std::int64_t seen_ = -1;  // the newest event
  Stopwatch since_look_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::map<std::string, std::int64_t> spent_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace camaug::store
