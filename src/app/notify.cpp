#include "app/notify.hpp"

#include "app/case.hpp"
#include "app/change.hpp"
#include "app/contact_ask.hpp"
#include "app/due.hpp"
#include "domain/deadline_text.hpp"
#include "store/outbox.hpp"

namespace camaug::app {
namespace {

constexpr std::string_view k_channel = "log";

domain::NoticeFacts facts_of(const Services& services, store::Tx& tx,
                             const std::optional<domain::Report>& before,
                             const domain::Report& after, Instant now) {
  domain::NoticeFacts facts;
  facts.to = after.state;
  facts.report = after.id;
  facts.urgency = after.urgency;
  facts.lead = clock_lead(before, after);
  facts.officer = after.officer.value_or("");
  if (before) {
    facts.from = before->state;
    facts.urgency_before = before->urgency;
    facts.asked_by = before->asked_by.value_or("");
    if (facts.officer.empty()) facts.officer = before->officer.value_or("");
    facts.cooperating = store::cooperating_of(tx, after.id);
    facts.merged = store::merged_into(tx, after.id);
  }
  if (facts.lead.empty()) {
    const auto bounces = before ? store::bounces_of(tx, after.id) : std::vector<store::Bounce>{};
    facts.suggested = suggest(services, after, bounces, now, Lang::vi).lead;
  }
  facts.rating = after.rating.value_or(0);
  return facts;
}

std::string args_of(const Services& services, const domain::Report& report) {
  const std::vector<std::string> args = {
      report.code, report.lead ? agency_name(services, *report.lead, Lang::vi) : std::string(),
      report.due_at ? domain::moment_text(Lang::vi, *report.due_at) : std::string()};
  return json::to_text(args);
}

}  // namespace

void enqueue_notices(const Services& services, store::Tx& tx, const domain::Report& report,
                     const std::vector<domain::Notice>& notices,
                     std::optional<std::int64_t> event_n, const std::string& dedup, Instant now) {
  const std::string args = args_of(services, report);
  for (const auto& notice : notices) {
    store::NewNotice row;
    row.event_n = event_n;
    row.recipient_kind = word(notice.kind);
    row.recipient = notice.recipient;
    row.channel = k_channel;
    row.key = notice.key;
    row.args = args;
    row.urgent = notice.urgent;
    if (notice.delay.count() > 0) row.not_before = now + notice.delay;
    row.dedup = dedup + ":" + row.recipient_kind + ":" + row.recipient + ":" + row.key;
    store::enqueue(tx, row, now);
  }
}

void notify(const Services& services, store::Tx& tx, const domain::Viewer& viewer,
            const std::optional<domain::Report>& before, const domain::Report& after,
            domain::Action action, bool plan, const store::Event& event, Instant now,
            std::optional<domain::Action> undone) {
  auto facts = facts_of(services, tx, before, after, now);
  facts.action = action;
  facts.by_reporter = viewer.role == domain::Role::reporter;
  facts.plan = plan;
  facts.undone = undone;
  if (action == domain::Action::allow_contact || action == domain::Action::decline_contact) {
    const auto asks = contact_asks(store::events_of(tx, after.id));
    if (!asks.empty()) facts.asked_by = asks.back().asker;
  }
  const auto policy =
      domain::policy_for(services.province->policies, now, area_codes(services, after.area));
  if (policy) facts.undo = std::chrono::seconds((*policy)->undo_seconds);
  enqueue_notices(services, tx, after, domain::notices(facts), event.n,
                  "event:" + std::to_string(event.n), now);
}

void notify_alarm(const Services& services, store::Tx& tx, domain::Alarm alarm,
                  domain::ClockKind clock, const domain::Report& report, const std::string& mark,
                  int steps, Instant now) {
  const auto facts = facts_of(services, tx, report, report, now);
  enqueue_notices(services, tx, report, domain::alarm_notices(alarm, clock, facts, steps),
                  std::nullopt,
                  "alarm:" + std::to_string(static_cast<int>(alarm)) + ":" + report.id + ":" +
                      mark + ":" + std::to_string(steps),
                  now);
}

}  // namespace camaug::app
