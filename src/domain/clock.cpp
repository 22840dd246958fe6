#include "domain/clock.hpp"

#include <algorithm>

#include "domain/workflow.hpp"

namespace camaug::domain {

namespace {

bool by_date(const ClockInstance& clock) {
  return clock.kind == ClockKind::repair;
}

// The first due time, as if nothing had interrupted the clock.
Result<Deadline> first_deadline(const ClockInstance& clock, const PolicyVersion& policy,
                                const Calendar& calendar) {
  auto first = by_date(clock) ? repair_deadline(clock.started_at, clock.why.working_days,
                                                clock.promised, policy, calendar)
                              : deadline(clock.kind, clock.started_at, policy, calendar);
  if (!first || !clock.least_only) return first;
  const auto least = least_due(policy.rule, clock.started_at, policy, calendar);
  if (!least) return Failure(least.error());
  first->due = *least;
  return first;
}

// The due time after one break.
Result<Instant> moved(const ClockInstance& clock, Instant due, const ClockBreak& gap,
                      const PolicyVersion& policy, const Calendar& calendar) {
  Instant out = due;
  const LimitRule rule = by_date(clock) ? policy.rule : clock.why.rule;
  if (!by_date(clock)) {
    if (gap.from > due && !gap.sent_back) return due;  // what was late stays late
    const auto left = time_left(clock.kind, rule, gap.from, due, policy, calendar);
    if (!left) return Failure(left.error());
    const auto after = due_after(clock.kind, rule, gap.until, *left, policy, calendar);
    if (!after) return Failure(after.error());
    out = *after;
  }
  if (!gap.sent_back) return out;
  const auto least = least_due(rule, gap.until, policy, calendar);
  if (!least) return Failure(least.error());
  return by_date(clock) && out > gap.until ? out : std::max(out, *least);
}

// All the time a clock has, in the measure of time_left().
Result<Millis> whole_time(const ClockInstance& clock, const PolicyVersion& policy,
                          const Calendar& calendar) {
  if (clock.least_only) {
    const auto least = least_due(clock.why.rule, clock.started_at, policy, calendar);
    if (!least) return Failure(least.error());
    return time_left(clock.kind, clock.why.rule, clock.started_at, *least, policy, calendar);
  }
  if (clock.why.rule != LimitRule::by_share) return clock.why.limit;
  return Millis(std::chrono::minutes(policy.limit(clock.kind).off_minutes));
}

// Sets warn_at of a clock that runs from `from` on: when a quarter of its time is left. A pause
// consumes nothing, so it does not bring the warning nearer; the repair clock's date stands.
Result<void> set_warning(ClockInstance& clock, Instant from, const PolicyVersion& policy,
                         const Calendar& calendar) {
  if (by_date(clock)) {
    clock.warn_at = *clock.due_at - (*clock.due_at - clock.started_at) / 4;
    return {};
  }
  const LimitRule rule = clock.why.rule;
  const auto whole = whole_time(clock, policy, calendar);
  if (!whole) return Failure(whole.error());
  const auto left = time_left(clock.kind, rule, from, *clock.due_at, policy, calendar);
  if (!left) return Failure(left.error());
  const auto at = due_after(clock.kind, rule, from, *left - *whole / 4, policy, calendar);
  if (!at) return Failure(at.error());
  clock.warn_at = *at;
  return {};
}

Result<void> close_break(ClockInstance& clock, const ClockBreak& gap, const PolicyVersion& policy,
                         const Calendar& calendar) {
  if (clock.due_at) {
    const auto due = moved(clock, *clock.due_at, gap, policy, calendar);
    if (!due) return Failure(due.error());
    clock.due_at = *due;
    clock.breaks.push_back(gap);
    if (auto set = set_warning(clock, gap.until, policy, calendar); !set) return set;
  }
  clock.result = ClockResult::running;
  clock.paused_at.reset();
  clock.left.reset();
  clock.ended_at.reset();
  return {};
}

}  // namespace

bool ClockInstance::overdue(Instant now) const {
  return due_at && ended_at.value_or(paused_at.value_or(now)) > *due_at;
}

Result<ClockInstance> start_clock(ClockKind kind, std::string owner, Instant now,
                                  const PolicyVersion& policy, const Calendar& calendar) {
  ClockInstance clock;
  clock.kind = kind;
  clock.owner = std::move(owner);
  clock.started_at = now;
  clock.why.policy = policy.id;
  clock.why.article = policy.article;
  if (kind == ClockKind::total) return clock;
  const auto first = deadline(kind, now, policy, calendar);
  if (!first) return Failure(first.error());
  clock.due_at = first->due;
  clock.why = first->why;
  if (auto set = set_warning(clock, now, policy, calendar); !set) return Failure(set.error());
  return clock;
}

Result<ClockInstance> start_repair(std::string owner, Instant now, int repair_days,
                                   std::optional<LocalDate> promised, const PolicyVersion& policy,
                                   const Calendar& calendar) {
  const auto first = repair_deadline(now, repair_days, promised, policy, calendar);
  if (!first) return Failure(first.error());
  ClockInstance clock;
  clock.kind = ClockKind::repair;
  clock.owner = std::move(owner);
  clock.started_at = now;
  clock.due_at = first->due;
  clock.why = first->why;
  clock.promised = promised;
  if (auto set = set_warning(clock, now, policy, calendar); !set) return Failure(set.error());
  return clock;
}

Result<void> pause(ClockInstance& clock, Instant now, const PolicyVersion& policy,
                   const Calendar& calendar) {
  if (clock.result != ClockResult::running) return {};
  if (clock.due_at && !by_date(clock)) {
    const auto left = time_left(clock.kind, clock.why.rule, now, *clock.due_at, policy, calendar);
    if (!left) return Failure(left.error());
    clock.left = *left;
  }
  clock.paused_at = now;
  clock.result = ClockResult::paused;
  return {};
}

Result<void> unpause(ClockInstance& clock, Instant now, const PolicyVersion& policy,
                     const Calendar& calendar) {
  if (clock.result != ClockResult::paused) return {};
  return close_break(clock, {clock.paused_at.value_or(now), now, false}, policy, calendar);
}

void finish(ClockInstance& clock, Instant now) {
  if (!clock.open()) return;
  clock.result = clock.overdue(now) ? ClockResult::late : ClockResult::met;
  clock.ended_at = now;
  clock.paused_at.reset();
  clock.left.reset();
}

void annul(ClockInstance& clock, Instant now) {
  if (!clock.open()) return;
  const bool late = clock.overdue(now) && !clock_rule(clock.kind).informs_only;
  clock.result = late ? ClockResult::late : ClockResult::voided;
  clock.ended_at = now;
  clock.paused_at.reset();
  clock.left.reset();
}

Result<ClockInstance> continue_clock(const ClockInstance& ended, Instant now,
                                     const PolicyVersion& policy, const Calendar& calendar) {
  ClockInstance clock = ended;
  if (ended.open()) return clock;
  if (ended.result == ClockResult::late) {
    auto fresh = by_date(ended) ? start_repair(ended.owner, now, ended.why.working_days,
                                               ended.promised, policy, calendar)
                                : start_clock(ended.kind, ended.owner, now, policy, calendar);
    if (!fresh) return fresh;
    const auto least = least_due(policy.rule, now, policy, calendar);
    if (!least) return Failure(least.error());
    fresh->due_at = *least;
    fresh->least_only = true;
    if (auto set = set_warning(*fresh, now, policy, calendar); !set) return Failure(set.error());
    return fresh;
  }
  const auto done = close_break(clock, {*ended.ended_at, now, true}, policy, calendar);
  if (!done) return Failure(done.error());
  return clock;
}

Result<ClockInstance> recompute(const ClockInstance& clock, const PolicyVersion& policy,
                                const Calendar& calendar) {
  if (!clock.open() || !clock.due_at) return clock;
  const auto first = first_deadline(clock, policy, calendar);
  if (!first) return Failure(first.error());
  ClockInstance out = clock;
  Instant due = first->due;
  for (const ClockBreak& gap : clock.breaks) {
    const auto next = moved(clock, due, gap, policy, calendar);
    if (!next) return Failure(next.error());
    due = *next;
  }
  if (out.paused_at && !by_date(clock)) {
    const auto left = time_left(clock.kind, clock.why.rule, *out.paused_at, due, policy, calendar);
    if (!left) return Failure(left.error());
    out.left = *left;
  }
  if (due == *clock.due_at) return clock;
  out.due_at = due;
  out.why.day_kind = first->why.day_kind;
  out.why.off_shift = first->why.off_shift;
  out.why.limit = first->why.limit;
  out.why.rule = first->why.rule;
  out.why.provisional = first->why.provisional;
  out.recomputed = true;
  const Instant from = out.breaks.empty() ? out.started_at : out.breaks.back().until;
  if (auto set = set_warning(out, from, policy, calendar); !set) return Failure(set.error());
  return out;
}

}  // namespace camaug::domain
