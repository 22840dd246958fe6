// See sse.hpp.
#include "http/sse.hpp"

#include <algorithm>

namespace camaug::http {
namespace {

constexpr int k_read_at_once = 256;

}  // namespace

LiveHub::LiveHub(EventFeed feed, LiveOptions options) : feed_(std::move(feed)), options_(options) {}

// The first reader learns where the log ends: the ring begins there.
void LiveHub::open(store::Reader& reader) {
  if (newest_.load() >= 0) return;
  const auto newest = feed_.newest(reader);
  const std::lock_guard lock(mutex_);
  ring_after_ = newest;
  newest_ = newest;
}

bool LiveHub::pump(store::Reader& reader) {
  const std::lock_guard one_at_a_time(pump_mutex_);
  if (newest_.load() < 0) {
    open(reader);
    return false;
  }
  bool any = false;
  for (;;) {
    auto events = feed_.after(reader, newest_.load(), k_read_at_once);
    if (events.empty()) return any;
    any = true;
    const std::lock_guard lock(mutex_);
    for (auto& event : events) ring_.push_back(std::make_shared<LiveEvent>(std::move(event)));
    while (ring_.size() > options_.ring_events) {
      ring_after_ = ring_.front()->n;
      ring_.pop_front();
    }
    newest_ = ring_.back()->n;
  }
}

void LiveHub::add_text(std::string& out, const LiveEvent& event,
                       const Subscription& subscription) const {
  const Sight sight = feed_.sight(event, subscription);
  if (sight == Sight::hidden) return;
  const auto n = std::to_string(event.n);
  out += "id: " + n;
  if (sight == Sight::gone) {
    out += "\nevent: gone\ndata: {\"n\":" + n + ",\"report\":";
    json::write_string(out, event.report);
    out += "}\n\n";
  } else {
    out += "\nevent: " + event.name + "\ndata: " + event.data + "\n\n";
  }
}

LiveHub::Start LiveHub::start(store::Reader& reader, const Subscription& subscription,
                              std::int64_t cursor) {
  {
    const std::lock_guard one_at_a_time(pump_mutex_);
    open(reader);
  }
  const auto newest = newest_.load();
  if (cursor < 0) cursor = subscription.after_n;
  if (cursor < 0) return {newest, {}};
  std::int64_t ring_after = 0;
  {
    const std::lock_guard lock(mutex_);
    ring_after = ring_after_;
  }
  // A cursor from the future belongs to another database (a restored one).
  const auto reset = [&](std::int64_t at) {
    return Start{at, "id: " + std::to_string(at) + "\nevent: reset\ndata: {}\n\n"};
  };
  if (cursor > newest) {
    const auto truth = feed_.newest(reader);
    if (cursor > truth) return reset(truth);
  }
  if (cursor >= ring_after) return {cursor, {}};
  auto missed = feed_.after(reader, cursor, options_.backlog_events_max + 1);
  if (missed.size() > static_cast<std::size_t>(options_.backlog_events_max)) return reset(newest);
  Start start{cursor, {}};
  for (const auto& event : missed) {
    add_text(start.text, event, subscription);
    start.cursor = event.n;
  }
  return start;
}

std::string LiveHub::next(const Subscription& subscription, std::int64_t& cursor) const {
  std::vector<Item> items;
  {
    const std::lock_guard lock(mutex_);
    if (cursor < ring_after_) {
      cursor = newest_.load();
      return "id: " + std::to_string(cursor) + "\nevent: reset\ndata: {}\n\n";
    }
    const auto from =
        std::ranges::upper_bound(ring_, cursor, {}, [](const Item& i) { return i->n; });
    items.assign(from, ring_.end());
  }
  std::string out;
  for (const auto& item : items) {
    add_text(out, *item, subscription);
    cursor = item->n;
  }
  return out;
}

void LiveHub::close_session(const std::string& session) {
  if (on_close_session && !session.empty()) on_close_session(session);
}

}  // namespace camaug::http
