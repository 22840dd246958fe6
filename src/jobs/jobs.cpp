#include "jobs/jobs.hpp"

#include <latch>
#include <memory>

#include "app/act.hpp"
#include "app/notify.hpp"
#include "base/log.hpp"
#include "base/texts.hpp"
#include "jobs/profile.hpp"
#include "store/account.hpp"
#include "store/clock.hpp"
#include "store/command.hpp"
#include "store/event.hpp"
#include "store/media.hpp"
#include "store/meta.hpp"
#include "store/outbox.hpp"
#include "store/urgent.hpp"

namespace camaug::jobs {
namespace {

constexpr int k_batch = 100;
constexpr Millis k_lease = std::chrono::minutes(1);
constexpr Millis k_upload_kept = std::chrono::hours(48);
constexpr Millis k_round = std::chrono::seconds(2);
constexpr int k_rounds_a_minute = 30;
constexpr int k_rounds_between_cleaning = 300;
constexpr std::string_view k_head_logged = "chain.head_logged";  // the local day

domain::Viewer system_viewer() {
  domain::Viewer viewer;
  viewer.role = domain::Role::system;
  return viewer;
}

send::Message message_of(const store::Notice& notice) {
  send::Message message;
  message.id = std::to_string(notice.id);
  message.recipient = notice.recipient_kind + ":" + notice.recipient;
  message.key = notice.key;
  const auto args = json::parse(notice.args);
  if (args && args->is_array()) {
    for (const auto& arg : args->get_array()) message.args.emplace_back(arg.as_string());
  }
  message.text = text(Lang::vi, notice.key, message.args);
  return message;
}

send::Channel* channel_of(const std::vector<send::Channel*>& channels, const std::string& name) {
  for (auto* channel : channels) {
    if (channel->name() == name) return channel;
  }
  return nullptr;
}

}  // namespace

int warn_of_deadlines(const app::Services& services, store::Tx& tx, Instant now) {
  const auto viewer = system_viewer();
  const auto clocks = store::clocks_to_look_at(tx, now, k_batch);
  for (const auto& clock : clocks) {
    const bool overdue = clock.due_at <= now;
    if (const auto report = store::report_by_id(tx, viewer, clock.report)) {
      // With the due time: one that a late announcement moved is warned of anew.
      const std::string mark =
          std::to_string(clock.id) + "@" + std::to_string(epoch_ms(clock.due_at));
      app::notify_alarm(services, tx, overdue ? domain::Alarm::overdue : domain::Alarm::due_soon,
                        clock.kind, *report, mark, 0, now);
    }
    if (overdue) {
      store::mark_overdue(tx, clock.id, now);
    } else {
      store::mark_warned(tx, clock.id, now);
    }
  }
  return static_cast<int>(clocks.size());
}

int climb_alarms(const app::Services& services, store::Tx& tx, Instant now) {
  int climbed = 0;
  const auto viewer = system_viewer();
  for (const auto& open : store::open_alarms(tx)) {
    const auto policy =
        domain::policy_for(services.province->policies, now, app::area_codes(services, open.area));
    if (!policy) continue;
    const auto step = std::chrono::minutes(open.confirmed ? (*policy)->urgent_climb_minutes
                                                          : (*policy)->claim_climb_minutes);
    if ((now - open.urgent_since) / step <= open.steps) continue;
    const auto report = store::report_by_id(tx, viewer, open.report);
    if (!report) continue;
    const auto alarm = open.confirmed ? domain::Alarm::unacknowledged : domain::Alarm::claim;
    app::notify_alarm(services, tx, alarm, domain::ClockKind::dispatch, *report,
                      std::to_string(epoch_ms(open.urgent_since)), static_cast<int>(open.steps),
                      now);
    store::set_alarm_steps(tx, open.report, open.steps + 1, now);
    climbed += 1;
  }
  return climbed;
}

int end_waiting(const app::Services& services, store::Tx& tx, Instant now) {
  int ended = 0;
  const auto viewer = system_viewer();
  for (const auto& waiting : store::waiting_since(tx, k_batch)) {
    const auto report = store::report_by_id(tx, viewer, waiting.report);
    if (!report) continue;
    const auto policy = domain::policy_for(services.province->policies, now,
                                           app::area_codes(services, report->area));
    if (!policy || now < waiting.since + std::chrono::days((*policy)->reply_days)) continue;
    const auto done = app::act(services, tx, viewer, waiting.report, domain::Action::reply_timeout,
                               boost::json::object{}, {}, now);
    if (done) ended += 1;
  }
  return ended;
}

int clean_up(const app::Services& services, store::Tx& tx, Instant now) {
  int removed = 0;
  for (const auto& id : store::abandoned_media(tx, now - k_upload_kept, k_batch)) {
    store::delete_media(tx, id);
    services.media.note_gone(id);
    removed += 1;
  }
  store::delete_expired_sessions(tx, now);
  removed += static_cast<int>(store::purge_commands(tx, now, k_batch));
  removed += static_cast<int>(store::purge_sent(tx, now - std::chrono::days(90), k_batch));
  services.media.sweep_incoming(now - k_upload_kept);
  return removed;
}

int remove_files(const app::Services& services, store::Writer& writer, Instant now) {
  return services.media.settle_noted(now - k_upload_kept, [&](const std::string& id) {
    bool known = true;  // also when the database does not say
    writer.run_now([&](store::Tx& tx) {
      known = store::media_by_id(tx, id).has_value();
      return false;
    });
    return known;
  });
}

bool log_head(store::Tx& tx, Instant now) {
  const std::string today = format_date(local_date(now));
  if (store::meta(tx, k_head_logged) == today) return false;
  const auto head = store::head(tx);
  const std::string time = format_rfc3339(now);
  log::info(
      "chain.head",
      {{"n", head.n}, {"hash", std::string_view(head.hash)}, {"time", std::string_view(time)}});
  store::set_meta(tx, k_head_logged, today);
  return true;
}

// Each notice is marked as soon as it went out; what is marked meanwhile shares a commit.
int send_notices(store::Writer& writer, const std::vector<send::Channel*>& channels, Instant now) {
  std::vector<store::Notice> notices;
  writer.run_now([&](store::Tx& tx) {
    tx.be_quiet();
    notices = store::claim_notices(tx, now, k_lease, k_batch);
    return !notices.empty();
  });
  // Shared: the last count may still be at work when the wait for it is over.
  const auto marked = std::make_shared<std::latch>(static_cast<std::ptrdiff_t>(notices.size()));
  for (const auto& notice : notices) {
    auto* channel = channel_of(channels, notice.channel);
    const auto sent = channel == nullptr
                          ? Result<void>(fail(ErrorCode::invalid, "error.channel_unknown"))
                          : channel->send(message_of(notice));
    const bool taken = writer.submit(
        [&notice, now, key = sent ? std::string() : sent.error().key](store::Tx& tx) {
          tx.be_quiet();
          if (key.empty()) {
            store::mark_sent(tx, notice.id, now);
          } else {
            store::mark_failed(tx, notice, key, now);
          }
          return true;
        },
        [marked](const store::Outcome&) { marked->count_down(); });
    // The lease ends by itself: the notice goes out again, which is better than never.
    if (!taken) marked->count_down();
  }
  marked->wait();
  return static_cast<int>(notices.size());
}

Jobs::Jobs(const app::Services& services, store::Writer& writer, const Clock& clock,
           std::vector<send::Channel*> channels)
    : services_(services), writer_(writer), clock_(clock), channels_(std::move(channels)) {
  thread_ = std::thread([this] { loop(); });
}

void Jobs::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Jobs::loop() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    lock.unlock();
    try {
      round();
    } catch (const std::exception& error) {
      log::error("jobs.failed", {{"what", std::string_view(error.what())}});
    }
    lock.lock();
    wake_.wait_for(lock, k_round, [this] { return stopping_; });
  }
}

void Jobs::round() {
  const Instant now = clock_.now();
  const bool minute = rounds_ % k_rounds_a_minute == 0;
  const bool clean = rounds_++ % k_rounds_between_cleaning == 0;
  if (clean) follow_profile(services_, writer_, now);
  writer_.run_now([&](store::Tx& tx) {
    int done = warn_of_deadlines(services_, tx, now) + climb_alarms(services_, tx, now);
    if (minute) done += end_waiting(services_, tx, now);
    if (clean) {
      done += clean_up(services_, tx, now);
      if (log_head(tx, now)) done += 1;
    }
    return done > 0;
  });
  send_notices(writer_, channels_, now);
  if (clean) remove_files(services_, writer_, now);
}

}  // namespace camaug::jobs
