// Live events: one ring of the newest events in memory, filled once per commit wake-up, read by
// every client at its own pace. No queue per client: a client that falls behind the ring is told
// `reset`. Knows nothing of sockets; server.cpp moves the bytes.
#pragma once

#include <any>
#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "domain/access.hpp"
#include "http/route.hpp"

namespace camaug::http {

// One event of the log as the stream knows it. `data` is one line of JSON without content of a
// report:
// {"n":..,"report":..,"version":..,"kind":..}. `facts` is whatever EventFeed::sight needs.
struct LiveEvent {
  std::int64_t n = 0;
  std::string name{};    // SSE event name: "report"
  std::string report{};  // its id, for `gone`
  std::string data{};
  std::any facts{};
};

// gone: the client saw the report before and may not see it now (sent as event `gone`).
enum class Sight : std::uint8_t { hidden, shown, gone };

struct EventFeed {
  // The events with n > after_n in order of n, at most `limit`, of all reports (sight filters).
  std::function<std::vector<LiveEvent>(store::Reader&, std::int64_t after_n, int limit)> after;
  std::function<std::int64_t(store::Reader&)> newest;  // 0 when there is none
  std::function<Sight(const LiveEvent&, const Subscription&)> sight;
};

struct LiveOptions {
  std::size_t ring_events = 2048;
  int backlog_events_max = 1000;  // a cursor farther back than this gets `reset`
  std::int64_t clients_max = 20'000;
};

class LiveHub {
 public:
  LiveHub(EventFeed feed, LiveOptions options);

  // Reads the new events into the ring; reader thread. True when there were any.
  bool pump(store::Reader& reader);

  // What a new client misses: cursor is its Last-Event-ID or -1. Reader thread.
  struct Start {
    std::int64_t cursor = 0;  // continue from here
    std::string text;         // to be sent first (backlog, or the `reset` event)
  };
  [[nodiscard]] Start start(store::Reader& reader, const Subscription& subscription,
                            std::int64_t cursor);

  // The bytes for a client at `cursor`, which moves on; "" when nothing is for it. Any thread.
  [[nodiscard]] std::string next(const Subscription& subscription, std::int64_t& cursor) const;
  [[nodiscard]] bool behind(std::int64_t cursor) const { return cursor < newest_.load(); }

  // Ends the streams of a session: after sign-out, a role change, a lock. Any thread.
  void close_session(const std::string& session);
  // Set by the server.
  std::function<void(const std::string& session)> on_close_session;

  std::atomic<std::int64_t> clients{0};
  [[nodiscard]] const LiveOptions& options() const { return options_; }
  [[nodiscard]] std::int64_t newest() const { return newest_.load(); }

 private:
  using Item = std::shared_ptr<const LiveEvent>;
  void add_text(std::string& out, const LiveEvent& event, const Subscription& subscription) const;
  void open(store::Reader& reader);

  EventFeed feed_;
  LiveOptions options_;
  mutable std::mutex mutex_;
  std::mutex pump_mutex_;
  std::deque<Item> ring_;  // consecutive reads, in order of n
  std::atomic<std::int64_t> newest_{-1};
  std::int64_t ring_after_ = -1;  // the ring holds every event with n > this
};

}  // namespace camaug::http
