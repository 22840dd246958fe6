// What time does by itself: warnings of deadlines, climbing alarms, sending notices, cleaning up.
// One thread; every step is a command of the writer, so a job and a person never race.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "app/services.hpp"
#include "base/time.hpp"
#include "send/channel.hpp"
#include "store/database.hpp"
#include "store/writer.hpp"

namespace camaug::jobs {

// One round of each job; the number of things done. For the loop and for the case runner, which
// calls them with its own clock.
int warn_of_deadlines(const app::Services& services, store::Tx& tx, Instant now);
int climb_alarms(const app::Services& services, store::Tx& tx, Instant now);
int end_waiting(const app::Services& services, store::Tx& tx, Instant now);
int clean_up(const app::Services& services, store::Tx& tx, Instant now);
// The files that clean_up() and refused commands left without a row, outside of the transaction;
// what the store does not remove now goes later.
int remove_files(const app::Services& services, store::Writer& writer, Instant now);
// The head of the chain to the log channel, once a local day: a tail that is cut off later is seen.
bool log_head(store::Tx& tx, Instant now);
// Claims, sends outside of the transaction, marks.
int send_notices(store::Writer& writer, const std::vector<send::Channel*>& channels, Instant now);

class Jobs {
 public:
  Jobs(const app::Services& services, store::Writer& writer, const Clock& clock,
       std::vector<send::Channel*> channels);
  Jobs(const Jobs&) = delete;
  Jobs& operator=(const Jobs&) = delete;
  ~Jobs() { stop(); }
  void stop();

 private:
  void loop();
  void round();

  const app::Services& services_;
  store::Writer& writer_;
  const Clock& clock_;
  std::vector<send::Channel*> channels_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  int rounds_ = 0;
  std::thread thread_;
};

}  // namespace camaug::jobs
